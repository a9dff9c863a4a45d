"""Checks code blocks as Sphinx's highlighter does.

Sphinx warns of a language that Pygments does not know, and of code in which the
language's lexer finds an error. It does not warn if the block has the option ``force``,
or if Sphinx guessed the language (``default``).

Source: ``PygmentsBridge`` in ``sphinx/highlighting.py`` of Sphinx 9.0.4.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from specslint.model.document import CodeBlock, Document, MessageKind, ParserMessage
from specslint.model.findings import Severity
from specslint.parsing import SILENT

_PYTHON = frozenset(("py", "python", "py3", "python3"))

# Sphinx creates these lexers itself, with the option not to strip line ends.
_UNSTRIPPED = frozenset(("none", "python", "pycon", "rest", "c"))


class Fault(NamedTuple):
    """The fault of a code block; ``line`` and ``column`` count from 0 in its text."""

    message: str
    line: int | None = None  # None if the fault is the language and not the code
    column: int = 0
    length: int = 1


def with_verdicts(document: Document, lines: tuple[str, ...]) -> Document:
    """The document with a message added for each code block that Sphinx warns of.

    :param lines: the lines of the text.
    """
    messages = [
        message
        for block in document.code_blocks
        if (fault := fault_of(block))
        for message in (_message(block, fault, lines),)
    ]
    if not messages:
        return document
    found = sorted((*document.messages, *messages), key=lambda m: (m.line, m.column, m.text))
    return document._replace(messages=tuple(found))


def fault_of(block: CodeBlock) -> Fault | None:
    """What Sphinx warns of in a code block, or None."""
    language = block.language
    if language in SILENT:
        return None
    if language in _PYTHON:
        language = "pycon" if block.text.startswith(">>>") else "python"
    elif language == "pycon3":
        language = "pycon"
    lexer = _guessed(block.text) if language == "guess" else _lexer(language)
    if lexer is None:
        return Fault(f'Pygments does not know the language "{block.language}"')
    return None if block.force else _first_error(lexer, block)


@functools.cache
def _aliases() -> dict[str, str]:
    """The name of Pygments' lexer for each name that a block may give."""
    from pygments.lexers import get_all_lexers

    # Without the lexers of plug-ins, since their code would be run.
    found: dict[str, str] = {}
    for name, aliases, *_ in get_all_lexers(plugins=False):
        for alias in aliases:
            found.setdefault(alias.lower(), name)
    return found


@functools.cache
def _lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name

    if language.lower() not in _aliases():
        return None
    options = {"stripnl": False} if language in _UNSTRIPPED else {}
    return get_lexer_by_name(language, **options)


def _guessed(text: str) -> Any:
    from pygments.lexers import guess_lexer

    # That of plain text, if it is no other's.
    return guess_lexer(text)


def _first_error(lexer: Any, block: CodeBlock) -> Fault | None:
    from pygments.token import Error

    read = 0
    pieces: list[str] = []
    for kind, value in lexer.get_tokens(block.text):
        if kind is Error:
            text = "".join(pieces)
            # What the lexer strips before it begins.
            stripped = len(block.text) - len(block.text.lstrip("\n")) if lexer.stripnl else 0
            line = stripped + text.count("\n")
            shown = value if value.isprintable() else value.encode("unicode_escape").decode()
            message = (
                f'the code is not valid {block.language}: the lexer fails at "{shown.strip()}"'
            )
            return Fault(message, line, read - text.rfind("\n") - 1, max(len(value.strip()), 1))
        pieces.append(value)
        read += len(value)
    return None


def _message(block: CodeBlock, fault: Fault, lines: tuple[str, ...]) -> ParserMessage:
    last = len(lines)
    if fault.line is None:
        # A directive that names a language is above its code.
        number = min(block.line, last)
        for above in range(number, max(number - 12, 0), -1):
            start = lines[above - 1].find(f":: {block.language}")
            if start >= 0:
                column = start + 4
                return _placed(fault, block, above, column, len(block.language))
        raw = lines[number - 1]
        return _placed(fault, block, number, len(raw) - len(raw.lstrip()) + 1, len(raw.strip()))
    number = max(1, min(block.line + fault.line, last))
    code = block.text.split("\n")[fault.line] if fault.line <= block.text.count("\n") else ""
    start = max(lines[number - 1].find(code), 0) if code else 0
    return _placed(fault, block, number, start + fault.column + 1, fault.length)


def _placed(fault: Fault, block: CodeBlock, line: int, column: int, length: int) -> ParserMessage:
    return ParserMessage(
        MessageKind.UNHIGHLIGHTABLE_CODE,
        Severity.WARNING,
        fault.message,
        line,
        column,
        column + length,
        block.language,
    )
