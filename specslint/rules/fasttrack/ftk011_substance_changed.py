"""FTK011: a tagged copy says what its source says."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.rules import rule
from specslint.rules.fasttrack._tags import listed, tags_of


@rule(code="FTK011", name="substance-changed", severity=Severity.WARNING, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Change in a tagged copy no more than the new template asks for.

    The message names the sections that differ. Sections that only one of the two
    templates has, ``History``, ``Assignee(s)``, ``Work Items`` and ``References``
    may differ, and text may move to a section that is new.

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
        line = comparison.changed[0].line if comparison.changed else 1
        sections = listed(comparison.titles) or "the text as a whole"
        yield Finding(
            addition.spec.at(line),
            f"the copy differs from {source.path} in {sections} ({comparison.percent} % of the"
            " substance is unchanged): tell the reviewers, or leave it as it was approved",
        )
