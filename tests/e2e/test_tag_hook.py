"""The prepare-commit-msg hook that writes the tag, with real git and real editors."""

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
    SPECSLINT,
    TAG,
    TAGGED,
    UNTAGGED,
    Completed,
    install,
    run,
)

TAGGING = f'#!/bin/sh\n{SPECSLINT} tag "$@" || exit $?\n'
NOTE = f"A copy of {JUNO}: delete the tag below if anything functional changed."
SCISSORS = " ------------------------ >8 ------------------------"


@pytest.fixture
def tagging(reproposal: Repository) -> Repository:
    """The repository with a copy in the index, and both hooks on the message."""
    hook = reproposal.root / ".git/hooks/prepare-commit-msg"
    hook.write_text(TAGGING)
    hook.chmod(0o755)
    return reproposal


def message_of(repository: Repository) -> str:
    return repository.git("log", "-1", "--format=%B").rstrip("\n")


def edited(
    repository: Repository, *arguments: str, subject: str = UNTAGGED
) -> tuple[str, Completed]:
    """Commit with an editor that writes a subject into the first line.

    :returns: what the editor was shown, and the run.
    """
    seen = repository.root.parent / "seen"
    script = repository.root.parent / "editor"
    script.write_text(
        f'#!/bin/sh\ncp "$1" {shlex.quote(str(seen))}\nsed -i "1s/^/{subject}/" "$1"\n'
    )
    script.chmod(0o755)
    completed = run(repository, *(arguments or ("commit",)), GIT_EDITOR=str(script))
    return seen.read_text(), completed


def made(repository: Repository, completed: Completed, message: str) -> bool:
    assert completed.returncode == 0, completed
    assert message_of(repository) == message
    return True


def test_an_empty_message(tagging: Repository) -> None:
    seen, completed = edited(tagging)
    assert seen.startswith(f"\n\n# {NOTE}\n{TAG}\n\n# Please enter the commit message")
    assert made(tagging, completed, TAGGED)
    assert "specslint:" not in completed.stderr


def test_an_author_who_writes_nothing_commits_nothing(tagging: Repository) -> None:
    head = tagging.git("rev-parse", "HEAD")
    install(tagging, GERRIT, HOOK)
    for arguments in (("commit",), ("commit", "-s")):
        completed = run(tagging, *arguments, GIT_EDITOR="true")
        assert completed.returncode != 0
        assert "the message says nothing but its tag" in completed.stderr
    assert tagging.git("rev-parse", "HEAD") == head


def test_an_author_who_deletes_the_tag(tagging: Repository) -> None:
    (tagging.root / ".git/hooks/commit-msg").unlink()
    editor = f"sed -i -e '/^Previously/d' -e '1s/^/{UNTAGGED}/'"
    assert made(tagging, run(tagging, "commit", GIT_EDITOR=editor), UNTAGGED)


def test_a_message_without_an_editor(tagging: Repository) -> None:
    completed = run(tagging, "commit", "-q", "-m", UNTAGGED)
    assert made(tagging, completed, TAGGED)
    (line,) = completed.stderr.splitlines()
    assert line.startswith(f'specslint: added "{TAG}" to the message')
    assert JUNO in line


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Subject\n\nBody", f"Subject\n\nBody\n\n{TAG}"),
        ("Subject\n\nBody: of text\nand more", f"Subject\n\nBody: of text\nand more\n\n{TAG}"),
        ("Fix: a subject", f"Fix: a subject\n\n{TAG}"),
        ("Subject\n\nImplements: blueprint x", f"Subject\n\nImplements: blueprint x\n{TAG}"),
        ("Subject\n\nblueprint x", f"Subject\n\nblueprint x\n{TAG}"),
        (f"Subject\n\nBody\n\n{CHANGE_ID}", f"Subject\n\nBody\n\n{TAG}\n{CHANGE_ID}"),
        (f"Subject\n\nblueprint x\n{CHANGE_ID}", f"Subject\n\nblueprint x\n{TAG}\n{CHANGE_ID}"),
        (TAGGED, TAGGED),
        ("Subject\n\nPreviously approved: juno", "Subject\n\nPreviously approved: juno"),
    ],
)
def test_where_the_tag_stands(tagging: Repository, before: str, after: str) -> None:
    assert made(tagging, run(tagging, "commit", "-m", before), after)


def test_a_misspelt_tag_is_left_to_the_author(tagging: Repository) -> None:
    completed = run(tagging, "commit", "-m", f"{UNTAGGED}\n\nPreviosly-approved: juno")
    assert completed.returncode != 0
    assert "FTK001" in completed.stdout + completed.stderr
    assert "added" not in completed.stderr


