"""SUP002 unknown-code."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, PragmaUse, Scope, Severity
from specslint.rules import rule


@rule(code="SUP002", name="unknown-code", severity=Severity.ERROR, scope=Scope.PRAGMAS)
def check(use: PragmaUse) -> Iterator[Finding]:
    """A pragma is malformed, or names a code that does not exist.

    Why:
        A mistyped pragma silences nothing, although its author expects it to.

    Bad:
        .. specslint: disable=TXT01 a long table

    Good:
        .. specslint: disable=TXT001 a long table

    Source:
        The list of specslint's rules.
    """
    for pragma in use.pragmas:
        if pragma.problem:
            yield Finding(
                Location(use.path, pragma.line, pragma.column),
                f'malformed pragma: {pragma.problem}, as in ".. specslint: disable=TXT001 reason"',
            )
            continue
        for code, column in pragma.codes:
            if code in use.known:
                continue
            import difflib  # where something is wrong

            close = difflib.get_close_matches(code.upper()[:20], sorted(use.known), 1)
            hint = f'; did you mean "{close[0]}"?' if close else ""
            yield Finding(
                Location(use.path, pragma.line, column, pragma.line, column + len(code)),
                f'there is no rule "{code}"{hint}',
            )
