"""The source line of a finding, with a marker below the offending text.

Widths are in terminal cells: two for East Asian wide characters, none for combining
ones. Tabs are expanded and invisible characters escaped, so that the marker is in the
right place on any display.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from specslint.model.findings import Location
from specslint.reporters.escape import escaped

TAB = 8
"""The distance of tab stops, in the terminal and in docutils."""

_CUT = "..."
_NARROWEST = 20  # the least number of cells shown, however narrow the terminal


class _Cell(NamedTuple):
    shown: str
    start: int
    width: int


def excerpt(line: str, location: Location, width: int = 80, encoding: str = "utf-8") -> str:
    """The line and the marker, each with a line feed.

    :param line: the first line of the location.
    :param location: the offending text; only its first line is marked.
    :param width: the available width in cells.
    :param encoding: that of the output; characters that it lacks are escaped.
    """
    gutter = f"{location.line:>5} | "
    room = max(width - len(gutter), _NARROWEST)
    first, last = _range(line, location)
    if line.endswith("\r") and last < len(line):
        line = line[:-1]
    # One line may be a whole large file: render only what can be visible.
    reach = 4 * room
    begin, end = max(0, first - reach), min(len(line), first + reach)
    cells = _cells(line[begin:end], encoding)
    first, last = first - begin, min(last, end) - begin
    while 0 < first < len(cells) and not cells[first].width:
        first -= 1  # a combining character is marked on its base
    total = _end(cells)
    mark = cells[first].start if first < len(cells) else total
    mark_end = max(cells[last - 1].start + cells[last - 1].width if last else 0, mark + 1)

    left, right = 0, max(total, mark_end)
    cut_left, cut_right = begin > 0, end < len(line)
    if cut_left or cut_right or right > room:
        left = _left(mark, right, room)
        cut_left = cut_left or left > 0
        cut_right = cut_right or right - left + len(_CUT) * cut_left > room
        right = left + room - len(_CUT) * (cut_left + cut_right)
    visible = [cell for cell in cells if cell.start >= left and cell.start + cell.width <= right]
    while cut_left and visible and not visible[0].width:
        del visible[0]  # its base is cut off
    shown = "".join(cell.shown for cell in visible)
    text = _CUT * cut_left + shown + _CUT * cut_right
    indent = len(_CUT) * cut_left + mark - (visible[0].start if visible else left)
    marks = "^" + "~" * (min(mark_end, right) - mark - 1)
    below = " " * (len(gutter) - 2) + "| " + " " * indent + marks
    return f"{gutter}{text}".rstrip() + f"\n{below}\n"


def _range(line: str, location: Location) -> tuple[int, int]:
    """The start and end index of the offending text; the start may be the line's end."""
    first = min(location.column - 1, len(line))
    if location.end_line > location.line:
        return first, len(line)
    return first, max(first, min(location.end_column - 1, len(line)))


def _left(mark: int, right: int, room: int) -> int:
    """The first cell to show, so that the marked text and some of its context are visible."""
    if mark < room // 2:
        return 0
    return max(0, min(mark - room // 3, right - (room - len(_CUT))))


def _cells(text: str, encoding: str) -> list[_Cell]:
    cells = []
    at = 0
    for character in text:
        if character == "\t":
            shown = " " * (TAB - at % TAB)
            width = len(shown)
        else:
            shown = escaped(character).encode(encoding, "backslashreplace").decode(encoding)
            width = _width(character) if shown == character else len(shown)
        cells.append(_Cell(shown, at, width))
        at += width
    return cells


def _end(cells: list[_Cell]) -> int:
    return cells[-1].start + cells[-1].width if cells else 0


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    if 0x1160 <= ord(character) <= 0x11FF:
        return 0  # vowels and finals of decomposed Korean syllables
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
