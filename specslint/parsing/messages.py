"""Classifies docutils' messages and locates the offending text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from specslint.model.document import MessageKind, ParserMessage
from specslint.model.findings import Severity
from specslint.parsing import BROUGHT, FORBIDDEN, sphinx, tables
from specslint.parsing.inliner import InlinePlace
from specslint.parsing.locate import Locator, Span


class RawMessage(NamedTuple):
    """A message as docutils reports it.

    ``place`` is known if an inline construct was being parsed; ``raw`` is the source
    text that came with the message.
    """

    level: int
    text: str
    line: int
    raw: str
    place: InlinePlace | None


ANONYMOUS = "\0"
"""The name of references that have none."""

_QUOTED = r'"(?P<subject>.*)"'
_KINDS = (
    (MessageKind.FORBIDDEN_DIRECTIVE, f"{FORBIDDEN}(?P<subject>.*)"),
    (MessageKind.UNKNOWN_DIRECTIVE, f"Unknown directive type {_QUOTED}"),
    (MessageKind.UNKNOWN_ROLE, f"Unknown interpreted text role {_QUOTED}"),
    (MessageKind.UNKNOWN_TARGET, f"Unknown target name: {_QUOTED}"),
    (MessageKind.ANONYMOUS_MISMATCH, r"Anonymous hyperlink mismatch(?P<subject>)"),
    (MessageKind.UNDERLINE, r"Title (?:und|ov)erline too short(?P<subject>)"),
)
_SUBSTITUTION = re.compile(r'Undefined substitution referenced: "(?P<subject>.*)"', re.DOTALL)
_INLINE = re.compile(r"Inline (?P<what>[\w ]+?) start-string without end-string")
_LEVEL_FAULTS = ("Title level inconsistent", "Inconsistent title style", "A level ")
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
_ROW_OF_TABLE = re.compile(r"in table\s+line\s+(\d+)")
_OPTION_OF_CODE = ":number-lines: with"


class Placer:
    """Converts docutils' messages about one text to :class:`ParserMessage`.

    :param places: the locations of the references to each name, in the order of the
        text; docutils reports them in that order.
    :param anonymous_target: returns the line of the first anonymous target, or None.
    """

    def __init__(
        self,
        lines: tuple[str, ...],
        locator: Locator,
        places: dict[str, deque[InlinePlace]],
        anonymous_target: Callable[[], int | None],
    ) -> None:
        self._lines = lines
        self._locator = locator
        self._places = places
        self._anonymous_target = anonymous_target
        self._duplicates: Counter[str] = Counter()
        self._targets: dict[str, list[Span]] = {}
        self._empty_notes: Iterator[Span] | None = None

    def place(self, message: RawMessage) -> ParserMessage | None:
        """The message with its location, or None if Sphinx does not report it."""
        kind, subject = _kind_of(message.text)
        undefined = _SUBSTITUTION.match(message.text)
        if undefined and undefined["subject"].lower() in sphinx.SUBSTITUTIONS:
            return None
        name = subject or (undefined["subject"] if undefined else "")
        span = self._span(kind, name, message, substitution=bool(undefined))
        severity = Severity.WARNING if message.level <= 2 else Severity.ERROR
        from specslint.parsing import wording  # only for faults

        original = wording.normalised(message.text)
        hint = extension = ""
        if kind is MessageKind.UNKNOWN_DIRECTIVE:
            hint = _closest(subject, sphinx.DIRECTIVE_NAMES - BROUGHT.keys())
            extension = BROUGHT.get(subject.lower(), "")
        elif kind is MessageKind.UNKNOWN_ROLE:
            hint = _closest(subject, sphinx.ROLE_NAMES)
        text = wording.plain(original, self._lines[span.line - 1])
        return ParserMessage(kind, severity, text, *span, subject, hint, extension, original)

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
            if kind is MessageKind.ANONYMOUS_MISMATCH:
                return self._locator.line(self._anonymous_target() or message.line)
            return self._locator.text(name, message.line) or self._locator.line(message.line)
        if kind is MessageKind.UNDERLINE or message.text.startswith(_TITLE_FAULTS):
            return self._title(message)
        if kind in (MessageKind.UNKNOWN_DIRECTIVE, MessageKind.FORBIDDEN_DIRECTIVE):
            return self._locator.text(f"{name}::", message.line) or self._locator.line(
                message.line
            )
        special = self._special(message)
        if special is not None:
            return special
        if message.text.startswith("Error in "):
            option = _OPTION.search(message.text.partition("\n")[2])
            if option:
                found = self._locator.text(f":{option['of'] or option['name']}:", message.line)
                if found:
                    return found
        return self._locator.line(message.line)

    def _special(self, message: RawMessage) -> Span | None:
        """The location of a message whose line depends on the release of docutils, or None."""
        text, line = message.text, message.line
        if text.startswith("Malformed table"):
            return self._table(message)
        duplicate = _DUPLICATE_TARGET.match(text)
        if duplicate:
            return self._duplicate(duplicate["name"], line)
        if text.startswith(_OPTION_OF_CODE):
            return self._locator.text(":number-lines:", line)
        if text.startswith("Error parsing meta tag"):
            return self._locator.text(message.raw.partition("\n")[0], 1)
        if text.startswith(("Footnote content", "Citation content")):
            self._empty_notes = self._empty_notes or self._locator.empty_notes()
            return next(self._empty_notes, None)
        return None

    def _inline(self, place: InlinePlace, text: str, kind: MessageKind, name: str) -> Span:
        offset, length = place.offset, place.length
        if _INLINE.match(text):
            # Only the start-string of the unclosed markup.
            start = place.block[offset : offset + 2]
            length = 2 if start in ("**", "``", "_`") else 1
        elif kind is MessageKind.UNKNOWN_ROLE:
            # The role may be before or after its text.
            role = f":{name}:"
            offset = max(offset, place.block.find(role, offset))
            length = len(role)
        return self._locator.inline(place.block, place.first_line, offset, length)

    def _title(self, message: RawMessage) -> Span:
        # docutils reports the line of the overline, of the title or of the underline;
        # the title is the one of the three with words in it. A transition has none.
        titles = [line.strip() for line in message.raw.split("\n") if re.search(r"\w", line)]
        if message.raw.strip() and not titles:
            return self._locator.line(message.line)
        for number in (message.line, message.line - 1, message.line + 1, message.line - 2):
            if 1 <= number <= len(self._lines):
                raw = self._lines[number - 1].strip()
                if raw and (raw in titles if titles else re.search(r"\w", raw)):
                    return self._locator.line(number)
        return self._locator.line(message.line)

    def _duplicate(self, name: str, line: int) -> Span:
        """The location of the target that has the name of an earlier one.

        docutils reports the paragraph's line for some, and none for others.
        """
        # The first target of the name is valid, and each message is about another one.
        self._duplicates[name] += 1
        first = self._duplicates[name]
        if name not in self._targets:
            self._targets[name] = list(self._locator.targets(name))
        spans = self._targets[name]
        below = max(first, bisect_left(spans, line, key=_line_of))
        if first < len(spans):
            return spans[below if below < len(spans) else first]
        return self._locator.text(name, line) or self._locator.line(line)

    def _table(self, message: RawMessage) -> Span:
        """The location of the error in a malformed table."""
        rows = message.raw.rstrip("\n").split("\n")
        start = self._locator.block(rows, message.line) or message.line
        found = _ROW_OF_TABLE.search(message.text)
        if found:
            return self._locator.line(start + int(found[1]) - 1)
        return self._locator.line(start + tables.misaligned_row(rows))


def _line_of(span: Span) -> int:
    return span.line


def _key(name: str) -> str:
    return " ".join(name.lower().split())


def _kind_of(text: str) -> tuple[MessageKind, str]:
    for kind, pattern in _KINDS:
        match = re.match(pattern, text, re.DOTALL)
        if match:
            return kind, match["subject"]
    return MessageKind.SYNTAX, ""


def _closest(name: str, known: frozenset[str]) -> str:
    import difflib  # only for faults

    matches = difflib.get_close_matches(name.lower()[:80], sorted(known), n=1, cutoff=0.7)
    return matches[0] if matches else ""


swallowed_name: Callable[[str], re.Match[str] | None] = re.compile(
    r"([a-z][a-z0-9]*(?:[-_+:.][a-z0-9]+)*):(?:\s|$)"
).match
"""Matches a comment that may be a directive with a colon missing."""
