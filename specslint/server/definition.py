"""Go to definition: the target of the reference at the cursor."""

from __future__ import annotations

import re

from lsprotocol import types

from specslint.model.document import Section, Use
from specslint.model.documents import joined
from specslint.server.checkouts import Opened
from specslint.server.cross_references import labels, location, sphinx

_LABELS = ("ref", "numref", "keyword", "any")
_DOCUMENTS = ("doc", "toctree", "any")
_TITLED = re.compile(r".*<(?P<target>[^<>]+)>\s*\Z", re.S)

# A note or a citation, a substitution, and a reference to a target or a section.
_REFERENCE = re.compile(
    r"\[(?P<note>[^\]\s]+)\]_(?!_)|\|(?P<substitution>[^|\s](?:[^|]*[^|\s])?)\|"
    r"|`(?P<phrase>[^`]+)`_(?![_\w])|(?<![\w`])(?P<word>\w[\w.+-]*)_(?![_\w])"
)


def at(opened: Opened, position: types.Position) -> types.Location | None:
    """The definition of what the text at a position refers to, or None."""
    text = opened.document.text
    offset = text.offset(position)
    document = opened.spec.document
    for use in document.uses if document else ():
        start = text.engine_offset(use.line, use.column)
        if start <= offset <= text.engine_offset(use.line, use.end_column):
            found = _elsewhere(opened, use)
            if found is not None:
                return found
    start = text.source.rfind("\n", 0, offset) + 1
    end = text.source.find("\n", offset)
    line = text.source[start : end if end >= 0 else None]
    for match in _REFERENCE.finditer(line):
        if match.start() <= offset - start <= match.end():
            return _here(opened, match, document.sections if document else ())
    return None


def _elsewhere(opened: Opened, use: Use) -> types.Location | None:
    """The document or the label that a role refers to."""
    documents = sphinx(opened)
    titled = _TITLED.match(use.target)
    target = titled["target"] if titled else use.target
    if use.kind in _LABELS:
        wanted = " ".join(target.split()).lower()
        for label in labels(opened, documents):
            if label.name == wanted:
                return location(opened, label.path, label.start, label.end)
    if use.kind in _DOCUMENTS:
        name = joined(documents.docname_of(opened.path), target.removesuffix(".rst"))
        path = documents.path_of(name)
        return location(opened, path) if path else None
    return None


def _here(
    opened: Opened, match: re.Match[str], sections: tuple[Section, ...]
) -> types.Location | None:
    """The note, substitution, target or section of the document itself."""
    source = opened.document.text.source
    if match["note"]:
        pattern = rf"\.\. (\[{re.escape(match['note'])}\])"
    elif match["substitution"]:
        pattern = rf"\.\. (\|{_spaced(match['substitution'])}\|)"
    else:
        name = match["phrase"] or match["word"]
        pattern = rf"\.\. _(`?{_spaced(name)}`?):"
        found = _section(sections, " ".join(name.split()).lower())
        target = re.search(rf"^[ \t]*{pattern}", source, re.M | re.I)
        if target is None and found is not None:
            text = opened.document.text
            start = text.engine_offset(found.line, found.column)
            end = text.engine_offset(found.line, found.end_column)
            return location(opened, opened.path, start, end)
    target = re.search(rf"^[ \t]*{pattern}", source, re.M | re.I)
    return location(opened, opened.path, target.start(1), target.end(1)) if target else None


def _spaced(name: str) -> str:
    """A pattern for a name, however its words are spaced."""
    return r"\s+".join(map(re.escape, name.split()))


def _section(sections: tuple[Section, ...], name: str) -> Section | None:
    """The section that a title names implicitly."""
    for section in sections:
        if " ".join(section.text.split()).lower() == name:
            return section
        found = _section(section.sections, name)
        if found is not None:
            return found
    return None
