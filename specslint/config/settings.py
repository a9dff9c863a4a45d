"""The configuration of the tree under check: an immutable ``Config``.

It is read from the first of ``pyproject.toml``, ``setup.cfg`` and ``tox.ini`` that has
a section of specslint's. It may come from the patch under test, so it can only name
things and choose among them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from specslint.config import profiles, values
from specslint.config.docs_job import DocsJob
from specslint.config.values import (
    MAX_BYTES,
    BadValueError,
    did_you_mean,
    printable,
    quoted,
    split_items,
)
from specslint.model.errors import UserError
from specslint.model.findings import Severity
from specslint.model.layout import Layout
from specslint.model.typing import TYPE_CHECKING, Any, NamedTuple
from specslint.work_tree import StrPath

if TYPE_CHECKING:
    from specslint.config.files import Section


SOURCES = ("pyproject.toml", "setup.cfg", "tox.ini")
"""The files that may hold the configuration, in order of precedence."""


class Config(NamedTuple):
    """The settings of a run; the defaults if created without arguments.

    ``open_releases`` and ``strict_docs`` are None if they are not configured, and
    ``select`` is None if every rule is selected. ``docs`` is not a setting but what the
    tree's own files say of its docs job. ``source`` is the file that the settings come
    from, or None, ``profile`` names the profile that they extend and why, and
    ``origins`` maps each key that is no default to its file; these three are ignored in
    comparisons.
    """

    project: str = profiles.DEFAULT
    open_releases: tuple[str, ...] | None = None
    layout: Layout = Layout()
    optional_sections: tuple[str, ...] = (
        "History",
        "Feature Liaison",
        "queens: !Feature Liaison",
        "queens: Upgrade impact",
    )
    extra_sections: tuple[str, ...] = ()
    required_sections: tuple[str, ...] = ()
    tracker: tuple[str, ...] = ("blueprint",)
    untracked_comment: str = ""
    directives: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_level: Severity = Severity.ERROR
    closed_releases: bool = False
    severity: tuple[tuple[str, Severity], ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    areas: tuple[tuple[str, tuple[str, ...]], ...] = ()
    strict_docs: bool | None = None
    docs: DocsJob = DocsJob()
    source: str | None = None
    profile: str = ""
    origins: tuple[tuple[str, str], ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Config) and self[:-3] == other[:-3]

    def __hash__(self) -> int:
        return hash(self[:-3])

    @property
    def key(self) -> str:
        """The settings on which the findings in a spec may depend, for the key of a cache.

        A new setting is one of them unless ``_APPLIED_LATER`` names it.
        """
        return repr(
            [value for name, value in self._asdict().items() if name not in _APPLIED_LATER]
        )

    def optional_for(self, release: str) -> frozenset[str]:
        """The titles of the sections that a spec of ``release`` may omit.

        Source of the default: what the gate of the default profile's repository
        accepts.

        :param release: the name of the release's directory.
        """
        return _titles_for(self.optional_sections, release)

    def extra_for(self, release: str) -> frozenset[str]:
        """The titles of sections allowed in addition to the template's; ``*`` is any.

        :param release: the name of the release's directory.
        """
        return _titles_for(self.extra_sections, release)

    def required_for(self, release: str) -> frozenset[str]:
        """The titles of the only required sections; if empty, the template's are required.

        :param release: the name of the release's directory.
        """
        return _titles_for(self.required_sections, release)

    @property
    def is_described(self) -> bool:
        """Whether a profile or a key describes the layout of the repository."""
        return profiles.exists(self.project) or any(
            key in values.LAYOUT_KEYS for key, _ in self.origins
        )

    @property
    def _severities(self) -> Mapping[str, Severity]:
        return dict(self.severity)

    def severity_for(self, code: str, otherwise: Severity) -> Severity:
        """The severity configured for a rule, or ``otherwise``.

        :param otherwise: the finding's own severity, or the rule's.
        """
        return self._severities.get(code, otherwise)

    @property
    def is_strict(self) -> bool:
        """Whether a warning fails the tree's docs job."""
        return self.docs.strict if self.strict_docs is None else self.strict_docs

    def is_selected(self, code: str) -> bool:
        """Whether the rule ``code`` is to run: selected, not ignored and not set to off.

        The longest entry that matches decides between the two lists; on a tie, the rule
        is ignored. A rule that is off by default also needs a configured severity.
        """
        if self._severities.get(code) is Severity.OFF:
            return False
        selected = 0 if self.select is None else _longest(self.select, code)
        return selected > _longest(self.ignore, code)

    def is_excluded(self, path: str) -> bool:
        """Whether ``path``, or a directory above it, is excluded from the check."""
        # Asked about every path of the tree, and hardly ever set.
        return bool(self.exclude) and any(values.matches(glob, path) for glob in self.exclude)

    def ignored_for(self, path: str) -> tuple[str, ...]:
        """The codes and prefixes that are ignored in the file ``path``."""
        return tuple(
            prefix
            for glob, prefixes in self.per_file_ignores
            if values.matches(glob, path)
            for prefix in prefixes
        )

    def is_ignored(self, code: str, path: str) -> bool:
        """Whether findings of the rule ``code`` are ignored in the file ``path``."""
        return code.startswith(self.ignored_for(path))

    def with_options(
        self,
        *,
        select: Sequence[str] | None = None,
        ignore: Sequence[str] | None = None,
        severity: Sequence[str] | None = None,
        fail_level: str | None = None,
        closed_releases: bool = False,
    ) -> Config:
        """The configuration with the options of the command line applied.

        :param select: the values of ``--select``, each a comma-separated list of codes;
            they replace the configured ones, and override the ``ignore`` key for these
            very codes.
        :param ignore: the values of ``--ignore``, in the same form; they are added.
        :param severity: the values of ``--severity``: comma-separated ``CODE=LEVEL``.
        :param fail_level: the value of ``--fail-level``.
        :param closed_releases: whether ``--closed-releases`` was given.
        :raises UserError: a value is invalid; the message names the option.
        """
        changes: dict[str, Any] = {}
        if closed_releases:
            changes["closed_releases"] = True
        option = "--select"
        try:
            ignored = self.ignore
            if select:
                chosen = values.selection(split_items(select))
                changes["select"] = chosen
                ignored = tuple(code for code in ignored if code not in chosen)
            option = "--ignore"
            added = values.list_of(values.prefix)(split_items(ignore or ()))
            changes["ignore"] = tuple(dict.fromkeys((*ignored, *added)))
            option = "--severity"
            levels = values.severities(_assignments(severity or ()))
            changes["severity"] = tuple({**self._severities, **dict(levels)}.items())
            option = "--fail-level"
            if fail_level is not None:
                changes["fail_level"] = values.fail_level(fail_level)
        except BadValueError as bad:
            raise UserError(f"{option}: {bad}") from None
        return self._replace(**changes)

    def describe(self) -> str:
        """The settings as TOML that can be pasted into pyproject.toml.

        A comment after a key names its origin, unless it is the default.
        """
        origin = f"Settings of {printable(self.source)}" if self.source else "Built-in settings"
        lines = [f"# {origin}", *([f"# {printable(self.profile)}"] if self.profile else [])]
        lines.append("[tool.specslint]")
        tables = []
        origins = dict(self.origins)
        for key in values.CONVERTERS:
            name = key.replace("-", "_")
            value = getattr(self.layout if key in values.LAYOUT_KEYS else self, name)
            note = f"  # {printable(origins[key])}" if key in origins else ""
            if value is None or value == "":
                lines.append(f"# {key}: {self._meaning(key)}")
            elif key in values.TABLE_KEYS:
                tables += ["", f"[tool.specslint.{key}]{note}"] if value else []
                tables += [f"{_toml(name)} = {_toml(item)}" for name, item in value]
            else:
                one = key in values.LAYOUT_KEYS and len(value) == 1
                lines.append(f"{key} = {_toml(value[0] if one else value)}{note}")
        return "\n".join([*lines, *tables, ""])

    def _meaning(self, key: str) -> str:
        """The meaning of a setting that has no value."""
        if key == "strict-docs":
            if self.docs.strict:
                return "true, as a command of tox.ini runs sphinx-build with -W"
            return "false, as no command of tox.ini runs sphinx-build with -W"
        return _UNSET[key]


