"""TXT006 final-newline."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Edit, Finding, Location, Severity
from specslint.model.spec import Spec
from specslint.rules import rule


@rule(code="TXT006", name="final-newline", severity=Severity.WARNING, fix="safe")
def check(spec: Spec) -> Iterator[Finding]:
    r"""End the file with one newline, and with no blank lines.

    An empty file is allowed. Blank lines at the end are an info.

    Why:
        Git marks a last line without a newline in every diff, and appending a line
        after it changes two lines. Blank lines at the end are remains of deleted
        text.

    Bad:
        the last words<end of file>

    Good:
        the last words\n<end of file>

    Source:
        POSIX.1-2017, Base Definitions, 3.206 "Line": zero or more characters and a
        newline; ``git diff --check`` reports blank lines at the end of a file.
    """
    lines = spec.lines
    if lines == ("",):
        return
    last = len(lines) - 1 if lines[-1] == "" else len(lines)
    text_end = last
    while text_end and not lines[text_end - 1].strip(" \t\r"):
        text_end -= 1
    blank = last - text_end
    if blank:
        end = len(lines), len(lines[-1]) + 1
        found, it = ("a blank line", "it") if blank == 1 else (f"{blank} blank lines", "them")
        yield Finding(
            Location(spec.path, text_end + 1, 1, last, len(lines[last - 1]) + 1),
            f"{found} at the end of the file: remove {it}",
            Severity.INFO,
            fix=spec.fix([Edit(text_end + 1, 1, *end, "")]),
        )
    elif last == len(lines):
        column = len(lines[-1]) + 1
        # A carriage return there is part of the line end.
        text = len(lines[-1].rstrip("\r"))
        yield Finding(
            spec.at(last, column),
            "no newline at the end of the file: add one after the last line",
            fix=spec.fix([Edit(last, text + 1, last, column, spec.line_end)]),
        )
