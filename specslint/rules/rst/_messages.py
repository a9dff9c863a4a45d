"""Functions that the rules on messages of the parser share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from specslint.model.document import MessageKind, ParserMessage, ProseKind
from specslint.model.findings import Finding, Location
from specslint.model.spec import Spec
from specslint.rules.rst._lists import is_item
from specslint.rules.rst._markdown import Block, blocks

_LIST = "the list needs an empty line before it: put one above this line"


def of_kind(spec: Spec, kind: MessageKind) -> Iterator[tuple[ParserMessage, Location]]:
    """The parser's messages of one kind, with their locations."""
    for message in _reported(spec):
        if message.kind is kind:
            yield message, spec.at(message.line, message.column, message.end_column)


def _reported(spec: Spec) -> Sequence[ParserMessage]:
    """The parser's messages; only the gravest for each block of Markdown and each list."""
    messages = spec.document.messages if spec.document else ()
    foreign = {**_lists(spec), **blocks(spec)} if messages else {}
    if not foreign:
        return messages
    found: list[ParserMessage] = []
    gravest: dict[Block, ParserMessage] = {}
    for message in messages:
        # A missing end of a block may be reported for the line after it.
        block = foreign.get(message.line) or foreign.get(message.line - 1)
        if block is None or (block.message == _LIST and not _is_of_block(spec, message)):
            found.append(message)
        elif block not in gravest or gravest[block].severity < message.severity:
            gravest[block] = message
    for block, message in gravest.items():
        end = len(spec.lines[block.first - 1].rstrip()) + 1
        found.append(
            ParserMessage(MessageKind.SYNTAX, message.severity, block.message, block.first, 1, end)
        )
    return found


def _lists(spec: Spec) -> Mapping[int, Block]:
    """The lists without an empty line before them whose items cause messages of the parser.

    The line that goes on with an item is indented in the midst of a paragraph then.
    """
    messages = spec.document.messages if spec.document else ()
    faulty = {message.line for message in messages if message.kind is MessageKind.SYNTAX}
    found: dict[int, Block] = {}
    for prose in spec.document.prose if spec.document else ():
        lines = prose.text.split("\n")
        below = prose.line + len(lines)
        if below not in faulty or prose.kind is not ProseKind.PARAGRAPH:
            continue
        first = next((n for n, line in enumerate(lines) if n and is_item(line)), 0)
        if first and not is_item(lines[0]):
            last = below
            while last < len(spec.lines) and spec.lines[last].strip():
                last += 1
            block = Block(prose.line + first, last, _LIST)
            found.update(dict.fromkeys(range(block.first, last + 1), block))
    return found


def _is_of_block(spec: Spec, message: ParserMessage) -> bool:
    """Whether a message is about a whole line, and not about markup in it."""
    line = spec.lines[message.line - 1].rstrip()
    begins = len(line) - len(line.lstrip()) + 1
    return (message.column, message.end_column) == (begins, len(line) + 1)


def unknown(spec: Spec, kind: MessageKind, noun: str) -> Iterator[Finding]:
    """A finding for each unknown name.

    :param kind: the kind of the parser's messages about such names.
    :param noun: what they name, which is the name of the setting less its plural.
    """
    for message, location in of_kind(spec, kind):
        hint = (
            f'did you mean "{message.hint}"?'
            if message.hint
            else f'if an extension defines it, add it to the setting "{noun}s"'
        )
        if message.extension:
            hint = f"it belongs to the extension {message.extension}, which conf.py does not load"
        yield Finding(location, f'unknown {noun} "{message.subject}"; {hint}')
