"""Functions that the rules on slips share: blocks of text, and locations in them."""

from __future__ import annotations

import re

from specslint.model.document import TAB_WIDTH, Prose, unexpanded
from specslint.model.findings import Location
from specslint.model.spec import Spec
from specslint.model.typing import NamedTuple
from specslint.rules.rst._markdown import blocks

HIDDEN = "\0"
"""Replaces each character of markup in :func:`hidden`."""


def prose_of(spec: Spec) -> tuple[Prose, ...]:
    """The blocks of text of a spec, except Markdown; none if it could not be parsed."""
    prose = spec.document.prose if spec.document else ()
    foreign = blocks(spec)
    if foreign:
        return tuple(block for block in prose if block.line not in foreign)
    return prose


class Signs(NamedTuple):
    """A summary of a spec's blocks of text, to exclude a fault in all of them at once.

    ``lines`` are those of all blocks, with a line feed before each, ``starts`` the characters that
    they begin with, and ``quoted`` the blocks with backquotes.
    """

    lines: str
    starts: frozenset[str]
    quoted: tuple[Prose, ...]


_START = re.compile(r"\n([-=~^\"'*+#_.:(\u2022])")


def signs_of(spec: Spec) -> Signs:
    """The signs in the blocks of :func:`prose_of`."""
    global _latest
    if _latest is None or _latest[0] is not spec:
        prose = prose_of(spec)
        texts = [block.text for block in prose]
        quoted = [block for block, text in zip(prose, texts, strict=True) if "`" in text]
        lines = "\n".join(["", *texts])
        _latest = spec, Signs(lines, frozenset(_START.findall(lines)), tuple(quoted))
    return _latest[1]


# The rules of one spec run one after the other, so the latest is enough.
_latest: tuple[Spec, Signs] | None = None


def hidden(prose: Prose) -> str:
    """The text of a block with :data:`HIDDEN` in place of its inline markup."""
    text = prose.text
    pieces = []
    done = 0
    for start, end in prose.marks:
        lines = text[start:end].split("\n")
        pieces += [text[done:start], "\n".join(HIDDEN * len(line) for line in lines)]
        done = end
    return "".join([*pieces, text[done:]])


def place(spec: Spec, prose: Prose, start: int, end: int) -> Location:
    """The location of a part of a block, up to the end of its first line."""
    nth = prose.text.count("\n", 0, start)
    begin = prose.text.rfind("\n", 0, start) + 1
    fragment = prose.text[begin:].partition("\n")[0].rstrip()
    number = min(prose.line + nth, len(spec.lines))
    line = spec.lines[number - 1]
    # The parser has expanded tabs, and made spaces of form feeds.
    expanded = line.replace("\f", " ").replace("\v", " ").expandtabs(TAB_WIDTH)
    at = max(expanded.find(fragment), 0)
    first, last = at + start - begin, at + min(end - begin, len(fragment))
    if "\t" in line:
        first, last = unexpanded(line, first), unexpanded(line, last)
    return spec.at(number, first + 1, last + 1)


def reported(spec: Spec) -> dict[int, int]:
    """The lines that have messages of the parser, each with the first column of these."""
    messages = spec.document.messages if spec.document else ()
    columns: dict[int, int] = {}
    for message in messages:
        columns[message.line] = min(message.column, columns.get(message.line, message.column))
    return columns
