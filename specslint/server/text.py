"""Converts positions of the protocol: lines from 0, columns in the client's code units.

The protocol ends a line at CR, LF or CRLF, the engine at LF only, and ``str.splitlines``
at more characters. Positions are therefore converted through offsets in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from lsprotocol.types import (
    Position,
    PositionEncodingKind,
    Range,
    TextDocumentContentChangeEvent,
    TextDocumentContentChangePartial,
)

from specslint.model.findings import Edit, Location

Encoding = PositionEncodingKind | str

_LINE_END = re.compile(r"\r\n|\r|\n")


class Text:
    """An immutable text.

    :param source: the text, including its line ends.
    :param encoding: the code units in which the client counts columns.
    """

    def __init__(self, source: str, encoding: Encoding = PositionEncodingKind.Utf16) -> None:
        self.source = source
        self.encoding = encoding

    @cached_property
    def data(self) -> bytes:
        """The text as it would be on disk."""
        # JSON can contain a lone surrogate, which UTF-8 cannot represent.
        return self.source.encode("utf-8", "replace")

    @cached_property
    def _starts(self) -> list[int]:
        """The offset of each of the protocol's lines."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.source))]

    @cached_property
    def _engine_starts(self) -> list[int]:
        """The offset of each of the engine's lines."""
        return [0, *(match.end() for match in re.finditer("\n", self.source))]

    def _line_end(self, line: int) -> int:
        """The offset of the end of a line, without its line end."""
        if line + 1 >= len(self._starts):
            return len(self.source)
        end = self._starts[line + 1]
        return end - (2 if self.source[end - 2 : end] == "\r\n" else 1)

    def offset(self, position: Position) -> int:
        """The offset of a position; the nearest one if it is outside of the text."""
        if position.line < 0:
            return 0
        if position.line >= len(self._starts):
            return len(self.source)
        start, end = self._starts[position.line], self._line_end(position.line)
        return start + self._characters(self.source[start:end], position.character)

    def position(self, offset: int) -> Position:
        """The position of an offset."""
        offset = max(0, min(offset, len(self.source)))
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._units(self.source[self._starts[line] : offset]))

    def _units(self, text: str) -> int:
        if text.isascii() or self.encoding == PositionEncodingKind.Utf32:
            return len(text)
        if self.encoding == PositionEncodingKind.Utf8:
            return len(text.encode("utf-8", "replace"))
        return len(text) + sum(character > "\uffff" for character in text)

    def _characters(self, text: str, units: int) -> int:
        """The number of whole characters in a number of code units."""
        if units <= 0:
            return 0
        if text.isascii() or self.encoding == PositionEncodingKind.Utf32:
            return min(units, len(text))
        for count, character in enumerate(text):
            units -= self._units(character)
            if units < 0:
                return count
        return len(text)

    def engine_offset(self, line: int, column: int) -> int:
        """The offset of the engine's line and column; the nearest one if there is none."""
        if line < 1:
            return 0
        if line > len(self._engine_starts):
            return len(self.source)
        start = self._engine_starts[line - 1]
        following = self._engine_starts[line : line + 1]
        end = following[0] - 1 if following else len(self.source)
        return max(start, min(start + column - 1, end))

    def engine_place(self, offset: int) -> tuple[int, int]:
        """The engine's line and column of an offset."""
        line = bisect_right(self._engine_starts, offset)
        return line, offset - self._engine_starts[line - 1] + 1

    def range(self, start: int, end: int) -> Range:
        """The range between two offsets."""
        return Range(self.position(start), self.position(max(start, end)))

    def range_of(self, location: Location | Edit) -> Range:
        """The range of a finding's location, or of the text that an edit replaces."""
        return self.range(
            self.engine_offset(location.line, location.column),
            self.engine_offset(location.end_line, location.end_column),
        )

    def edited(self, changes: Iterable[TextDocumentContentChangeEvent]) -> Text:
        """The text after the changes of a notification, one after the other."""
        text = self
        for change in changes:
            source = change.text
            if isinstance(change, TextDocumentContentChangePartial):
                start, end = sorted(map(text.offset, (change.range.start, change.range.end)))
                source = text.source[:start] + source + text.source[end:]
            text = Text(source, self.encoding)
        return text
