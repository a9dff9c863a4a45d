"""The configuration of the tree under check: an immutable ``Config``.

It may come from the patch under test, so it can only name things and choose among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from specslint.config import profiles, values
from specslint.config.docs_job import DocsJob
from specslint.config.values import BadValueError, printable, quoted, split_items
from specslint.model.errors import UserError
from specslint.model.findings import Severity
from specslint.model.layout import Layout
from specslint.model.typing import Any, NamedTuple


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
