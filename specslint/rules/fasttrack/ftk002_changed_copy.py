"""FTK002: an untagged copy that changed goes through the full review."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.rules import rule
from specslint.rules.fasttrack._tags import IN_SUBSTANCE, listed


@rule(code="FTK002", name="changed-copy", severity=Severity.INFO, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Know that a copy which changed, and has no tag, gets the full review.

    Less than 80 % of the sections that both templates have is unchanged. Where
    the changes are none of substance after all, the tag may be added.

    Why:
        It tells author and reviewers alike what became of the spec that was
        approved before, and where to look.

    Bad:
        A copy whose proposed change was written anew, and no tag.

    Good:
        The same copy, and no tag: this is no fault, and nothing is to be done.

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    if changes.message is None or changes.message.tags:
        return
    for addition in changes.reproposals:
        comparison, source = addition.comparison, addition.source
        if comparison is None or source is None or comparison.unchanged >= IN_SUBSTANCE:
            continue
        line = comparison.changed[0].line if comparison.changed else 1
        sections = listed(comparison.titles) or "the text as a whole"
        yield Finding(
            addition.spec.at(line),
            f"this is a copy of {source.path}, and {comparison.percent} % of its substance is"
            f" unchanged: without a tag it goes through the full review (changed: {sections})",
        )
