"""TXT001 line-too-long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.text._lines import gate_lines, gate_severity

LIMIT = 79

# A single word cannot be wrapped. One that white space follows can: by removing it.
_SINGLE_WORD = re.compile(r"\s*\S+\Z")


@rule(code="TXT001", name="line-too-long", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """Wrap the text at 79 characters.

    Three kinds of lines may be longer: lines that contain a URL, lines that consist of a
    single word, and indented or blank lines after a line with ``::``, which count as a
    literal block or the content of a directive. In an abandoned spec, which the gate does
    not check, a long line is a warning.

    Why:
        Reviewers read a spec in Gerrit with two versions side by side, and comment
        on single lines. The gate of nova-specs rejects longer lines.

    Bad:
        The scheduler asks every compute host for its capacity, and then it weighs the answers.

    Good:
        The scheduler asks every compute host for its capacity, and then it weighs
        the answers.

    Source:
        The note on wrapping at the top of nova-specs' template, and the check of
        line wrapping in its gate (tests/test_titles.py).
    """
    text = spec.source.text
    if "\r" not in text:
        long = [line for line in spec.lines if len(line) > LIMIT]
        if not any(map(_is_wrappable, long)):
            return
    in_literal = False
    for number, start, line in gate_lines(spec):
        if in_literal and (not line or line.startswith(" ")):
            continue
        # Any other line ends the block; it may begin the next one.
        in_literal = "::" in line
        if _is_wrappable(line):
            yield Finding(
                spec.at(number, start + LIMIT + 1, start + len(line) + 1),
                f"the line has {len(line)} characters, at most {LIMIT} are allowed: wrap it",
                gate_severity(spec),
            )


def _is_wrappable(line: str) -> bool:
    """Whether a line is too long, and neither has a URL nor is a single word."""
    return (
        len(line) > LIMIT
        and "http://" not in line
        and "https://" not in line
        and not _SINGLE_WORD.match(line)
    )
