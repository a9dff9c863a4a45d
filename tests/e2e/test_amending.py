"""Amending as the commit-msg hook sees it, without a Change-Id."""

from __future__ import annotations

import time

import pytest

from tests import hooks
from tests.conftest import Repository
from tests.hooks import install, refused, run

_UNQUOTED = hooks.SPECSLINT.replace("'", "")
# A hook whose git process cannot be found: specslint's parent has ended by the time
# that it looks, and the hook waits for its result.
DETACHED = f"""\
rm -f .result
sh -c '({_UNQUOTED} commit-msg "$0" > .output 2>&1; echo $? > .result) &' "$1"
until test -s .result; do sleep 0.05; done
cat .output
exit "$(cat .result)"
"""
LONG_AGO = "2020-02-02T02:02:02+0100"


@pytest.fixture
def real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git take dates from the clock, as usual."""
    monkeypatch.delenv("GIT_AUTHOR_DATE")
    monkeypatch.delenv("GIT_COMMITTER_DATE")


@pytest.fixture(params=[hooks.HOOK, DETACHED], ids=["its git is known", "its git is unknown"])
def tagged(reproposal: Repository, request: pytest.FixtureRequest, real_time: None) -> Repository:
    """A reproposal whose last commit is a tagged copy, made a while ago."""
    reproposal.write(".gitignore", ".output\n.result\n")
    reproposal.git("add", ".gitignore")
    made = run(
        reproposal,
        "commit",
        "-m",
        hooks.TAGGED,
        GIT_AUTHOR_DATE=LONG_AGO,
        GIT_COMMITTER_DATE=LONG_AGO,
    )
    assert not refused(made)
    install(reproposal, request.param)
    return reproposal


def test_an_amendment_that_drops_the_tag(tagged: Repository) -> None:
    assert refused(run(tagged, "commit", "--amend", "-m", hooks.UNTAGGED))
    assert not refused(run(tagged, "commit", "--amend", "-m", f"{hooks.UNTAGGED}\n\n{hooks.TAG}"))
    assert not refused(run(tagged, "commit", "--amend", "--no-edit"))


def test_an_amendment_with_more_staged(tagged: Repository) -> None:
    tagged.write("README.rst", "All our specs\n")
    tagged.git("add", "README.rst")
    assert refused(run(tagged, "commit", "--amend", "-m", hooks.UNTAGGED))
    tagged.write("README.rst", "All of our specs\n")
    assert refused(run(tagged, "commit", "--amend", "-a", "-m", hooks.UNTAGGED))
    assert not refused(run(tagged, "commit", "--amend", "-a", "--no-edit"))


def test_a_new_commit_is_no_amendment(tagged: Repository) -> None:
    tagged.write("README.rst", "All our specs\n")
    assert not refused(run(tagged, "commit", "-a", "-m", "Say more"))
    assert not refused(run(tagged, "commit", "--allow-empty", "-m", "Nothing"))


def test_a_new_commit_within_the_same_second(tagged: Repository) -> None:
    now = f"@{int(time.time())} +0000"
    tagged.git("reset", "-q", "--soft", "HEAD~1")
    made = run(tagged, "commit", "-m", hooks.TAGGED, GIT_AUTHOR_DATE=now, GIT_COMMITTER_DATE=now)
    assert not refused(made)
    tagged.write("README.rst", "All our specs\n")
    assert not refused(run(tagged, "commit", "-a", "-m", "Say more", GIT_AUTHOR_DATE=now))


def test_a_script_may_give_all_commits_the_same_date(tagged: Repository) -> None:
    dates = {"GIT_AUTHOR_DATE": LONG_AGO, "GIT_COMMITTER_DATE": LONG_AGO}
    assert not refused(run(tagged, "commit", "--allow-empty", "-m", "Nothing", **dates))
    tagged.write("README.rst", "All our specs\n")
    assert not refused(run(tagged, "commit", "-a", "-m", "Say more", **dates))


def test_amending_what_was_amended(tagged: Repository) -> None:
    assert not refused(
        run(tagged, "commit", "--amend", "-m", f"{hooks.UNTAGGED} soon\n\n{hooks.TAG}")
    )
    tagged.write("README.rst", "All our specs\n")
    assert refused(run(tagged, "commit", "--amend", "-a", "-m", hooks.UNTAGGED))
    assert not refused(run(tagged, "commit", "-a", "-m", "Say more"))


def test_rewording_in_a_rebase(tagged: Repository) -> None:
    tagged.write("README.rst", "All our specs\n")
    assert not refused(run(tagged, "commit", "-a", "-m", "Say more"))
    reword = "sed -i.old -e 1s/^pick/reword/"
    drop = f"sed -i.old -e '/^{hooks.TAG}/d'"
    arguments = ("rebase", "-q", "-i", "HEAD~2")
    completed = run(tagged, *arguments, GIT_SEQUENCE_EDITOR=reword, GIT_EDITOR=drop)
    assert "FTK001" in completed.stdout + completed.stderr
    assert hooks.TAG in tagged.git("log", "-1", "--format=%B")
    # And the next pick is no amendment.
    assert not refused(run(tagged, "rebase", "--continue", GIT_EDITOR="true"))
    assert tagged.git("log", "-1", "--format=%s").strip() == "Say more"


def test_a_conflict_in_a_rebase_is_no_amendment(tagged: Repository) -> None:
    tagged.write("README.rst", "All our specs\n")
    assert not refused(run(tagged, "commit", "-a", "-m", "Say more"))
    tagged.git("checkout", "-q", "-b", "other", "HEAD~2")
    tagged.write("README.rst", "Your specs\n")
    tagged.git("commit", "-q", "-a", "-m", "Say it otherwise")
    tagged.git("checkout", "-q", "master")
    assert run(tagged, "rebase", "other").returncode != 0
    tagged.write("README.rst", "All of your specs\n")
    tagged.git("add", "README.rst")
    assert not refused(run(tagged, "rebase", "--continue", GIT_EDITOR="true"))


def test_amending_the_first_commit(repository: Repository, real_time: None) -> None:
    repository.write(hooks.KILO, hooks.SPEC)
    repository.commit("The first specs")
    install(repository, hooks.HOOK)
    message = f"The first specs\n\n{hooks.TAG}"
    assert refused(run(repository, "commit", "--amend", "-m", message), "FTK003")


def test_amending_a_merge_is_left_to_the_gate(tagged: Repository) -> None:
    tagged.git("checkout", "-q", "-b", "topic", "HEAD~1")
    tagged.write("README.rst", "All our specs\n")
    tagged.git("commit", "-q", "-a", "-m", "Say more")
    assert not refused(run(tagged, "merge", "--no-ff", "--no-edit", "master"))
    assert not refused(run(tagged, "commit", "--amend", "-m", "Merge it"))


def test_the_options_count_and_not_the_change_id(reproposal: Repository) -> None:
    reproposal.git("commit", "-q", "--no-verify", "-m", f"{hooks.UNTAGGED}\n\n{hooks.CHANGE_ID}")
    reproposal.write("README.rst", "All our specs\n")
    assert not refused(run(reproposal, "commit", "-a", "-m", f"Say more\n\n{hooks.CHANGE_ID}"))
    assert hooks.JUNO in reproposal.git("ls-files")


def test_resetting_the_author(reproposal: Repository, real_time: None) -> None:
    assert not refused(run(reproposal, "commit", "-m", hooks.TAGGED))
    completed = run(reproposal, "commit", "--amend", "--reset-author", "-m", hooks.UNTAGGED)
    assert refused(completed)
    reproposal.git("config", "alias.again", "commit --amend")
    assert refused(run(reproposal, "again", "-m", hooks.UNTAGGED))
