"""TXT003: lines end with LF alone."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model import Finding, Severity, Spec
from specslint.rules import rule


@rule(code="TXT003", name="carriage-return", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    r"""End lines with LF, not with CR LF.

    One finding for a file, at its first CR, with the number of them.

    Why:
        A file with CR LF line ends differs from its earlier version in every line,
        so no reviewer finds what changed. The gate of nova-specs rejects it.

    Bad:
        The scheduler waits.\r\n

    Good:
        The scheduler waits.\n

    Source:
        The check of carriage returns in the gate's test of titles of nova-specs
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
    )
