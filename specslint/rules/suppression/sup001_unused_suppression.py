"""SUP001 unused-suppression."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, PragmaUse, Scope, Severity
from specslint.rules import rule


@rule(code="SUP001", name="unused-suppression", severity=Severity.WARNING, scope=Scope.PRAGMAS)
def check(use: PragmaUse) -> Iterator[Finding]:
    """A pragma silences nothing.

    Why:
        A pragma that is no longer needed would silence a later finding that nobody
        has reviewed.

    Bad:
        .. specslint: disable=TXT001 in a section with short lines only

    Good:
        the section without the pragma

    Source:
        specslint's own policy: each pragma must have a reason.
    """
    for pragma in use.pragmas:
        if pragma.problem:
            continue
        for code, column in pragma.codes:
            if code not in use.ran or (pragma.line, code) in use.used:
                continue
            if use.known.get(code) == "FTK":
                message = f"{code} cannot be silenced by a pragma: set its severity instead"
            elif use.known.get(code) == "SUP":
                message = f"{code} cannot be silenced by a pragma: remove it from the pragma"
            else:
                where = f"lines {pragma.first_line} to {pragma.last_line}"
                message = f"{code} reports nothing in {where}: remove it from the pragma"
            yield Finding(
                Location(use.path, pragma.line, column, pragma.line, column + len(code)), message
            )
