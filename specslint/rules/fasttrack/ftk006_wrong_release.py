"""FTK006 wrong-release."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.model.releases import is_earlier
from specslint.rules import rule
from specslint.rules.fasttrack._tags import (
    line_for,
    listed,
    newest_target,
    proposed,
    source_releases,
    tags_of,
)

_MOST = 20
"""A tag with more releases is not written out."""


@rule(code="FTK006", name="wrong-release", severity=Severity.ERROR, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Name in the tag the release that approved the spec.

    The release is neither the one that the spec is proposed to, nor one without such a
    spec. It is a warning if the tag also names a right release.

    Why:
        The tag tells reviewers where to find the approved spec.

    Bad:
        "Previously-approved: kilo" for a spec that is added to kilo.

    Good:
        "Previously-approved: juno" for a copy of juno's spec in kilo.

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    added = proposed(changes)
    if not added:
        return
    had = source_releases(added)
    words = [word for tag in tags_of(changes) for word in tag.releases]
    having, targets = set(had), {addition.place.release for addition in added}
    newest = newest_target(added)
    right = list(dict.fromkeys(r for word in words if (r := word.release or "") in having))
    advice = "no earlier one has such a spec, remove the tag"
    if had:
        have = "has" if len(had) == 1 else "have"
        wanted = right if 0 < len(right) <= _MOST else had[:1]
        advice = f'{listed(had)} {have} it, write "{line_for(wanted)}"'
    seen = set()
    for word in words:
        release = word.release or ""
        if release in having or release in seen:
            continue
        seen.add(release)
        earlier = is_earlier(release, newest)
        if earlier and not had:
            continue  # FTK003 reports it
        if release in targets:
            problem = f'"{word.written}" is the release proposed to'
        elif earlier:
            problem = f'"{word.written}" has no such spec'
        else:
            problem = f'"{word.written}" is later than the release proposed to'
        severity = Severity.WARNING if right else None
        yield Finding(word.location, f"{problem}: {advice}", severity)
