"""What docutils reports, told apart and put where the offence stands."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from specslint.model.document import MessageKind, ParserMessage
from specslint.model.findings import Severity
from specslint.parsing import BROUGHT, FORBIDDEN, sphinx
from specslint.parsing.inliner import InlinePlace
from specslint.parsing.locate import Locator, Span


class RawMessage(NamedTuple):
    """A message as docutils reports it.

    ``place`` is known where an inline construct was being parsed, ``raw`` is
    the source that came with the message.
    """

    level: int
    text: str
    line: int
    raw: str
    place: InlinePlace | None


ANONYMOUS = "\0"
"""Stands for the name of references that have none."""

_QUOTED = r'"(?P<subject>.*)"'
_KINDS = tuple(
    (kind, re.compile(pattern, re.DOTALL))
    for kind, pattern in (
        (MessageKind.FORBIDDEN_DIRECTIVE, f"{FORBIDDEN}(?P<subject>.*)"),
        (MessageKind.UNKNOWN_DIRECTIVE, f"Unknown directive type {_QUOTED}"),
        (MessageKind.UNKNOWN_ROLE, f"Unknown interpreted text role {_QUOTED}"),
        (MessageKind.UNKNOWN_TARGET, f"Unknown target name: {_QUOTED}"),
        (MessageKind.ANONYMOUS_MISMATCH, r"Anonymous hyperlink mismatch(?P<subject>)"),
        (MessageKind.UNDERLINE, r"Title (?:und|ov)erline too short(?P<subject>)"),
    )
)
_SUBSTITUTION = re.compile(r'Undefined substitution referenced: "(?P<subject>.*)"', re.DOTALL)
_INLINE = re.compile(r"Inline (?P<what>[\w ]+?) start-string without end-string")
_LEVEL_FAULTS = ("Title level inconsistent", "Inconsistent title style", "A level ")
# What docutils says in different words from release to release, and our words for it.
_REWORDED = (
    (_LEVEL_FAULTS, "Title style out of order"),
    (
        ("Document may not end with a transition", "Transition at the end of"),
        "Transition at the end of the document",
    ),
    (
        ("Document or section may not begin with a trans", "Transition at the start of"),
        "Transition at the start of the document or a section",
    ),
    (
        ("At least one body element must separate tr", "At least one body element should sep"),
        "At least one body element should separate transitions",
    ),
    (
        ("Transition must be child of", "Transition only valid as child of"),
        "Transition only valid as child of <document> or <section>",
    ),
)
_TITLE_FAULTS = (
    *_LEVEL_FAULTS,
    "Unexpected section title",
    "Incomplete section title",
    "Missing matching underline",
    "Title overline & underline mismatch",
)
_OPTION = re.compile(
    r'(?:unknown option|invalid option value|option "(?P<of>[^"]*)").*?"(?P<name>[^"]*)"'
)
_DUPLICATE_TARGET = re.compile(r'Duplicate explicit target name: "(?P<name>.*)"', re.DOTALL)


class Placer:
    """Turns docutils' messages about one text into :class:`ParserMessage`.

    :param places: for each name that is referred to, where that is done, in
        the order of the text; docutils reports them in that order.
    """

    def __init__(
        self, lines: tuple[str, ...], locator: Locator, places: dict[str, deque[InlinePlace]]
    ) -> None:
        self._lines = lines
        self._locator = locator
        self._places = places

    def place(self, message: RawMessage) -> ParserMessage | None:
        """The message at its place, or None where it is none under Sphinx."""
        kind, subject = _kind_of(message.text)
        undefined = _SUBSTITUTION.match(message.text)
        if undefined and undefined["subject"].lower() in sphinx.SUBSTITUTIONS:
            return None
        name = subject or (undefined["subject"] if undefined else "")
        span = self._span(kind, name, message, substitution=bool(undefined))
        severity = Severity.WARNING if message.level <= 2 else Severity.ERROR
        text = " ".join(message.text.split()).rstrip(".")
        text = next((ours for theirs, ours in _REWORDED if text.startswith(theirs)), text)
        hint = extension = ""
        if kind is MessageKind.UNKNOWN_DIRECTIVE:
            hint = _closest(subject, sphinx.DIRECTIVE_NAMES - BROUGHT.keys())
            extension = BROUGHT.get(subject.lower(), "")
        elif kind is MessageKind.UNKNOWN_ROLE:
            hint = _closest(subject, sphinx.ROLE_NAMES)
        return ParserMessage(
            kind, severity, text, span.line, span.column, span.end_column, subject, hint, extension
        )

    def _span(
        self, kind: MessageKind, name: str, message: RawMessage, *, substitution: bool
    ) -> Span:
        if message.place is not None:
            return self._inline(message.place, message.text, kind, name)
        if kind is MessageKind.ANONYMOUS_MISMATCH:
            name = ANONYMOUS
        if kind in (MessageKind.UNKNOWN_TARGET, MessageKind.ANONYMOUS_MISMATCH) or substitution:
            queue = self._places.get(_key(name))
            if queue:
                return self._inline(queue.popleft(), message.text, kind, name)
            return self._locator.text(name, message.line) or self._locator.line(message.line)
        if kind is MessageKind.UNDERLINE or message.text.startswith(_TITLE_FAULTS):
            return self._title(message)
        if kind in (MessageKind.UNKNOWN_DIRECTIVE, MessageKind.FORBIDDEN_DIRECTIVE):
            return self._locator.text(f"{name}::", message.line) or self._locator.line(
                message.line
            )
        if message.text.startswith("Error in "):
            option = _OPTION.search(message.text.partition("\n")[2])
            if option:
                found = self._locator.text(f":{option['of'] or option['name']}:", message.line)
                if found:
                    return found
        duplicate = _DUPLICATE_TARGET.match(message.text)
        if duplicate:
            return self._duplicate(duplicate["name"], message.line)
        return self._locator.line(message.line)

    def _inline(self, place: InlinePlace, text: str, kind: MessageKind, name: str) -> Span:
        offset, length = place.offset, place.length
        if _INLINE.match(text):
            # Just the mark that opens what is never closed.
            start = place.block[offset : offset + 2]
            length = 2 if start in ("**", "``", "_`") else 1
        elif kind is MessageKind.UNKNOWN_ROLE:
            # The role may stand before its text or after it.
            role = f":{name}:"
            offset = max(offset, place.block.find(role, offset))
            length = len(role)
        return self._locator.inline(place.block, place.first_line, offset, length)

    def _title(self, message: RawMessage) -> Span:
        # docutils speaks of the overline's, the title's or the underline's
        # line; the title is the line of the three with words in it.
        titles = [line.strip() for line in message.raw.split("\n") if re.search(r"\w", line)]
        for number in (message.line, message.line - 1, message.line + 1, message.line - 2):
            if 1 <= number <= len(self._lines):
                raw = self._lines[number - 1].strip()
                if raw and (raw in titles if titles else re.search(r"\w", raw)):
                    return self._locator.line(number)
        return self._locator.line(message.line)

    def _duplicate(self, name: str, line: int) -> Span:
        # A target written in full has the line right; one inside a phrase,
        # its paragraph's.
        return self._locator.text(name, line) or self._locator.line(line)


def _key(name: str) -> str:
    return " ".join(name.lower().split())


def _kind_of(text: str) -> tuple[MessageKind, str]:
    for kind, pattern in _KINDS:
        match = pattern.match(text)
        if match:
            return kind, match["subject"]
    return MessageKind.SYNTAX, ""


def _closest(name: str, known: frozenset[str]) -> str:
    import difflib  # where something is wrong

    matches = difflib.get_close_matches(name.lower()[:80], sorted(known), n=1, cutoff=0.7)
    return matches[0] if matches else ""


swallowed_name: Callable[[str], re.Match[str] | None] = re.compile(
    r"([a-z][a-z0-9]*(?:[-_+:.][a-z0-9]+)*):(?:\s|$)"
).match
"""Matches a comment that may be a directive with a colon too few."""
