"""What begins with two dots in a plain text: comments, targets, notes, directives."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from itertools import takewhile

from specslint.model.document import CodeBlock
from specslint.parsing import SILENT
from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.inline import Link, normal_name, read_inline
from specslint.parsing.plain.lines import Anchored, Item, Lines, Text

EXPLICIT = re.compile(r"\.\.(?: |\Z)").match
_TARGET = r"_([A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9])?):(?: +|\Z)"
_ADDRESS = r"https?://[^\s\\`]*[^\s\\`_]\Z"
_NOTE = r"\[([0-9]+)\] +(?=\S)"  # a citation is known to all documents
_DIRECTIVE = re.compile(r"[\w.+:-]+ ?::(?: |\Z)").match
_CODE = r"(?:(?:code-block|sourcecode|code):: *([\w+-]*)|(?:act|block|nw|seq)diag::)\Z"
_ADMONITION = r"(?:attention|caution|danger|error|hint|important|note|tip|warning)::(?: +|\Z)"
_LIST_TABLE = r"list-table::(?: +|\Z)"
_HEADER_ROWS = r":header-rows: +([0-9]{1,3})\Z"
_SWALLOWED = re.compile(r"[a-z][a-z0-9]*(?:[-_+:.][a-z0-9]+)*:(?:\s|\Z)").match


class Explicit(Lines, ABC):
    """Reads explicit markup blocks."""

    @abstractmethod
    def _body(self, at: int, end: int, indent: int) -> None:
        """Read lines as the body of something; the first may begin behind its indentation."""

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
            self._indents[stop] == indent and EXPLICIT(self._lines[stop][indent:])
        ):
            raise DoubtError
        return stop

    def _target(self, at: int, last: int, first: str) -> None:
        match = re.match(_TARGET, first)
        if match is None or any(indent < 0 for indent in self._indents[at + 1 : last]):
            raise DoubtError
        words = [first[match.end() :], *(line.strip() for line in self._lines[at + 1 : last])]
        uri = "".join(words)
        # Without an address, it is a label of the place that it stands at.
        if not re.match(_ADDRESS, uri):
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
        elif not (code := re.match(_CODE, first)) or (
            last <= at + 1 or self._indents[at + 1] >= 0
        ):
            raise DoubtError
        elif code[1] and code[1] not in SILENT:
            self._code_block(code[1], at + 1, last)

    def _code_block(self, language: str, at: int, last: int) -> None:
        while self._indents[at] < 0:
            at += 1
        below = self._least(at, last)
        text = "\n".join(line[below:] for line in self._lines[at:last])
        self.code_blocks.append(CodeBlock(language, text, at + 1))

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
        rows = [self._items(row) for row in self._items(Item(at, last, column))]
        if len(rows) <= header or len(set(map(len, rows))) != 1:
            raise DoubtError
        for row in rows:
            for cell in row:
                self._body(*cell)
