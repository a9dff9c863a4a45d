"""Functions that the rules on slips share: blocks of text, and locations in them."""

from __future__ import annotations

from specslint.model.document import Prose
from specslint.model.findings import Location
from specslint.model.spec import Spec
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
    column = max(spec.lines[number - 1].find(fragment), 0) + 1
    first = column + start - begin
    return spec.at(number, first, min(column + end - begin, column + len(fragment)))


def reported(spec: Spec) -> dict[int, int]:
    """The lines that have messages of the parser, each with the first column of these."""
    messages = spec.document.messages if spec.document else ()
    columns: dict[int, int] = {}
    for message in messages:
        columns[message.line] = min(message.column, columns.get(message.line, message.column))
    return columns
