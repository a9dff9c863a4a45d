"""The standing of a release: frozen values, made from git's history and rendered by others."""

from __future__ import annotations

import enum
from typing import NamedTuple


class State(enum.Enum):
    """What has become of a spec."""

    APPROVED = "approved"
    IMPLEMENTED = "implemented"
    ABANDONED = "abandoned"
    PROPOSED = "proposed"  # in review, not merged


class Review(NamedTuple):
    """A change in Gerrit. ``status`` is Gerrit's, in small letters: new, merged, abandoned."""

    number: int
    url: str | None
    status: str


class SpecStatus(NamedTuple):
    """A spec of the release.

    ``blueprint`` is a URL. ``commit`` and ``date`` are those of the commit that added it to the
    release (None where it is only proposed); ``previously_approved`` are the
    releases that this commit's tag names, and ``reproposed_to`` the later
    releases that hold a copy of the spec.
    """

    name: str
    path: str
    title: str
    blueprint: str | None
    area: str | None
    state: State
    fast_tracked: bool = False
    previously_approved: tuple[str, ...] = ()
    reproposed_to: tuple[str, ...] = ()
    review: Review | None = None
    commit: str | None = None
    date: str | None = None  # ISO 8601, UTC


class Point(NamedTuple):
    """How many specs of the release were approved and implemented from a day on.

    ``approved`` counts those that stand in the release at all, implemented
    ones, too.
    """

    date: str  # a day: 2015-01-23
    approved: int
    implemented: int


class SentOn(NamedTuple):
    """How many specs an earlier release sent on to the release described."""

    release: str
    specs: int  # that the earlier release approved
    sent_on: int  # of them: those re-proposed to this release


class Moved(NamedTuple):
    """A spec that was re-proposed to a later release."""

    name: str
    to: str


class Changes(NamedTuple):
    """What changed between two states: names of specs, sorted."""

    since: str  # the full hash of the earlier commit
    date: str  # its date
    approved: tuple[str, ...] = ()
    implemented: tuple[str, ...] = ()
    moved_on: tuple[Moved, ...] = ()


class ReleaseStatus(NamedTuple):
    """All there is to say of a release at a commit.

    ``specs`` are sorted by area, those without one last, then by title.
    """

    release: str
    at: str  # the full hash of the commit described
    date: str  # its date, ISO 8601, UTC
    specs: tuple[SpecStatus, ...] = ()
    timeline: tuple[Point, ...] = ()
    sent_on: tuple[SentOn, ...] = ()
    changes: Changes | None = None
