"""What the RST rules share: the parser's messages of one kind."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind, ParserMessage
from specslint.model.findings import Finding, Location
from specslint.model.spec import Spec


def of_kind(spec: Spec, kind: MessageKind) -> Iterator[tuple[ParserMessage, Location]]:
    """The parser's messages of one kind, each with its place in the spec."""
    messages = spec.document.messages if spec.document else ()
    for message in messages:
        if message.kind is kind:
            yield message, spec.at(message.line, message.column, message.end_column)


def unknown(spec: Spec, kind: MessageKind, noun: str) -> Iterator[Finding]:
    """A finding for each name that nobody knows.

    :param kind: the kind of the parser's messages about such names.
    :param noun: what they name, which is the name of the setting less its plural.
    """
    for message, location in of_kind(spec, kind):
        hint = (
            f'did you mean "{message.hint}"?'
            if message.hint
            else f'if an extension brings it, name it in the setting "{noun}s"'
        )
        if message.extension:
            hint = f"it is of the extension {message.extension}, which conf.py does not load"
        yield Finding(location, f'unknown {noun} "{message.subject}"; {hint}')


_ADVICE = (
    ("Unexpected indentation", "align the line with the one above, or put a blank line between"),
    ("unexpected unindent", "put a blank line before it, or indent it"),
    ("start-string without end-string", "close it, or put a backslash before the mark"),
    ("Undefined substitution", "define it, or put ``two backquotes`` around the bars"),
    ("unknown option", "mend its name, or remove it"),
    ("Malformed table", "align the columns with the table's borders"),
    ("Duplicate explicit target name", "give one of them another name, or write it with __"),
    ("Title style out of order", "use the underline styles in one order throughout"),
    ("Literal block expected", "indent the block below the ::"),
)


def advice(text: str) -> str:
    """How to mend what a message of docutils speaks of, where that is known."""
    for part, how in _ADVICE:
        if part in text:
            return f": {how}"
    return ""