def test_a_spec_that_is_no_copy_gets_no_tag(tagging: Repository) -> None:
    tagging.git("commit", "-q", "--no-verify", "-m", TAGGED)
    new = SPEC.replace("Quick resize", "A new matter").replace("disk", "network") * 2
    for path, text in (
        ("specs/kilo/approved/new.rst", new),
        (KILO, SPEC + "\nMore.\n"),
        ("README.rst", "All our specs\n"),
    ):
        tagging.write(path, text)
        tagging.git("add", path)
        completed = run(tagging, "commit", "-m", "Say more")
        assert message_of(tagging) == "Say more", completed
        assert "specslint: added" not in completed.stderr


def test_a_copy_that_changed_gets_no_tag(tagging: Repository) -> None:
    (tagging.root / ".git/hooks/commit-msg").unlink()
    tagging.write(KILO, SPEC.replace("Restart the server on its host", "Copy it to another host"))
    tagging.git("add", KILO)
    assert made(tagging, run(tagging, "commit", "-m", UNTAGGED), UNTAGGED)


def test_the_rule_is_disabled(tagging: Repository) -> None:
    tagging.write("pyproject.toml", "[tool.specslint]\nignore = ['FTK001']\n")
    tagging.git("add", "pyproject.toml")
    assert made(tagging, run(tagging, "commit", "-m", UNTAGGED), UNTAGGED)


def test_several_copies(tagging: Repository) -> None:
    other = SPEC.replace("Quick", "Slow").replace("resize", "suspend").replace("disk", "memory")
    tagging.git("reset", "-q")
    tagging.write("specs/icehouse/approved/slow-suspend.rst", other)
    tagging.git("add", "specs/icehouse")
    tagging.git("commit", "-q", "--no-verify", "-m", "More specs")
    tagging.write("specs/kilo/approved/slow-suspend.rst", other)
    tagging.git("add", "specs")
    completed = run(tagging, "commit", "-m", UNTAGGED)
    assert made(tagging, completed, f"{UNTAGGED}\n\nPreviously-approved: juno, icehouse")


# --- amendments, merges and what git makes itself ---------------------------


def test_amendments(tagging: Repository) -> None:
    tagging.git("commit", "-q", "--no-verify", "-m", TAGGED)
    assert made(tagging, run(tagging, "commit", "--amend", "--no-edit"), TAGGED)
    seen, completed = edited(tagging, "commit", "--amend", subject="")
    assert seen.count(TAG) == 1
    assert "# A copy" not in seen
    assert made(tagging, completed, TAGGED)
    completed = run(tagging, "commit", "--amend", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}")
    assert made(tagging, completed, f"{TAGGED}\n{CHANGE_ID}")


def test_an_amendment_without_the_tag(tagging: Repository) -> None:
    hook = tagging.root / ".git/hooks/prepare-commit-msg"
    hook.rename(hook.with_suffix(".off"))
    tagging.git("commit", "-q", "--no-verify", "-m", f"{UNTAGGED}\n\n{CHANGE_ID}")
    hook.with_suffix(".off").rename(hook)
    seen, completed = edited(tagging, "commit", "--amend", subject="")
    assert seen.startswith(f"{UNTAGGED}\n\n# {NOTE}\n{TAG}\n{CHANGE_ID}\n\n#")
    assert made(tagging, completed, f"{TAGGED}\n{CHANGE_ID}")


def test_merges_and_squashes(tagging: Repository) -> None:
    tagging.git("checkout", "-q", "-b", "topic")
    tagging.git("commit", "-q", "--no-verify", "-m", TAGGED)
    tagging.git("checkout", "-q", "master")
    tagging.write("README.rst", "All our specs\n")
    tagging.git("commit", "-q", "-a", "-m", "Say more")
    merged = run(tagging, "merge", "--no-ff", "-m", "Merge it", "topic")
    assert made(tagging, merged, "Merge it")
    tagging.git("reset", "-q", "--hard", "HEAD~1")
    tagging.git("merge", "-q", "--squash", "topic")
    completed = run(tagging, "commit", "--no-edit")
    assert completed.returncode == 0, completed
    assert message_of(tagging).count(TAG) == 1
    assert "added" not in completed.stderr


def test_a_squash_without_the_tag(tagging: Repository) -> None:
    tagging.git("checkout", "-q", "-b", "topic")
    tagging.git("-c", "core.hooksPath=/dev/null", "commit", "-q", "-m", UNTAGGED)
    tagging.git("checkout", "-q", "master")
    tagging.git("merge", "-q", "--squash", "topic")
    completed = run(tagging, "commit", "--no-edit")
    assert completed.returncode == 0, completed
    assert message_of(tagging).endswith(f"    {UNTAGGED}\n\n{TAG}")


