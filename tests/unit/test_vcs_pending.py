"""What is known of the commit that is being made, where the git that makes it is not found."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from specslint.model.errors import UserError
from specslint.model.message import Cleanup
from specslint.vcs import pending
from specslint.vcs.pending import Pending, Skipped
from specslint.vcs.repository import Commit
from specslint.vcs.repository import Repository as Opened
from tests.conftest import Repository

CHANGE_ID = "Change-Id: I0123456789012345678901234567890123456789"
OTHER_ID = "Change-Id: I1123456789012345678901234567890123456789"
LONG_AGO = "1420113600 +0000"


@pytest.fixture(autouse=True)
def unknown_options(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run in a hook themselves, whose options are not meant."""
    monkeypatch.setattr(pending, "commit_options", lambda: None)
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE", "GIT_EDITOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def committed(repository: Repository) -> Repository:
    repository.write("README.rst", "Specs\n")
    repository.commit("Begin")
    return repository


def staged(repository: Repository) -> None:
    repository.write("README.rst", "All specs\n")
    repository.git("add", "--all")


# --- is HEAD amended? -------------------------------------------------------


def head(message: str = "Begin\n", authored: str = LONG_AGO, committed: str = LONG_AGO) -> Commit:
    return Commit("a" * 40, "b" * 40, (), message, authored, committed)


def is_amended(repository: Repository, of: Commit, message: str = "Begin\n") -> bool:
    with Opened.open(repository.root) as opened:
        return pending.replaces(opened, of, message)


def test_the_options_decide(committed: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    with_id = head(f"Begin\n\n{CHANGE_ID}\n")
    monkeypatch.setattr(pending, "commit_options", lambda: ("--amend",))
    assert is_amended(committed, with_id, "Another\n")
    monkeypatch.setattr(pending, "commit_options", lambda: ("-a",))
    assert not is_amended(committed, with_id, with_id.message)


@pytest.mark.parametrize(
    ("old", "new", "amended"),
    [
        (CHANGE_ID, CHANGE_ID, True),
        (CHANGE_ID, f"{OTHER_ID}\n{CHANGE_ID.lower()}", True),
        (CHANGE_ID, OTHER_ID, False),
        (CHANGE_ID, "", False),
        ("", CHANGE_ID, False),
        ("", "", False),
    ],
)
def test_the_change_id_decides(
    committed: Repository, old: str, new: str, *, amended: bool
) -> None:
    assert is_amended(committed, head(f"Begin\n\n{old}\n"), f"Begin\n\n{new}\n") is amended


def test_the_date_of_the_author_decides(
    committed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged(committed)
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"@{LONG_AGO}")
    assert is_amended(committed, head())
    assert not is_amended(committed, head(authored="1420113601 +0000"))
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2015-01-01T12:00:00+0000")
    assert not is_amended(committed, head()), "a script sets both dates"


def test_a_cherry_pick_amends_nothing(
    committed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged(committed)
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"@{LONG_AGO}")
    committed.git("update-ref", "CHERRY_PICK_HEAD", "HEAD")
    assert not is_amended(committed, head())


def test_a_commit_in_the_second_of_the_last_one(
    committed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, later = (f"{int(time.time()) + seconds} +0000" for seconds in (0, 1))
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"@{now}")
    assert is_amended(committed, head(authored=now, committed=now)), "nothing is staged"
    staged(committed)
    assert not is_amended(committed, head(authored=now, committed=now))
    # HEAD was amended or rebased itself, so a new commit has another date.
    assert is_amended(committed, head(authored=now, committed=later))
    assert is_amended(committed, head(authored=later, committed=now)) is False
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"@{later}")
    assert is_amended(committed, head(authored=later, committed=now))


# --- the change -------------------------------------------------------------


def change(
    repository: Repository, message: str = "Say more\n", cleanup: Cleanup | None = None
) -> Pending | Skipped:
    with Opened.open(repository.root) as opened:
        return pending.pending_with(opened, message, cleanup or Cleanup("default"), "specs")


@pytest.mark.parametrize(
    ("message", "comment", "kind"),
    [
        ("fixup! Begin\n", "#", "fixup"),
        ("\ufeff\n\n  squash! Begin\n", "#", "squash"),
        ("# Hint\namend! Begin\n", "#", "amend"),
        ("# Hint\nfixup! Begin\n", "auto", "fixup"),
        ("; Hint\nfixup! Begin\n", ";", "fixup"),
        ("Begin\n\nfixup! Begin\n", "#", None),
        ("# fixup! Begin\nSay more\n", "#", None),
        ("# A title\nfixup! Begin\n", ";", None),
        ("fixup Begin\n", "#", None),
        ("", "#", None),
    ],
)
def test_commits_to_squash_are_skipped(
    committed: Repository, message: str, comment: str, kind: str | None
) -> None:
    found = change(committed, message, Cleanup("default", comment, edited=True))
    if kind is None:
        assert isinstance(found, Pending)
    else:
        assert found == Skipped(f"a {kind}! commit is checked when it is squashed")


