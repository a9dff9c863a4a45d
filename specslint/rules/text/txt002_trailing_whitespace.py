"""TXT002 trailing-whitespace."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Edit, Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.text._lines import gate_lines, gate_severity


@rule(code="TXT002", name="trailing-whitespace", severity=Severity.ERROR, fix="safe")
def check(spec: Spec) -> Iterator[Finding]:
    """Remove spaces and tabs at the end of lines.

    This includes lines that consist of white space only. A line that ends with a tab is a
    warning, because the gate looks for spaces only. In an abandoned spec, which the gate
    does not check, every such line is a warning. In a file with CR LF line ends, the white
    space before the CR counts.

    Why:
        It is invisible, and many editors remove it, so that the next author's change
        contains unrelated lines. The gate of nova-specs rejects it.

    Bad:
        The scheduler waits.<space><space>

    Good:
        The scheduler waits.

    Source:
        The check of trailing spaces in the gate of nova-specs
        (tests/test_titles.py). specslint adds tabs, which ``git diff --check``
        reports as well.
    """
    if not _may_have_any(spec.source.text):
        return
    for number, start, line in gate_lines(spec):
        text = line.rstrip(" \t")
        extra = len(line) - len(text)
        if extra:
            has_tabs, has_spaces = "\t" in line[len(text) :], " " in line[len(text) :]
            if has_tabs and has_spaces:
                kind = "spaces and tabs"
            else:
                kind = ("tab" if has_tabs else "space") + ("s" if extra > 1 else "")
            it = "it" if extra == 1 else "them"
            first, last = start + len(text) + 1, start + len(line) + 1
            yield Finding(
                spec.at(number, first, last),
                f"{extra} {kind} at the end of the line: remove {it}"
                if text
                else f"{extra} {kind} on a blank line: remove {it}",
                Severity.WARNING if line.endswith("\t") else gate_severity(spec),
                fix=spec.fix([Edit(number, first, number, last, "")]),
            )


def _may_have_any(text: str) -> bool:
    """Whether a space or a tab may precede the end of a line of a text."""
    return "\t" in text or "\r" in text or " \n" in text or text.endswith(" ")
