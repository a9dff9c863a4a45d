"""PLC004 born-implemented."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.model.spec import Status
from specslint.rules import rule


@rule(code="PLC004", name="born-implemented", severity=Severity.ERROR, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Add a new spec to ``approved/``, not to ``implemented/``.

    A spec may move to ``implemented/`` from another directory of the same release.

    Why:
        The specs in ``implemented/`` were approved and completed. Nobody reviews a
        file that is added there as a proposal.

    Bad:
        A commit that adds specs/kilo/implemented/quick-resize.rst.

    Good:
        A commit that adds specs/kilo/approved/quick-resize.rst.

    Source:
        The README of nova-specs on the layout of the repository.
    """
    for addition in changes.additions:
        place = addition.place
        if place.status is not Status.IMPLEMENTED:
            continue
        approved = changes.layout.spec_path(place.release, Status.APPROVED, place.name)
        moved = addition.moved_from
        if approved in changes.before or (
            moved and changes.layout.release_of(moved) == place.release
        ):
            continue
        yield Finding(
            addition.location,
            f"{place.release} has never approved this spec: add a new proposal as {approved}",
        )
