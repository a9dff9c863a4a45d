"""The blocks of a plain text: titles, paragraphs, lists, literal blocks, comments."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import NamedTuple

from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.inline import Link, normal_name, read_inline

_MAX_DEPTH = 20

_BULLET = re.compile(r"[-+*] +(?=\S)").match
_ENUMERATOR = re.compile(r"\(?(?:[0-9]+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)[.)](?: |\Z)").match
_NUMBER = re.compile(r"(\(?)([0-9]{1,4}|#)([.)]) +(?=\S)").match
_EXPLICIT = re.compile(r"\.\.(?: |\Z)").match
_TARGET = r"_([A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9])?):(?: +|\Z)"
_ADDRESS = r"https?://[^\s\\`]*[^\s\\`_]\Z"
_NOTE = r"\[([0-9]+|[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*)\] +(?=\S)"
# Fields, options, line blocks, tables, doctests, anonymous targets, other bullets.
_OTHER = re.compile(
    r":(?!:\Z)|[-+]|/(?![\w-]*[/.{])|\||__(?: |\Z)|>>>|=+ [= ]*\Z|[\u2022\u2023\u2043]"
).match
_DIRECTIVE = re.compile(r"[\w.+:-]+ ?::(?: |\Z)").match
_CODE = r"(?:(?:code-block|sourcecode|code):: *[\w+-]*|(?:act|block|nw|seq)diag::)\Z"
_ADMONITION = r"(?:attention|caution|danger|error|hint|important|note|tip|warning)::(?: +|\Z)"
_LIST_TABLE = r"list-table::(?: +|\Z)"
_HEADER_ROWS = r":header-rows: +([0-9]{1,3})\Z"
_SWALLOWED = re.compile(r"[a-z][a-z0-9]*(?:[-_+:.][a-z0-9]+)*:(?:\s|\Z)").match
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ATTRIBUTION = ("--", "\u2014")


class Title(NamedTuple):
    """A section's title, and whether anything but subsections stands below it."""

    level: int
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


class _Item(NamedTuple):
    """The lines of a list's item, and where its text begins."""

    at: int
    last: int
    column: int


def _is_line(text: str) -> bool:
    """Whether a line is one sign again and again, as below a title."""
    return text[:1] in _PUNCTUATION and len(set(text)) == 1


