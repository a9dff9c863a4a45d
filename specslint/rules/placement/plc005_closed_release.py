"""PLC005 closed-release."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.model.releases import BACKLOG, open_for_proposals
from specslint.rules import rule


@rule(code="PLC005", name="closed-release", severity=Severity.WARNING, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Propose a spec to a release that is open for proposals.

    If the configuration names the open releases (``open-releases``), a spec for another one
    is an error. Otherwise, the two newest releases that have a template count as open. The
    backlog is always open.

    Why:
        A closed release accepts no new specs. The proposal would have to move to
        another release, which has another template.

    Bad:
        A commit that adds specs/juno/approved/quick-resize.rst when kilo and
        liberty have a template.

    Good:
        A commit that adds specs/liberty/approved/quick-resize.rst.

    Source:
        The README of nova-specs: specs are proposed for a given release.

    Settings:
        open-releases
    """
    configured = changes.open_releases
    releases = open_for_proposals(configured, changes.templates)
    if configured is None and not releases:
        return
    severity = None if configured is None else Severity.ERROR
    for addition in changes.additions:
        release = addition.place.release
        moved = addition.moved_from
        if release in (*releases, BACKLOG) or (
            moved and changes.layout.release_of(moved) == release
        ):
            continue
        are = ", ".join(releases) or "none"
        yield Finding(
            addition.location,
            f'"{release}" is not open for proposals (open: {are}): add the spec to an open'
            " release or to the backlog",
            severity,
        )
