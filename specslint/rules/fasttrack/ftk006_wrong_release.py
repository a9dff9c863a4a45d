"""FTK006: the tag names a release that has the spec."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.model.releases import is_earlier
from specslint.rules import rule
from specslint.rules.fasttrack._tags import line_for, listed, proposed, source_releases, tags_of


@rule(code="FTK006", name="wrong-release", severity=Severity.ERROR, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Name in the tag the release that approved the spec.

    Not the release that it is proposed to, nor one that has no such spec where
    another has it. It is a warning where the tag names a right release as well.

    Why:
        The tag tells the reviewers where to find the spec that was approved.

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
    right = [release for word in words if (release := word.release or "") in had]
    seen = set()
    for word in words:
        release = word.release or ""
        if release in had or release in seen:
            continue
        seen.add(release)
        earlier = any(is_earlier(release, addition.place.release) for addition in added)
        if earlier and not had:
            continue  # FTK003 reports it
        if any(addition.place.release == release for addition in added):
            problem = f'"{word.written}" is the release proposed to'
        elif earlier:
            problem = f'"{word.written}" has no such spec'
        else:
            problem = f'"{word.written}" is later than the release proposed to'
        if had:
            have = "has" if len(had) == 1 else "have"
            wanted = list(dict.fromkeys(right)) or had[:1]
            advice = f'{listed(had)} {have} it, write "{line_for(wanted)}"'
        else:
            advice = "no earlier one has such a spec, remove the tag"
        severity = Severity.WARNING if right else None
        yield Finding(word.location, f"{problem}: {advice}", severity)