def test_fixup_and_squash_commits(tagging: Repository) -> None:
    tagging.git("commit", "-q", "--no-verify", "-m", TAGGED)
    tagging.write("specs/kilo/approved/quicker-resize.rst", SPEC)
    tagging.git("add", "--all")
    assert run(tagging, "commit", "--fixup", "HEAD").returncode == 0
    assert message_of(tagging) == f"fixup! {UNTAGGED}"
    rebased = run(tagging, "rebase", "-q", "-i", "--autosquash", "HEAD~2", GIT_SEQUENCE_EDITOR=":")
    assert made(tagging, rebased, TAGGED)


def test_a_rebase_leaves_messages_alone(tagging: Repository) -> None:
    (tagging.root / ".git/hooks/commit-msg").unlink()
    tagging.git("-c", "core.hooksPath=/dev/null", "commit", "-q", "-m", UNTAGGED)
    tagging.git("checkout", "-q", "-b", "other", "HEAD~1")
    tagging.write("README.rst", "All our specs\n")
    tagging.git("commit", "-q", "-a", "-m", "Say more")
    tagging.git("checkout", "-q", "master")
    assert made(tagging, run(tagging, "rebase", "-q", "other"), UNTAGGED)


# --- clean-up modes ---------------------------------------------------------


@pytest.mark.parametrize("how", ["config", "option"])
@pytest.mark.parametrize("mode", ["verbatim", "whitespace", "scissors", "strip", "default"])
def test_every_cleanup(tagging: Repository, mode: str, how: str) -> None:
    if how == "config":
        tagging.git("config", "commit.cleanup", mode)
    options = [] if how == "config" else [f"--cleanup={mode}"]
    seen, completed = edited(tagging, "commit", *options)
    assert completed.returncode == 0, completed
    message = message_of(tagging)
    assert message.startswith(TAGGED)
    keeps = mode in ("verbatim", "whitespace")
    assert (NOTE in seen) != keeps
    assert ("specslint: added" in completed.stderr) == keeps
    assert NOTE not in message
    if keeps:
        assert seen.startswith(f"\n\n{TAG}\n\n# Please enter")
    else:
        assert message == TAGGED
    if mode == "scissors":
        assert seen.startswith(f"\n\n{TAG}\n\n#{SCISSORS}\n")
    tagging.git("reset", "-q", "--soft", "HEAD~1")
    completed = run(tagging, "commit", *options, "-m", UNTAGGED)
    assert made(tagging, completed, TAGGED)


@pytest.mark.parametrize("mode", ["scissors", "strip"])
def test_the_diff_of_verbose(tagging: Repository, mode: str) -> None:
    tagging.git("config", "commit.cleanup", mode)
    seen, completed = edited(tagging, "commit", "-v")
    assert seen.index(TAG) < seen.index(SCISSORS) < seen.index("diff --git")
    assert made(tagging, completed, TAGGED)


@pytest.mark.parametrize("comment", [";", "auto", "*", "%"])
def test_every_comment_character(tagging: Repository, comment: str) -> None:
    tagging.git("config", "core.commentChar", comment)
    seen, completed = edited(tagging)
    assert f"{'#' if comment == 'auto' else comment} {NOTE}\n{TAG}\n" in seen
    assert made(tagging, completed, TAGGED)


def test_a_comment_character_that_begins_the_tag(tagging: Repository) -> None:
    (tagging.root / ".git/hooks/commit-msg").unlink()
    tagging.git("config", "core.commentChar", "P")
    seen, completed = edited(tagging, subject="A copy")
    assert TAG not in seen
    assert "would be a comment" in completed.stderr
    assert made(tagging, completed, "A copy")


def test_a_template_of_the_authors(tagging: Repository) -> None:
    template = tagging.root.parent / "template"
    template.write_text("\n\nAPIImpact\n\n# Say why.\n")
    seen, completed = edited(tagging, "commit", "-t", str(template))
    assert seen.startswith(f"\n\nAPIImpact\n\n# {NOTE}\n{TAG}\n\n# Say why.\n")
    assert made(tagging, completed, f"{UNTAGGED}\n\nAPIImpact\n\n{TAG}")


