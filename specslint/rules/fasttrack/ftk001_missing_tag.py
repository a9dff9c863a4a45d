"""FTK001: a copy of an earlier release's spec has the tag."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet, CommitMessage
from specslint.model.findings import COMMIT_MESSAGE_PATH, Finding, Location, Scope, Severity
from specslint.rules import rule
from specslint.rules.fasttrack._tags import IN_SUBSTANCE, line_for


@rule(code="FTK001", name="missing-tag", severity=Severity.ERROR, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Tag the copy of a spec that an earlier release approved.

    The spec is in substance its source: at least 80 % of the sections that both
    templates have is unchanged. The message names the line to add, and where. A
    line that is nearly the tag, as ``Previosly-approved``, is none: nobody who
    looks for the tag finds it.

    Why:
        A tagged copy is on the fast track: it is merged with one +2. Without the
        tag it waits for a full review, like any new proposal.

    Bad:
        Propose quick-resize again

        Change-Id: I0123456789012345678901234567890123456789

    Good:
        Propose quick-resize again

        Previously-approved: juno
        Change-Id: I0123456789012345678901234567890123456789

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    message = changes.message
    if message is None or message.tags:
        return
    for addition in changes.reproposals:
        comparison, source = addition.comparison, addition.source
        if comparison is None or source is None or comparison.unchanged < IN_SUBSTANCE:
            continue
        location, advice = _place(message, line_for([source.release]))
        yield Finding(
            location,
            f"{addition.place.path} is a copy of {source.path} ({comparison.percent} % of its"
            f" substance is unchanged), and the message does not say so: {advice}",
        )


def _place(message: CommitMessage, tag: str) -> tuple[Location, str]:
    """Where the tag is to stand, and what to do."""
    if message.misspelt:
        found = message.misspelt[0]
        return found.location, f'line {found.line} reads "{found.text}", write "{tag}"'
    if message.change_ids:
        line = message.change_ids[0].line
        return Location(COMMIT_MESSAGE_PATH, line), f'add the line "{tag}" above the Change-Id'
    return message.end, f'add the line "{tag}" at its end'
