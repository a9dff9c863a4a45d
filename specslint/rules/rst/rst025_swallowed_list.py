"""RST025 swallowed-list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from specslint.model.document import Prose, ProseKind
from specslint.model.findings import Edit, Finding, Fix, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._lists import Item, is_item, items_of
from specslint.rules.rst._prose import hidden, place, prose_of, reported, signs_of

_MAYBE = re.compile(r"\n(?:[-*+\u2022]|\(?(?:[0-9]{1,2}|#|[A-Za-z])[.)]) ")
_SIGNS = "-*+\u2022(#"
_NUMBER = re.compile(r"\n[0-9A-Za-z][0-9]?[.)] ")
_WIDTH = 79


@rule(code="RST025", name="swallowed-list", severity=Severity.WARNING, fix="unsafe")
def check(spec: Spec) -> Iterator[Finding]:
    """A list without a blank line before it is shown as part of the paragraph.

    Why:
        Without the blank line, the items continue the paragraph above, and the
        bullets or numbers appear inside its text.

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
    signs = signs_of(spec)
    if signs.starts.isdisjoint(_SIGNS) and not _NUMBER.search(signs.lines):
        return
    known = reported(spec)
    for prose in prose_of(spec):
        if prose.kind is ProseKind.PARAGRAPH and _MAYBE.search(prose.text):
            lines = hidden(prose).split("\n")
            items = items_of(lines)
            # The parser may stumble over the list, or over the one that breaks off before it.
            if not items or prose.line in known or prose.line + len(lines) in known:
                continue
            first = items[0]
            start = sum(len(line) + 1 for line in lines[: first.line])
            if first.line:
                message = "the list is shown as one run of text: put an empty line before it"
                fix = _fix(spec, prose, items, len(lines))
            else:
                message = (
                    "the list is shown as one run of text: indent continuation lines as far as "
                    "the text of their items"
                )
                fix = None
            yield Finding(place(spec, prose, start, start + first.width), message, fix=fix)


def _fix(spec: Spec, prose: Prose, items: Sequence[Item], count: int) -> Fix | None:
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
        if is_item(line.lstrip()) or len(line.rstrip()) + width > _WIDTH:
            return None
        edits.append(Edit(number, column, number, column, " " * width))
    below = spec.lines[prose.line + count - 1] if prose.line + count <= len(spec.lines) else ""
    ends = spec.lines[prose.line + count - 2].rstrip().endswith("::")
    return None if below.strip() or ends else spec.fix(edits, safe=False)
