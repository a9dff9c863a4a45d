"""FTK011: a tagged copy says what its source says."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.rules import rule
from specslint.rules.fasttrack._tags import IN_SUBSTANCE, tags_of, where


@rule(code="FTK011", name="substance-changed", severity=Severity.WARNING, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Change in a tagged copy no more than the new template asks for.

    The message names the sections that differ, and how many words. Not looked at are the
    sections that only one of the two templates has, those that change with every release
    (History, Assignee(s), Feature Liaison, Project Priority, Work Items, Dependencies and
    References) and names of releases; and text may move to a section that is new.

    From 95 % unchanged text on, it is an info.

    Why:
        One reviewer merges a tagged copy, in the belief that it was all read
        before. What is new deserves as many eyes as it would have got otherwise.

    Bad:
        A tagged copy with another data model.

    Good:
        A tagged copy with new work items and the sections that are new.

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    if not tags_of(changes):
        return
    for addition in changes.reproposals:
        comparison, source = addition.comparison, addition.source
        if comparison is None or source is None or comparison.is_equal:
            continue
        is_small = comparison.unchanged >= IN_SUBSTANCE
        differ = f"{comparison.words} words differ" if comparison.words > 1 else "a word differs"
        advice = "say in the message what changed"
        if not is_small:
            advice = f"drop the tag if the change is functional, else {advice}"
        yield Finding(
            addition.spec.at(comparison.line),
            f"{differ} from the approved text, in {where(comparison)}: {advice}",
            Severity.INFO if is_small else None,
        )
