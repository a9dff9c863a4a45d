"""FTK010: the tag stands in the message of a copy."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.rules import rule
from specslint.rules.fasttrack._tags import tags_of


@rule(code="FTK010", name="tag-without-copy", severity=Severity.WARNING, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Use the tag only where a spec is added to an ``approved/`` directory.

    Why:
        Reviewers who search for the tag would merge, with one +2, a change that
        is nothing of the kind: the amendment of an approved spec, for example.

    Bad:
        "Previously-approved: juno" for a change to a spec that is in kilo already.

    Good:
        The same message without that line.

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    if changes.approvals:
        return
    for tag in tags_of(changes):
        if tag.is_sentence:
            continue  # it tells of earlier times, as a message may
        yield Finding(
            tag.location,
            "a tag without a copy, this change adds no spec to approved/: remove the line, or add"
            " the spec",
        )
