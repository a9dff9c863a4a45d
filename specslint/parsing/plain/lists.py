"""Lists of all kinds, line blocks and block quotes."""

from __future__ import annotations

import re
from itertools import pairwise

from specslint.model.typing import NamedTuple
from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.found import REACH
from specslint.parsing.plain.lines import (
    Body,
    Part,
    ended,
    ends_properly,
    first_known_indented,
    indented,
    known_indented,
    without_blank_ends,
)
from specslint.parsing.plain.patterns import Pattern
from specslint.parsing.plain.reader import Reader

BULLET = Pattern("[-+*\u2022\u2023\u2043](?: +|$)")

_NUMBER = r"[0-9]+|[a-z]|[A-Z]|[ivxlcdm]+|[IVXLCDM]+|#"
ENUMERATOR = Pattern(rf"(?:\(({_NUMBER})\)|({_NUMBER})\)|({_NUMBER})\.)(?: +|$)")
_SEQUENCES = {
    "arabic": Pattern("[0-9]+$").match,
    "loweralpha": Pattern("[a-z]$").match,
    "upperalpha": Pattern("[A-Z]$").match,
    "lowerroman": Pattern("[ivxlcdm]+$").match,
    "upperroman": Pattern("[IVXLCDM]+$").match,
}
_LONGEST_NUMBER = 9
_ROMAN = Pattern("(M{0,4})(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$", re.IGNORECASE)
_NUMERALS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip

FIELD = Pattern(r":(?![: ])(?:[^:\\]|\\.|:(?!(?:[ `]|$)))*(?<! ):(?: +|$)")

_ARGUMENT = r"(?:[a-zA-Z][a-zA-Z0-9_-]*|<[^<>]+>)"
_OPTION = (
    rf"(?:[-+][a-zA-Z0-9](?: ?{_ARGUMENT})?|(?:--|/)[a-zA-Z0-9][a-zA-Z0-9_-]*(?:[ =]{_ARGUMENT})?)"
)
OPTION = Pattern(rf"{_OPTION}(?:, {_OPTION})*(?:  +| ?$)")

LINE = Pattern(r"\|(?: +|$)")
_ATTRIBUTION = Pattern("(?:---?(?!-)|\u2014) *(?=[^ \n])")


def quote(reader: Reader, body: Body, at: int) -> int:
    """A block quote."""
    part = indented(body, at)
    lines = part.body.lines
    if any(_ATTRIBUTION.match(line) and not before for before, line in pairwise(lines)):
        raise DoubtError
    reader.begin(body)
    reader.read(part.body)
    return ended(body, part.stop)


# --- bullets and numbers ---


def item(body: Body, at: int, indent: int) -> Part:
    """A list item whose text begins at a column, or on the next line."""
    if body.lines[at][indent:]:
        return known_indented(body, at, indent)
    return first_known_indented(body, at, indent)


def items(body: Body, at: int) -> tuple[list[Body], int]:
    """The items of a bullet list, and the index after it."""
    sign = body.lines[at][0]
    found: list[Body] = []
    while True:
        match = BULLET.match(body.lines[at])
        if match is None or match[0][0] != sign:
            return found, ended(body, at)
        part = item(body, at, match.end())
        found.append(part.body)
        at = part.stop
        if at == len(body.lines):
            return found, at


def bullets(reader: Reader, body: Body, at: int) -> int:
    """A bullet list."""
    found, stop = items(body, at)
    _begin_list(reader, body)
    _read_items(reader, body, found)
    return stop


def _begin_list(reader: Reader, body: Body) -> None:
    reader.begin(body, has_content=False)


def _read_items(reader: Reader, body: Body, found: list[Body]) -> None:
    reader.in_list += 1
    has_content = False
    for one in found:
        has_content |= reader.read(one)
    reader.in_list -= 1
    reader.has_content = has_content
    if has_content:
        reader.begin(body)


class _Number(NamedTuple):
    style: str
    sequence: str
    ordinal: int
    end: int


def _number(line: str, expected: str = "") -> _Number | None:
    """The enumerator at the start of a line, or None."""
    match = ENUMERATOR.match(line)
    if match is None:
        return None
    written = match[1] or match[2] or match[3]
    style = "()" if match[1] else ")" if match[2] else "."
    if written == "#":
        return _Number(style, "#", 1, match.end())
    if len(written) > _LONGEST_NUMBER:
        raise DoubtError
    sequence = ""
    if expected in _SEQUENCES and _SEQUENCES[expected](written):
        sequence = expected
    elif not expected and written in "iI":
        sequence = "lowerroman" if written == "i" else "upperroman"
    sequence = sequence or next(name for name, matches in _SEQUENCES.items() if matches(written))
    if sequence == "arabic":
        ordinal = int(written)
    elif sequence.endswith("alpha"):
        ordinal = ord(written.lower()) - ord("a") + 1
    elif _ROMAN.match(written):
        ordinal = _from_roman(written.upper())
    else:
        return None
    return _Number(style, sequence, ordinal, match.end())


