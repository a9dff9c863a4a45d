"""FTK009 newest-omitted."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.rules import rule
from specslint.rules.fasttrack._tags import line_for, tags_of


@rule(code="FTK009", name="newest-omitted", severity=Severity.WARNING, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Name in the tag the newest earlier release that approved the spec.

    Why:
        The newest approval is the one that counts: reviewers compare with it.

    Bad:
        "Previously-approved: juno" for a spec that juno and kilo approved.

    Good:
        Previously-approved: juno, kilo

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    tags = tags_of(changes)
    words = [word for tag in tags for word in tag.releases]
    tagged = {word.release: word for word in reversed(words)}  # the first of each
    for addition in changes.reproposals:
        releases = [place.release for place in addition.sources]
        named = [release for release in releases if release in tagged]
        if named and releases[0] not in tagged:
            word = tagged[named[0]]
            wanted = [*reversed(list(dict.fromkeys(named))), releases[0]]
            yield Finding(
                word.location,
                f'"{releases[0]}" approved the spec last ({addition.sources[0].path}):'
                f' write "{line_for(wanted)}"',
            )
