"""Configuration files: specslint's section of a TOML or INI file, with line numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from specslint.config import values as values
from specslint.config.values import printable, quoted, split_items
from specslint.model.errors import UserError
from specslint.model.typing import NamedTuple


class Section(NamedTuple):
    """The content of specslint's section in a file, unchecked."""

    source: str
    title: str
    values: Mapping[str, object]
    lines: Mapping[tuple[str, ...], int]  # () is the section's own line

    def error(self, message: str, *path: str) -> UserError:
        """An error at ``path``, or at the nearest key above it that has a line."""
        while path and path not in self.lines:
            path = path[:-1]
        return fault(self.source, self.lines.get(path, 1), message)


def fault(source: str, line: int, message: str) -> UserError:
    """An error in a line of a file."""
    return UserError(f"{printable(source)}:{line}: {message}")


def section(source: str, data: bytes) -> Section | None:
    """Read specslint's section of a file.

    :param source: the file's name, which determines the format.
    :param data: its content.
    :returns: the section, or None if there is none.
    :raises UserError: the file mentions specslint and cannot be parsed.
    """
    if len(data) > values.MAX_BYTES:
        raise UserError(f"{printable(source)}: is larger than {values.MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{printable(source)}: is not UTF-8 (at byte {error.start}): save it as UTF-8"
        ) from None
    # A file that does not mention specslint has no section; it is not parsed, so that
    # its errors are left to the tools that it belongs to. A broken file that does
    # mention it ends the run: ignoring it would check with the wrong settings.
    if "specslint" not in text:
        return None
    if not source.endswith(".toml"):
        return _ini_section(source, text)
    own = source.rpartition("/")[2] != "pyproject.toml"
    return _toml_section(source, text, own)


def _toml_section(source: str, text: str, own: bool) -> Section | None:
    import tomllib

    # tomllib takes quadratic time in the dots of a key, for every line below a header
    # of many dots. Limited, so that a patch cannot block the gate for hours.
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
            raise Section(source, title, {}, lines).error(f"{title} must be a table")
        return Section(source, title, table, lines)
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
    """The line of each header and key of valid TOML; tomllib does not provide it."""
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


def _ini_section(source: str, text: str) -> Section | None:
    """The section of an INI file, parsed as configparser does without interpolation.

    configparser provides no line numbers, and fails on errors in other tools' sections.
    """
    lines: dict[tuple[str, ...], int] = {}
    found: dict[str, list[tuple[int, str]]] = {}  # the lines of each value
    inside, key, below = False, "", False  # below: in a key, so that an indented line continues it
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
                raise fault(source, number, "[specslint] stands twice in this file")
            if inside:
                lines[()] = number
        elif inside:
            key, value = _ini_pair(line)
            if not key:
                raise fault(source, number, f'expected "key = value", found {quoted(line)}')
            if key in found:
                raise fault(source, number, f"{quoted(key)} is set twice in [specslint]")
            lines[key,] = number
            found[key] = [(number, value)] if value else []
    if not lines:
        return None
    entries = {key: _ini_value(source, lines, key, items) for key, items in found.items()}
    return Section(source, "[specslint]", entries, lines)


def _ini_pair(line: str) -> tuple[str, str]:
    delimiter = _INI_DELIMITER.search(line)
    if not delimiter:
        return "", line
    return line[: delimiter.start()].strip(), line[delimiter.end() :].strip()


def _ini_value(
    source: str, lines: dict[tuple[str, ...], int], key: str, items: list[tuple[int, str]]
) -> object:
    """The value that TOML would have for a key; records the lines of table entries."""
    name = key.replace("_", "-")
    if name in values.LIST_KEYS or (name in values.LAYOUT_KEYS and len(items) > 1):
        return split_items([line for _, line in items])
    if name not in values.TABLE_KEYS:
        return "\n".join(line for _, line in items)
    table: dict[str, object] = {}
    for number, line in items:
        if name == "severity":
            wanted = "CODE = level"
            left, right = _ini_pair(line)
        else:  # a glob may contain either delimiter, a code neither
            wanted = "area: word, word" if name == "areas" else "glob: CODE, CODE"
            left, _, right = (part.strip() for part in line.rpartition(":"))
        if not left:
            raise fault(source, number, f'{name}: expected "{wanted}", found {quoted(line)}')
        if left in table:
            raise fault(source, number, f"{name}: {quoted(left)} is set twice")
        lines[key, left] = number
        table[left] = right if name == "severity" else split_items([right])
    return table
