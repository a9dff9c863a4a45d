"""FTK008 source-implemented."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.model.spec import Status
from specslint.rules import rule


@rule(code="FTK008", name="source-implemented", severity=Severity.INFO, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Propose an implemented spec again only if its implementation is partial.

    Why:
        Specs in ``implemented/`` count as completed. A copy for a remaining part is
        welcome, and reviewers want to know which part.

    Bad:
        A copy of specs/juno/implemented/quick-resize.rst that is completely done.

    Good:
        The same copy, if it says what remains to be done.

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    for addition in changes.reproposals:
        source = addition.source
        if source is not None and source.status is Status.IMPLEMENTED:
            yield Finding(
                addition.location,
                f"{source.path} is implemented: propose it again only if a part is left, and say"
                " which",
            )
