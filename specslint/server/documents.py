"""The open documents of the editor, with their unsaved text."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lsprotocol.types import TextDocumentContentChangeEvent
from pygls.uris import to_fs_path

from specslint.server.text import Encoding, Text

_log = logging.getLogger(__name__)


class Document(NamedTuple):
    """An open document; ``path`` is the file that it would be saved to."""

    uri: str
    path: Path
    version: int | None
    text: Text


def path_of(uri: str) -> Path | None:
    """The file that a URI names, or None if it names no local file."""
    try:
        if urlsplit(uri).scheme != "file" or "\0" in unquote(uri):
            return None
        path = to_fs_path(uri)
    except ValueError:
        return None
    return Path(path) if path and Path(path).is_absolute() else None


class Documents:
    """All open documents that are local files."""

    def __init__(self) -> None:
        self._open: dict[str, Document] = {}

    def __iter__(self) -> Iterator[Document]:
        return iter(tuple(self._open.values()))

    def get(self, uri: str) -> Document | None:
        """The open document of a URI, which may be quoted in different ways."""
        return self._open.get(unquote(uri))

    def open(self, uri: str, version: int | None, source: str, encoding: Encoding) -> None:
        """Add a document that the client has opened."""
        path = path_of(uri)
        if path is not None:
            self._open[unquote(uri)] = Document(uri, path, version, Text(source, encoding))

    def change(
        self, uri: str, version: int | None, changes: Iterable[TextDocumentContentChangeEvent]
    ) -> bool:
        """Apply the changes of a notification.

        :returns: False if nothing was applied: the document is not open, or the
            notification is older than the text.
        """
        document = self.get(uri)
        if document is None:
            return False
        if version is not None and document.version is not None and version <= document.version:
            _log.warning("%s: version %s came after version %s", uri, version, document.version)
            return False
        text = document.text.edited(changes)
        self._open[unquote(uri)] = document._replace(version=version, text=text)
        return True

    def save(self, uri: str, source: str) -> None:
        """Replace the text by the saved one, which is correct even if a change was missed."""
        document = self.get(uri)
        if document is not None and source != document.text.source:
            text = Text(source, document.text.encoding)
            self._open[unquote(uri)] = document._replace(text=text)

    def close(self, uri: str) -> None:
        """Forget a document."""
        self._open.pop(unquote(uri), None)
