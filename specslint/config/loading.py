"""Reads the configuration of a tree.

It stands in the first of ``pyproject.toml``, ``setup.cfg`` and ``tox.ini`` that has a
section of specslint's, and extends the profile of the project.
"""

from __future__ import annotations

from collections.abc import Callable

from specslint.config import profiles, values
from specslint.config.settings import Config
from specslint.config.values import MAX_BYTES, BadValueError, did_you_mean, printable, quoted
from specslint.model.errors import UserError
from specslint.model.layout import Layout
from specslint.model.typing import TYPE_CHECKING, Any
from specslint.work_tree import StrPath

if TYPE_CHECKING:
    from specslint.config.files import Section

SOURCES = ("pyproject.toml", "setup.cfg", "tox.ini")
"""The files that may hold the configuration, in order of precedence."""

_GITREVIEW = ".gitreview"

_ADDED = ("optional_sections", "extra_sections", "required_sections", "directives", "roles")
"""Lists that a tree adds to its profile's; all other keys replace the profile's."""


def load(read: Callable[[str], bytes | None]) -> Config:
    """The configuration of a tree: its own keys on top of its profile's.

    :param read: returns the content of a file of the tree, or None.
    :raises UserError: the file that has the section is invalid.
    """
    for name in SOURCES:
        data = read(name)
        usual = data is not None and len(data) <= MAX_BYTES and data.isascii()
        if data is None or (usual and b"specslint" not in data):
            continue  # the usual case; avoids importing the parser
        from specslint.config.files import section

        found = section(name, data)
        if found:
            return _of_tree(read, found)
    return _of_tree(read, None)


def load_file(path: StrPath, read: Callable[[str], bytes | None] | None = None) -> Config:
    """The configuration in a given file, whatever its name.

    :param path: the file; parsed as TOML if its name ends so, else as INI.
    :param read: returns the content of a file of the tree, which may name its project.
    :raises UserError: the file cannot be read, has no section, or is invalid.
    """
    from specslint.config.files import section

    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        raise UserError(f"{printable(str(path))}: cannot be read: {reason}") from None
    found = section(str(path), data)
    if not found:
        wanted = "[tool.specslint]" if str(path).endswith(".toml") else "[specslint]"
        raise UserError(f"{printable(str(path))}: has no section {wanted}")
    return _of_tree(read or (lambda _: None), found)


def _of_tree(read: Callable[[str], bytes | None], found: Section | None) -> Config:
    """The settings of a section on top of the project's profile.

    :param found: the tree's own section, or None.
    """
    own = _checked(found) if found else {}
    project, why = own.get("project"), found.source if found else ""
    if project is None:
        project = profiles.project_of((read(_GITREVIEW) or b"")[:MAX_BYTES])
        why = f"project= in {_GITREVIEW}"
    config = profile(project, why) if project else Config()
    given = {key: own.pop(key) for key in values.LAYOUT_KEYS if key in own}
    layout = Layout(**{**config.layout._asdict(), **given})
    if found and (covered := layout.covered()):
        first, second, pattern = covered
        key = first if first in given else second
        raise found.error(
            f"{key}: a pattern of {first} has every path of {quoted(pattern)}, a pattern of"
            f" {second}: change one of them",
            key,
        )
    for key in _ADDED:
        if key in own:
            own[key] = tuple(dict.fromkeys((*getattr(config, key), *own[key])))
    for table in ("severity", "per_file_ignores"):
        if table in own:
            own[table] = tuple({**dict(getattr(config, table)), **dict(own[table])}.items())
    source = found.source if found else None
    changed = (name.replace("_", "-") for name in (*own, *given))
    origins = {**dict(config.origins), **dict.fromkeys(changed, source or "")}
    return config._replace(
        layout=layout,
        source=source,
        origins=tuple(origins.items()),
        **own,
    )


def profile(project: str, why: str) -> Config:
    """The settings of a project's profile, or the defaults if it has none.

    :param project: the project's name, such as ``nova``.
    :param why: where that name was found, for display.
    """
    if project == profiles.DEFAULT:
        return Config(profile=f"Profile {project}, by {why}")
    if not profiles.exists(project):
        return Config(project=project, profile=f"No profile of {project}, by {why}")
    raw = profiles.table(project)
    settings: dict[str, Any] = {
        key.replace("-", "_"): convert(raw[key])
        for key, convert in values.CONVERTERS.items()
        if key in raw
    }
    layout = Layout(**{key: settings.pop(key) for key in values.LAYOUT_KEYS if key in settings})
    origins = tuple((key, f"profile {project}") for key in raw)
    note = f"Profile {project}, by {why}"
    return Config(layout=layout, profile=note, origins=origins, **settings)


def areas_of(config: Config) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The areas by which specs are grouped, each with its keywords.

    Those of the default profile are read here and not with the other keys, since only
    one command uses them.

    :param config: the settings of the tree.
    """
    if config.areas or config.project != profiles.DEFAULT:
        return config.areas
    areas: Any = values.CONVERTERS["areas"](profiles.table(profiles.DEFAULT)["areas"])
    return tuple(areas)


def _checked(found: Section) -> dict[str, Any]:
    """Convert the values of a section to the types of the fields of ``Config``."""
    settings: dict[str, Any] = {}
    for key, raw in found.values.items():
        name = key.replace("_", "-")
        convert = values.CONVERTERS.get(name)
        if convert is None:
            hint = did_you_mean(name, values.CONVERTERS)
            raise found.error(f"unknown key {quoted(key)} in {found.title}{hint}", key)
        if name in settings:
            raise found.error(f'"{name}" is set twice in {found.title}', key)
        try:
            settings[name] = convert(raw)
        except BadValueError as bad:
            raise found.error(f"{name}: {bad}", key, *bad.path) from None
    return {name.replace("-", "_"): value for name, value in settings.items()}
