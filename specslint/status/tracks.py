"""What became of each spec: the history replayed, state by state."""

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
    """A file of a release, wherever it stands now.

    ``commit`` is the one that added it to its release, at ``added_at``; it
    keeps them when it is moved or renamed within the release, and when it is
    abandoned.
    """

    release: str
    commit: LoggedCommit
    added_at: str


class Tracks(NamedTuple):
    """Each file that there is at the end, and how many specs a release had on each day."""

    of: Mapping[str, Track]
    timeline: tuple[Point, ...]


def replay(steps: Iterable[Step], layout: Layout, release: str) -> Tracks:
    """Follow all files of all releases through the states of the branch.

    :param steps: the states, the oldest first.
    :param release: the one whose timeline is wanted.
    """
    tracks: dict[str, Track] = {}
    standing: dict[str, Status] = {}  # of the release's specs
    points: dict[str, Point] = {}
    latest = 0
    for step in steps:
        latest = max(latest, step.commit.time)  # clocks differ
        if not _apply(step, layout, tracks):
            continue
        for change in step.commit.changes:
            standing.pop(change.old_path, None)
            place = layout.place(change.path) if change.path in tracks else None
            if place and place.release == release:
                standing[change.path] = place.status
        day = day_of(latest)
        implemented = sum(status is Status.IMPLEMENTED for status in standing.values())
        points[day] = Point(day, len(standing), implemented)
    return Tracks(tracks, _changing(points.values()))


def _apply(step: Step, layout: Layout, tracks: dict[str, Track]) -> bool:
    """Take one step; tell whether a file came or went."""
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
    """The file that an added one was: its namesake in the release, or what git says."""
    file = change.path.rpartition("/")[2]
    for path, track in gone.items():
        if path.rpartition("/")[2] == file and home in (None, track.release):
            return track
    return gone.get(change.old_path) if change.kind is ChangeKind.RENAMED else None


def _origin(step: Step, path: str, home: str, layout: Layout) -> Track:
    """The commit that added a file; of a merge, the one among those that it brings."""
    found = Track(home, step.commit, path)
    for commit in reversed(step.brought):
        added = [c for c in commit.changes if c.path == path and c.adds]
        if not added or len(commit.parents) > 1:
            continue
        found = Track(home, commit, path)
        if added[0].kind is not ChangeKind.RENAMED or layout.release_of(added[0].old_path) != home:
            break
        path = added[0].old_path  # it came under that name
    return found


def _changing(points: Iterable[Point]) -> tuple[Point, ...]:
    """The days at whose end there was something else than on the day before."""
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
    except (ValueError, OverflowError, OSError):  # git takes any number
        return "9999-12-31T23:59:59Z"
