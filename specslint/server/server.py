"""The server: registers a handler for each message of the protocol."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from specslint import __version__
from specslint.model.errors import UserError
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic
from specslint.server import diagnostics, settings
from specslint.server.checkouts import Checkouts, Opened
from specslint.server.documents import Document, Documents
from specslint.server.kinds import CODE_ACTIONS, TRIGGERS
from specslint.server.message_files import work_tree_of
from specslint.server.protocol import Protocol
from specslint.server.publishing import Publisher

if TYPE_CHECKING:
    from specslint.server import messages

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

_WATCHED = ("**/*.rst", "**/redirects", "**/pyproject.toml", "**/{setup.cfg,tox.ini,conf.py}")

_ANY_FILE = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)

_CLIENT_INTERVAL = 3.0
"""The interval in seconds at which the server checks that the client still runs."""


class Server(LanguageServer):
    """The language server and the state of its session with one client."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("specslint", __version__, protocol_cls=Protocol)
        self.settings = settings.Settings()
        self.checkouts = Checkouts(self.settings.choice)
        self.publisher = Publisher(
            self.documents, self.diagnose, self.text_document_publish_diagnostics
        )
        self._shown: set[str] = set()
        self._edited: dict[str, float] = {}

    @property
    def documents(self) -> Documents:
        """The open documents."""
        return self.protocol.documents

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics itself."""
        document = self.client_capabilities.text_document
        return document is not None and document.diagnostic is not None

    @property
    def edits_versions(self) -> bool:
        """Whether the client supports edits with a document's version."""
        workspace = self.client_capabilities.workspace
        edit = workspace.workspace_edit if workspace else None
        return edit is not None and bool(edit.document_changes)

    def start(self, params: types.InitializeParams) -> None:
        """Apply the parameters of the ``initialize`` request."""
        self.settings, wrong = settings.read(params.initialization_options)
        set_log_level(self.settings.log_level)
        self.checkouts = Checkouts(self.settings.choice)
        for problem in wrong:
            self.tell(problem)
        if params.process_id is not None:
            self._end_with(params.process_id)

    def _end_with(self, process: int) -> None:
        """End the process when the client has ended, even if standard input stays open."""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            logging.shutdown()
            os._exit(1)  # a thread is blocked on reading standard input
        except (OSError, OverflowError):
            pass  # it runs as another user, or the number is no process
        asyncio.get_running_loop().call_later(_CLIENT_INTERVAL, self._end_with, process)

    async def settled(self, uri: str) -> Document | None:
        """An open document, once it has not been edited for a while; None if it is closed.

        A client that sends another request cancels this one, which ends the wait.
        """
        while (wait := self._edited.get(uri, 0.0) + self.settings.debounce - monotonic()) > 0:
            await asyncio.sleep(wait)
        return self.documents.get(uri)

    def changed(self, uri: str, delay: float) -> None:
        """Check a document again, and then the others."""
        document = self.documents.get(uri)
        if document is not None and self.pulls and delay:
            self._edited[uri] = monotonic()
        elif document is not None and not self.pulls:
            self.publisher.soon(document.uri, delay)
        self.others_changed()

    def closed(self, uri: str) -> None:
        """Forget a closed document."""
        self._edited.pop(uri, None)
        self.publisher.forget(uri)
        self.checkouts.keep(self.documents)
        self.others_changed()

    def others_changed(self) -> None:
        """Check all open documents again, since files that they depend on may have changed."""
        if not self.pulls:
            self.publisher.others_soon(self.settings.debounce)

    def refresh_pulled(self) -> None:
        """Ask a client that pulls diagnostics to pull them again."""
        workspace = self.client_capabilities.workspace
        diagnostics_of = workspace.diagnostics if workspace else None
        if self.pulls and diagnostics_of and diagnostics_of.refresh_support:
            self.workspace_diagnostic_refresh(None)

    def watch_files(self) -> None:
        """Register for notifications about changed files, if the client supports that."""
        workspace = self.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(glob) for glob in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("files", method, options)
            self.client_register_capability(types.RegistrationParams([registration]))

    @contextlib.contextmanager
    def working(self, token: types.ProgressToken | None) -> Iterator[None]:
        """Report the progress of a request to a client that gave a token for it."""
        if token is None:
            yield
            return
        self.work_done_progress.begin(token, types.WorkDoneProgressBegin("specslint"))
        try:
            yield
        finally:
            self.work_done_progress.end(token, types.WorkDoneProgressEnd())
            self.work_done_progress.tokens.pop(token, None)  # pygls keeps it for ever

    def tell(self, problem: str) -> None:
        """Show a problem to the user, unless it was shown before."""
        if problem not in self._shown:
            self._shown.add(problem)
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Warning, f"specslint: {problem}")
            )

    def opened(self, document: Document | None) -> Opened | None:
        """A document in its repository, or None where it is left alone."""
        if document is None:
            return None
        try:
            return self.checkouts.opened(document, self.documents)
        except UserError as error:
            self.tell(str(error))
            return None

    def message(self, document: Document) -> messages.Message | None:
        """A document as the message of a pending commit, or None if it is no such message."""
        root = work_tree_of(document.path)
        if root is None:
            return None
        from specslint.server import messages

        try:
            return messages.checked(root, document.text.source, self.settings.choice)
        except UserError as error:
            self.tell(str(error))
            return None

    def diagnose(self, document: Document) -> list[types.Diagnostic]:
        """The diagnostics of a document; none if an exception prevents them, which is logged."""
        try:
            message = self.message(document)
            if message is not None:
                return diagnostics.shown(message.diagnostics, COMMIT_MESSAGE_PATH, document.text)
            opened = self.opened(document)
            if opened is None:
                return []
            return diagnostics.shown(
                opened.diagnostics(),
                opened.path,
                document.text,
                lambda found: _related(opened, found),
            )
        except UserError as error:
            self.tell(str(error))
        except Exception as error:
            self.report_server_error(error, type(error))
        return []

    def answered(
        self,
        identifier: types.TextDocumentIdentifier,
        on_document: Callable[[Opened], Answer | None],
        on_message: Callable[[Document, messages.Message], Answer | None] = lambda *_: None,
    ) -> Answer | None:
        """The response to a request about an open document; None if it is not checked."""
        document = self.documents.get(identifier.uri)
        if document is None:
            return None
        message = self.message(document)
        if message is not None:
            return on_message(document, message)
        opened = self.opened(document)
        return on_document(opened) if opened else None

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an exception and continue the session."""
        _log.error("%s", error, exc_info=error)
        super().report_server_error(error, source)


def _related(opened: Opened, found: Diagnostic) -> list[types.DiagnosticRelatedInformation] | None:
    from specslint.server import related

    return related.to(opened, found)


def set_log_level(level: int) -> None:
    """Set the log level; pygls logs only errors, since it warns of ordinary events."""
    logging.getLogger().setLevel(level)
    logging.getLogger("pygls").setLevel(logging.ERROR if level >= logging.WARNING else level)


def make_server() -> Server:
    """The server with its handlers.

    A handler imports its module at the first request, which shortens the start.
    """
    server = Server()
    feature = server.feature

    @feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.start(params)

    @feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        server.watch_files()

    @feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.changed(params.text_document.uri, 0.0)

    @feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.changed(params.text_document.uri, server.settings.debounce)

    @feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=True))
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        if params.text is not None:
            server.documents.save(params.text_document.uri, params.text)
        server.changed(params.text_document.uri, 0.0)

    @feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.closed(params.text_document.uri)

    def check_again(_: Any) -> None:
        server.others_changed()
        server.refresh_pulled()

    for kind in (
        types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
        types.WORKSPACE_DID_CHANGE_CONFIGURATION,
    ):
        feature(kind)(check_again)
    for kind in (
        types.WORKSPACE_DID_CREATE_FILES,
        types.WORKSPACE_DID_RENAME_FILES,
        types.WORKSPACE_DID_DELETE_FILES,
    ):
        feature(kind, _ANY_FILE)(check_again)

    @feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=False, work_done_progress=True
        ),
    )
    async def pull(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        document = await server.settled(params.text_document.uri)
        with server.working(params.work_done_token):
            found = server.diagnose(document) if document else []
        return types.RelatedFullDocumentDiagnosticReport(found)

    @feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=CODE_ACTIONS, work_done_progress=True),
    )
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        from specslint.server import actions

        request = actions.Request.of(params, versioned=server.edits_versions)
        with server.working(params.work_done_token):
            return server.answered(
                params.text_document,
                lambda opened: actions.on_document(opened, request),
                lambda document, message: actions.on_message(document, message, request),
            )

    @feature(types.TEXT_DOCUMENT_HOVER)
    def at_cursor(params: types.HoverParams) -> types.Hover | None:
        from specslint.server import hover

        return server.answered(
            params.text_document,
            lambda opened: hover.on_document(opened, params.position),
            lambda one, message: hover.on_message(one.text, message, params.position),
        )

    @feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=TRIGGERS),
    )
    def complete(params: types.CompletionParams) -> list[types.CompletionItem] | None:
        from specslint.server import completion

        return server.answered(
            params.text_document,
            lambda opened: completion.on_document(opened, params.position),
            lambda one, message: completion.on_message(one.text, message, params.position),
        )

    @feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        from specslint.server import symbols

        return server.answered(params.text_document, symbols.of)

    @feature(types.TEXT_DOCUMENT_DEFINITION)
    def defined(params: types.DefinitionParams) -> types.Location | None:
        from specslint.server import definition

        return server.answered(
            params.text_document, lambda opened: definition.at(opened, params.position)
        )

    @feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def linked(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        from specslint.server import links

        return server.answered(
            params.text_document,
            lambda opened: list(links.of(opened)),
            lambda one, message: list(links.in_message(one.text, message)),
        )

    return server
