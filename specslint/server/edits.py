"""Converts edits and fixed texts to edits of the protocol."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from lsprotocol import types

from specslint.model.findings import Edit
from specslint.server.documents import Document
from specslint.server.text import Text

_MOST_LINES = 3000
"""Longer texts are replaced as a whole, since comparing their lines takes too long."""


def of(text: Text, edits: Iterable[Edit]) -> list[types.TextEdit]:
    """The edits of a fix."""
    return [types.TextEdit(text.range_of(edit), edit.text) for edit in edits]


def between(text: Text, new: str) -> list[types.TextEdit]:
    """The edits that turn a text into another one; they leave equal lines and the cursor alone."""
    old_lines, new_lines = text.source.splitlines(True), new.splitlines(True)
    if max(len(old_lines), len(new_lines)) > _MOST_LINES:
        return [types.TextEdit(text.range(0, len(text.source)), new)]
    starts = [0]
    for line in old_lines:
        starts.append(starts[-1] + len(line))
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    return [
        types.TextEdit(text.range(starts[i1], starts[i2]), "".join(new_lines[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def workspace_edit(
    document: Document, edits: list[types.TextEdit], *, versioned: bool
) -> types.WorkspaceEdit:
    """The edit of one document.

    :param versioned: whether the client supports edits with a version.
    """
    if not versioned:
        return types.WorkspaceEdit(changes={document.uri: edits})
    identifier = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, list(edits))])
