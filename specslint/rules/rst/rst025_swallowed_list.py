"""RST025 swallowed-list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from specslint.model.document import Prose, ProseKind
from specslint.model.findings import Edit, Finding, Fix, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._prose import hidden, place, prose_of

_MAYBE = re.compile(r"\n(?:[-*+\u2022]|\(?(?:[0-9]{1,2}|#|[A-Za-z])[.)]) ")
_ITEM = re.compile(
    r"(?:(?P<bullet>[-*+\u2022])|(?P<open>\(?)(?P<number>[0-9]{1,2}|#|[A-Za-z])(?P<close>[.)]))"
    r" +(?=\S)"
)
_WIDTH = 79


class _Item(NamedTuple):
    line: int  # within the block, from 0
    style: str
    number: str
    width: int


@rule(code="RST025", name="swallowed-list", severity=Severity.WARNING, fix="unsafe")
def check(spec: Spec) -> Iterator[Finding]:
    """A list with no blank line before it: shown as one run of text.

    Why:
        Without the blank line its items are lines of the paragraph before, and
        their signs stand somewhere within the text.

    Bad:
        The steps are:
        * stop the service
        * start it again

    Good:
        The steps are:

        * stop the service
        * start it again

    Source:
        The reStructuredText specification of docutils, "Bullet Lists" and
        "Enumerated Lists".
    """
    for prose in prose_of(spec):
        if prose.kind is ProseKind.PARAGRAPH and _MAYBE.search(prose.text):
            lines = hidden(prose).split("\n")
            items = _list(lines)
            if not items or _follows_fault(spec, prose):
                continue
            first = items[0]
            start = sum(len(line) + 1 for line in lines[: first.line])
            if first.line:
                message = "the list is shown as one run of text: put an empty line before it"
                fix = _fix(spec, prose, items, len(lines))
            else:
                message = (
                    "the list is shown as one run of text: indent the lines that go on to "
                    "where the text of their items begins"
                )
                fix = None
            yield Finding(place(spec, prose, start, start + first.width), message, fix=fix)


def _follows_fault(spec: Spec, prose: Prose) -> bool:
    """Whether the parser says that the paragraph begins where a list broke off."""
    messages = spec.document.messages if spec.document else ()
    return any(message.line == prose.line for message in messages)


def _list(lines: Sequence[str]) -> list[_Item]:
    """The items of the list in a paragraph; none where there is no list."""
    found = []
    for number, line in enumerate(lines):
        match = _ITEM.match(line)
        if match:
            style = match["bullet"] or f"{match['open']}{match['close']}"
            found.append(_Item(number, style, match["number"] or "", match.end()))
    for n, item in enumerate(found):
        rest = [other for other in found[n:] if other.style == item.style]
        if item.number:
            rest = _in_order(rest)
        after_colon = item.line > 0 and lines[item.line - 1].rstrip().endswith(":")
        starts = item.number in ("", "1", "#", "a", "A")
        if len(rest) > 1 or (after_colon and starts):
            return rest
    return []


def _in_order(items: Sequence[_Item]) -> list[_Item]:
    """The items as far as each has the number or letter behind the last one's."""
    kept = [items[0]]
    for item in items[1:]:
        if item.number == _next(kept[-1].number):
            kept.append(item)
    return kept


def _next(number: str) -> str:
    if number.isdigit():
        return str(int(number) + 1)
    return number if number == "#" else chr(ord(number) + 1)


def _fix(spec: Spec, prose: Prose, items: Sequence[_Item], count: int) -> Fix | None:
    """A blank line before the list, and what goes on indented to its item's text."""
    width = 0
    edits = []
    starts = {item.line: item.width for item in items}
    for nth in range(items[0].line, count):
        number = prose.line + nth
        line = spec.lines[number - 1]
        column = len(line) - len(line.lstrip()) + 1
        if nth == items[0].line:
            edits.append(Edit(number, 1, number, 1, spec.line_end))
        if nth in starts:
            width = starts[nth]
            continue
        if _ITEM.match(line.lstrip()) or len(line.rstrip()) + width > _WIDTH:
            return None
        edits.append(Edit(number, column, number, column, " " * width))
    below = spec.lines[prose.line + count - 1] if prose.line + count <= len(spec.lines) else ""
    ends = spec.lines[prose.line + count - 2].rstrip().endswith("::")
    return None if below.strip() or ends else spec.fix(edits, safe=False)
