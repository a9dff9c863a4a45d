"""The documents that are open in the editor, with their unsaved text."""

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
    """An open document; ``path`` is where it would be saved."""

    uri: str
    path: Path
    version: int | None
    text: Text


def path_of(uri: str) -> Path | None:
    """The file that a URI names, or None where it names none on this machine."""
    try:
        if urlsplit(uri).scheme != "file" or "\0" in unquote(uri):
            return None
        path = to_fs_path(uri)
    except ValueError:
        return None
    return Path(path) if path and Path(path).is_absolute() else None


class Documents:
    """All open documents. Those that are no files are not kept."""

    def __init__(self) -> None:
        self._open: dict[str, Document] = {}

    def __iter__(self) -> Iterator[Document]:
        return iter(tuple(self._open.values()))

    def get(self, uri: str) -> Document | None:
        """The open document of a URI, however that is quoted."""
        return self._open.get(unquote(uri))

    def open(self, uri: str, version: int | None, source: str, encoding: Encoding) -> None:
        """Keep a document."""
        path = path_of(uri)
        if path is not None:
            self._open[unquote(uri)] = Document(uri, path, version, Text(source, encoding))

    def change(
        self, uri: str, version: int | None, changes: Iterable[TextDocumentContentChangeEvent]
    ) -> bool:
        """Apply the changes of a notification.

        :returns: False where nothing was applied: the document is not open, or the
            notification is older than the text.
        """
        document = self.get(uri)
        if document is None:
            return False
        if version is not None and document.version is not None and version <= document.version:
            _log.warning("%s: version %s came behind %s", uri, version, document.version)
            return False
        text = document.text.edited(changes)
        self._open[unquote(uri)] = document._replace(version=version, text=text)
        return True

    def save(self, uri: str, source: str) -> None:
        """Take over the text that was saved, which is right whatever was missed before."""
        document = self.get(uri)
        if document is not None and source != document.text.source:
            text = Text(source, document.text.encoding)
            self._open[unquote(uri)] = document._replace(text=text)

    def close(self, uri: str) -> None:
        """Forget a document."""
        self._open.pop(unquote(uri), None)
