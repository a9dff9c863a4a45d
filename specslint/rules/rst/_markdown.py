"""Blocks of Markdown that docutils takes for paragraphs, lists and substitutions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from specslint.model.spec import Spec
from specslint.model.typing import NamedTuple

_FENCE = r"( *)```+ ?[\w+-]*\s*\Z"
_RULE = r"\|?(?: *:?-{2,}:? *\|)+(?: *:?-{2,}:? *)?\s*\Z"
_CODE = (
    'code is not fenced in reStructuredText: write ".. code-block:: LANGUAGE", an empty line, '
    "and indent the code"
)
_TABLE = (
    'this is not a table in reStructuredText: write one with "=====" over and under its '
    'columns, or a ".. list-table::"'
)


class Block(NamedTuple):
    """The lines of a block of Markdown, and what to write instead."""

    first: int
    last: int
    message: str


def blocks(spec: Spec) -> Mapping[int, Block]:
    """The blocks of fenced code and the tables in Markdown, by each of their lines."""
    global _latest
    if _latest is None or _latest[0] is not spec:
        source = spec.source.text
        found: list[Block] = []
        if "`" in source and "```" in source:
            found += _fenced(spec)
        if "|" in source and ("--|" in source or "-- |" in source or "-:|" in source):
            found += _tables(spec)
        lines = {n: block for block in found for n in range(block.first, block.last + 1)}
        _latest = spec, lines
    return _latest[1]


# The rules of one spec run one after the other, so the latest is enough.
_latest: tuple[Spec, Mapping[int, Block]] | None = None


def _fenced(spec: Spec) -> list[Block]:
    # Indented text may be in a literal block, unless it is known to be prose.
    prose = spec.document.prose if spec.document else ()
    shown = {
        block.line + nth
        for block in prose
        if "```" in block.text
        for nth in range(block.text.count("\n") + 1)
    }
    found = []
    first = 0
    for number, line in enumerate(spec.lines, 1):
        fence = re.match(_FENCE, line)
        if fence is None:
            continue
        if first:
            found.append(Block(first, number, _CODE))
            first = 0
        elif not fence[1] or number in shown:
            first = number
    return found


def _tables(spec: Spec) -> list[Block]:
    found = []
    last = 0
    for number, line in enumerate(spec.lines, 1):
        if number > last + 1 and re.match(_RULE, line) and "|" in spec.lines[number - 2]:
            last = number
            while last < len(spec.lines) and "|" in spec.lines[last]:
                last += 1
            found.append(Block(number - 1, last, _TABLE))
    return found