class Blocks:
    """Goes through the blocks of a text once, and keeps what counts."""

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
        self.notes: set[str] = set()

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
        elif not _EXPLICIT(text):
            raise DoubtError

    def _block(self, at: int, end: int, indent: int, text: str) -> int:
        """Read one block; return the line behind it."""
        first = text[0]
        if first == " ":
            return self._quote(at, end, indent)
        if _BULLET(text):
            return self._bullets(at, end, indent)
        if _EXPLICIT(text):
            return self._explicit(at, end, indent, text)
        if _OTHER(text) or (text != "::" and _is_line(text)):
            raise DoubtError
        if _ENUMERATOR(text) and not self._goes_on(at, end, indent, text):
            return self._numbers(at, end, indent)
        return self._text(at, end, indent, text)

    # --- what is indented ---

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

    def _item(self, item: _Item) -> None:
        self._in_list += 1
        self._body(*item)
        self._in_list -= 1

    def _split(self, at: int, end: int, indent: int) -> tuple[list[_Item], int]:
        """The items of a bullet list, and the line behind it."""
        sign = self._lines[at][indent]
        items = []
        while True:
            match = _BULLET(self._lines[at][indent:])
            if match is None:
                raise DoubtError
            column = indent + match.end()
            last, stop = self._indented(at + 1, end, column - 1)
            items.append(_Item(at, last, column))
            if stop == end or self._lines[stop][indent] != sign or self._indents[stop] != indent:
                return items, self._separated(last, stop, end)
            at = stop

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
            self._item(_Item(at, last, column))
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
        if following and _is_line(following):
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
        self.links.extend(Anchored(link, line) for link in inline.links)
        if not self._in_list:
            self.paragraphs.append(Text(" ".join(inline.text.split()), line, column))

    def _definition(self, at: int, end: int, indent: int, term: str) -> int:
        if read_inline(term).links:
            raise DoubtError
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
        if _is_line(text) and text != "..":
            under = self._lines[at + 2] if at + 2 < end else ""
            if under != text or _is_line(following):
                raise DoubtError
            self._add_title(following, text, at + 2, text[0] * 2)
            return at + 3
        if not _is_line(following) or text[0] == " " or text[:2] in ("..", "__"):
            return None
        if _BULLET(text) or _ENUMERATOR(text) or text[0] in ":/+|->_=":
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
        self.titles.append(Title(new, inline.text, number, len(text) - len(title) + 1))

    # --- explicit markup ---

    def _explicit(self, at: int, end: int, indent: int, text: str) -> int:
        first = text[2:].lstrip(" ")
        last, stop = self._indented(at + 1, end, indent)
        if not first and (last <= at + 1 or self._indents[at + 1] < 0):
            raise DoubtError
        if note := re.match(_NOTE, first):
            name = normal_name(note[1])
            if name in self.notes or not self.titles:
                raise DoubtError
            self.notes.add(name)
            self._first_known(at, last, len(self._lines[at]) - len(first) + note.end())
        elif first[:1] in ("[", "|", "_"):
            self._target(at, last, first)
        elif _DIRECTIVE(first):
            if not self.titles:
                raise DoubtError
            self._directive(at, last, first)
        else:
            below = self._least(at + 1, last) if last > at + 1 else 0
            rest = [line[below:] for line in self._lines[at + 1 : last]]
            comment = "\n".join([first, *rest] if first else rest)
            if _SWALLOWED(comment):
                raise DoubtError
            self.comments.append(Text(comment, at + 1, indent + 1))
        if last == stop < end and not (
            self._indents[stop] == indent and _EXPLICIT(self._lines[stop][indent:])
        ):
            raise DoubtError
        return stop

    def _target(self, at: int, last: int, first: str) -> None:
        match = re.match(_TARGET, first)
        if match is None or any(indent < 0 for indent in self._indents[at + 1 : last]):
            raise DoubtError
        words = [first[match.end() :], *(line.strip() for line in self._lines[at + 1 : last])]
        uri = "".join(words)
        # Without an address, it names the place that it stands at.
        if uri and not re.match(_ADDRESS, uri):
            raise DoubtError
        self.links.append(Anchored(Link(uri=uri, defines=normal_name(match[1])), at + 1))

    def _first_known(self, at: int, last: int, column: int) -> None:
        """Read a body whose first line begins at a column, and all others below it."""
        below = self._least(at + 1, last) if last > at + 1 else column
        if below != column:
            self._columns[at] = column + 1
            self._lines[at] = " " * below + self._lines[at][column:]
        self._body(at, last, below)

    def _directive(self, at: int, last: int, first: str) -> None:
        if admonition := re.match(_ADMONITION, first):
            self._admonition(at, last, first[admonition.end() :])
        elif table := re.match(_LIST_TABLE, first):
            self._list_table(at + 1, last, first[table.end() :])
        # A line right below would be one more argument, or an option.
        elif not re.match(_CODE, first) or last <= at + 1 or self._indents[at + 1] >= 0:
            raise DoubtError

    def _admonition(self, at: int, last: int, text: str) -> None:
        start = at if text else at + 1
        while start < last and self._indents[start] < 0:
            start += 1
        options = takewhile(bool, (line.strip() for line in self._lines[start:last]))
        if start >= last or text.startswith(":") or any(o.startswith(":") for o in options):
            raise DoubtError
        if text:
            self._first_known(at, last, len(self._lines[at]) - len(text))
        else:
            self._body(start, last, self._least(start, last))

    def _list_table(self, at: int, last: int, title: str) -> None:
        header = 0
        column = self._least(at, last) if at < last else 0
        while at < last and self._indents[at] >= 0:
            option = re.match(_HEADER_ROWS, self._lines[at].strip())
            if option is None or header:
                raise DoubtError
            header = int(option[1])
            at += 1
        while at < last and self._indents[at] < 0:
            at += 1
        if at >= last or read_inline(title).links:
            raise DoubtError
        rows = [self._items(row) for row in self._items(_Item(at, last, column))]
        if len(rows) <= header or len(set(map(len, rows))) != 1:
            raise DoubtError
        for row in rows:
            for cell in row:
                self._body(*cell)

    def _items(self, body: _Item) -> list[_Item]:
        """The items of a list that is all there is in a body."""
        at, last, column = body
        if not _BULLET(self._lines[at][column:]):
            raise DoubtError
        items, stop = self._split(at, last, column)
        if stop < last:
            raise DoubtError
        return items
