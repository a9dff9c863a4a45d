"""The configuration of the tree under check: a frozen ``Config``.

It is read from the first of ``pyproject.toml``, ``setup.cfg`` and ``tox.ini``
that has a section of specslint's. It may come from the patch under test, so
it can name things and choose among them, and do nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

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

if TYPE_CHECKING:
    from specslint.config.files import Section


SOURCES = ("pyproject.toml", "setup.cfg", "tox.ini")
"""The files that are asked, in this order."""


class Config(NamedTuple):
    """The settings of a run; without arguments, the defaults.

    ``open_releases`` and ``strict_docs`` are None where they are not configured, and
    ``select`` is None where every rule is selected. ``docs`` is no setting: it is what
    the tree says of its docs job. ``source`` is the file that they come from, or
    None, ``profile`` says which profile lies below and why, and ``origins`` where
    each key that is no default comes from; these three take no part in comparisons.
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

    def optional_for(self, release: str) -> frozenset[str]:
        """The titles of the sections that a spec of ``release`` may leave out.

        Source of the default: what the gate of the default profile's repository accepts.

        :param release: the name of the release's directory.
        """
        return _titles_for(self.optional_sections, release)

    def extra_for(self, release: str) -> frozenset[str]:
        """The titles of the sections that may stand besides the template's; ``*`` is any.

        :param release: the name of the release's directory.
        """
        return _titles_for(self.extra_sections, release)

    def required_for(self, release: str) -> frozenset[str]:
        """The titles of the only sections that a spec must have; none means the template's.

        :param release: the name of the release's directory.
        """
        return _titles_for(self.required_sections, release)

    @property
    def is_described(self) -> bool:
        """Whether anything says how the repository is laid out: a profile or a key."""
        return profiles.exists(self.project) or any(
            key in values.LAYOUT_KEYS for key, _ in self.origins
        )

    @property
    def _severities(self) -> Mapping[str, Severity]:
        return dict(self.severity)

    def severity_for(self, code: str, otherwise: Severity) -> Severity:
        """The severity that is configured for a rule, or the other one.

        :param otherwise: the finding's own severity, or the rule's.
        """
        return self._severities.get(code, otherwise)

    @property
    def is_strict(self) -> bool:
        """Whether a warning fails the tree's docs job."""
        return self.docs.strict if self.strict_docs is None else self.strict_docs

    def is_selected(self, code: str) -> bool:
        """Whether the rule ``code`` is to run: selected, not ignored and not set to off.

        The longest entry that matches decides between the two lists; on a tie,
        the rule is ignored. A rule that is off by default has to be given a
        severity besides.
        """
        if self._severities.get(code) is Severity.OFF:
            return False
        selected = 0 if self.select is None else _longest(self.select, code)
        return selected > _longest(self.ignore, code)

    def is_excluded(self, path: str) -> bool:
        """Whether ``path``, or a directory above it, is excluded from the check."""
        return any(values.matches(glob, path) for glob in self.exclude)

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
        """The configuration with the command line's options laid over it.

        :param select: the values of ``--select``, each a list of codes by comma;
            they replace the configured ones, and are no longer ignored where
            the configuration ignores these very codes.
        :param ignore: the values of ``--ignore``, likewise; they are added.
        :param severity: the values of ``--severity``, ``CODE=LEVEL``; likewise.
        :param fail_level: the value of ``--fail-level``.
        :param closed_releases: whether ``--closed-releases`` was given.
        :raises UserError: with the option's name, where a value is wrong.
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
        """The settings as TOML, to be shown and to be pasted into pyproject.toml.

        A comment behind a key says where it comes from, if it is no default.
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
        """What a setting without a value stands for."""
        if key == "strict-docs":
            if self.docs.strict:
                return "true, as a command of tox.ini runs sphinx-build with -W"
            return "false, as no command of tox.ini runs sphinx-build with -W"
        return _UNSET[key]


_UNSET = {
    "open-releases": "the two newest that have a template",
    "select": "every rule",
    "untracked-comment": "none",
}
"""What the keys without a value mean."""


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
        # The converters let nothing in that would need another escape.
        return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"[{', '.join(map(_toml, value))}]"


# --- from files ---------------------------------------------------------------

_GITREVIEW = ".gitreview"

_ADDED = ("optional_sections", "extra_sections", "required_sections", "directives", "roles")
"""Lists of a tree that are added to its profile's; other keys replace the profile's."""


def load(read: Callable[[str], bytes | None]) -> Config:
    """The configuration of a tree: its own keys, laid over those of its profile.

    :param read: returns the content of a file of the tree, or None.
    :raises UserError: where the file that has the section is wrong.
    """
    for name in SOURCES:
        data = read(name)
        usual = data is not None and len(data) <= MAX_BYTES and data.isascii()
        if data is None or (usual and b"specslint" not in data):
            continue  # the usual case, for which no reader is loaded
        from specslint.config.files import section

        found = section(name, data)
        if found:
            return _of_tree(read, found)
    return _of_tree(read, None)


def load_file(path: Path, read: Callable[[str], bytes | None] | None = None) -> Config:
    """The configuration that a file holds, whatever its name.

    :param path: the file; TOML where its name ends so, and INI otherwise.
    :param read: returns the content of a file of the tree, which may tell its project.
    :raises UserError: where it cannot be read, has no section, or is wrong.
    """
    from specslint.config.files import section

    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        raise UserError(f"{printable(str(path))}: cannot be read: {reason}") from None
    found = section(str(path), data)
    if not found:
        wanted = "[tool.specslint]" if path.name.endswith(".toml") else "[specslint]"
        raise UserError(f"{printable(str(path))}: has no section {wanted}")
    return _of_tree(read or (lambda _: None), found)


def _of_tree(read: Callable[[str], bytes | None], found: Section | None) -> Config:
    """The settings of a section, over the profile of the project.

    :param found: the tree's own section, or None.
    """
    own = _checked(found) if found else {}
    project, why = own.get("project"), found.source if found else ""
    if project is None:
        project = profiles.project_of((read(_GITREVIEW) or b"")[:MAX_BYTES])
        why = f"project= in {_GITREVIEW}"
    config = profile(project, why) if project else Config()
    layout = {key: own.pop(key) for key in values.LAYOUT_KEYS if key in own}
    for key in _ADDED:
        if key in own:
            own[key] = tuple(dict.fromkeys((*getattr(config, key), *own[key])))
    for table in ("severity", "per_file_ignores"):
        if table in own:
            own[table] = tuple({**dict(getattr(config, table)), **dict(own[table])}.items())
    source = found.source if found else None
    changed = (name.replace("_", "-") for name in (*own, *layout))
    origins = {**dict(config.origins), **dict.fromkeys(changed, source or "")}
    return config._replace(
        layout=Layout(**{**config.layout._asdict(), **layout}),
        source=source,
        origins=tuple(origins.items()),
        **own,
    )


def profile(project: str, why: str) -> Config:
    """The settings of a project's profile; the defaults where it has none.

    :param project: the project's name, as ``nova``.
    :param why: where that name was found, to be shown.
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
    """The areas that specs are listed by, each with its words.

    The default profile's are read here and not with the others, since one command alone
    has a use for them.

    :param config: the settings of the tree.
    """
    if config.areas or config.project != profiles.DEFAULT:
        return config.areas
    areas: Any = values.CONVERTERS["areas"](profiles.table(profiles.DEFAULT)["areas"])
    return tuple(areas)


def _checked(found: Section) -> dict[str, Any]:
    """The values of a section by the names of the fields that they are for."""
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
