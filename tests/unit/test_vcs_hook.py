"""The commit-msg hook in all situations, with real git and real hooks."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Repository

SPEC = """\
Quick resize
============

Problem description
===================

A resize copies the disk, though only the memory grows.

Proposed change
===============

Restart the server on its host, with its disk as it is.
"""
JUNO = "specs/juno/approved/quick-resize.rst"
KILO = "specs/kilo/approved/quick-resize.rst"
TAG = "Previously-approved: juno"
UNTAGGED = "Propose quick-resize for kilo"
TAGGED = f"{UNTAGGED}\n\n{TAG}"
CHANGE_ID = "Change-Id: I0123456789012345678901234567890123456789"

SPECSLINT = f"PYTHONPATH={shlex.quote(str(PROJECT))} {shlex.quote(sys.executable)} -m specslint"
HOOK = f'{SPECSLINT} commit-msg "$1" || exit $?\n'
# The relevant part of Gerrit's hook: an existing Change-Id is kept.
GERRIT = """\
grep -q '^Change-Id: ' "$1" || printf '\\nChange-Id: I%s\\n' "$(git hash-object "$1")" >> "$1"
"""

Completed = subprocess.CompletedProcess[str]


def install(repository: Repository, *parts: str) -> None:
    """Make the parts the repository's commit-msg hook."""
    common = repository.root / repository.git("rev-parse", "--git-common-dir").strip()
    hook = common / "hooks" / "commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n" + "".join(parts))
    hook.chmod(0o755)


