"""Document symbols: the sections of a document."""

from __future__ import annotations

from lsprotocol import types

from specslint.model.document import Section
from specslint.server.checkouts import Opened
from specslint.server.text import Text


def of(opened: Opened) -> list[types.DocumentSymbol]:
    """The sections of a document with their subsections."""
    document = opened.spec.document
    text = opened.document.text
    return [_symbol(text, section) for section in document.sections] if document else []


def _symbol(text: Text, section: Section) -> types.DocumentSymbol:
    start = text.engine_offset(section.line, section.column)
    title_end = text.engine_offset(section.line, section.end_column)
    end = max(title_end, text.engine_offset(section.end_line + 1, 1))
    return types.DocumentSymbol(
        section.text.strip() or section.title.strip() or "(no title)",
        types.SymbolKind.String,
        text.range(start, end),
        text.range(start, title_end),
        children=[_symbol(text, below) for below in section.sections],
    )
