"""Locates in the raw text what docutils reports.

docutils reports the line of the block, and offsets in its extracted text: without tabs,
indentation and table borders.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate, count, islice
from operator import add

from specslint.model.document import TAB_WIDTH, MessageKind, ParserMessage, unexpanded
from specslint.model.findings import Severity
from specslint.model.typing import NamedTuple

_NEAR = 8  # in how many lines a fragment is searched before the rest is
_REACH = 60  # how many lines around docutils' line a block is searched in

_EMPTY_NOTE = re.compile(r".*?(\.\.) +\[[^\]]+\]\s*\Z").match

_BEFORE = re.compile(r"\.\. _`?|:name:\s+|_`|\.\. \[#?|`(?=[^`]*?\s<[^`>]*[^`>_]>`_(?!_))", re.I)
_END = re.compile(r"(?=[`:\]]|\s*$|\s+<)", re.M)
_LONGEST = 300  # characters of a target's name that is located
_ENDS = 8  # characters in it that may end a name


class Span(NamedTuple):
    """A part of one line."""

    line: int
    column: int
    end_column: int


def unreferenced(noun: str, label: str, place: Span) -> ParserMessage:
    """The message for a footnote or a citation that nothing refers to."""
    return ParserMessage(
        MessageKind.UNREFERENCED_NOTE, Severity.WARNING, noun, *place, subject=label
    )


class Locator:
    """Locates fragments of a text near the line that docutils reports."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self._lines = lines
        # The start of each line in the joined text, computed on demand.
        self._text: str | None = None
        self._starts: list[int] = []
        self._lowered: str | None = None
        self._targets: dict[str, list[Span]] | None = None

    def line(self, number: int) -> Span:
        """A whole line without its indentation; the nearest one if there is no such line."""
        number = max(1, min(number, len(self._lines)))
        raw = self._lines[number - 1].rstrip()
        indent = len(raw) - len(raw.lstrip())
        return Span(number, indent + 1, len(raw) + 1)

    def inline(self, block: str, first_line: int, offset: int, length: int) -> Span:
        """The location of a character in a block of text.

        :param block: the text as docutils extracted it, its lines joined.
        :param first_line: the line on which it begins, by docutils.
        :param offset: the character's offset in ``block``.
        :param length: how many characters to mark, at most to the line's end.
        """
        nth = block.count("\n", 0, offset)
        start = block.rfind("\n", 0, offset) + 1
        end = block.find("\n", start)
        fragment = block[start : end if end >= 0 else len(block)].rstrip()
        inner = offset - start
        if not fragment:
            return self.line(first_line + nth)
        for number in self._around(first_line + nth):
            raw = self._lines[number - 1]
            found = raw.find(fragment)
            if found < 0 and "\t" in raw:
                found = raw.expandtabs(TAB_WIDTH).find(fragment)
                if found >= 0:
                    column = unexpanded(raw, found + inner)
                    return Span(number, column + 1, min(column + length, len(raw)) + 1)
            if found >= 0:
                column = found + inner
                stop = min(column + length, found + len(fragment))
                return Span(number, column + 1, max(stop, column + 1) + 1)
        return self.line(first_line + nth)

    def _around(self, number: int) -> Iterator[int]:
        """The line, then those after it, then those before it."""
        last = len(self._lines)
        number = max(1, min(number, last))
        yield from range(number, min(number + _REACH, last) + 1)
        yield from range(number - 1, max(number - _REACH, 0), -1)

    def text(self, fragment: str, from_line: int) -> Span | None:
        """The first location of a fragment at or after a line, however it is wrapped.

        :returns: the part on its first line, or None if there is none.
        """
        return next(self.places(fragment, from_line), None)

    def name(self, name: str, from_line: int) -> Span | None:
        """The first location of a name at or after a line, where it is no part of a longer one."""
        for span in self.places(name, from_line):
            line = self._lines[span.line - 1]
            before, after = line[: span.column - 1], line[span.end_column - 1 :]
            if not re.search(r"[\w-]\Z", before) and not re.match(r"[\w-]", after):
                return span
        return None

    def exact(self, fragment: str, from_line: int) -> Span | None:
        """The first exact occurrence of a fragment at or after a line.

        :param fragment: without white space, such as a URI.
        """
        near = max(from_line, 1) - 1
        for number, line in enumerate(self._lines[near : near + _NEAR], near + 1):
            start = line.find(fragment)
            if start >= 0:
                return Span(number, start + 1, start + len(fragment) + 1)
        text, begin = self._from(from_line)
        start = text.find(fragment, begin)
        return self._span(start, start + len(fragment)) if start >= 0 else None

    def places(self, fragment: str, from_line: int) -> Iterator[Span]:
        """Every location of a fragment at or after a line, however it is wrapped."""
        words = fragment.split()
        if not words:
            return
        text, begin = self._from(from_line)
        if self._lacks(words[0]):
            return
        pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
        for match in pattern.finditer(text, begin):
            yield self._span(match.start(), match.end())

    def label(self, name: str, line: int) -> Span | None:
        """The location of the name of a target on a line, if its name is written as it is."""
        text = self._lines[line - 1]
        lowered = text.lower()
        for written in (f"_{name}:", f"_`{name}`"):
            start = lowered.find(written)
            if start >= 0 and len(lowered) == len(text):
                return Span(line, start + 1, start + len(written) + 1)
        return None

    def _lacks(self, word: str) -> bool:
        """Whether a word is certainly not in the text; to compile a pattern takes longer."""
        if self._lowered is None:
            text, _ = self._from(1)
            self._lowered = text.lower()
        # Some other characters match letters of ASCII if their case is ignored.
        return word.isascii() and self._lowered.isascii() and word.lower() not in self._lowered

    def targets(self, name: str) -> Iterator[Span]:
        """Every location of a target of that name, in the order of the text.

        :param name: as docutils normalises it.
        """
        if len(name) > _LONGEST or len(_END.findall(name)) >= _ENDS:
            return
        if self._targets is None:
            self._targets = self._named()
        yield from self._targets.get(" ".join(name.split()).lower(), ())

    def _named(self) -> dict[str, list[Span]]:
        """The locations of all targets by every name that the text there may stand for.

        A name may contain what ends another one. The text is read once, since it may have
        as many targets as lines.
        """
        found: dict[str, list[Span]] = {}
        text, _ = self._from(1)
        for before in _BEFORE.finditer(text):
            start = before.end()
            ends = _END.finditer(text, start, start + 2 * _LONGEST)
            for end in islice(ends, 2 * _ENDS):
                written = text[start : end.start()]
                if written and not written[0].isspace() and not written[-1].isspace():
                    span = self._span(start, end.start())
                    found.setdefault(" ".join(written.split()).lower(), []).append(span)
        return found

    def block(self, rows: Sequence[str], near: int) -> int | None:
        """The line where a block of lines begins, or None if it is not found.

        :param rows: the lines, possibly without the white space around them.
        :param near: a line that is in the block, or just before or after it.
        """
        wanted = [row.strip() for row in rows]
        reach = len(rows) + 2
        for start in sorted(
            range(max(1, near - reach), near + reach + 1), key=lambda line: abs(line - near)
        ):
            lines = self._lines[start - 1 : start - 1 + len(rows)]
            first, *others = (line.expandtabs(TAB_WIDTH).strip() for line in lines or ("",))
            # The first line may follow a list's mark or a directive's name.
            if others == wanted[1:] and first.endswith(wanted[0]):
                return start
        return None

    def empty_notes(self) -> Iterator[Span]:
        """Every footnote and citation without a text."""
        for number, line in enumerate(self._lines, 1):
            note = _EMPTY_NOTE(line)
            if note:
                below = (text for text in self._lines[number:] if text.strip())
                following = next(below, "")
                if len(following) - len(following.lstrip()) <= note.start(1):
                    yield self.line(number)

    def reference(self, uri: str, from_line: int) -> Span:
        """The location of a URI that docutils found on a line, or near it."""
        # For an anonymous or embedded target, docutils' line is off by about one; the
        # URI itself is there, or its end if it is wrapped.
        above = max(1, from_line - 1)
        return (
            self.exact(uri, above)
            or self.text(uri, above)
            or self.text(uri.rstrip("/").rpartition("/")[2], from_line)
            or self.line(from_line)
        )

    def end_above(self, title: int) -> int:
        """The last line of the section that ends where a title on a line begins."""
        above = self._lines[title - 2].strip() if title >= 2 else ""
        overlined = len(above) > 1 and not above[0].isalnum() and len(set(above)) == 1
        return title - (2 if overlined else 1)

    def _from(self, line: int) -> tuple[str, int]:
        """The text, and the offset at which a line begins."""
        if self._text is None:
            self._text = "\n".join(self._lines)
            # One more for each line feed.
            self._starts = [*map(add, accumulate(map(len, self._lines), initial=0), count())]
        return self._text, self._starts[max(0, min(line, len(self._lines)) - 1)]

    def _span(self, start: int, end: int) -> Span:
        line = bisect(self._starts, start)
        offset = self._starts[line - 1]
        stop = min(end - offset, len(self._lines[line - 1]))
        return Span(line, start - offset + 1, stop + 1)
