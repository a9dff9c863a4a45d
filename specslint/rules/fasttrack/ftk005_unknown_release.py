"""FTK005 unknown-release."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.model.releases import closest
from specslint.rules import rule
from specslint.rules.fasttrack._tags import line_for, proposed, source_releases, tags_of

_GUESSED = 20
"""The number of words of a tag that are compared with the names of releases."""


@rule(code="FTK005", name="unknown-release", severity=Severity.ERROR, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Name a release in the tag.

    Other words next to a release are ignored.

    Why:
        The tag tells reviewers where to find the approved spec.

    Bad:
        Previously-approved: jnuo

    Good:
        Previously-approved: juno

    Source:
        The README of nova-specs on specs that were approved in an earlier release;
        https://releases.openstack.org/ for the names.
    """
    had = source_releases(proposed(changes))
    for tag in tags_of(changes):
        if not tag.words or tag.releases or any(word.is_reference for word in tag.words):
            continue  # FTK004 reports a commit or a review
        few = tag.words[:_GUESSED]
        guesses = (closest(word.written, had) or closest(word.written) for word in few)
        guess = next(filter(None, guesses), None)
        if guess:
            advice = f'did you mean "{guess}"?'
        elif had:
            advice = f'write "{line_for(had[:1])}"'
        else:
            advice = "name the release that approved the spec"
        value = " ".join(word.written for word in tag.words)
        yield Finding(tag.words[0].location, f'"{value}" is no release: {advice}')
