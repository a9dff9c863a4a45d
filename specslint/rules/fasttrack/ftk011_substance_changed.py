"""FTK011 substance-changed."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.rules import rule
from specslint.rules.fasttrack._tags import IN_SUBSTANCE, tags_of, where


@rule(code="FTK011", name="substance-changed", severity=Severity.WARNING, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Change a tagged copy only as far as the new template requires.

    The message names the sections that differ, and the number of words. Names of releases
    are ignored, and so are sections that only one of the two templates has and sections
    that change with every release (History, Assignee(s), Feature Liaison, Project Priority,
    Work Items, Dependencies and References). Text may move to a new section.

    It is an info if at least 95 % of the text is unchanged.

    Why:
        One reviewer merges a tagged copy, because its text was reviewed before. New
        text needs the same review as that of any other spec.

    Bad:
        A tagged copy with a different data model.

    Good:
        A tagged copy with new work items and the new sections of the template.

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