def run(repository: Repository, *arguments: str, **environment: str) -> Completed:
    return subprocess.run(
        ["git", *arguments],
        cwd=repository.root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def refused(completed: Completed, code: str = "FTK001") -> bool:
    output = completed.stdout + completed.stderr
    assert "Traceback" not in output
    assert (completed.returncode != 0) == (code in output), output
    return completed.returncode != 0


@pytest.fixture
def clone(repository: Repository) -> Repository:
    """A repository with a spec in juno, the hook, and a copy for kilo in the index."""
    repository.write(JUNO, SPEC)
    repository.write("README.rst", "Our specs\n")
    repository.commit("The specs of juno")
    install(repository, HOOK)
    repository.write(KILO, SPEC)
    repository.git("add", KILO)
    return repository


def test_a_copy_needs_the_tag(clone: Repository) -> None:
    completed = run(clone, "commit", "-m", UNTAGGED)
    assert refused(completed)
    output = completed.stdout + completed.stderr
    assert f'add "{TAG}"' in output
    assert "/COMMIT_MSG:1:1:" in output
    assert not refused(run(clone, "commit", "-m", TAGGED))


def test_amending_is_judged_as_one_commit(clone: Repository) -> None:
    assert not refused(run(clone, "commit", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    assert refused(run(clone, "commit", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}"))
    assert not refused(run(clone, "commit", "--amend", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    # And with more content than before.
    clone.write("README.rst", "All our specs\n")
    assert refused(run(clone, "commit", "-a", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}"))
    assert not refused(run(clone, "commit", "-a", "--amend", "--no-edit"))


def test_amending_the_first_commit(repository: Repository) -> None:
    repository.write(KILO, SPEC)
    repository.commit(f"The first specs\n\n{CHANGE_ID}")
    install(repository, HOOK)
    message = f"The first specs\n\n{TAG}\n{CHANGE_ID}"
    assert refused(run(repository, "commit", "--amend", "-m", message), "FTK003")


@pytest.mark.parametrize("order", [(HOOK, GERRIT), (GERRIT, HOOK)], ids=["after", "before"])
def test_gerrits_hook_before_or_after(clone: Repository, order: tuple[str, str]) -> None:
    install(clone, *order)
    assert refused(run(clone, "commit", "-m", UNTAGGED))
    assert not refused(run(clone, "commit", "-m", TAGGED))
    message = clone.git("log", "-1", "--format=%B")
    assert "Change-Id: I" in message
    assert refused(run(clone, "commit", "--amend", "-m", message.replace(TAG, "")))
    assert not refused(run(clone, "commit", "--amend", "-m", message))
    assert not refused(run(clone, "commit", "--amend", "--no-edit", "--date=now"))


def test_commit_all(clone: Repository) -> None:
    clone.git("reset", "-q", KILO)
    clone.git("add", "--intent-to-add", KILO)
    assert refused(run(clone, "commit", "-a", "-m", UNTAGGED))
    assert not refused(run(clone, "commit", "-a", "-m", TAGGED))
    assert KILO in clone.git("show", "--format=", "--name-only", "HEAD")


def test_commit_of_named_paths(clone: Repository) -> None:
    clone.write("README.rst", "All our specs\n")
    # The copy is staged, but not committed.
    assert not refused(run(clone, "commit", "-m", "Say more", "README.rst"))
    assert refused(run(clone, "commit", "-m", UNTAGGED, KILO))
    assert not refused(run(clone, "commit", "-m", TAGGED, KILO))


def test_the_index_counts_and_not_the_work_tree(clone: Repository) -> None:
    clone.write(KILO, "not what is staged\n")
    assert refused(run(clone, "commit", "-m", UNTAGGED))
    (clone.root / KILO).unlink()
    assert refused(run(clone, "commit", "-m", UNTAGGED))


def test_in_a_subdirectory(clone: Repository) -> None:
    below = Repository(clone.root / "specs" / "juno")
    assert refused(run(below, "commit", "-m", UNTAGGED))
    assert not refused(run(below, "commit", "-m", TAGGED))


def test_in_a_linked_work_tree(clone: Repository, tmp_path: Path) -> None:
    clone.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    linked.write(KILO, SPEC)
    linked.git("add", KILO)
    assert refused(run(linked, "commit", "-m", UNTAGGED))
    assert not refused(run(linked, "commit", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    assert refused(run(linked, "commit", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}"))


def test_in_a_submodule(clone: Repository, tmp_path: Path) -> None:
    clone.git("reset", "-q", "--hard")
    around = Repository.create(tmp_path / "around")
    around.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(clone.root), "nova"
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


def test_a_detached_head(clone: Repository) -> None:
    clone.git("checkout", "-q", "--detach")
    assert refused(run(clone, "commit", "-m", UNTAGGED))
    assert not refused(run(clone, "commit", "-m", TAGGED))


def test_a_shallow_clone(clone: Repository, tmp_path: Path) -> None:
    clone.git("commit", "-q", "--no-verify", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}")
    clone.git("commit", "-q", "--allow-empty", "-m", "Nothing")
    clone.git("clone", "-q", "--depth=1", clone.root.as_uri(), str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    install(shallow, HOOK)
    other = "specs/liberty/approved/quick-resize.rst"
    shallow.write(other, SPEC)
    shallow.git("add", other)
    assert refused(run(shallow, "commit", "-m", "Propose quick-resize for liberty"))
    message = "Propose quick-resize for liberty\n\nPreviously-approved: kilo"
    assert not refused(run(shallow, "commit", "-m", message))


def test_amending_the_last_commit_of_a_shallow_clone(clone: Repository, tmp_path: Path) -> None:
    clone.git("commit", "-q", "--no-verify", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}")
    clone.git("clone", "-q", "--depth=1", clone.root.as_uri(), str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    install(shallow, HOOK)
    completed = run(shallow, "commit", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}")
    assert completed.returncode != 0
    assert "git fetch --deepen=1" in completed.stderr
    assert len(completed.stderr.splitlines()) == 1
    shallow.git("fetch", "-q", "--deepen=1")
    assert refused(run(shallow, "commit", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}"))


# --- messages ---------------------------------------------------------------


def edited(clone: Repository, message: str, *options: str, **environment: str) -> Completed:
    """Commit with an editor that puts the message before what git shows."""
    file = clone.root.parent / "message"
    file.write_text(message)
    script = clone.root.parent / "editor"
    script.write_text(
        f'#!/bin/sh\ncat {shlex.quote(str(file))} "$1" > "$1.new" && mv "$1.new" "$1"\n'
    )
    script.chmod(0o755)
    return run(clone, "commit", *options, GIT_EDITOR=str(script), **environment)


def test_below_the_scissors_nothing_counts(clone: Repository) -> None:
    # In the diff that --verbose shows, the tag is at the start of a line.
    clone.write("README.rst", f"{TAG}\n")
    clone.git("add", "README.rst")
    clone.git("config", "diff.noprefix", "true")
    below = f"{UNTAGGED}\n# ------------------------ >8 ------------------------\n{TAG}\n"
    assert refused(edited(clone, below, "-v"))
    assert refused(edited(clone, f"{UNTAGGED}\n", "-v", "-v"))
    clone.git("config", "commit.cleanup", "scissors")
    assert refused(edited(clone, below))
    assert not refused(edited(clone, f"{UNTAGGED}\n\n# a heading\n{TAG}\n"))
    assert "# a heading" in clone.git("log", "-1", "--format=%B")


@pytest.mark.parametrize("comment", [";", "*", "auto"])
def test_comments_do_not_count(clone: Repository, comment: str) -> None:
    clone.git("config", "core.commentChar", comment)
    sign = "#" if comment == "auto" else comment
    assert refused(edited(clone, f"{UNTAGGED}\n{sign} {TAG}\n"))
    assert not refused(edited(clone, f"{TAGGED}\n"))


def test_a_tag_that_is_a_comment(clone: Repository) -> None:
    clone.git("config", "core.commentChar", "P")
    assert refused(edited(clone, f"An old spec\n\n{TAG}\n"))
    # Without an editor, git keeps the line.
    assert not refused(run(clone, "commit", "-m", f"An old spec\n\n{TAG}"))
    assert TAG in clone.git("log", "-1", "--format=%B")


def test_a_message_from_a_file(clone: Repository) -> None:
    file = clone.root.parent / "message"
    file.write_bytes(f"{UNTAGGED}\r\n\r\n{TAG}\r\n".encode())
    assert not refused(run(clone, "commit", "-F", str(file)))


def test_a_message_that_is_not_utf8(clone: Repository) -> None:
    file = clone.root.parent / "message"
    file.write_bytes(b"Propose l'\xe9t\xe9\n")
    completed = run(clone, "commit", "-F", str(file))
    assert completed.returncode != 0
    assert "is not UTF-8 (at byte 10)" in completed.stderr
    clone.git("config", "i18n.commitEncoding", "iso-8859-1")
    assert refused(run(clone, "commit", "-F", str(file)))


@pytest.mark.parametrize("kind", ["fixup", "squash"])
def test_what_is_squashed_later_is_checked_later(clone: Repository, kind: str) -> None:
    assert not refused(run(clone, "commit", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    text = SPEC + "\nMore of it.\n"
    clone.write(KILO, text)
    clone.write("specs/kilo/approved/another.rst", SPEC)
    clone.git("add", "--all")
    assert not refused(run(clone, "commit", f"--{kind}", "HEAD", "-m", "And more"))
    rebased = run(
        clone, "rebase", "-q", "-i", "--autosquash", "HEAD~2", GIT_SEQUENCE_EDITOR=":",
        GIT_EDITOR="true",
    )  # fmt: skip
    assert not refused(rebased), rebased
    assert clone.git("show", f"HEAD:{KILO}") == text
    assert clone.git("rev-list", "--count", "HEAD").strip() == "2"


def test_a_reworded_commit(clone: Repository) -> None:
    assert not refused(run(clone, "commit", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    reword = "sed -i.old -e s/^pick/reword/"
    drop = f"sed -i.old -e '/^{TAG}/d'"
    arguments = ("rebase", "-q", "-i", "HEAD~1")
    completed = run(clone, *arguments, GIT_SEQUENCE_EDITOR=reword, GIT_EDITOR=drop)
    assert "FTK001" in completed.stdout + completed.stderr
    assert TAG in clone.git("log", "-1", "--format=%B")


# --- commits that git makes itself ------------------------------------------


def test_merges_are_left_to_the_gate(clone: Repository) -> None:
    clone.git("checkout", "-q", "-b", "topic")
    clone.git("commit", "-q", "--no-verify", "-m", UNTAGGED)
    clone.git("checkout", "-q", "master")
    clone.write("README.rst", "All our specs\n")
    clone.git("commit", "-q", "-a", "-m", "Say more")
    assert not refused(run(clone, "merge", "--no-ff", "--no-edit", "topic"))
    assert not refused(run(clone, "commit", "--amend", "-m", f"Merge it\n\n{CHANGE_ID}"))
    assert not refused(run(clone, "commit", "--amend", "-m", f"Merge topic\n\n{CHANGE_ID}"))


def test_a_merge_with_conflicts(clone: Repository) -> None:
    clone.git("checkout", "-q", "-b", "topic")
    clone.write("README.rst", "Your specs\n")
    clone.git("commit", "-q", "-a", "--no-verify", "-m", UNTAGGED)
    clone.git("checkout", "-q", "master")
    clone.write("README.rst", "All our specs\n")
    clone.git("commit", "-q", "-a", "-m", "Say more")
    assert run(clone, "merge", "topic").returncode != 0
    clone.write("README.rst", "All specs\n")
    clone.git("add", "README.rst")
    assert not refused(run(clone, "commit", "--no-edit"))


# git runs no hook for what it cherry-picks or reverts by itself.


def test_a_revert(clone: Repository) -> None:
    assert not refused(run(clone, "commit", "-m", TAGGED))
    clone.git("revert", "--no-commit", "HEAD")
    assert not refused(run(clone, "commit", "--no-edit"))
    assert not (clone.root / KILO).exists()
    # Reverting the revert adds the copy again, which needs the tag.
    clone.git("revert", "--no-commit", "HEAD")
    assert refused(run(clone, "commit", "--no-edit"))
    assert not refused(run(clone, "commit", "-m", f"Bring it back\n\n{TAG}"))


def test_a_cherry_pick(clone: Repository) -> None:
    clone.git("checkout", "-q", "-b", "topic")
    assert not refused(run(clone, "commit", "-m", f"{TAGGED}\n{CHANGE_ID}"))
    clone.git("checkout", "-q", "master")
    clone.git("commit", "-q", "--allow-empty", "-m", "Nothing")
    clone.git("cherry-pick", "--no-commit", "topic")
    assert refused(run(clone, "commit", "-m", UNTAGGED))
    assert not refused(run(clone, "commit", "-C", "topic"))


def test_a_cherry_pick_with_conflicts(clone: Repository) -> None:
    clone.git("checkout", "-q", "-b", "topic")
    clone.write("README.rst", "Your specs\n")
    clone.git("commit", "-q", "-a", "-m", f"{TAGGED}\n{CHANGE_ID}")
    clone.git("checkout", "-q", "master")
    clone.write("README.rst", "All our specs\n")
    clone.git("commit", "-q", "-a", "-m", "Say more")
    assert run(clone, "cherry-pick", "topic").returncode != 0
    clone.write("README.rst", "All specs\n")
    clone.git("add", "README.rst")
    assert not refused(run(clone, "commit", "--no-edit"))
