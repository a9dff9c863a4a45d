"""Tables: those of a text, for where a row is added to one; and where one is malformed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from specslint.parsing import Vocabulary, without_pygments

Table = tuple[tuple[str, ...], ...]
"""Rows of cells, the header among them; white space is made single spaces."""


def tables(text: str) -> tuple[Table, ...]:
    """The tables of a text that can be parsed.

    :param text: as :func:`specslint.parsing.parse` takes it, which has parsed it before.
    """
    with without_pygments():
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

    :param rows: the table's lines, as far as docutils hands them over: to the last one, or
        to the border that differs from the first one.
    :returns: that of the last row where the table does not end with a border of hyphens;
        else that of the first row that does not end at the right border; else 0, for the
        table as a whole.
    """
    if not _BORDER(rows[-1]):
        return len(rows) - 1
    width = len(rows[0])
    return next(
        (n for n, row in enumerate(rows) if len(row) != width or row[-1:] not in ("+", "|")), 0
    )
