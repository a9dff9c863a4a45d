"""The lines of a plain text, and what belongs together by its indentation."""

from __future__ import annotations

import re
from typing import NamedTuple

from specslint.model.document import CodeBlock, Prose
from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.inline import Link

BULLET = re.compile(r"[-+*] +(?=\S)").match
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Title(NamedTuple):
    """A section's title, and whether anything but subsections stands below it."""

    level: int
    written: str
    text: str
    line: int
    column: int
    has_content: bool = False


class Text(NamedTuple):
    """A text block with its first line and column."""

    text: str
    line: int
    column: int


class Anchored(NamedTuple):
    """A link, and the line that it is looked for from."""

    link: Link
    line: int


class Item(NamedTuple):
    """The lines of a list's item, and where its text begins."""

    at: int
    last: int
    column: int


def is_line(text: str) -> bool:
    """Whether a line is one sign again and again, as below a title."""
    return text[:1] in _PUNCTUATION and len(set(text)) == 1


class Lines:
    """A text while it is read, and what was found in it so far."""

    def __init__(self, lines: list[str]) -> None:
        """Nothing is read yet.

        :param lines: without white space at their ends.
        """
        self._lines = lines
        self._indents = [len(line) - len(line.lstrip(" ")) if line else -1 for line in lines]
        self._styles: list[str] = []
        self._depth = 0
        self._in_list = 0
        self._columns: dict[int, int] = {}  # where these are not as the indentation has it
        self.titles: list[Title] = []
        self.paragraphs: list[Text] = []
        self.comments: list[Text] = []
        self.links: list[Anchored] = []
        self.prose: list[Prose] = []
        self.notes: set[str] = set()
        self.code_blocks: list[CodeBlock] = []

    def _indented(self, at: int, end: int, indent: int) -> tuple[int, int]:
        """The lines from ``at`` on that are indented by more than ``indent``, or blank.

        :returns: the line behind the last that is not blank, and the line that
            goes on.
        :raises DoubtError: no blank line stands before the latter.
        """
        last = stop = at
        while stop < end and not 0 <= self._indents[stop] <= indent:
            stop += 1
            if self._indents[stop - 1] >= 0:
                last = stop
        return last, stop

    def _separated(self, last: int, stop: int, end: int) -> int:
        if last == stop < end:
            raise DoubtError
        return stop

    def _least(self, at: int, end: int) -> int:
        return min(indent for indent in self._indents[at:end] if indent >= 0)

    def _split(self, at: int, end: int, indent: int) -> tuple[list[Item], int]:
        """The items of a bullet list, and the line behind it."""
        sign = self._lines[at][indent]
        items = []
        while True:
            match = BULLET(self._lines[at][indent:])
            if match is None:
                raise DoubtError
            column = indent + match.end()
            last, stop = self._indented(at + 1, end, column - 1)
            items.append(Item(at, last, column))
            if stop == end or self._lines[stop][indent] != sign or self._indents[stop] != indent:
                return items, self._separated(last, stop, end)
            at = stop

    def _items(self, body: Item) -> list[Item]:
        """The items of a list that is all there is in a body."""
        at, last, column = body
        if not BULLET(self._lines[at][column:]):
            raise DoubtError
        items, stop = self._split(at, last, column)
        if stop < last:
            raise DoubtError
        return items
