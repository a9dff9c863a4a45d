"""The values of a release's status."""

from __future__ import annotations

import enum
from typing import NamedTuple


class State(enum.Enum):
    """The state of a spec."""

    APPROVED = "approved"
    IMPLEMENTED = "implemented"
    ABANDONED = "abandoned"
    PROPOSED = "proposed"  # in review, not merged


class Review(NamedTuple):
    """A change in Gerrit. ``status`` is Gerrit's, in lower case: new, merged, abandoned."""

    number: int
    url: str | None
    status: str


class SpecStatus(NamedTuple):
    """A spec of the release.

    ``blueprint`` is a URL. ``commit`` and ``date`` are those of the commit that added
    it to the release (None if it is only proposed); ``previously_approved`` are the
    releases that this commit's tag names, and ``reproposed_to`` the later releases that
    have a copy of the spec.
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
    """The numbers of approved and implemented specs of the release from a day on.

    ``approved`` counts all specs of the release, including implemented ones.
    """

    date: str  # a day: 2015-01-23
    approved: int
    implemented: int


class SentOn(NamedTuple):
    """The number of specs of an earlier release that were re-proposed to this one."""

    release: str
    specs: int  # the number that the earlier release approved
    sent_on: int  # the number of these that were re-proposed to this release


class Moved(NamedTuple):
    """A spec that was re-proposed to a later release."""

    name: str
    to: str


class Changes(NamedTuple):
    """What changed between two states: sorted names of specs."""

    since: str  # the full hash of the earlier commit
    date: str  # its date
    approved: tuple[str, ...] = ()
    implemented: tuple[str, ...] = ()
    moved_on: tuple[Moved, ...] = ()


class ReleaseStatus(NamedTuple):
    """The status of a release at a commit.

    ``specs`` are sorted by area, those without one last, then by title; ``left_only``
    says that they are just those which are approved and not implemented.
    """

    release: str
    at: str  # the full hash of the commit described
    date: str  # its date, ISO 8601, UTC
    specs: tuple[SpecStatus, ...] = ()
    timeline: tuple[Point, ...] = ()
    sent_on: tuple[SentOn, ...] = ()
    changes: Changes | None = None
    left_only: bool = False
