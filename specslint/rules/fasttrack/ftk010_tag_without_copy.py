"""FTK010 tag-without-copy."""

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
        Reviewers who search for the tag would merge another kind of change with one
        +2, such as an amendment of an approved spec.

    Bad:
        "Previously-approved: juno" for a change to a spec that already is in kilo.

    Good:
        The same message without that line.

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    if changes.approvals:
        return
    for tag in tags_of(changes):
        if tag.is_sentence:
            continue  # the message may describe an earlier commit
        yield Finding(
            tag.location,
            "the tag has no copy, because this change adds no spec to approved/: remove the line,"
            " or add the spec",
        )
