"""FTK003 no-source."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Scope, Severity
from specslint.model.releases import is_earlier
from specslint.rules import rule
from specslint.rules.fasttrack._tags import (
    listed,
    newest_target,
    proposed,
    source_releases,
    tags_of,
)

_SHOWN = 3
"""The number of paths that a message names at most."""


@rule(code="FTK003", name="no-source", severity=Severity.ERROR, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Use the tag only for a spec that an earlier release has.

    The tag names a known earlier release, but no earlier release has a spec of that name,
    nor one of which git considers the new spec a copy. A release or a number at the end of
    the name is ignored, as in ``x-newton`` or ``x-2``.

    Why:
        The tag says that the spec needs no full review. A spec that was never
        approved needs one.

    Bad:
        "Previously-approved: juno" in the message of a new proposal.

    Good:
        The same message without that line.

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    added = proposed(changes)
    if not added or source_releases(added):
        return
    paths = ", ".join(addition.place.path for addition in added[:_SHOWN])
    if len(added) > _SHOWN:
        paths += f" and {len(added) - _SHOWN} more"
    newest = newest_target(added)
    for tag in tags_of(changes):
        named = [word for word in tag.releases if is_earlier(word.release or "", newest)]
        if named:
            releases = list(dict.fromkeys(word.release or "" for word in named))
            have = "has" if len(releases) == 1 else "have"
            yield Finding(
                named[0].location,
                f"{listed(releases)} {have} no spec like {paths}, nor has another earlier release:"
                " remove the tag, or name the file as it was",
            )
