"""Code actions: fixes, pragmas and tags that an editor offers for a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lsprotocol import types

from specslint.engine.changes import UNTAGGED
from specslint.fixing.edits import settle
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic, Edit
from specslint.model.spec import Spec
from specslint.rules import load
from specslint.rules.explained import pragma_for
from specslint.server import diagnostics as shown
from specslint.server import edits, messages
from specslint.server.checkouts import Opened
from specslint.server.documents import Document
from specslint.server.kinds import FIX_ALL, INSERT_SECTIONS
from specslint.server.text import Text

_SECTIONS = ("TPL001", "TPL003")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*\s*\Z")


class Request(NamedTuple):
    """The parameters of a request for code actions.

    ``source`` is true if actions on the whole document are requested, and not only those
    at the cursor.
    """

    range: types.Range
    only: tuple[str, ...]
    source: bool
    versioned: bool

    @classmethod
    def of(cls, params: types.CodeActionParams, *, versioned: bool) -> Request:
        """The request of a message."""
        context = params.context
        only = tuple(str(getattr(kind, "value", kind)) for kind in context.only or ())
        automatic = context.trigger_kind == types.CodeActionTriggerKind.Automatic
        source = any(kind.startswith("source") for kind in only) or not (only or automatic)
        return cls(params.range, only, source, versioned)

    def wants(self, kind: str) -> bool:
        """Whether actions of a kind are asked for."""
        return not self.only or any(
            kind == wanted or kind.startswith(f"{wanted}.") or not wanted for wanted in self.only
        )


def on_document(opened: Opened, request: Request) -> list[types.CodeAction]:
    """The actions on a spec or a template."""
    found = opened.diagnostics()
    actions: list[types.CodeAction] = []
    make = _Maker(opened.document, opened.path, request)
    if request.wants(types.CodeActionKind.QuickFix):
        here = [diagnostic for diagnostic in found if make.is_here(diagnostic)]
        actions += make.fixes(here)
        actions += make.silencing(here, opened)
    if request.source and request.wants(FIX_ALL) and any(d.fix and d.fix.safe for d in found):
        text = _settled(opened, lambda d: bool(d.fix and d.fix.safe))
        actions += make.replacing("Fix all that is safe to fix", FIX_ALL, text)
    if (
        request.source
        and request.wants(INSERT_SECTIONS)
        and any(d.code in _SECTIONS and d.fix for d in found)
    ):
        text = _settled(opened, lambda d: d.code in _SECTIONS)
        actions += make.replacing("Insert all missing sections", INSERT_SECTIONS, text)
    return actions


def on_message(
    document: Document, message: messages.Message, request: Request
) -> list[types.CodeAction]:
    """The actions on a commit message."""
    tagging = messages.tagged(message)
    if tagging is None or not request.wants(types.CodeActionKind.QuickFix):
        return []
    make = _Maker(document, COMMIT_MESSAGE_PATH, request)
    title = f'Add "{tagging.tag}"'
    if not tagging.sure:
        title += ", if nothing functional changed"
    actions = list(make.replacing(title, types.CodeActionKind.QuickFix, tagging.text))
    untagged = [d for d in message.diagnostics if d.code == UNTAGGED]
    for action in actions:
        action.diagnostics = shown.shown(untagged, COMMIT_MESSAGE_PATH, document.text)
        action.is_preferred = tagging.sure
    return actions


class _Maker:
    """Makes the actions on one document."""

    def __init__(self, document: Document, path: str, request: Request) -> None:
        self._document = document
        self._path = path
        self._request = request
        text = document.text
        self._start = text.offset(request.range.start)
        self._end = text.offset(request.range.end)

    @property
    def _text(self) -> Text:
        return self._document.text

    def is_here(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is shown in the requested range."""
        location = diagnostic.location
        if location.path != self._path:
            return self._start == 0
        start = self._text.engine_offset(location.line, location.column)
        end = self._text.engine_offset(location.end_line, location.end_column)
        return start <= self._end and self._start <= end

    def _action(
        self,
        title: str,
        kind: str,
        changes: list[types.TextEdit],
        of: Sequence[Diagnostic] = (),
        *,
        preferred: bool | None = None,
    ) -> types.CodeAction:
        return types.CodeAction(
            title,
            kind=kind,
            diagnostics=shown.shown(of, self._path, self._text) or None,
            is_preferred=preferred,
            edit=edits.workspace_edit(self._document, changes, versioned=self._request.versioned),
        )

    def fixes(self, found: Iterable[Diagnostic]) -> Iterator[types.CodeAction]:
        """The fixes of findings, the safe ones first."""
        fixable = [(d, d.fix) for d in found if d.fix]
        for diagnostic, fix in sorted(fixable, key=lambda pair: not pair[1].safe):
            title = f"Fix {diagnostic.name} ({diagnostic.code})"
            if not fix.safe:
                title += ", unsafe: read what it does"
            changes = edits.of(self._text, fix.edits)
            kind = types.CodeActionKind.QuickFix
            yield self._action(title, kind, changes, [diagnostic], preferred=fix.safe)

    def silencing(self, found: Iterable[Diagnostic], opened: Opened) -> Iterator[types.CodeAction]:
        """The pragmas that silence findings, one for each rule."""
        spec = opened.spec
        if spec.document is None:
            return
        for code, diagnostic in {d.code: d for d in found}.items():
            pragma = pragma_for(load(code))
            if pragma is None or diagnostic.location.path != self._path:
                continue
            edit = _pragma(spec, diagnostic.location.line, pragma)
            title = f"Silence {code} in this section"
            if edit.line == 1:
                title = f"Silence {code} in this file"
            changes = edits.of(self._text, [edit])
            yield self._action(title, types.CodeActionKind.QuickFix, changes, [diagnostic])

    def replacing(self, title: str, kind: str, new: str) -> Iterator[types.CodeAction]:
        """The action that replaces the document's text, if the new text differs."""
        changes = edits.between(self._text, new)
        if changes:
            yield self._action(title, kind, changes)


def _settled(opened: Opened, wanted: Callable[[Diagnostic], bool]) -> str:
    """The text of a document after the fixes of some findings are applied."""
    source = opened.document.text.source

    def check(texts: Mapping[str, str]) -> Collection[Diagnostic]:
        return [d for text in texts.values() for d in opened.diagnostics(text) if wanted(d)]

    settled = settle({opened.path: source}, check, unsafe=True)
    return settled.texts.get(opened.path, source)


def _pragma(spec: Spec, line: int, pragma: str) -> Edit:
    """The edit that inserts a pragma for the section that contains a line."""
    above, sections = 0, spec.document.sections if spec.document else ()
    while around := [s for s in sections if s.line <= line <= s.end_line]:
        above, sections = around[-1].line, around[-1].sections
    lines, end = spec.lines, spec.line_end
    if not above:
        return Edit(1, 1, 1, 1, f"{pragma}{end}{end}")
    while above < len(lines) and _ADORNMENT.match(lines[above]):
        above += 1
    if above == len(lines):  # the last line has no line end
        column = len(lines[-1]) + 1
        return Edit(above, column, above, column, f"{end}{end}{pragma}{end}")
    gap = end if lines[above].strip() else ""
    return Edit(above + 1, 1, above + 1, 1, f"{end}{pragma}{end}{gap}")
