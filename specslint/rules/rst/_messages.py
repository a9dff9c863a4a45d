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
