"""The protocol of pygls with our own documents and with responses to malformed requests."""

from __future__ import annotations

import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import JsonRPCNotification
from pygls.protocol.language_server import lsp_method

from specslint.server.documents import Documents

_log = logging.getLogger(__name__)


class Protocol(LanguageServerProtocol):
    """The protocol with our own documents.

    pygls splits lines as ``str.splitlines`` does, so an edit after a form feed would be
    applied to the wrong line. Its handlers of these notifications are generators, and
    pygls never frees the future of a generator.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.documents = Documents()
        super().__init__(*arguments, **options)

    @property
    def has_shut_down(self) -> bool:
        """Whether the client has sent ``shutdown``, which comes before ``exit``."""
        return bool(self._shutdown)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Add the document, then call the server's handler."""
        item = params.text_document
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        self.documents.open(item.uri, item.version, item.text, encoding)
        self.fm.features[types.TEXT_DOCUMENT_DID_OPEN](params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Apply the changes, then call the server's handler."""
        item = params.text_document
        if self.documents.change(item.uri, item.version, params.content_changes):
            self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE](params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Remove the document, then call the server's handler."""
        self.documents.close(params.text_document.uri)
        self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE](params)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Parse a message; a malformed request gets an error response, which pygls omits."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            identity = data.get("id")
            if "method" not in data or not isinstance(identity, (int, str)):
                raise
            self._send_response(identity, error=error.to_response_error())
            return JsonRPCNotification("$/malformed", self.VERSION, None)
