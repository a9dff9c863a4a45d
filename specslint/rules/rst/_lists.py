"""Lists in a paragraph: lines that begin like the items of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from specslint.model.typing import NamedTuple

_ITEM = (
    r"(?:(?P<bullet>[-*+\u2022])|(?P<open>\(?)(?P<number>[0-9]{1,2}|#|[A-Za-z])(?P<close>[.)]))"
    r" +(?=\S)"
)


class Item(NamedTuple):
    """A line that begins like a list item, with its marker."""

    line: int  # within the block, from 0
    style: str
    number: str
    width: int


def is_item(line: str) -> bool:
    """Whether a line begins like a list item."""
    return re.match(_ITEM, line) is not None


def items_of(lines: Sequence[str]) -> list[Item]:
    """The items of the list in a paragraph; none if there is no list."""
    found = []
    for number, line in enumerate(lines):
        match = re.match(_ITEM, line)
        if match:
            style = match["bullet"] or f"{match['open']}{match['close']}"
            found.append(Item(number, style, match["number"] or "", match.end()))
    for n, item in enumerate(found):
        rest = [other for other in found[n:] if other.style == item.style]
        if item.number:
            rest = _in_order(rest)
        after_colon = item.line > 0 and lines[item.line - 1].rstrip().endswith(":")
        starts = item.number in ("", "1", "#", "a", "A")
        if len(rest) > 1 or (after_colon and starts):
            return rest
    return []


def _in_order(items: Sequence[Item]) -> list[Item]:
    """The leading items whose numbers or letters are consecutive."""
    kept = [items[0]]
    for item in items[1:]:
        if item.number == _next(kept[-1].number):
            kept.append(item)
    return kept


def _next(number: str) -> str:
    if number.isdigit():
        return str(int(number) + 1)
    return number if number == "#" else chr(ord(number) + 1)
