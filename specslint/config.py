"""The configuration of the tree under check: a frozen ``Config``.

It is read from the first of ``pyproject.toml``, ``setup.cfg`` and ``tox.ini``
that has a section of specslint's. It may come from the patch under test, so
it can name things and choose among them, and do nothing else.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specslint import config_values as values
from specslint.config_values import BadValueError, did_you_mean, printable, quoted
from specslint.errors import UserError
from specslint.layout import Layout
from specslint.model import Severity

if TYPE_CHECKING:
    from specslint.rules import Rule

SOURCES = ("pyproject.toml", "setup.cfg", "tox.ini")
"""The files that are asked, in this order."""

MAX_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Config:
    """The settings of a run; without arguments, the defaults.

    ``source`` is the file that they come from, or None; it takes no part in
    comparisons. ``open_releases`` is None where it is not configured, and
    ``select`` is None where every rule is selected.
    """

    project: str = "nova"
    open_releases: tuple[str, ...] | None = None
    layout: Layout = dataclasses.field(default_factory=Layout)
    optional_sections: tuple[str, ...] = ()
    directives: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_level: Severity = Severity.ERROR
    severity: tuple[tuple[str, Severity], ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    source: str | None = dataclasses.field(default=None, compare=False)

    def optional_for(self, release: str) -> frozenset[str]:
        """The titles of the sections that a spec of ``release`` may leave out.

        Source: what the gate of nova-specs accepts in each release.

        :param release: the name of the release's directory.
        """
        release = values.release_key(release)
        names = {"History", "Upgrade impact" if release == "queens" else "Feature Liaison"}
        for item in self.optional_sections:
            of, colon, title = item.partition(": ")
            if not colon:
                names.add(item)
            elif of == release:
                names.add(title)
        return frozenset(names)

    @cached_property
    def _severities(self) -> Mapping[str, Severity]:
        return dict(self.severity)

    def severity_of(self, rule: Rule, finding: Severity | None = None) -> Severity:
        """The severity to report: the configured one, the finding's or the rule's.

        :param rule: the rule that yielded the finding.
        :param finding: the finding's own severity, if it has one.
        """
        configured = self._severities.get(rule.code)
        if configured is not None:
            return configured
        return rule.severity if finding is None else finding

    def is_selected(self, code: str) -> bool:
        """Whether the rule ``code`` is to run: selected, not ignored and not off.

        The longest entry that matches decides between the two lists; on a tie,
        the rule is ignored.
        """
        from specslint.rules import all_rules  # slow: it imports every rule

        rule = all_rules().get(code)
        if rule and self.severity_of(rule) is Severity.OFF:
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
    ) -> Config:
        """The configuration with the command line's options laid over it.

        :param select: the values of ``--select``, each a list of codes by comma;
            they replace the configured ones, and are no longer ignored where
            the configuration ignores these very codes.
        :param ignore: the values of ``--ignore``, likewise; they are added.
        :param severity: the values of ``--severity``, ``CODE=LEVEL``; likewise.
        :param fail_level: the value of ``--fail-level``.
        :raises UserError: with the option's name, where a value is wrong.
        """
        changes: dict[str, Any] = {}
        option = "--select"
        try:
            ignored = self.ignore
            if select:
                chosen = values.selection(_split(select))
                changes["select"] = chosen
                ignored = tuple(code for code in ignored if code not in chosen)
            option = "--ignore"
            added = values.list_of(values.prefix)(_split(ignore or ()))
            changes["ignore"] = tuple(dict.fromkeys((*ignored, *added)))
            option = "--severity"
            levels = values.severities(_assignments(severity or ()))
            changes["severity"] = tuple({**self._severities, **dict(levels)}.items())
            option = "--fail-level"
            if fail_level is not None:
                changes["fail_level"] = values.fail_level(fail_level)
        except BadValueError as bad:
            raise UserError(f"{option}: {bad}") from None
        return dataclasses.replace(self, **changes)

    def describe(self) -> str:
        """The settings as TOML, to be shown and to be pasted into pyproject.toml."""
        origin = f"Settings of {printable(self.source)}" if self.source else "Built-in settings"
        lines = [f"# {origin}", "[tool.specslint]"]
        tables = []
        for key in values.CONVERTERS:
            name = key.replace("-", "_")
            value = getattr(self.layout if key in values.LAYOUT_KEYS else self, name)
            if value is None:
                meaning = (
                    "every rule" if key == "select" else "the two newest that have a template"
                )
                lines.append(f"# {key}: {meaning}")
            elif key in values.TABLE_KEYS:
                tables += ["", f"[tool.specslint.{key}]"] if value else []
                tables += [f"{_toml(name)} = {_toml(item)}" for name, item in value]
            else:
                lines.append(f"{key} = {_toml(value)}")
        return "\n".join([*lines, *tables, ""])


def _longest(prefixes: Sequence[str], code: str) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)


def _split(options: Sequence[str]) -> list[str]:
    return [item for option in options for item in option.split(",") if item.strip()]


def _assignments(options: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for item in _split(options):
        code, equals, level = item.partition("=")
        if not equals:
            raise BadValueError(f"expected CODE=LEVEL, found {quoted(item)}")
        pairs[code.strip()] = level
    return pairs


def _toml(value: Severity | str | Sequence[str]) -> str:
    if isinstance(value, Severity | str):
        # The converters let nothing in that would need another escape.
        return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"[{', '.join(map(_toml, value))}]"


# --- from files ---------------------------------------------------------------


def load(read: Callable[[str], bytes | None]) -> Config:
    """The configuration of a tree, or the defaults where it has none.

    :param read: returns the content of a file of the tree, or None.
    :raises UserError: where the file that has the section is wrong.
    """
    for name in SOURCES:
        data = read(name)
        section = None if data is None else _section(name, data)
        if section:
            return _checked(section)
    return Config()


def load_file(path: Path) -> Config:
    """The configuration that a file holds, whatever its name.

    :param path: the file; TOML where its name ends so, and INI otherwise.
    :raises UserError: where it cannot be read, has no section, or is wrong.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        raise UserError(f"{printable(str(path))}: cannot be read: {reason}") from None
    section = _section(str(path), data)
    if not section:
        wanted = "[tool.specslint]" if path.name.endswith(".toml") else "[specslint]"
        raise UserError(f"{printable(str(path))}: has no section {wanted}")
    return _checked(section)


