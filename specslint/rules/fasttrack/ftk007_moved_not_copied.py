"""FTK007 moved-not-copied."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.rules import rule


@rule(code="FTK007", name="moved-not-copied", severity=Severity.ERROR, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Copy the spec of an earlier release, and leave it where it is.

    Moves within one release, and moves out of the backlog, are allowed.

    Why:
        The directory of each release records what was approved for it, and links to
        the published document must keep working.

    Bad:
        git mv specs/juno/approved/quick-resize.rst specs/kilo/approved/

    Good:
        cp specs/juno/approved/quick-resize.rst specs/kilo/approved/

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    removed = changes.removed
    for addition in changes.reproposals:
        for source in addition.sources:
            if source.path in removed:
                yield Finding(
                    addition.location,
                    f"moved here from {source.path}: restore that file, because a spec is copied"
                    " to a later release",
                )
