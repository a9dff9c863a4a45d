"""Reads the tables of a text, and locates the error in a malformed one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from specslint.parsing import Vocabulary, sparing

Table = tuple[tuple[str, ...], ...]
"""Rows of cells, including the header; runs of white space are single spaces."""


def tables(text: str) -> tuple[Table, ...]:
    """The tables of a text that can be parsed.

    :param text: see :func:`specslint.parsing.parse`, which has parsed it before.
    """
    with sparing():
        from docutils import nodes

        from specslint.parsing import sphinx
        from specslint.parsing.lines import Lines
        from specslint.parsing.reader import Reading
    reading = Reading(Lines(text).lines)
    sphinx.prepare(text)
    with sphinx.registered(Vocabulary()):
        reading.read()
    if reading.tree is None:
        return ()
    return tuple(
        tuple(
            tuple(" ".join(cell.astext().split()) for cell in row.children)
            for row in table.findall(nodes.row)
        )
        for table in reading.tree.findall(nodes.table)
    )


_BORDER = re.compile(r"\+-[-+]+-\+ *\Z").match


def misaligned_row(rows: Sequence[str]) -> int:
    """The index of the row at which a table is malformed.

    :param rows: the table's lines as docutils extracted them: up to the last one, or to
        the border that differs from the first one.
    :returns: the last row if the table does not end with a border of hyphens; else the
        first row that does not end at the right border; else 0, for the table as a
        whole.
    """
    if not _BORDER(rows[-1]):
        return len(rows) - 1
    width = len(rows[0])
    return next(
        (n for n, row in enumerate(rows) if len(row) != width or row[-1:] not in ("+", "|")), 0
    )
