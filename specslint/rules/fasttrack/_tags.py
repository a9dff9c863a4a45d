"""What the rules on the tag have in common."""

from __future__ import annotations

from collections.abc import Iterable

from specslint.model.change import Addition, ChangeSet, Tag
from specslint.model.releases import BACKLOG

IN_SUBSTANCE = 0.8
"""A copy of which this much is unchanged is in substance its source.

Source: the contract of the rules, "FTK".
"""


def line_for(releases: Iterable[str]) -> str:
    """The tag as it is to be written."""
    return f"Previously-approved: {', '.join(releases)}"


def proposed(changes: ChangeSet) -> tuple[Addition, ...]:
    """The specs that come to stand in a release's ``approved/``; the backlog is none."""
    return tuple(a for a in changes.approvals if a.place.release != BACKLOG)


def source_releases(additions: Iterable[Addition]) -> list[str]:
    """The releases that have the specs added, the newest first, each once."""
    return list(dict.fromkeys(place.release for a in additions for place in a.sources))


def tags_of(changes: ChangeSet) -> tuple[Tag, ...]:
    """The tags of the message, if there is one."""
    return changes.message.tags if changes.message else ()


def listed(names: Iterable[str]) -> str:
    """Names as in a sentence: ``"a", "b" and "c"``."""
    quoted = [f'"{name}"' for name in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))
