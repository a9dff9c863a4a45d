"""The tracks of specs, for histories given as values."""

from __future__ import annotations

import pytest

from specslint.model.change import Change, ChangeKind
from specslint.model.layout import Layout
from specslint.status.model import Point
from specslint.status.tracks import moment_of, replay
from specslint.vcs.history import LoggedCommit, Step

DAY = 86_400
LAYOUT = Layout()

JUNO = "specs/juno/approved/a.rst"
KILO = "specs/kilo/approved/a.rst"
KILO_B = "specs/kilo/approved/b.rst"
IMPLEMENTED = "specs/kilo/implemented/a.rst"
ABANDONED = "specs/abandoned/a.rst"


def add(path: str) -> Change:
    return Change(ChangeKind.ADDED, path, path)


def remove(path: str) -> Change:
    return Change(ChangeKind.DELETED, path, path, is_file=False)


def rename(old: str, new: str) -> Change:
    return Change(ChangeKind.RENAMED, new, old, similarity=90)


def modify(path: str) -> Change:
    return Change(ChangeKind.MODIFIED, path, path)


def retype(path: str, *, is_file: bool) -> Change:
    return Change(ChangeKind.TYPECHANGED, path, path, is_file=is_file)


def commit(name: str, *changes: Change, day: int = 0, parents: int = 1) -> LoggedCommit:
    return LoggedCommit(name, day * DAY, ("p",) * parents, name, changes)


def tracks(*steps: Step) -> dict[str, tuple[str, str, str]]:
    """For each file that is left: its release, the commit that added it, and where."""
    found = replay(steps, LAYOUT, "kilo").of
    return {path: (t.release, t.commit.name, t.added_at) for path, t in found.items()}


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        pytest.param([add(KILO)], {KILO: ("kilo", "1", KILO)}, id="added"),
        pytest.param([add(KILO), modify(KILO)], {KILO: ("kilo", "1", KILO)}, id="modified"),
        pytest.param([modify(KILO)], {}, id="modified without having been added"),
        pytest.param([add(KILO), add(KILO)], {KILO: ("kilo", "1", KILO)}, id="added twice"),
        pytest.param([add(KILO), remove(KILO)], {}, id="removed"),
        pytest.param([remove(KILO)], {}, id="removed without having been added"),
        pytest.param(
            [add(KILO), remove(KILO), add(KILO)], {KILO: ("kilo", "3", KILO)}, id="added again"
        ),
        pytest.param(
            [add(KILO), rename(KILO, IMPLEMENTED)],
            {IMPLEMENTED: ("kilo", "1", KILO)},
            id="moved within the release",
        ),
        pytest.param(
            [add(KILO), rename(KILO, KILO_B)],
            {KILO_B: ("kilo", "1", KILO)},
            id="renamed within the release",
        ),
        pytest.param(
            [add(JUNO), rename(JUNO, KILO)],
            {KILO: ("kilo", "2", KILO)},
            id="moved to another release",
        ),
        pytest.param(
            [add(JUNO), Change(ChangeKind.COPIED, KILO, JUNO)],
            {JUNO: ("juno", "1", JUNO), KILO: ("kilo", "2", KILO)},
            id="copied to another release",
        ),
        pytest.param(
            [add(KILO), Change(ChangeKind.COPIED, KILO_B, KILO)],
            {KILO: ("kilo", "1", KILO), KILO_B: ("kilo", "2", KILO_B)},
            id="copied within the release",
        ),
        pytest.param(
            [add(KILO), rename(KILO, ABANDONED)],
            {ABANDONED: ("kilo", "1", KILO)},
            id="abandoned",
        ),
        pytest.param(
            [add(KILO), rename(KILO, "specs/abandoned/b.rst")],
            {"specs/abandoned/b.rst": ("kilo", "1", KILO)},
            id="abandoned under another name",
        ),
        pytest.param([add(ABANDONED)], {}, id="born abandoned"),
        pytest.param([add(KILO), rename(KILO, "doc/a.rst")], {}, id="moved to no place of a spec"),
        pytest.param([add(KILO), retype(KILO, is_file=False)], {}, id="turned into a link"),
        pytest.param(
            [retype(KILO, is_file=True)], {KILO: ("kilo", "1", KILO)}, id="no longer a link"
        ),
    ],
)
def test_the_track_of_a_file(changes: list[Change], left: dict[str, tuple[str, str, str]]) -> None:
    steps = [Step(commit(str(n), change)) for n, change in enumerate(changes, 1)]
    assert tracks(*steps) == left


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        pytest.param(
            # git finds no similarity to a spec that was rewritten on the way.
            [remove(KILO), add(IMPLEMENTED)],
            {KILO_B: ("kilo", "1", KILO_B), IMPLEMENTED: ("kilo", "1", KILO)},
            id="of the same name",
        ),
        pytest.param(
            [remove(KILO_B), add(IMPLEMENTED)],
            {KILO: ("kilo", "1", KILO), IMPLEMENTED: ("kilo", "2", IMPLEMENTED)},
            id="of another name",
        ),
        pytest.param(
            # Both files are there in the same commit, and git mistook one for the other.
            [rename(KILO_B, IMPLEMENTED), remove(KILO)],
            {IMPLEMENTED: ("kilo", "1", KILO)},
            id="by its name rather than by git's detection",
        ),
        pytest.param(
            [remove(KILO), add("specs/juno/implemented/a.rst")],
            {
                KILO_B: ("kilo", "1", KILO_B),
                "specs/juno/implemented/a.rst": ("juno", "2", "specs/juno/implemented/a.rst"),
            },
            id="of the same name in another release",
        ),
        pytest.param(
            [remove(KILO), add(ABANDONED)],
            {KILO_B: ("kilo", "1", KILO_B), ABANDONED: ("kilo", "1", KILO)},
            id="abandoned",
        ),
        pytest.param(
            [remove(KILO_B), add(ABANDONED)],
            {KILO: ("kilo", "1", KILO)},
            id="another spec was removed when an abandoned one was added",
        ),
    ],
)
def test_the_earlier_file_of_one_that_is_added(
    changes: list[Change], left: dict[str, tuple[str, str, str]]
) -> None:
    first = Step(commit("1", add(KILO), add(KILO_B)))
    assert tracks(first, Step(commit("2", *changes))) == left


