"""Decides when to publish diagnostics: after an edit, and when other files change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from lsprotocol import types

from specslint.server.documents import Document, Documents

_log = logging.getLogger(__name__)

_OTHERS_AFTER = 0.3
"""The delay in seconds after an edit before the other open documents are checked."""

Diagnose = Callable[[Document], list[types.Diagnostic]]
Send = Callable[[types.PublishDiagnosticsParams], None]


class Publisher:
    """Sends the diagnostics of open documents.

    :param diagnose: computes the diagnostics of a document.
    :param send: sends a notification.
    """

    def __init__(self, documents: Documents, diagnose: Diagnose, send: Send) -> None:
        self._documents = documents
        self._diagnose = diagnose
        self._send = send
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._others: asyncio.TimerHandle | None = None
        self._sent: dict[str, list[types.Diagnostic]] = {}

    def soon(self, uri: str, delay: float) -> None:
        """Publish a document's diagnostics once it has not been edited for some seconds."""
        if uri in self._waiting:
            self._waiting[uri].cancel()
        loop = asyncio.get_running_loop()
        self._waiting[uri] = loop.call_later(delay, self._due, uri)

    def others_soon(self, delay: float) -> None:
        """Publish the diagnostics that have changed, some time after the last edit."""
        if self._others is not None:
            self._others.cancel()
        loop = asyncio.get_running_loop()
        self._others = loop.call_later(max(delay, _OTHERS_AFTER), self._start_others)

    def forget(self, uri: str) -> None:
        """Clear the diagnostics of a closed document."""
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()
        if self._sent.pop(uri, None):
            self._send(types.PublishDiagnosticsParams(uri, []))

    def _due(self, uri: str) -> None:
        self._waiting.pop(uri, None)
        document = self._documents.get(uri)
        if document is not None:
            found = self._diagnose(document)
            self._sent[uri] = found
            self._send(types.PublishDiagnosticsParams(uri, found, document.version))

    def _start_others(self) -> None:
        self._others = None
        self._next_other([document.uri for document in self._documents])

    def _next_other(self, uris: list[str]) -> None:
        """Check one document; the others follow after pending messages have been read."""
        while uris:
            document = self._documents.get(uris.pop())
            if document is None or document.uri in self._waiting:
                continue
            found = self._diagnose(document)
            if found != self._sent.get(document.uri, []):
                self._sent[document.uri] = found
                self._send(types.PublishDiagnosticsParams(document.uri, found, document.version))
            break
        if uris and self._others is None:
            asyncio.get_running_loop().call_soon(self._next_other, uris)
