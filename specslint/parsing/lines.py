"""The lines of a text as docutils counts them, and where those are in the file."""

from __future__ import annotations

import re
from typing import Any

from specslint.model.document import Document, Section, Unparseable

# What str.splitlines, which docutils uses, takes for the end of a line; but a form
# feed and a vertical tab, which docutils has made spaces by then.
_LINE_END = re.compile("\r\n|[\n\r\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile("[\v\f]")


class Lines:
    """A text cut into lines as docutils cuts it.

    An editor, and all that specslint prints, counts line feeds only. So each line has
    a place in the file: a line there, and the columns before it in that line.
    """

    def __init__(self, text: str) -> None:
        """Cut a text into lines.

        :param text: as it is in the file.
        """
        self.lines = tuple(_LINE_END.split(_SPACE.sub(" ", text)))
        self._places: list[tuple[int, int]] = []
        if len(self.lines) != text.count("\n") + 1:
            self._places = _places(text)

    def line_in_file(self, line: int) -> int:
        """The line of the file that one of docutils' lines is in."""
        return self._places[line - 1][0] if self._places else line

    def placed(self, parsed: Document | Unparseable) -> Document | Unparseable:
        """What was parsed, with the lines and columns of the file."""
        if not self._places:
            return parsed
        if isinstance(parsed, Unparseable):
            return parsed._replace(line=self.line_in_file(parsed.line))
        moved: dict[str, Any] = {
            name: tuple(map(self._moved, values))
            for name, values in parsed._asdict().items()
            if isinstance(values, tuple)
        }
        # Rules look into these line by line, and lines of the file are not theirs.
        moved |= {"prose": (), "code_blocks": ()}
        if parsed.preamble_line is not None:
            moved["preamble_line"] = self.line_in_file(parsed.preamble_line)
        return parsed._replace(**moved)

    def _moved(self, value: Any) -> Any:
        """Something that was found in the text, at the place that it has in the file."""
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
    """For each of docutils' lines, its line in the file and the columns before it."""
    places = [(1, 0)]
    for end in _LINE_END.finditer(text):
        line = places[-1][0]
        if end[0].endswith("\n"):
            places.append((line + 1, 0))
        else:
            start = text.rfind("\n", 0, end.start()) + 1
            places.append((line, end.end() - start))
    return places
