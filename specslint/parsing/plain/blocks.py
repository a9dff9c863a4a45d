"""The blocks of a plain text: titles, paragraphs, lists, literal blocks."""

from __future__ import annotations

import re

from specslint.model.document import Prose, ProseKind
from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.explicit import EXPLICIT, Explicit
from specslint.parsing.plain.inline import read_inline
from specslint.parsing.plain.lines import BULLET, Anchored, Item, Text, Title, is_line

_MAX_DEPTH = 20

_ENUMERATOR = re.compile(r"\(?(?:[0-9]+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)[.)](?: |\Z)").match
_NUMBER = re.compile(r"(\(?)([0-9]{1,4}|#)([.)]) +(?=\S)").match
# Fields, options, line blocks, tables, doctests, anonymous targets, other bullets.
_OTHER = re.compile(
    r":(?!:\Z)|[-+]|/(?![\w-]*[/.{])|\||__(?: |\Z)|>>>|=+ [= ]*\Z|[\u2022\u2023\u2043]"
).match
_ATTRIBUTION = ("--", "\u2014")


class Blocks(Explicit):
    """Goes through the blocks of a text once, and keeps what counts."""

    def read(self) -> None:
        """Read all of it.

        :raises DoubtError: it is not plain.
        """
        self._body(0, len(self._lines), 0, top=True)

    def _body(self, at: int, end: int, indent: int, *, top: bool = False) -> None:
        """Read lines as the body of something; the first may begin behind its indentation."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise DoubtError
        while at < end:
            text = self._lines[at][indent:]
            if not text:
                at += 1
            elif top and (title := self._title(at, end, text)):
                at = title
            else:
                if top:
                    self._note_content(text)
                at = self._block(at, end, indent, text)
        self._depth -= 1

    def _note_content(self, text: str) -> None:
        if self.titles:
            if not self.titles[-1].has_content:
                self.titles[-1] = self.titles[-1]._replace(has_content=True)
        elif not EXPLICIT(text):
            raise DoubtError

    def _block(self, at: int, end: int, indent: int, text: str) -> int:
        """Read one block; return the line behind it."""
        first = text[0]
        if first == " ":
            return self._quote(at, end, indent)
        if BULLET(text):
            return self._bullets(at, end, indent)
        if EXPLICIT(text):
            return self._explicit(at, end, indent, text)
        if _OTHER(text) or (text != "::" and is_line(text)):
            raise DoubtError
        if _ENUMERATOR(text) and not self._goes_on(at, end, indent, text):
            return self._numbers(at, end, indent)
        return self._text(at, end, indent, text)

    # --- what is indented ---

    def _quote(self, at: int, end: int, indent: int) -> int:
        last, stop = self._indented(at, end, indent)
        if any(line.lstrip(" ").startswith(_ATTRIBUTION) for line in self._lines[at:last]):
            raise DoubtError
        self._body(at, last, self._least(at, last))
        return self._separated(last, stop, end)

    def _literal(self, at: int, end: int, indent: int) -> int:
        while at < end and self._indents[at] < 0:
            at += 1
        last, stop = self._indented(at, end, indent)
        if last == at:
            raise DoubtError
        return self._separated(last, stop, end)

    # --- lists ---

    def _bullets(self, at: int, end: int, indent: int) -> int:
        items, stop = self._split(at, end, indent)
        for item in items:
            self._item(item)
        return stop

    def _item(self, item: Item) -> None:
        self._in_list += 1
        self._body(*item)
        self._in_list -= 1

    def _goes_on(self, at: int, end: int, indent: int, text: str) -> bool:
        """Whether a line that begins like an item is one of a paragraph, for the next goes on."""
        number = _NUMBER(text)
        if number is None:
            raise DoubtError
        following = self._lines[at + 1][indent:] if at + 1 < end else ""
        if not following or following[0] == " ":
            return False
        other = _NUMBER(following)
        if other is None and _ENUMERATOR(following):
            raise DoubtError
        return other is None

    def _numbers(self, at: int, end: int, indent: int) -> int:
        style, expected = "", ""
        while True:
            match = _NUMBER(self._lines[at][indent:])
            if match is None or (style and (match[1] + match[3], match[2]) != (style, expected)):
                raise DoubtError
            style = match[1] + match[3]
            if style not in (".", ")", "()"):
                raise DoubtError
            expected = "#" if match[2] == "#" else str(int(match[2]) + 1)
            column = indent + match.end()
            last, stop = self._indented(at + 1, end, column - 1)
            self._item(Item(at, last, column))
            if (
                stop == end
                or self._indents[stop] != indent
                or not _ENUMERATOR(self._lines[stop][indent:])
            ):
                return self._separated(last, stop, end)
            at = stop

    # --- text ---

    def _text(self, at: int, end: int, indent: int, text: str) -> int:
        following = self._lines[at + 1][indent:] if at + 1 < end else ""
        if following and following[0] == " ":
            return self._definition(at, end, indent, text)
        if following and is_line(following):
            raise DoubtError
        stop = at + 1
        while stop < end and self._indents[stop] >= 0:
            if self._indents[stop] != indent:
                raise DoubtError
            stop += 1
        block = "\n".join([text, *(line[indent:] for line in self._lines[at + 1 : stop])])
        literal = block.endswith("::")
        alone = block == "::"
        if literal:
            block = block[:-3].rstrip() if block[-3:-2] in (" ", "\n") else block[:-1]
        if not alone:
            self._paragraph(block, at + 1, self._columns.get(at, indent + 1))
        return self._literal(stop, end, indent) if literal else stop

    def _paragraph(self, block: str, line: int, column: int) -> None:
        inline = read_inline(block)
        self.prose.append(Prose(block, line, ProseKind.PARAGRAPH, inline.marks))
        self.links.extend(Anchored(link, line) for link in inline.links)
        if not self._in_list:
            self.paragraphs.append(Text(" ".join(inline.text.split()), line, column))

    def _definition(self, at: int, end: int, indent: int, term: str) -> int:
        inline = read_inline(term)
        if inline.links:
            raise DoubtError
        self.prose.append(Prose(term, at + 1, ProseKind.TERM, inline.marks))
        last, stop = self._indented(at + 1, end, indent)
        self._body(at + 1, last, self._least(at + 1, last))
        if last == stop < end:  # with no blank line between, one more term has to follow
            following = self._lines[stop][indent:]
            under = self._indents[stop + 1] if stop + 1 < end else -1
            if under <= indent or not following[0].isalnum() or _ENUMERATOR(following):
                raise DoubtError
        return stop

    # --- titles ---

    def _title(self, at: int, end: int, text: str) -> int | None:
        """Read a title, if that is what stands here; return the line behind it."""
        if at + 1 >= end or self._indents[at + 1] < 0:
            return None
        following = self._lines[at + 1]
        if is_line(text) and text != "..":
            under = self._lines[at + 2] if at + 2 < end else ""
            if under != text or is_line(following):
                raise DoubtError
            self._add_title(following, text, at + 2, text[0] * 2)
            return at + 3
        if not is_line(following) or text[0] == " " or text[:2] in ("..", "__"):
            return None
        if BULLET(text) or _ENUMERATOR(text) or text[0] in ":/+|->_=":
            raise DoubtError
        self._add_title(text, following, at + 1, following[0])
        return at + 2

    def _add_title(self, text: str, line: str, number: int, style: str) -> None:
        title = text.lstrip(" ")
        inline = read_inline(title)
        if not text.isascii() or len(text) > len(line) or inline.links:
            raise DoubtError
        level = self.titles[-1].level if self.titles else 0
        if style not in self._styles:
            if len(self._styles) != level:
                raise DoubtError
            self._styles.append(style)
        new = self._styles.index(style) + 1
        if new > level + 1:
            raise DoubtError
        self.prose.append(Prose(title, number, ProseKind.TITLE, inline.marks))
        self.titles.append(Title(new, title, inline.text, number, len(text) - len(title) + 1))
