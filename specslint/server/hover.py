"""Hover: the rule of the finding at the cursor, or the template's guidance for the section."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic
from specslint.rules import load
from specslint.rules.explained import explain
from specslint.server.checkouts import Opened
from specslint.server.messages import Message
from specslint.server.template import asked, section_at
from specslint.server.text import Text

_MOST = 3


def on_document(opened: Opened, position: types.Position) -> types.Hover | None:
    """The hover text at a position in a spec, or None."""
    text = opened.document.text
    found = _rules(opened.diagnostics(), opened.path, text, position)
    if found is not None:
        return found
    document = opened.spec.document
    line, _ = text.engine_place(text.offset(position))
    section = section_at(document.sections, line) if document else None
    wanted = asked(opened, [section.title]) if section else None
    if section is None or wanted is None or not wanted.guidance:
        return None
    start = text.engine_offset(section.line, section.column)
    end = text.engine_offset(section.line, section.end_column)
    said = f"What {wanted.path} asks for here:\n\n{_block(wanted.guidance)}"
    return _hover(said, text.range(start, end))


def on_message(text: Text, message: Message, position: types.Position) -> types.Hover | None:
    """The hover text at a position in a commit message, or None."""
    return _rules(message.diagnostics, COMMIT_MESSAGE_PATH, text, position)


def _rules(
    diagnostics: Iterable[Diagnostic], path: str, text: Text, position: types.Position
) -> types.Hover | None:
    offset = text.offset(position)
    here: dict[str, types.Range] = {}
    for diagnostic in diagnostics:
        location = diagnostic.location
        if location.path != path or not diagnostic.code:
            continue
        start = text.engine_offset(location.line, location.column)
        if start <= offset <= text.engine_offset(location.end_line, location.end_column):
            here.setdefault(diagnostic.code, text.range_of(location))
    if not here:
        return None
    codes = list(here)[:_MOST]
    return _hover("\n\n---\n\n".join(map(_rule, codes)), here[codes[0]])


def _rule(code: str) -> str:
    rule = load(code)
    explanation = explain(rule)
    return (
        f"**{code} {rule.name}**: {_plain(explanation.summary)}\n\n{_plain(explanation.why)}\n\n"
        f"Bad:\n\n{_block(explanation.bad)}\n\nGood:\n\n{_block(explanation.good)}"
    )


def _plain(text: str) -> str:
    """A rule's reStructuredText, whose only markup is literals, as Markdown."""
    return text.replace("``", "`")


def _block(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}rst\n{text}\n{fence}"


def _hover(text: str, where: types.Range) -> types.Hover:
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), where)
