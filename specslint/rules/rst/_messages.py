"""What the RST rules share: the parser's messages of one kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specslint.model.document import MessageKind, ParserMessage
from specslint.model.findings import Finding, Location
from specslint.model.spec import Spec
from specslint.rules.rst._markdown import Block, blocks


def of_kind(spec: Spec, kind: MessageKind) -> Iterator[tuple[ParserMessage, Location]]:
    """The parser's messages of one kind, each with its place in the spec."""
    for message in _reported(spec):
        if message.kind is kind:
            yield message, spec.at(message.line, message.column, message.end_column)


def _reported(spec: Spec) -> Sequence[ParserMessage]:
    """The parser's messages, of those on one block of Markdown just the gravest."""
    messages = spec.document.messages if spec.document else ()
    foreign = blocks(spec) if messages else {}
    if not foreign:
        return messages
    found: list[ParserMessage] = []
    gravest: dict[Block, ParserMessage] = {}
    for message in messages:
        # The end of a block may be missed only on the line below it.
        block = foreign.get(message.line) or foreign.get(message.line - 1)
        if block is None:
            found.append(message)
        elif block not in gravest or gravest[block].severity < message.severity:
            gravest[block] = message
    for block, message in gravest.items():
        end = len(spec.lines[block.first - 1].rstrip()) + 1
        found.append(
            ParserMessage(MessageKind.SYNTAX, message.severity, block.message, block.first, 1, end)
        )
    return found


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
