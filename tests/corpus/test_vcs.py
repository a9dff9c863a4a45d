"""The history as GitPython reads it, commit by commit, for comparison."""

from __future__ import annotations

from pathlib import Path

import git
import pytest

from specslint.parsing import MAX_SIZE
from specslint.vcs.repository import Repository as Opened
from tests.conftest import Repository


@pytest.fixture(scope="module")
def other(corpus: Repository) -> git.Repo:
    return git.Repo(corpus.root)


@pytest.mark.slow
def test_changes_and_messages(corpus: Repository, other: git.Repo) -> None:
    seen = 0
    with Opened.open(Path(corpus.root)) as repository:
        for commit in other.iter_commits("HEAD"):
            delta = repository.changes_of_commit(commit.hexsha, "")
            told = commit.parents[1] if len(commit.parents) > 1 else commit
            assert delta.message == told.message
            if not commit.parents:
                found = commit.diff(git.NULL_TREE)
            else:
                found = commit.parents[0].diff(commit)
            theirs = {(item.change_type, item.a_path, item.b_path) for item in found}
            ours = {(change.kind.value, change.old_path, change.path) for change in delta.changes}
            assert ours == theirs, commit.hexsha
            seen += 1
    assert seen == 427


def test_contents(corpus: Repository, other: git.Repo) -> None:
    with Opened.open(Path(corpus.root)) as repository:
        delta = repository.changes_of_commit("HEAD", "")
        blobs = [item for item in other.head.commit.tree.traverse() if isinstance(item, git.Blob)]
        assert len(blobs) > 180
        for blob in blobs:
            if blob.mode != git.Blob.link_mode:
                content = delta.after.read(str(blob.path), MAX_SIZE)
                assert content == blob.data_stream.read()