def test_a_merge_is_skipped(committed: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(change(committed), Pending)
    committed.git("update-ref", "MERGE_HEAD", "HEAD")
    assert change(committed) == Skipped("a merge is checked by the gate")
    committed.git("update-ref", "-d", "MERGE_HEAD")
    committed.git("checkout", "-q", "-b", "other")
    committed.commit("On the branch")
    committed.git("checkout", "-q", "master")
    committed.commit("On master")
    assert isinstance(change(committed), Pending)
    committed.git("merge", "-q", "--no-ff", "-m", "Merge", "other")
    assert isinstance(change(committed), Pending), "a commit on top of a merge"
    monkeypatch.setattr(pending, "commit_options", lambda: ("--amend",))
    assert change(committed) == Skipped("a merge is checked by the gate")
    committed.git("reset", "-q", "--hard", "HEAD~1")
    found = change(committed)
    assert isinstance(found, Pending)
    assert found.amends


def test_the_first_commit(repository: Repository) -> None:
    repository.write("README.rst", "Specs\n")
    repository.git("add", "--all")
    found = change(repository, "Begin\n")
    assert isinstance(found, Pending)
    assert (found.amends, found.delta.message) == (False, "Begin\n")


# --- the message ------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "encoding", "problem"),
    [
        (b"caf\xe9\n", "utf-8", r"is not UTF-8 \(at byte 3\): save it as UTF-8"),
        (b"\x81\n", "shift-jis", "is not in shift-jis, as i18n.commitEncoding says"),
        (b"", "no-such-encoding", "i18n.commitEncoding names no encoding: 'no-such-encoding'"),
    ],
)
def test_a_message_in_another_encoding(
    tmp_path: Path, content: bytes, encoding: str, problem: str
) -> None:
    file = tmp_path / "message"
    file.write_bytes(content)
    with pytest.raises(UserError, match=problem):
        pending.read_message(file, encoding)
    file.write_bytes("caf\u00e9\n".encode("latin-1"))
    assert pending.read_message(file, "latin-1") == "caf\u00e9\n"


def test_the_largest_message(tmp_path: Path) -> None:
    file = tmp_path / "message"
    file.touch()
    os.truncate(file, 16 << 20)
    assert len(pending.read_message(file)) == 16 << 20
    os.truncate(file, (16 << 20) + 1)
    with pytest.raises(UserError, match="is larger than 16777216 bytes"):
        pending.read_message(file)


@pytest.mark.parametrize(
    ("editor", "state", "replayed"),
    [
        (":", "rebase-merge", True),
        (":", "rebase-apply", True),
        (":", "CHERRY_PICK_HEAD", True),
        (":", "REVERT_HEAD", True),
        (":", "MERGE_HEAD", False),
        ("vi", "rebase-merge", False),
        (None, "rebase-merge", False),
    ],
)
def test_a_commit_that_git_repeats(
    committed: Repository,
    monkeypatch: pytest.MonkeyPatch,
    editor: str | None,
    state: str,
    *,
    replayed: bool,
) -> None:
    if editor:
        monkeypatch.setenv("GIT_EDITOR", editor)
    (committed.root / ".git" / state).mkdir()
    with Opened.open(committed.root) as opened:
        assert pending.is_replayed(opened) is replayed
        monkeypatch.setattr(pending, "commit_options", lambda: ())
        assert not pending.is_replayed(opened), "git commit was given by hand"


@pytest.mark.parametrize(
    ("settings", "editor", "cleanup", "encoding"),
    [
        ({}, None, Cleanup("default", "#", edited=True), "utf-8"),
        ({}, ":", Cleanup("default", "#", edited=False), "utf-8"),
        ({"core.commentChar": ";"}, "vi", Cleanup("default", ";", edited=True), "utf-8"),
        ({"core.commentString": "//"}, "vi", Cleanup("default", "//", edited=True), "utf-8"),
        ({"commit.cleanup": "strip"}, ":", Cleanup("strip", "#", edited=False), "utf-8"),
        ({"commit.cleanup": "odd"}, ":", Cleanup("default", "#", edited=False), "utf-8"),
        (
            {"i18n.commitEncoding": "latin-1"},
            ":",
            Cleanup("default", "#", edited=False),
            "latin-1",
        ),
    ],
)
def test_how_git_cleans_up_the_message(
    committed: Repository,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, str],
    editor: str | None,
    cleanup: Cleanup,
    encoding: str,
) -> None:
    if editor:
        monkeypatch.setenv("GIT_EDITOR", editor)
    for key, value in settings.items():
        committed.git("config", key, value)
    with Opened.open(committed.root) as opened:
        assert pending.message_cleanup(opened) == (cleanup, encoding)
        monkeypatch.setattr(pending, "commit_options", lambda: ("--cleanup=verbatim",))
        assert pending.message_cleanup(opened) == (cleanup._replace(mode="verbatim"), encoding)