def test_other_encodings_and_line_ends(tagging: Repository) -> None:
    tagging.git("config", "i18n.commitEncoding", "iso-8859-1")
    file = tagging.root.parent / "message"
    file.write_bytes(b"L'\xe9t\xe9\r\n\r\nText\r\n")
    completed = run(tagging, "commit", "-q", "--cleanup=verbatim", "-F", str(file))
    assert completed.returncode == 0, completed
    editmsg = (tagging.root / ".git/COMMIT_EDITMSG").read_bytes()
    assert editmsg == b"L'\xe9t\xe9\r\n\r\nText\r\n\r\n" + TAG.encode() + b"\r\n"


# --- files ------------------------------------------------------------------


def test_no_link_is_followed(tagging: Repository, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text(f"{UNTAGGED}\n")
    link = tagging.root / ".git/message"
    link.symlink_to(victim)
    command = f"{SPECSLINT} tag {shlex.quote(str(link))}"
    completed = run(tagging, "-c", f"alias.try=!{command}", "try")
    assert completed.returncode == 2
    assert "symbolic link, which is not followed" in completed.stderr
    assert victim.read_text() == f"{UNTAGGED}\n"


def test_the_file_keeps_its_mode_and_nothing_is_left(tagging: Repository) -> None:
    file = tagging.root / ".git/message"
    file.write_text(f"{UNTAGGED}\n")
    file.chmod(0o640)
    before = set((tagging.root / ".git").iterdir())
    completed = run(tagging, "-c", f"alias.try=!{SPECSLINT} tag .git/message message", "try")
    assert completed.returncode == 0, completed
    assert file.read_text().startswith(f"{UNTAGGED}\n")
    assert TAG in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o640
    assert set((tagging.root / ".git").iterdir()) == before


def test_in_a_linked_work_tree(tagging: Repository, tmp_path: Path) -> None:
    tagging.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    linked.write(KILO, SPEC)
    linked.git("add", KILO)
    assert made(linked, run(linked, "commit", "-m", UNTAGGED), TAGGED)


def test_in_a_subdirectory_and_with_paths(tagging: Repository) -> None:
    below = Repository(tagging.root / "specs")
    tagging.git("reset", "-q")
    tagging.git("add", "--intent-to-add", KILO)
    completed = run(below, "commit", "-m", UNTAGGED, "--", "kilo/approved/quick-resize.rst")
    assert made(tagging, completed, TAGGED)


# --- rejected messages ------------------------------------------------------


def command_of(completed: Completed) -> str:
    """The command at the end of the last line."""
    last = (completed.stdout + completed.stderr).splitlines()[-1]
    return last[last.index("git commit") :]


@pytest.mark.parametrize("place", ["clone", "linked", "subdirectory"])
def test_the_text_of_a_refused_message_comes_back(reproposal: Repository, place: str) -> None:
    where = reproposal
    if place == "linked":
        where = Repository(reproposal.root.parent / "it's linked; here")
        reproposal.git("worktree", "add", "-q", "-b", "other", str(where.root))
        where.write(KILO, SPEC)
        where.git("add", KILO)
    elif place == "subdirectory":
        where = Repository(reproposal.root / "specs" / "juno")
    text = f"{UNTAGGED}\n\nA long explanation, typed with care."
    refused = run(where, "commit", "-m", text)
    assert refused.returncode != 0
    again = run(
        where, "-c", f"alias.again=!cd {shlex.quote(str(where.root))} && {command_of(refused)}",
        "again", GIT_EDITOR=f"sed -i '$a\\\n\\\n{TAG}'",
    )  # fmt: skip
    assert made(where, again, f"{text}\n\n{TAG}")


def test_a_refused_amendment_comes_back_as_one(reproposal: Repository) -> None:
    assert run(reproposal, "commit", "-m", TAGGED).returncode == 0
    refused = run(reproposal, "commit", "--amend", "-m", UNTAGGED)
    assert command_of(refused).startswith("git commit --amend -eF /")
    again = run(
        reproposal,
        "-c",
        f"alias.again=!{command_of(refused)}",
        "again",
        GIT_EDITOR=f"sed -i '$a\\\n\\\n{TAG}'",
    )
    assert made(reproposal, again, TAGGED)
    assert reproposal.git("rev-list", "--count", "HEAD").strip() == "2"


def test_the_index_of_a_refused_commit_of_all(reproposal: Repository) -> None:
    reproposal.git("reset", "-q")
    reproposal.git("add", "--intent-to-add", KILO)
    refused = run(reproposal, "commit", "-a", "-m", UNTAGGED)
    assert "with -a or your paths besides" in refused.stderr
    assert "besides" not in run(reproposal, "commit", "-m", UNTAGGED).stderr


# --- texts ------------------------------------------------------------------
