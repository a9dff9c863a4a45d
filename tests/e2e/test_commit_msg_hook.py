"""The commit-msg hook in all situations, with real git and real hooks."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.hooks import (
    CHANGE_ID,
    GERRIT,
    HOOK,
    JUNO,
    KILO,
    SPEC,
    TAG,
    TAGGED,
    UNTAGGED,
    Completed,
    install,
    refused,
    run,
)


def test_a_copy_needs_the_tag(reproposal: Repository) -> None:
    completed = run(reproposal, "commit", "-m", UNTAGGED)
    assert refused(completed)
    output = completed.stdout + completed.stderr
    assert f'add "{TAG}"' in output
    assert "/COMMIT_MSG:1:1:" in output
    assert not refused(run(reproposal, "commit", "-m", TAGGED))


def test_amending_is_judged_as_one_commit(reproposal: Repository) -> None:
    assert not refused(run(reproposal, "commit", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    assert refused(run(reproposal, "commit", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}"))
    assert not refused(run(reproposal, "commit", "--amend", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    # And with more content than before.
    reproposal.write("README.rst", "All our specs\n")
    assert refused(run(reproposal, "commit", "-a", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}"))
    assert not refused(run(reproposal, "commit", "-a", "--amend", "--no-edit"))


def test_amending_the_first_commit(repository: Repository) -> None:
    repository.write(KILO, SPEC)
    repository.commit(f"The first specs\n\n{CHANGE_ID}")
    install(repository, HOOK)
    message = f"The first specs\n\n{TAG}\n{CHANGE_ID}"
    assert refused(run(repository, "commit", "--amend", "-m", message), "FTK003")


@pytest.mark.parametrize("order", [(HOOK, GERRIT), (GERRIT, HOOK)], ids=["after", "before"])
def test_gerrits_hook_before_or_after(reproposal: Repository, order: tuple[str, str]) -> None:
    install(reproposal, *order)
    assert refused(run(reproposal, "commit", "-m", UNTAGGED))
    assert not refused(run(reproposal, "commit", "-m", TAGGED))
    message = reproposal.git("log", "-1", "--format=%B")
    assert "Change-Id: I" in message
    assert refused(run(reproposal, "commit", "--amend", "-m", message.replace(TAG, "")))
    assert not refused(run(reproposal, "commit", "--amend", "-m", message))
    assert not refused(run(reproposal, "commit", "--amend", "--no-edit", "--date=now"))


def test_commit_all(reproposal: Repository) -> None:
    reproposal.git("reset", "-q", KILO)
    reproposal.git("add", "--intent-to-add", KILO)
    assert refused(run(reproposal, "commit", "-a", "-m", UNTAGGED))
    assert not refused(run(reproposal, "commit", "-a", "-m", TAGGED))
    assert KILO in reproposal.git("show", "--format=", "--name-only", "HEAD")


def test_commit_of_named_paths(reproposal: Repository) -> None:
    reproposal.write("README.rst", "All our specs\n")
    # The copy is staged, but not committed.
    assert not refused(run(reproposal, "commit", "-m", "Say more", "README.rst"))
    assert refused(run(reproposal, "commit", "-m", UNTAGGED, KILO))
    assert not refused(run(reproposal, "commit", "-m", TAGGED, KILO))


def test_the_index_counts_and_not_the_work_tree(reproposal: Repository) -> None:
    reproposal.write(KILO, "not what is staged\n")
    assert refused(run(reproposal, "commit", "-m", UNTAGGED))
    (reproposal.root / KILO).unlink()
    assert refused(run(reproposal, "commit", "-m", UNTAGGED))


def test_in_a_subdirectory(reproposal: Repository) -> None:
    below = Repository(reproposal.root / "specs" / "juno")
    assert refused(run(below, "commit", "-m", UNTAGGED))
    assert not refused(run(below, "commit", "-m", TAGGED))


def test_in_a_linked_work_tree(reproposal: Repository, tmp_path: Path) -> None:
    reproposal.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    linked.write(KILO, SPEC)
    linked.git("add", KILO)
    assert refused(run(linked, "commit", "-m", UNTAGGED))
    assert not refused(run(linked, "commit", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    assert refused(run(linked, "commit", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}"))


def test_in_a_submodule(reproposal: Repository, tmp_path: Path) -> None:
    reproposal.git("reset", "-q", "--hard")
    around = Repository.create(tmp_path / "around")
    around.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(reproposal.root), "nova"
    )
    within = Repository(around.root / "nova")
    install(within, HOOK)
    within.write(KILO, SPEC)
    within.git("add", KILO)
    assert refused(run(within, "commit", "-m", UNTAGGED))
    assert not refused(run(within, "commit", "-m", TAGGED))


def test_the_first_commit_of_a_repository(repository: Repository) -> None:
    install(repository, HOOK)
    repository.write(JUNO, SPEC)
    repository.write(KILO, SPEC)
    repository.git("add", "--all")
    assert not refused(run(repository, "commit", "-m", "All that there was before"))


def test_a_detached_head(reproposal: Repository) -> None:
    reproposal.git("checkout", "-q", "--detach")
    assert refused(run(reproposal, "commit", "-m", UNTAGGED))
    assert not refused(run(reproposal, "commit", "-m", TAGGED))


def test_a_shallow_clone(reproposal: Repository, tmp_path: Path) -> None:
    reproposal.git("commit", "-q", "--no-verify", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}")
    reproposal.git("commit", "-q", "--allow-empty", "-m", "Nothing")
    reproposal.git("clone", "-q", "--depth=1", reproposal.root.as_uri(), str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    install(shallow, HOOK)
    other = "specs/liberty/approved/quick-resize.rst"
    shallow.write(other, SPEC)
    shallow.git("add", other)
    assert refused(run(shallow, "commit", "-m", "Propose quick-resize for liberty"))
    message = "Propose quick-resize for liberty\n\nPreviously-approved: kilo"
    assert not refused(run(shallow, "commit", "-m", message))


def test_amending_in_a_shallow_clone(reproposal: Repository, tmp_path: Path) -> None:
    reproposal.git("commit", "-q", "--no-verify", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}")
    reproposal.git("clone", "-q", "--depth=1", reproposal.root.as_uri(), str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    install(shallow, HOOK)
    completed = run(shallow, "commit", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}")
    assert completed.returncode != 0
    assert "git fetch --deepen=1" in completed.stderr
    assert len(completed.stderr.splitlines()) == 1
    shallow.git("fetch", "-q", "--deepen=1")
    assert refused(run(shallow, "commit", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}"))


# --- messages ---------------------------------------------------------------


def edited(reproposal: Repository, message: str, *options: str, **environment: str) -> Completed:
    """Commit with an editor that puts the message before what git shows."""
    file = reproposal.root.parent / "message"
    file.write_text(message)
    script = reproposal.root.parent / "editor"
    script.write_text(
        f'#!/bin/sh\ncat {shlex.quote(str(file))} "$1" > "$1.new" && mv "$1.new" "$1"\n'
    )
    script.chmod(0o755)
    return run(reproposal, "commit", *options, GIT_EDITOR=str(script), **environment)


def test_below_the_scissors_nothing_counts(reproposal: Repository) -> None:
    # In the diff that --verbose shows, the tag is at the start of a line.
    reproposal.write("README.rst", f"{TAG}\n")
    reproposal.git("add", "README.rst")
    reproposal.git("config", "diff.noprefix", "true")
    below = f"{UNTAGGED}\n# ------------------------ >8 ------------------------\n{TAG}\n"
    assert refused(edited(reproposal, below, "-v"))
    assert refused(edited(reproposal, f"{UNTAGGED}\n", "-v", "-v"))
    reproposal.git("config", "commit.cleanup", "scissors")
    assert refused(edited(reproposal, below))
    assert not refused(edited(reproposal, f"{UNTAGGED}\n\n# a heading\n{TAG}\n"))
    assert "# a heading" in reproposal.git("log", "-1", "--format=%B")


@pytest.mark.parametrize("comment", [";", "*", "auto"])
def test_comments_do_not_count(reproposal: Repository, comment: str) -> None:
    reproposal.git("config", "core.commentChar", comment)
    sign = "#" if comment == "auto" else comment
    assert refused(edited(reproposal, f"{UNTAGGED}\n{sign} {TAG}\n"))
    assert not refused(edited(reproposal, f"{TAGGED}\n"))


def test_a_tag_that_is_a_comment(reproposal: Repository) -> None:
    reproposal.git("config", "core.commentChar", "P")
    assert refused(edited(reproposal, f"An old spec\n\n{TAG}\n"))
    # Without an editor, git keeps the line.
    assert not refused(run(reproposal, "commit", "-m", f"An old spec\n\n{TAG}"))
    assert TAG in reproposal.git("log", "-1", "--format=%B")


def test_a_message_from_a_file(reproposal: Repository) -> None:
    file = reproposal.root.parent / "message"
    file.write_bytes(f"{UNTAGGED}\r\n\r\n{TAG}\r\n".encode())
    assert not refused(run(reproposal, "commit", "-F", str(file)))


def test_a_message_that_is_not_utf8(reproposal: Repository) -> None:
    file = reproposal.root.parent / "message"
    file.write_bytes(b"Propose l'\xe9t\xe9\n")
    completed = run(reproposal, "commit", "-F", str(file))
    assert completed.returncode != 0
    assert "is not UTF-8 (at byte 10)" in completed.stderr
    reproposal.git("config", "i18n.commitEncoding", "iso-8859-1")
    assert refused(run(reproposal, "commit", "-F", str(file)))


@pytest.mark.parametrize("kind", ["fixup", "squash"])
def test_a_fixup_is_checked_when_it_is_squashed(reproposal: Repository, kind: str) -> None:
    assert not refused(run(reproposal, "commit", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    text = SPEC + "\nMore of it.\n"
    reproposal.write(KILO, text)
    reproposal.write("specs/kilo/approved/another.rst", SPEC)
    reproposal.git("add", "--all")
    assert not refused(run(reproposal, "commit", f"--{kind}", "HEAD", "-m", "And more"))
    rebased = run(
        reproposal, "rebase", "-q", "-i", "--autosquash", "HEAD~2", GIT_SEQUENCE_EDITOR=":",
        GIT_EDITOR="true",
    )  # fmt: skip
    assert not refused(rebased), rebased
    assert reproposal.git("show", f"HEAD:{KILO}") == text
    assert reproposal.git("rev-list", "--count", "HEAD").strip() == "2"


def test_a_reworded_commit(reproposal: Repository) -> None:
    assert not refused(run(reproposal, "commit", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    reword = "sed -i.old -e s/^pick/reword/"
    drop = f"sed -i.old -e '/^{TAG}/d'"
    arguments = ("rebase", "-q", "-i", "HEAD~1")
    completed = run(reproposal, *arguments, GIT_SEQUENCE_EDITOR=reword, GIT_EDITOR=drop)
    assert "FTK001" in completed.stdout + completed.stderr
    assert TAG in reproposal.git("log", "-1", "--format=%B")


# --- commits that git makes itself ------------------------------------------


def test_merges_are_left_to_the_gate(reproposal: Repository) -> None:
    reproposal.git("checkout", "-q", "-b", "topic")
    reproposal.git("commit", "-q", "--no-verify", "-m", UNTAGGED)
    reproposal.git("checkout", "-q", "master")
    reproposal.write("README.rst", "All our specs\n")
    reproposal.git("commit", "-q", "-a", "-m", "Say more")
    assert not refused(run(reproposal, "merge", "--no-ff", "--no-edit", "topic"))
    assert not refused(run(reproposal, "commit", "--amend", "-m", f"Merge it\n\n{CHANGE_ID}"))
    assert not refused(run(reproposal, "commit", "--amend", "-m", f"Merge topic\n\n{CHANGE_ID}"))


def test_a_merge_with_conflicts(reproposal: Repository) -> None:
    reproposal.git("checkout", "-q", "-b", "topic")
    reproposal.write("README.rst", "Your specs\n")
    reproposal.git("commit", "-q", "-a", "--no-verify", "-m", UNTAGGED)
    reproposal.git("checkout", "-q", "master")
    reproposal.write("README.rst", "All our specs\n")
    reproposal.git("commit", "-q", "-a", "-m", "Say more")
    assert run(reproposal, "merge", "topic").returncode != 0
    reproposal.write("README.rst", "All specs\n")
    reproposal.git("add", "README.rst")
    assert not refused(run(reproposal, "commit", "--no-edit"))


# git runs no hook for what it cherry-picks or reverts by itself.


def test_a_revert(reproposal: Repository) -> None:
    assert not refused(run(reproposal, "commit", "-m", TAGGED))
    reproposal.git("revert", "--no-commit", "HEAD")
    assert not refused(run(reproposal, "commit", "--no-edit"))
    assert not (reproposal.root / KILO).exists()
    # Reverting the revert adds the copy again, which needs the tag.
    reproposal.git("revert", "--no-commit", "HEAD")
    assert refused(run(reproposal, "commit", "--no-edit"))
    assert not refused(run(reproposal, "commit", "-m", f"Bring it back\n\n{TAG}"))


def test_a_cherry_pick(reproposal: Repository) -> None:
    reproposal.git("checkout", "-q", "-b", "topic")
    assert not refused(run(reproposal, "commit", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    reproposal.git("checkout", "-q", "master")
    reproposal.git("commit", "-q", "--allow-empty", "-m", "Nothing")
    reproposal.git("cherry-pick", "--no-commit", "topic")
    assert refused(run(reproposal, "commit", "-m", UNTAGGED))
    assert not refused(run(reproposal, "commit", "-C", "topic"))


def test_a_cherry_pick_with_conflicts(reproposal: Repository) -> None:
    reproposal.git("checkout", "-q", "-b", "topic")
    reproposal.write("README.rst", "Your specs\n")
    reproposal.git("commit", "-q", "-a", "-m", f"{TAGGED}\n{CHANGE_ID}")
    reproposal.git("checkout", "-q", "master")
    reproposal.write("README.rst", "All our specs\n")
    reproposal.git("commit", "-q", "-a", "-m", "Say more")
    assert run(reproposal, "cherry-pick", "topic").returncode != 0
    reproposal.write("README.rst", "All specs\n")
    reproposal.git("add", "README.rst")
    assert not refused(run(reproposal, "commit", "--no-edit"))
