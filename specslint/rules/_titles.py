"""How titles are written in the raw text: the lines over and under them, and how wide."""

from __future__ import annotations

import re

from specslint.model.document import Section
from specslint.model.findings import Edit
from specslint.model.spec import Spec
from specslint.model.typing import NamedTuple

# The characters that reStructuredText takes for an adornment: all of ASCII's punctuation.
_ADORNMENT = re.compile(r"(?P<indent>\ufeff? *)(?P<line>(?P<char>[!-/:-@\[-`{-~])(?P=char)*)\s*\Z")
# A blank line, or one of a comment: what can stand before a line over a title.
_ENDS_A_BLOCK = re.compile(r"\s|\.\.|\Z")
_TAB_WIDTH = 8  # docutils' own


class Adornment(NamedTuple):
    """A line of one character over or under a title, and where it ends."""

    line: int
    character: str
    indent: int
    length: int

    def resized(self, length: int) -> Edit | None:
        """The edit that makes it ``length`` characters long, or None where it is."""
        if length == self.length:
            return None
        column = self.indent + 1
        text = self.character * length
        return Edit(self.line, column, self.line, column + self.length, text)


class Adornments(NamedTuple):
    """What is over and under a title."""

    over: Adornment | None
    under: Adornment

    @property
    def style(self) -> tuple[str, bool]:
        """What docutils tells the levels of titles by: the character, and whether it is over."""
        return self.under.character, self.over is not None


def adornments(spec: Spec, line: int) -> Adornments | None:
    """The lines over and under the title on a line, or None where it has none."""
    under = _adornment(spec, line + 1)
    if under is None:
        return None
    over = _adornment(spec, line - 1)
    if over and (over.character, over.length) != (under.character, under.length):
        over = None
    if over and not _ENDS_A_BLOCK.match(spec.lines[over.line - 2] if over.line > 1 else ""):
        over = None  # it is the line under another title
    return Adornments(over, under)


def _adornment(spec: Spec, line: int) -> Adornment | None:
    if not 1 <= line <= len(spec.lines):
        return None
    match = _ADORNMENT.match(spec.lines[line - 1])
    return match and Adornment(line, match["char"], match.end("indent"), len(match["line"]))


def fitted(found: Adornments, title: str, former: str = "") -> list[Edit]:
    """The edits after which no line over or under a title is shorter than it.

    :param title: the title's raw line, with its indentation.
    :param former: the raw line that was there before; what was as long as that
        is to be as long as the title.
    """
    needed, before = _needed(found, title), _needed(found, former)
    edits = []
    for line in found:
        if line:
            length = needed if former and line.length == before else max(line.length, needed)
            edit = line.resized(length)
            edits += [edit] if edit else []
    return edits


def _needed(found: Adornments, title: str) -> int:
    text = title.removeprefix("\ufeff").rstrip().expandtabs(_TAB_WIDTH)
    indent = len(text) - len(text.lstrip())
    if found.over:
        # The title may be indented between the two, and then that counts.
        indent = min(indent, found.under.indent)
    return width(text[indent:])


def width(text: str) -> int:
    """The columns that a text takes, as docutils counts them.

    Wide characters take two, and combining ones none.
    """
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) != 0 for char in text)


def first_line(spec: Spec, section: Section) -> int:
    """The line that a section begins on: its title's, or the one over that."""
    found = adornments(spec, section.line)
    return found.over.line if found and found.over else section.line
