"""The states of a branch, read from git's log."""

from __future__ import annotations

import pytest

from specslint.model.change import Change, ChangeKind
from specslint.vcs.history import Step, commit_on, steps_to
from specslint.vcs.repository import Repository as Opened
from tests.conftest import Repository


def steps(repository: Repository) -> tuple[Step, ...]:
    with Opened.open(repository.root) as opened:
        return steps_to(opened, opened.resolve("HEAD"))


def test_each_commit_with_its_changes(repository: Repository) -> None:
    """Names and messages that look like the log's own lines are not taken for them."""
    message = f"commit {'a' * 40} 0 \n:100644 100644 b c M\n\nIt is so.\n"
    repository.git("commit", "-q", "--allow-empty", "--allow-empty-message", "-m", "")
    first = repository.git("rev-parse", "HEAD").strip()
    repository.write("commit 1 2 3", "one\ntwo\nthree\n")
    repository.write(":x\ny", "four\n")
    second = repository.commit(message)
    repository.git("mv", "commit 1 2 3", "moved")
    third = repository.commit("Move")
    found = steps(repository)
    assert [(step.commit.name, step.brought) for step in found] == [
        (first, ()),
        (second, ()),
        (third, ()),
    ]
    assert [step.commit.message.strip() for step in found] == ["", message.strip(), "Move"]
    assert [step.commit.parents for step in found] == [(), (first,), (second,)]
    assert [step.commit.changes for step in found] == [
        (),
        (
            Change(ChangeKind.ADDED, ":x\ny", ":x\ny"),
            Change(ChangeKind.ADDED, "commit 1 2 3", "commit 1 2 3"),
        ),
        (Change(ChangeKind.RENAMED, "moved", "commit 1 2 3"),),
    ]
    assert found[0].commit.time == 1420113600


def test_what_each_merge_brings(repository: Repository) -> None:
    """Also if the branch was merged into a change before the change was merged."""
    git = repository.git
    root = repository.commit("Root")
    git("checkout", "-q", "-b", "change")
    repository.write("a", "a\n")
    one = repository.commit("One")
    git("checkout", "-q", "master")
    repository.write("b", "b\n")
    two = repository.commit("Two")
    git("checkout", "-q", "change")
    git("merge", "-q", "--no-ff", "-m", "Catch up", "master")
    catching_up = git("rev-parse", "HEAD").strip()
    repository.write("c", "c\n")
    three = repository.commit("Three")
    git("checkout", "-q", "master")
    git("merge", "-q", "--no-ff", "-m", "Merge", "change")
    merge = git("rev-parse", "HEAD").strip()
    found = steps(repository)
    assert [(s.commit.name, [c.name for c in s.brought]) for s in found] == [
        (root, []),
        (two, []),
        (merge, [one, catching_up, three]),
    ]
    assert [change.path for change in found[-1].commit.changes] == ["a", "c"]


@pytest.mark.parametrize(
    ("day", "number"), [("2015-01-01", 0), ("2015-01-02", 1), ("2016-02-29", 1)]
)
def test_the_last_commit_of_a_day(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, day: str, number: int
) -> None:
    names = [repository.commit("One")]
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2015-01-02T00:00:00+0000")
    names.append(repository.commit("Two"))
    with Opened.open(repository.root) as opened:
        assert commit_on(opened, day) == names[number]