@dataclass(frozen=True)
class _Section:
    """What a file says under specslint's name, as it says it."""

    source: str
    title: str
    values: Mapping[str, object]
    lines: Mapping[tuple[str, ...], int]  # () is the section's own

    def error(self, message: str, *path: str) -> UserError:
        """The error at ``path``, or at the nearest place above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return _fault(self.source, self.lines.get(path, 1), message)


def _fault(source: str, line: int, message: str) -> UserError:
    return UserError(f"{printable(source)}:{line}: {message}")


def _checked(section: _Section) -> Config:
    settings: dict[str, Any] = {}
    for key, raw in section.values.items():
        name = key.replace("_", "-")
        convert = values.CONVERTERS.get(name)
        if convert is None:
            hint = did_you_mean(name, values.CONVERTERS)
            raise section.error(f"unknown key {quoted(key)} in {section.title}{hint}", key)
        if name in settings:
            raise section.error(f'"{name}" is set twice in {section.title}', key)
        try:
            settings[name] = convert(raw)
        except BadValueError as bad:
            raise section.error(f"{name}: {bad}", key, *bad.path) from None
    layout = Layout(**{key: settings.pop(key) for key in values.LAYOUT_KEYS if key in settings})
    fields = {name.replace("-", "_"): value for name, value in settings.items()}
    return Config(layout=layout, source=section.source, **fields)


def _section(source: str, data: bytes) -> _Section | None:
    if len(data) > MAX_BYTES:
        raise UserError(f"{printable(source)}: is larger than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{printable(source)}: is not UTF-8 (at byte {error.start}): save it as UTF-8"
        ) from None
    # A file without the name has no section; it is not parsed, so that a fault
    # in it is left to the tools that it is for. One that has the name and is
    # broken ends the run: to pass it over would check by the wrong rules.
    if "specslint" not in text:
        return None
    if not source.endswith(".toml"):
        return _ini_section(source, text)
    own = Path(source).name != "pyproject.toml"
    return _toml_section(source, text, own)


def _toml_section(source: str, text: str, own: bool) -> _Section | None:
    import tomllib

    # tomllib takes the square of a key's dots in steps, for every line below
    # a header of many: bounded, lest a patch hold up the gate for hours.
    if max(line.count(".") for line in text.split("\n")) * len(text) > 50_000_000:
        raise UserError(f"{printable(source)}: has a line of too many dots for a file of its size")
    try:
        document: object = tomllib.loads(text)
    except RecursionError:
        raise UserError(f"{printable(source)}: is nested too deeply") from None
    except ValueError as error:
        raise UserError(
            f"{printable(source)}: is no valid TOML: {printable(str(error))}"
        ) from None
    for path in (("tool", "specslint"), ("specslint",))[: 1 + own]:
        table = document
        for name in path:
            table = table.get(name) if isinstance(table, dict) else None
        if table is None:
            continue
        title = f"[{'.'.join(path)}]"
        depth = len(path)
        lines = {p[depth:]: n for p, n in _toml_lines(text).items() if p[:depth] == path}
        if not isinstance(table, dict):
            raise _Section(source, title, {}, lines).error(f"{title} must be a table")
        return _Section(source, title, table, lines)
    return None


_TOML_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|[\[\]{}\n]|[^\"'\#\[\]{}\n]+",
    re.DOTALL,
)
_TOML_KEY = re.compile(r"""[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*(\.?)""")


def _toml_lines(text: str) -> dict[tuple[str, ...], int]:
    """The line of each header and key of valid TOML, which tomllib keeps to itself."""
    lines: dict[tuple[str, ...], int] = {}
    header: tuple[str, ...] = ()
    line, depth, at_start = 1, 0, True
    for match in _TOML_TOKEN.finditer(text):
        lexeme = match[0]
        if at_start and lexeme.strip() and lexeme[0] != "#":
            at_start = False
            is_header = lexeme == "["
            start = match.start()
            path = _key_at(text, start + text.startswith("[[", start) + 1 if is_header else start)
            if is_header:
                header = path
            else:
                path = header + path
            for end in range(1, min(len(path), 4) + 1):  # tool.specslint.severity.CODE
                lines.setdefault(path[:end], line)
        depth += (lexeme in ("[", "{")) - (lexeme in ("]", "}"))
        at_start = at_start or (lexeme == "\n" and depth == 0)
        line += lexeme.count("\n")
    return lines


def _key_at(text: str, position: int) -> tuple[str, ...]:
    parts = []
    while match := _TOML_KEY.match(text, position):
        parts.append(match[1] or match[2] or match[3] or "")
        if not match[4]:
            break
        position = match.end()
    return tuple(parts)


_INI_HEADER = re.compile(r"\[([^\]]+)\]")
_INI_DELIMITER = re.compile("[=:]")


def _ini_section(source: str, text: str) -> _Section | None:
    """The section of an INI file, read as configparser does, without interpolation.

    configparser itself tells no lines, and fails for faults in other tools' sections.
    """
    lines: dict[tuple[str, ...], int] = {}
    found: dict[str, list[tuple[int, str]]] = {}  # each value's lines
    inside, key, below = False, "", False  # below: a key, so that an indented line goes on
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        if raw[0].isspace() and below:
            if inside:
                found[key].append((number, line))
            continue
        header = _INI_HEADER.match(line)
        below = not header
        if header:
            inside = header[1].strip() == "specslint"
            if inside and lines:
                raise _fault(source, number, "[specslint] stands twice in this file")
            if inside:
                lines[()] = number
        elif inside:
            key, value = _ini_pair(line)
            if not key:
                raise _fault(source, number, f'expected "key = value", found {quoted(line)}')
            if key in found:
                raise _fault(source, number, f"{quoted(key)} is set twice in [specslint]")
            lines[key,] = number
            found[key] = [(number, value)] if value else []
    if not lines:
        return None
    entries = {key: _ini_value(source, lines, key, items) for key, items in found.items()}
    return _Section(source, "[specslint]", entries, lines)


def _ini_pair(line: str) -> tuple[str, str]:
    delimiter = _INI_DELIMITER.search(line)
    if not delimiter:
        return "", line
    return line[: delimiter.start()].strip(), line[delimiter.end() :].strip()


def _ini_value(
    source: str, lines: dict[tuple[str, ...], int], key: str, items: list[tuple[int, str]]
) -> object:
    """What TOML would have for the lines of a value; tables' own lines are noted."""
    name = key.replace("_", "-")
    if name in values.LIST_KEYS:
        return _split([line for _, line in items])
    if name not in values.TABLE_KEYS:
        return "\n".join(line for _, line in items)
    table: dict[str, object] = {}
    for number, line in items:
        if name == "severity":
            wanted = "CODE = level"
            left, right = _ini_pair(line)
        else:  # a glob may hold either delimiter, a code neither
            wanted = "glob: CODE, CODE"
            left, _, right = (part.strip() for part in line.rpartition(":"))
        if not left:
            raise _fault(source, number, f'{name}: expected "{wanted}", found {quoted(line)}')
        if left in table:
            raise _fault(source, number, f"{name}: {quoted(left)} is set twice")
        lines[key, left] = number
        table[left] = right if name == "severity" else _split([right])
    return table
