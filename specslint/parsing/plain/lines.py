"""The lines of a body, and the blocks that their indentation forms."""

from __future__ import annotations

from specslint.model.typing import NamedTuple
from specslint.parsing.plain import DoubtError

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Body(NamedTuple):
    """Lines that are parsed as blocks: those of a text, of a list item or of a table cell.

    ``lines`` have neither the indentation of the body nor trailing white space; ``start``
    is the number of the first one in the text. ``has_titles`` is true if titles are
    allowed, which is only so in the body of a text.
    """

    lines: list[str]
    start: int
    has_titles: bool = False


class Part(NamedTuple):
    """Indented lines of a body, and the index of the line after them."""

    body: Body
    stop: int


def indent_of(line: str) -> int:
    """The number of spaces at the start of a line."""
    return len(line) - len(line.lstrip(" "))


def is_adornment(line: str) -> bool:
    """Whether a line consists of one repeated character, as below a title."""
    return line[:1] in _PUNCTUATION and line == line[0] * len(line)


def indented(body: Body, at: int) -> Part:
    """The lines from ``at`` on that are indented or blank, without their indentation."""
    stop = end_of_indented(body, at)
    return Part(Body(_dedented(body.lines[at:stop]), body.start + at), stop)


def known_indented(body: Body, at: int, indent: int) -> Part:
    """A construct's text from a column on, and the lines below that are indented to it."""
    lines = body.lines
    margin = " " * indent
    stop = at + 1
    while stop < len(lines) and (not lines[stop] or lines[stop].startswith(margin)):
        stop += 1
    return Part(Body([line[indent:] for line in lines[at:stop]], body.start + at), stop)


def first_known_indented(body: Body, at: int, indent: int, *, until_blank: bool = False) -> Part:
    """A construct's text from a column on, and the lines below with any indentation."""
    stop = end_of_indented(body, at + 1, until_blank=until_blank)
    below = _dedented(body.lines[at + 1 : stop])
    return Part(Body([body.lines[at][indent:], *below], body.start + at), stop)


def end_of_indented(body: Body, at: int, *, until_blank: bool = False) -> int:
    """The index after the lines from ``at`` on that are indented or blank."""
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
    """Whether a blank line or the end of the body follows a construct."""
    return stop >= len(body.lines) or not body.lines[stop - 1] or not body.lines[stop]


def ended(body: Body, stop: int) -> int:
    """The index after a construct.

    :raises DoubtError: it ends without a blank line.
    """
    if not ends_properly(body, stop):
        raise DoubtError
    return stop


def paragraph_end(body: Body, at: int) -> int:
    """The index of the first blank line from ``at`` on."""
    try:
        return body.lines.index("", at)
    except ValueError:
        return len(body.lines)


def without_blank_ends(body: Body) -> Body:
    """A body without blank lines at its start and end."""
    lines, start, end = body.lines, 0, len(body.lines)
    while start < end and not lines[start]:
        start += 1
    while start < end and not lines[end - 1]:
        end -= 1
    return Body(lines[start:end], body.start + start)


def _dedented(lines: list[str]) -> list[str]:
    least = min(map(indent_of, filter(None, lines)), default=0)
    return [line[least:] for line in lines] if least else lines
