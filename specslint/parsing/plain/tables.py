"""Grid tables and simple tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from specslint.model.typing import NamedTuple
from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.lines import Body, ended, indent_of, paragraph_end
from specslint.parsing.plain.patterns import Pattern
from specslint.parsing.plain.reader import Reader

GRID_BORDER = Pattern(r"\+-[-+]+-\+$")
_HEAD = Pattern(r"\+=[=+]+=\+$")
SIMPLE_BORDER = Pattern("=+(?: +=+)+$")
_ANY_BORDER = Pattern("=[ =]*$")
_SPAN = Pattern("-[ -]*$")
# Other characters may take two columns, or none.
_WIDE = Pattern("[^\x00-\u02ff\u2010-\u203a]")


def _is_wide(lines: list[str]) -> bool:
    return any(not line.isascii() and _WIDE.search(line) for line in lines)


class _Cell(NamedTuple):
    top: int
    left: int
    bottom: int
    right: int


def _read_cell(reader: Reader, lines: list[str], start: int) -> None:
    least = min((indent_of(line) for line in lines if line), default=0)
    reader.read(Body([line[least:] for line in lines], start))


def grid(reader: Reader, body: Body, at: int) -> int:
    """A grid table."""
    stop = paragraph_end(body, at)
    lines = body.lines[at:stop]
    width = len(lines[0])
    if (
        any(line[0] not in "+|" or line[-1] not in "+|" or len(line) != width for line in lines)
        or _is_wide(lines)
        or len(lines) < len(("top", "row", "bottom"))
        or not GRID_BORDER.match(lines[-1])
    ):
        raise DoubtError
    heads = [n for n, line in enumerate(lines) if _HEAD.match(line)]
    if len(heads) > 1 or heads == [len(lines) - 1]:
        raise DoubtError
    for head in heads:
        lines[head] = lines[head].replace("=", "-")
    reader.begin(body, counted=True)
    for cell in _cells(lines):
        rows = lines[cell.top + 1 : cell.bottom]
        texts = [row[cell.left + 1 : cell.right].rstrip() for row in rows]
        _read_cell(reader, texts, body.start + at + cell.top + 1)
    return stop


def _cells(lines: list[str]) -> Iterator[_Cell]:
    """The cells of a grid, from top to bottom and from left to right."""
    bottom, right = len(lines) - 1, len(lines[0]) - 1
    seen = [0] * right  # down to which line each column is known
    corners = [(0, 0)]
    while corners:
        top, left = corners.pop(0)
        if top == bottom or left == right or top < seen[left]:
            continue
        cell = _cell(lines, top, left)
        if cell is None:
            continue
        if any(seen[column] != top for column in range(left, cell.right)):
            raise DoubtError
        seen[left : cell.right] = [cell.bottom] * (cell.right - left)
        yield cell
        corners = sorted({*corners, (top, cell.right), (cell.bottom, left)})
    if any(line != bottom for line in seen):
        raise DoubtError


def _cell(lines: list[str], top: int, left: int) -> _Cell | None:
    """The smallest rectangle of borders with its upper left corner at a position."""
    if lines[top][left] != "+":
        raise DoubtError
    for right in range(left + 1, len(lines[0])):
        sign = lines[top][right]
        if sign == "+":
            for bottom in range(top + 1, len(lines)):
                side = lines[bottom][right]
                if side == "+" and _is_closed(lines, _Cell(top, left, bottom, right)):
                    return _Cell(top, left, bottom, right)
                if side not in "+|":
                    break
        elif sign != "-":
            return None
    return None


def _is_closed(lines: list[str], cell: _Cell) -> bool:
    """Whether borders lead back from the lower right corner to the upper left one."""
    below = lines[cell.bottom][cell.left : cell.right]
    return (
        below[0] == "+"
        and set(below) <= {"+", "-"}
        and all(line[cell.left] in "+|" for line in lines[cell.top + 1 : cell.bottom])
    )


def simple(reader: Reader, body: Body, at: int) -> int:
    """A simple table."""
    lines = body.lines
    borders = []
    stop = at
    while True:
        stop += 1
        if stop == len(lines):
            raise DoubtError
        if _ANY_BORDER.match(lines[stop]):
            if len(lines[stop]) != len(lines[at]):
                raise DoubtError
            borders.append(stop)
            if len(borders) == len(("head", "bottom")) or not "".join(lines[stop + 1 : stop + 2]):
                break
    rows = lines[at : stop + 1]
    if _is_wide(rows):
        raise DoubtError
    head = borders[0] - at if len(borders) > 1 else 0
    for border in (0, head, len(rows) - 1):
        rows[border] = rows[border].replace("=", "-")
    reader.begin(body, counted=True)
    for top, columns, texts in _rows(rows):
        for index, (left, right) in enumerate(columns):
            is_last = index == len(columns) - 1
            cell = [text[left : None if is_last else right].rstrip() for text in texts]
            _read_cell(reader, cell, body.start + at + top)
    return ended(body, stop + 1)


_Columns = list[tuple[int, int]]


def _rows(lines: list[str]) -> Iterator[tuple[int, _Columns, list[str]]]:
    """The rows of a simple table: for each its first line, columns and lines."""
    columns = [match.span() for match in re.finditer("-+", lines[0])]
    left, right = columns[0]
    start = 1
    has_text = False
    for at in range(1, len(lines)):
        line = lines[at]
        if _SPAN.match(line):
            spans = _spans(line, columns)
            if at > start or spans != columns or at < len(lines) - 1:
                yield start, spans, _checked(lines[start:at], spans)
            start, has_text = at + 1, False
        elif line[left:right].strip():
            if has_text and at != start:
                yield start, columns, _checked(lines[start:at], columns)
            start, has_text = at, True
        elif not has_text:
            start = at + 1


def _spans(line: str, columns: _Columns) -> _Columns:
    """The columns of a row above a line of hyphens, which may span several of the table's."""
    spans = [match.span() for match in re.finditer("-+", line)]
    starts = {left for left, _ in columns}
    ends = {right for _, right in columns}
    if (
        spans[0][0] != columns[0][0]
        or spans[-1][1] != columns[-1][1]
        or any(left not in starts or right not in ends for left, right in spans)
        or len(spans) > len(columns)
    ):
        raise DoubtError
    covered = sum(
        sum(left <= start and end <= right for start, end in columns) for left, right in spans
    )
    if covered != len(columns):
        raise DoubtError
    return spans


def _checked(lines: list[str], columns: _Columns) -> list[str]:
    """The lines of a row, which must not have text between two columns."""
    for (_, right), (left, _) in pairwise(columns):
        if any(line[right:left].strip() for line in lines):
            raise DoubtError
    if any(line[: columns[0][0]].strip() for line in lines):
        raise DoubtError
    return lines
