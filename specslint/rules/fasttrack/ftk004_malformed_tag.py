"""FTK004 malformed-tag."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.rules import rule
from specslint.rules.fasttrack._tags import line_for, proposed, source_releases, tags_of


@rule(code="FTK004", name="malformed-tag", severity=Severity.WARNING, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Spell the tag "Previously-approved: RELEASE".

    A malformed line still counts as a tag. It has spaces or underscores in its key, other
    words next to the key, no colon or no value, characters that only look like the right
    ones, or a commit, Change-Id or review instead of the release.

    Why:
        Reviewers search for the tag to find copies on the fast track, and git's own
        tools recognize a trailer by its hyphens and its colon.

    Bad:
        Previously approved: juno

    Good:
        Previously-approved: juno

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    had = source_releases(proposed(changes))
    for tag in tags_of(changes):
        if not tag.problem:
            continue
        named = list(dict.fromkeys(word.release for word in tag.releases if word.release))
        right = [release for release in named if release in had]
        releases = right or had[:1] or named or ["RELEASE"]
        yield Finding(
            tag.location,
            f'malformed tag, {tag.problem}: write "{line_for(releases)}"',
        )