@pytest.mark.parametrize(
    ("brought", "origin"),
    [
        pytest.param([], ("kilo", "merge", KILO), id="nothing"),
        pytest.param([commit("1", add(KILO))], ("kilo", "1", KILO), id="the commit"),
        pytest.param(
            [commit("1", add(KILO)), commit("2", modify(KILO))], ("kilo", "1", KILO), id="two"
        ),
        pytest.param(
            [commit("1", add(KILO)), commit("2", remove(KILO)), commit("3", add(KILO))],
            ("kilo", "3", KILO),
            id="the last commit that adds it",
        ),
        pytest.param(
            [commit("1", add(KILO_B)), commit("2", rename(KILO_B, KILO))],
            ("kilo", "1", KILO_B),
            id="renamed in the release",
        ),
        pytest.param(
            [commit("1", add(JUNO)), commit("2", rename(JUNO, KILO))],
            ("kilo", "2", KILO),
            id="renamed from another release",
        ),
        pytest.param(
            [commit("1", add(KILO_B))], ("kilo", "merge", KILO), id="a commit of another file"
        ),
        pytest.param(
            [commit("1", add(KILO)), commit("2", add(KILO), parents=2)],
            ("kilo", "1", KILO),
            id="a merge within",
        ),
    ],
)
def test_what_a_merge_brings(brought: list[LoggedCommit], origin: tuple[str, str, str]) -> None:
    merge = commit("merge", add(KILO), parents=2)
    assert tracks(Step(merge, tuple(brought))) == {KILO: origin}


def test_the_numbers_of_each_day() -> None:
    steps = [
        Step(commit("1", add("README.rst"), add(JUNO), day=0)),
        Step(commit("2", add(KILO), day=1)),
        Step(commit("3", add(KILO_B), day=1)),
        Step(commit("4", modify(KILO_B), day=2)),
        Step(commit("5", rename(KILO, IMPLEMENTED), day=3)),
        Step(commit("6", rename(IMPLEMENTED, KILO), day=4)),
        Step(commit("7", rename(KILO, IMPLEMENTED), day=4)),
        Step(commit("8", remove(KILO_B), day=5)),
        Step(commit("9", rename(IMPLEMENTED, ABANDONED), day=6)),
    ]
    assert replay(steps, LAYOUT, "kilo").timeline == (
        Point("1970-01-02", 2, 0),
        Point("1970-01-04", 2, 1),
        Point("1970-01-06", 1, 1),
        Point("1970-01-07", 0, 0),
    )


def test_a_slow_clock_does_not_turn_back_the_day() -> None:
    steps = [
        Step(commit("1", add(KILO), day=3)),
        Step(commit("2", add(KILO_B), day=1)),
    ]
    assert replay(steps, LAYOUT, "kilo").timeline == (Point("1970-01-04", 2, 0),)


@pytest.mark.parametrize(
    ("time", "moment"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (DAY - 1, "1970-01-01T23:59:59Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (253_402_300_800, "9999-12-31T23:59:59Z"),
        (1 << 70, "9999-12-31T23:59:59Z"),
    ],
)
def test_moments(time: int, moment: str) -> None:
    assert moment_of(time) == moment
