"""The history of each spec, computed by replaying the states of the branch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from specslint.model.change import Change, ChangeKind
from specslint.model.layout import Layout
from specslint.model.spec import Status
from specslint.status.model import Point
from specslint.vcs.history import LoggedCommit, Step


class Track(NamedTuple):
    """A file of a release, at its current path.

    ``commit`` is the one that added it to its release, at the path ``added_at``; both
    are kept when it is moved or renamed within the release, and when it is abandoned.
    """

    release: str
    commit: LoggedCommit
    added_at: str


class Tracks(NamedTuple):
    """The track of each file that exists at the end, and the release's numbers on each day."""

    of: Mapping[str, Track]
    timeline: tuple[Point, ...]


def replay(steps: Iterable[Step], layout: Layout, release: str) -> Tracks:
    """Follow all files of all releases through the states of the branch.

    :param steps: the states, oldest first.
    :param release: the one whose numbers per day are wanted.
    """
    tracks: dict[str, Track] = {}
    current: dict[str, Status] = {}  # the release's specs by path
    points: dict[str, Point] = {}
    latest = 0
    for step in steps:
        latest = max(latest, step.commit.time)  # the clocks of committers differ
        if not _apply(step, layout, tracks):
            continue
        for change in step.commit.changes:
            current.pop(change.old_path, None)
            place = layout.place(change.path) if change.path in tracks else None
            if place and place.release == release:
                current[change.path] = place.status
        day = day_of(latest)
        implemented = sum(status is Status.IMPLEMENTED for status in current.values())
        points[day] = Point(day, len(current), implemented)
    return Tracks(tracks, _changing(points.values()))


def _apply(step: Step, layout: Layout, tracks: dict[str, Track]) -> bool:
    """Apply one step; return whether a file was added or removed."""
    changes = step.commit.changes
    gone = {
        c.old_path: tracks.pop(c.old_path) for c in changes if _ends(c) and c.old_path in tracks
    }
    touched = bool(gone)
    for change in changes:
        if not change.adds or change.path in tracks:
            continue
        home = layout.release_of(change.path)
        before = _before(change, home, gone)
        if home is None:
            place = layout.place(change.path)
            if place is None or place.status is not Status.ABANDONED or before is None:
                continue
            tracks[change.path] = before
        elif before is not None and before.release == home:
            tracks[change.path] = before
        else:
            tracks[change.path] = _origin(step, change.path, home, layout)
        touched = True
    return touched


def _ends(change: Change) -> bool:
    """Whether there is no longer a file at the change's old path."""
    return change.removes or (change.kind is ChangeKind.TYPECHANGED and not change.is_file)


def _before(change: Change, home: str | None, gone: Mapping[str, Track]) -> Track | None:
    """The earlier file of an added one: of the same name in the release, or by git's detection."""
    file = change.path.rpartition("/")[2]
    for path, track in gone.items():
        if path.rpartition("/")[2] == file and home in (None, track.release):
            return track
    return gone.get(change.old_path) if change.kind is ChangeKind.RENAMED else None


def _origin(step: Step, path: str, home: str, layout: Layout) -> Track:
    """The commit that added a file; for a merge, the one among those that it brings."""
    found = Track(home, step.commit, path)
    for commit in reversed(step.brought):
        added = [c for c in commit.changes if c.path == path and c.adds]
        if not added or len(commit.parents) > 1:
            continue
        found = Track(home, commit, path)
        if added[0].kind is not ChangeKind.RENAMED or layout.release_of(added[0].old_path) != home:
            break
        path = added[0].old_path  # its name when it was added
    return found


def _changing(points: Iterable[Point]) -> tuple[Point, ...]:
    """The days at whose end the numbers differ from those of the day before."""
    found: list[Point] = []
    for point in points:
        if point[1:] != (found[-1][1:] if found else (0, 0)):
            found.append(point)
    return tuple(found)


def day_of(time: int) -> str:
    """The day of a time in seconds since 1970, in UTC: 2015-01-23."""
    return moment_of(time)[:10]


def moment_of(time: int) -> str:
    """A time in seconds since 1970 in ISO 8601, in UTC."""
    try:
        return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):  # git accepts any number
        return "9999-12-31T23:59:59Z"
