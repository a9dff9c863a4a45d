"""RST023 broken-directive."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.findings import Edit, Finding, Fix, Location, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._names import DIRECTIVES
from specslint.rules.rst._prose import hidden, place, prose_of, signs_of

_START = r"^(?:\.{1,2}|\.{3,4} ?|\. \.? ?|:{1,2} ?)"
# A paragraph's last colon is not in its text where a literal block follows.
_IN_TEXT = (
    rf"{_START}(?:(?P<name>{DIRECTIVES}) ?::?(?=\s|\Z|\w)|(?P<target>_[\w -]+:|\[[\w#-]+\])\s)"
)
_FLAGS = re.MULTILINE | re.IGNORECASE
_COMMENT = (
    rf"(?P<sign>(?P<name>{DIRECTIVES})(?: ?::(?=\S)| +:(?=\s|\Z)|\Z))|"
    r"(?P<bare>code-block|sourcecode|list-table|csv-table)(?: +[\w+-]+)?\Z"
)


@rule(code="RST023", name="broken-directive", severity=Severity.WARNING, fix="unsafe")
def check(spec: Spec) -> Iterator[Finding]:
    """A directive has wrong dots, spaces or colons, and is shown as text or not at all.

    Why:
        A directive consists of two dots, a space, the name, two colons and another
        space. Anything else is text, or a comment that is not published.

    Bad:
        ..note:: This is shown as text.

    Good:
        .. note:: This is shown in a box.

    Source:
        The reStructuredText specification of docutils, "Directives" and
        "Comments".
    """
    for prose in () if signs_of(spec).starts.isdisjoint(".:") else prose_of(spec):
        text = prose.text
        if text[0] in ".:" or "\n." in text or "\n:" in text:
            for found in re.finditer(_IN_TEXT, hidden(prose), _FLAGS):
                right = f".. {found['name']}::" if found["name"] else f".. {found['target']}"
                at = place(spec, prose, found.start(), found.end())
                yield Finding(
                    at,
                    f'"{found[0].strip()}" is shown as text: write "{right}", '
                    "with an empty line before it",
                    fix=_fix(spec, at, right) if "\n" not in text else None,
                )
    for comment in spec.document.comments if spec.document else ():
        first, _, rest = comment.text.partition("\n")
        match = re.match(_COMMENT, first) if first[:1].islower() else None
        if match and (rest or ":" in match[0] or match["bare"]):
            name = match["name"] or match["bare"]
            sign = match["sign"] or match["bare"]
            written = f".. {sign}"
            end = comment.column + len(written)
            is_there = spec.lines[comment.line - 1].startswith(written, comment.column - 1)
            space = "" if first[len(sign) :][:1] in ("", " ") else " "
            edit = Edit(comment.line, comment.column, comment.line, end, f".. {name}::{space}")
            yield Finding(
                spec.at(comment.line, comment.column, end),
                f'"{written}" is a comment, and so is its text: write ".. {name}::", '
                "and a space before what follows",
                fix=spec.fix([edit] if is_there else [], safe=False),
            )


def _fix(spec: Spec, at: Location, right: str) -> Fix | None:
    """Write the sign at a place as it should be."""
    written = re.match(_IN_TEXT, spec.lines[at.line - 1][at.column - 1 :], _FLAGS)
    if written is None:
        return None
    end = at.column + len(written[0].rstrip())
    behind = spec.lines[at.line - 1][end - 1 : end]
    right = right if not behind.strip() else f"{right} "
    return spec.fix([Edit(at.line, at.column, at.line, end, right)], safe=False)
