"""TXT003 carriage-return."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.findings import Edit, Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule

_CARRIAGE_RETURNS = re.compile(r"\r+")


@rule(code="TXT003", name="carriage-return", severity=Severity.ERROR, fix="safe")
def check(spec: Spec) -> Iterator[Finding]:
    r"""End lines with LF, not with CR LF.

    There is one finding for each file, at its first CR, with the number of CRs. ``--fix``
    turns a CR inside a line into a line end, as Sphinx does. If git converts CR LF to LF
    when a file is added (``core.autocrlf``, or the attributes ``text`` and ``eol``), CR LF
    is not reported, and ``--fix`` keeps it.

    Why:
        A file with CR LF line ends differs from its earlier version in every line,
        so reviewers cannot see what changed. The gate of nova-specs rejects it.

    Bad:
        The scheduler waits.\r\n

    Good:
        The scheduler waits.\n

    Source:
        The check of carriage returns in the gate of nova-specs
        (tests/test_titles.py).
    """
    text = spec.source.text
    first = text.find("\r")
    if first < 0:
        return
    count = text.count("\r")
    line = text.count("\n", 0, first) + 1
    column = first - text.rfind("\n", 0, first)
    found = "a carriage return" if count == 1 else f"{count} carriage returns"
    yield Finding(
        spec.at(line, column, column + 1),
        f"{found} in the file: save it with LF line ends (Unix)",
        fix=spec.fix(_edits(spec)),
    )


def _edits(spec: Spec) -> Iterator[Edit]:
    """Remove a CR before LF; replace any other by LF, as Python and Sphinx read it."""
    for number, line in enumerate(spec.lines, 1):
        for match in _CARRIAGE_RETURNS.finditer(line):
            before_line_feed = match.end() == len(line) and number < len(spec.lines)
            text = "" if before_line_feed else "\n" * len(match[0])
            yield Edit(number, match.start() + 1, number, match.end() + 1, text)
