"""The tables of a text, for the one place where a row is added to one."""

from __future__ import annotations

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
        from specslint.parsing.reader import Reading
    reading = Reading(tuple(text.split("\n")))
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