_APPLIED_LATER = frozenset(
    (
        "open_releases select ignore exclude fail_level closed_releases per_file_ignores areas "
        "strict_docs docs source profile origins"
    ).split()
)
"""The settings that do not affect the findings in a spec, but which of them are reported."""

_UNSET = {
    "open-releases": "the two newest that have a template",
    "select": "every rule",
    "untracked-comment": "none",
}
"""The meaning of each key that has no value."""


def _titles_for(entries: Sequence[str], release: str) -> frozenset[str]:
    """The titles of a list of ``Title``, ``release: Title`` and ``release: !Title``."""
    release = values.release_key(release)
    found: set[str] = set()
    taken: set[str] = set()
    for entry in entries:
        of, colon, title = entry.rpartition(": ")
        if not colon or of == release:
            (taken if title.startswith("!") else found).add(title.removeprefix("!"))
    return frozenset(found - taken)


def _longest(prefixes: Sequence[str], code: str) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)


def _assignments(options: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for item in split_items(options):
        code, equals, level = item.partition("=")
        if not equals:
            raise BadValueError(f"expected CODE=LEVEL, found {quoted(item)}")
        pairs[code.strip()] = level
    return pairs


def _toml(value: Severity | bool | str | Sequence[str]) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Severity | str):
        # The converters reject everything that would need another escape.
        return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"[{', '.join(map(_toml, value))}]"


# --- loading ------------------------------------------------------------------

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
