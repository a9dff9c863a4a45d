"""The lines of a body, and what belongs together by its indentation."""

from __future__ import annotations

from specslint.model.typing import NamedTuple
from specslint.parsing.plain import DoubtError

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Body(NamedTuple):
    """Lines that are read as blocks: those of a text, of an item or of a cell.

    ``lines`` are without the indentation of the body, and without white space at their ends;
    ``start`` is the number that the first one has in the text. ``has_titles`` tells whether
    there may be titles: in the body of a text only.
    """

    lines: list[str]
    start: int
    has_titles: bool = False


class Part(NamedTuple):
    """Indented lines of a body: ``body`` has them, and ``stop`` is the line behind them."""

    body: Body
    stop: int


def indent_of(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def is_adornment(line: str) -> bool:
    """Whether a line is one sign again and again, as below a title."""
    return line[:1] in _PUNCTUATION and line == line[0] * len(line)


def indented(body: Body, at: int) -> Part:
    """The lines from ``at`` on that are indented or blank, without what they are indented by."""
    stop = end_of_indented(body, at)
    return Part(Body(_dedented(body.lines[at:stop]), body.start + at), stop)


def known_indented(body: Body, at: int, indent: int) -> Part:
    """A construct's text from a column on, and the lines below that are indented as far."""
    lines = body.lines
    margin = " " * indent
    stop = at + 1
    while stop < len(lines) and (not lines[stop] or lines[stop].startswith(margin)):
        stop += 1
    return Part(Body([line[indent:] for line in lines[at:stop]], body.start + at), stop)


def first_known_indented(body: Body, at: int, indent: int, *, until_blank: bool = False) -> Part:
    """A construct's text from a column on, and the lines below, however far they are indented."""
    stop = end_of_indented(body, at + 1, until_blank=until_blank)
    below = _dedented(body.lines[at + 1 : stop])
    return Part(Body([body.lines[at][indent:], *below], body.start + at), stop)


def end_of_indented(body: Body, at: int, *, until_blank: bool = False) -> int:
    """The index behind the lines from ``at`` on that are indented or blank."""
    lines = body.lines
    while at < len(lines):
        line = lines[at]
        if not line:
            if until_blank:
                break
        elif line[0] != " ":
            break
        at += 1
    return at


def ends_properly(body: Body, stop: int) -> bool:
    """Whether a blank line, or nothing at all, stands behind a construct."""
    return stop >= len(body.lines) or not body.lines[stop - 1] or not body.lines[stop]


def ended(body: Body, stop: int) -> int:
    """The index behind a construct.

    :raises DoubtError: it ends without a blank line.
    """
    if not ends_properly(body, stop):
        raise DoubtError
    return stop


def paragraph_end(body: Body, at: int) -> int:
    """The index behind the lines from ``at`` on up to a blank one."""
    lines = body.lines
    while at < len(lines) and lines[at]:
        at += 1
    return at


def without_blank_ends(body: Body) -> Body:
    """A body without the blank lines before and behind it."""
    lines, start, end = body.lines, 0, len(body.lines)
    while start < end and not lines[start]:
        start += 1
    while start < end and not lines[end - 1]:
        end -= 1
    return Body(lines[start:end], body.start + start)


def _dedented(lines: list[str]) -> list[str]:
    least = min((indent_of(line) for line in lines if line), default=0)
    return [line[least:] for line in lines] if least else lines
