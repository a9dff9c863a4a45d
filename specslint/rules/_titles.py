"""Titles in the raw text: their adornments, and their widths."""

from __future__ import annotations

import re

from specslint.model.document import TAB_WIDTH, Section
from specslint.model.findings import Edit
from specslint.model.spec import Spec
from specslint.model.typing import NamedTuple

# The characters that reStructuredText allows in an adornment: all ASCII punctuation.
_ADORNMENT = re.compile(r"(?P<indent>\ufeff? *)(?P<line>(?P<char>[!-/:-@\[-`{-~])(?P=char)*)\s*\Z")
# A blank line, or a line of a comment: what may come before an overline.
_ENDS_A_BLOCK = re.compile(r"\s|\.\.|\Z")


class Adornment(NamedTuple):
    """An overline or underline of a title."""

    line: int
    character: str
    indent: int
    length: int

    def resized(self, length: int) -> Edit | None:
        """The edit that makes it ``length`` characters long, or None if it has that length."""
        if length == self.length:
            return None
        column = self.indent + 1
        text = self.character * length
        return Edit(self.line, column, self.line, column + self.length, text)


class Adornments(NamedTuple):
    """The overline and the underline of a title."""

    over: Adornment | None
    under: Adornment

    @property
    def style(self) -> tuple[str, bool]:
        """What determines the level of a title: the character, and whether it has an overline."""
        return self.under.character, self.over is not None


def adornments(spec: Spec, line: int) -> Adornments | None:
    """The adornments of the title in a line, or None if it has none."""
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
    """The edits that make the adornments of a title long enough.

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
    text = title.removeprefix("\ufeff").rstrip().expandtabs(TAB_WIDTH)
    indent = len(text) - len(text.lstrip())
    if found.over:
        # The title may be indented between the two, and then that counts.
        indent = min(indent, found.under.indent)
    return width(text[indent:])


def width(text: str) -> int:
    """The width of a text in columns, as docutils counts them.

    Wide characters take two, and combining ones none.
    """
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) != 0 for char in text)


def first_line(spec: Spec, section: Section) -> int:
    """The first line of a section: its overline, or else its title."""
    found = adornments(spec, section.line)
    return found.over.line if found and found.over else section.line
