"""The lines of a text as docutils counts them, and their positions in the file."""

from __future__ import annotations

import re
from typing import Any

from specslint.model.document import Document, Section, Unparseable

# What str.splitlines, which docutils uses, treats as line ends; except form feed and
# vertical tab, which docutils has replaced by spaces before.
_LINE_END = re.compile("\r\n|[\n\r\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile("[\v\f]")


class Lines:
    """A text split into lines as docutils splits it.

    Editors and specslint's output count line feeds only. So each line has a position in
    the file: a line there, and the number of columns before it in that line.
    """

    def __init__(self, text: str) -> None:
        """Split a text into lines.

        :param text: as it is in the file.
        """
        self.lines = tuple(_LINE_END.split(_SPACE.sub(" ", text)))
        self._places: list[tuple[int, int]] = []
        if len(self.lines) != text.count("\n") + 1:
            self._places = _places(text)

    def line_in_file(self, line: int) -> int:
        """The line of the file that contains one of docutils' lines."""
        return self._places[line - 1][0] if self._places else line

    def placed(self, parsed: Document | Unparseable) -> Document | Unparseable:
        """The parsed document, with the lines and columns of the file."""
        if not self._places:
            return parsed
        if isinstance(parsed, Unparseable):
            return parsed._replace(line=self.line_in_file(parsed.line))
        moved: dict[str, Any] = {
            name: tuple(map(self._moved, values))
            for name, values in parsed._asdict().items()
            if isinstance(values, tuple)
        }
        # Rules read these line by line, and the file's lines are not theirs.
        moved |= {"prose": (), "code_blocks": ()}
        if parsed.preamble_line is not None:
            moved["preamble_line"] = self.line_in_file(parsed.preamble_line)
        return parsed._replace(**moved)

    def _moved(self, value: Any) -> Any:
        """A value with the locations in it converted to those in the file."""
        fields = value._asdict()
        line, before = self._places[value.line - 1]
        moved: dict[str, Any] = {
            name: fields[name] + before for name in ("column", "end_column") if name in fields
        }
        if isinstance(value, Section):
            moved["end_line"] = self.line_in_file(value.end_line)
            moved["sections"] = tuple(map(self._moved, value.sections))
        return value._replace(line=line, **moved)


def _places(text: str) -> list[tuple[int, int]]:
    """For each of docutils' lines, its line in the file and the number of columns before it."""
    places = [(1, 0)]
    for end in _LINE_END.finditer(text):
        line = places[-1][0]
        if end[0].endswith("\n"):
            places.append((line + 1, 0))
        else:
            start = text.rfind("\n", 0, end.start()) + 1
            places.append((line, end.end() - start))
    return places
