"""FTK002 changed-copy."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.rules import rule
from specslint.rules.fasttrack._tags import SIMILAR, where

_COPY = 0.5
"""The similarity below which git does not report a copy either."""


@rule(code="FTK002", name="changed-copy", severity=Severity.INFO, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """A copy without a tag that has changed since its approval needs the full review.

    Less than 80 % of the text is unchanged, in the introduction and the sections that both
    templates have. If less than half is unchanged, the two specs may only have the same
    name.

    Why:
        The finding tells authors and reviewers that there is an earlier spec, and
        where the two differ.

    Bad:
        A copy with a rewritten proposed change, and no tag.

    Good:
        The same copy without a tag: this is not a fault, and requires no action.

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    if changes.message is None or changes.message.tags:
        return
    for addition in changes.reproposals:
        comparison, source = addition.comparison, addition.source
        if comparison is None or source is None or comparison.alike >= SIMILAR:
            continue
        is_namesake = addition.similarity is None
        alike = f"({source.path}, {comparison.percent} % unchanged)"
        if is_namesake and comparison.alike < _COPY:
            message = f"an earlier spec has this name {alike}"
        else:
            found = "an earlier spec" if is_namesake else "a spec of another name"
            message = f"changed from {found} {alike}, in {where(comparison)}"
        yield Finding(
            addition.spec.at(comparison.line),
            f"{message}: without a tag this is a new proposal",
        )
