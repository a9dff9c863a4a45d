"""Functions and limits that the rules on the tag share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specslint.model.change import Addition, ChangeSet, Comparison
from specslint.model.message import Tag
from specslint.model.releases import BACKLOG, newest_first
from specslint.model.spec import Place

IN_SUBSTANCE = 0.95
"""A copy of which this much is unchanged is in substance its source.

Source: the contract of the rules, "FTK"; of the re-proposals of nova-specs that have the
tag, three of four are that much unchanged.
"""

SIMILAR = 0.8
"""A copy of which this much is unchanged may be in substance its source."""

_SHOWN = 3
"""The number of sections that a message names at most."""

_LISTED = 6  # releases or paths


def line_for(releases: Iterable[str]) -> str:
    """The tag in its correct spelling."""
    return f"Previously-approved: {', '.join(releases)}"


def proposed(changes: ChangeSet) -> tuple[Addition, ...]:
    """The specs that are added to the ``approved/`` directory of a release, not the backlog."""
    return tuple(a for a in changes.approvals if a.place.release != BACKLOG)


def source_releases(additions: Iterable[Addition]) -> list[str]:
    """The releases that have the added specs, newest first."""
    return list(dict.fromkeys(place.release for a in additions for place in a.sources))


def untagged(
    changes: ChangeSet, least: float = IN_SUBSTANCE
) -> Iterator[tuple[Addition, Place, Comparison]]:
    """The copies that a message without a tag does not declare, each with its source.

    :param changes: the change; without a message there are none.
    :param least: how much of a copy has to be unchanged.
    """
    if changes.message is None or changes.message.tags:
        return
    for addition in changes.reproposals:
        comparison, source = addition.comparison, addition.source
        if comparison is not None and source is not None and comparison.alike >= least:
            yield addition, source, comparison


def where(comparison: Comparison) -> str:
    """The sections that differ, for a sentence."""
    places = ["the introduction"] if comparison.introduction else []
    places += [f'"{title}"' for title in comparison.titles]
    if len(places) > _SHOWN:
        more = len(places) - _SHOWN + 1
        places = [*places[: _SHOWN - 1], f"{more} more sections"]
    return _sentence(places) or "the text as a whole"


def tags_of(changes: ChangeSet) -> tuple[Tag, ...]:
    """The tags of the message, if there is one."""
    return changes.message.tags if changes.message else ()


def listed(names: Iterable[str]) -> str:
    """The first names of a list, for a sentence: ``"a", "b" and "c"``."""
    quoted = [f'"{name}"' for name in names]
    more = len(quoted) - _LISTED
    return _sentence([*quoted[:_LISTED], f"{more} more"] if more > 0 else quoted)


def newest_target(additions: Iterable[Addition]) -> str:
    """The newest release that specs are proposed to.

    :param additions: at least one, none of them to the backlog.
    """
    return newest_first({addition.place.release for addition in additions})[0]


def _sentence(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
