"""MSG002 blueprint-missing."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.rules import rule


@rule(code="MSG002", name="blueprint-missing", severity=Severity.OFF, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Name the blueprint in the message of a change that adds a spec.

    This rule is off unless the configuration sets its severity.

    Why:
        Gerrit's hooks then link the review to the blueprint, and the blueprint to
        the review.

    Bad:
        Propose quick-resize

    Good:
        Propose quick-resize

        blueprint quick-resize

    Source:
        OpenStack's guide for developers on the commit message ("Implements:
        blueprint", "Partially implements: blueprint").
    """
    message = changes.message
    added = [addition for addition in changes.approvals if not addition.moved_from]
    if message is None or message.blueprints or not added:
        return
    name = added[0].place.name
    yield Finding(
        message.end,
        f'the message names no blueprint: add a line such as "blueprint {name}"',
    )