def _from_roman(text: str) -> int:
    value = 0
    for worth, numeral in _NUMERALS:
        while text.startswith(numeral):
            value += worth
            text = text[len(numeral) :]
    return value


def _to_roman(value: int) -> str:
    text = ""
    for worth, numeral in _NUMERALS:
        text += numeral * (value // worth)
        value %= worth
    return text


def _is_item(body: Body, at: int, number: _Number) -> bool:
    """Whether a line with an enumerator is an item, which depends on the next line."""
    following = body.lines[at + 1] if at + 1 < len(body.lines) else ""
    if not following or following[0] == " ":
        return True
    ordinal = number.ordinal + 1
    if number.sequence == "#":
        after = "#"
    elif number.sequence == "arabic":
        after = str(ordinal)
    elif number.sequence.endswith("alpha"):
        if ordinal > len("abcdefghijklmnopqrstuvwxyz"):
            return False
        after = chr(ordinal + ord("a") - 1)
    else:
        after = _to_roman(ordinal).lower()  # less than 5000, since longer numbers are not read
    if number.sequence.startswith("upper"):
        after = after.upper()
    opening, closing = number.style[:-1], number.style[-1]
    return following.startswith((f"{opening}{after}{closing} ", f"{opening}#{closing} "))


def enumerated(reader: Reader, body: Body, at: int) -> int | None:
    """An enumerated list."""
    first = number = _number(body.lines[at])
    if first is None or number is None or not _is_item(body, at, first):
        return None
    automatic = first.sequence == "#"
    kind = "arabic" if automatic else first.sequence
    found = []
    while True:
        part = item(body, at, number.end)
        found.append(part.body)
        at = part.stop
        last, number = number, None
        if at < len(body.lines):
            number = _number(body.lines[at], kind)
        if (
            number is None
            or number.style != first.style
            or (
                number.sequence != "#"
                and (number.sequence != kind or automatic or number.ordinal != last.ordinal + 1)
            )
            or not _is_item(body, at, number)
        ):
            break
        automatic = automatic or number.sequence == "#"
    _begin_list(reader, body)
    _read_items(reader, body, found)
    return ended(body, at)


# --- fields, options, lines ---


def fields(reader: Reader, body: Body, at: int) -> int:
    """A field list."""
    reader.begin(body, has_title=True)
    while at < len(body.lines) and (match := FIELD.match(body.lines[at])):
        name = match[0].rstrip()[1:-1]
        reader.found.inline(name, body.start + at, earliest=body.start + at - REACH)
        part = first_known_indented(body, at, match.end())
        reader.read(part.body)
        at = part.stop
    return ended(body, at)


def options(reader: Reader, body: Body, at: int) -> int | None:
    """An option list."""
    found = []
    while at < len(body.lines) and (match := OPTION.match(body.lines[at])):
        part = first_known_indented(body, at, match.end())
        if not any(part.body.lines):
            break
        if any(len(option.split()) > 2 and "<" not in option for option in match[0].split(", ")):
            raise DoubtError
        found.append(part.body)
        at = part.stop
    if not found:
        return None
    reader.begin(body)
    for one in found:
        reader.read(one)
    return ended(body, at)


def line_block(reader: Reader, body: Body, at: int) -> int:
    """A line block."""
    reader.begin(body)
    while at < len(body.lines) and (match := LINE.match(body.lines[at])):
        part = first_known_indented(body, at, match.end(), until_blank=True)
        text = "\n".join(part.body.lines)
        if not part.body.lines[0] and text:
            raise DoubtError
        reader.found.inline(text, body.start + at, earliest=body.start + at - REACH)
        at = part.stop
    if not ends_properly(body, at):
        raise DoubtError
    return at


def only_list(body: Body) -> list[Body]:
    """The items of a body that consists of one bullet list.

    :raises DoubtError: it has other content, or none.
    """
    body = without_blank_ends(body)
    if not body.lines or not BULLET.match(body.lines[0]):
        raise DoubtError
    found, stop = items(body, 0)
    if stop < len(body.lines):
        raise DoubtError
    return found
