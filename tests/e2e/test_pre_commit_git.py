"""The fast-track hook under pre-commit, in the situations that git has.

``test_commit_msg_hook.py`` tests them all with the hook alone; here are those that
pre-commit affects: it stashes what is not staged, keeps the existing hook, and is run
from the repository's common directory.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Completed, call, pre_commit
from tests.e2e.test_pre_commit import commit

KILO = "specs/kilo/approved/report-scheduler-refusals.rst"
JUNO = "specs/juno/approved/report-scheduler-refusals.rst"
UNTAGGED = "Propose it for Kilo"
TAGGED = f"{UNTAGGED}\n\nPreviously-approved: juno"
CHANGE_ID = "Change-Id: I0123456789012345678901234567890123456789"


@pytest.fixture
def copy(clone: Repository) -> Repository:
    """The clone with a copy from Juno staged."""
    text = (clone.root / KILO).read_text()
    clone.git("rm", "-q", KILO)
    clone.git("commit", "-q", "--no-verify", "-m", "Take it out")
    clone.write(KILO, text)
    clone.git("add", KILO)
    return clone


def git_commit(root: Path, *arguments: str) -> Completed:
    return call("git", "commit", "-q", *arguments, cwd=root)


def assert_refused(completed: Completed) -> None:
    assert completed.returncode != 0, completed
    assert "FTK001 [error]" in completed.stdout + completed.stderr


def assert_made(repository: Repository, completed: Completed, message: str) -> None:
    """The commit is in the history, and its message is what was written."""
    assert completed.returncode == 0, completed
    assert repository.git("log", "-1", "--format=%B").strip() == message


def test_amending_by_the_change_id(copy: Repository) -> None:
    tagged = f"{TAGGED}\n{CHANGE_ID}"
    assert_made(copy, git_commit(copy.root, "-m", tagged), tagged)
    untagged = f"{UNTAGGED}\n\n{CHANGE_ID}"
    assert_refused(git_commit(copy.root, "--amend", "-m", untagged))
    again = f"{TAGGED} (the part that was left)\n{CHANGE_ID}"
    assert_made(copy, git_commit(copy.root, "--amend", "-m", again), again)


def test_commit_all(copy: Repository) -> None:
    copy.git("add", "--intent-to-add", KILO)
    assert_refused(git_commit(copy.root, "-a", "-m", UNTAGGED))
    assert_made(copy, git_commit(copy.root, "-a", "-m", TAGGED), TAGGED)


def test_commit_of_a_path_leaves_the_rest_staged(copy: Repository) -> None:
    copy.write("specs/kilo/approved/notes.txt", "No spec.\n")
    copy.git("add", "--all")
    assert_refused(git_commit(copy.root, "-m", UNTAGGED, "--", KILO))
    assert_made(copy, git_commit(copy.root, "-m", TAGGED, "--", KILO), TAGGED)
    staged = copy.git("diff", "--cached", "--name-only").split()
    assert staged == ["specs/kilo/approved/notes.txt"]


def test_what_is_not_staged_neither_counts_nor_gets_lost(copy: Repository) -> None:
    original = (copy.root / KILO).read_text()
    copy.write(KILO, "Quite another text, not staged.\n")
    assert_refused(git_commit(copy.root, "-m", UNTAGGED))
    assert_made(copy, git_commit(copy.root, "-m", TAGGED), TAGGED)
    assert (copy.root / KILO).read_text() == "Quite another text, not staged.\n"
    assert copy.git("show", f"HEAD:{KILO}") == original


def test_in_a_linked_work_tree(copy: Repository, tmp_path: Path) -> None:
    text = (copy.root / KILO).read_text()
    linked = Repository(tmp_path / "linked")
    copy.git("worktree", "add", "-q", "--detach", str(linked.root), "HEAD")
    linked.write(KILO, text)
    linked.git("add", KILO)
    assert_refused(git_commit(linked.root, "-m", UNTAGGED))
    assert_made(linked, git_commit(linked.root, "-m", TAGGED), TAGGED)


def test_what_will_be_squashed_is_checked_then(copy: Repository) -> None:
    assert git_commit(copy.root, "--fixup", "HEAD").returncode == 0
    assert copy.git("log", "-1", "--format=%s").strip() == "fixup! Take it out"


def test_a_merge_is_left_to_the_gate(copy: Repository) -> None:
    copy.git("checkout", "-q", "-b", "proposal")
    assert_made(copy, git_commit(copy.root, "-m", TAGGED), TAGGED)
    copy.git("checkout", "-q", "master")
    copy.write("README.rst", "More\n")
    assert commit(copy, "Another matter").returncode == 0
    merged = call("git", "merge", "-q", "--no-ff", "-m", "Merge it", "proposal", cwd=copy.root)
    assert merged.returncode == 0, merged


def test_the_first_commit_of_a_repository(copy: Repository) -> None:
    copy.git("checkout", "-q", "--orphan", "fresh")
    copy.git("rm", "-rq", "--cached", ".")
    copy.git("add", ".pre-commit-config.yaml", "specs/kilo-template.rst", KILO)
    message = "Begin with a copy\n\nPreviously-approved: icehouse"
    refused = git_commit(copy.root, "-m", message)
    assert refused.returncode != 0
    assert "FTK003 [error]" in refused.stdout + refused.stderr
    assert_made(copy, git_commit(copy.root, "-m", "Begin"), "Begin")


def test_a_global_selection_of_files_does_not_keep_the_message_from_the_hook(
    copy: Repository,
) -> None:
    config = copy.root / ".pre-commit-config.yaml"
    config.write_text("files: ^specs/\n" + config.read_text())
    copy.git("add", "--all")
    assert_refused(git_commit(copy.root, "-m", UNTAGGED))


def test_gerrits_hook_installed_after_pre_commit_is_not_lost(copy: Repository) -> None:
    # After copying it over pre-commit's own hook, that has to be installed again.
    hook = copy.root / ".git/hooks/commit-msg"
    hook.write_text("#!/bin/sh\nprintf '\\n%s\\n' '" + CHANGE_ID + '\' >> "$1"\n')
    hook.chmod(0o755)
    assert pre_commit(copy, "install").returncode == 0
    assert_refused(git_commit(copy.root, "-m", UNTAGGED))
    assert_made(copy, git_commit(copy.root, "-m", TAGGED), f"{TAGGED}\n\n{CHANGE_ID}")


@pytest.fixture
def tagging(copy: Repository) -> Repository:
    """The clone with the copy staged, and the hook that writes the tag as documented."""
    config = copy.root / ".pre-commit-config.yaml"
    text = config.read_text().replace(
        "[pre-commit, commit-msg]", "[pre-commit, prepare-commit-msg, commit-msg]"
    )
    config.write_text(text.rstrip() + "\n      - id: specslint-tag\n")
    copy.git("add", config.name)
    copy.git("commit", "-q", "--no-verify", "-m", "Write the tag", config.name)
    installed = pre_commit(copy, "install")
    assert "prepare-commit-msg" in installed.stdout
    return copy


def test_the_tag_is_written_into_a_message(tagging: Repository) -> None:
    completed = git_commit(tagging.root, "-m", UNTAGGED)
    assert_made(tagging, completed, TAGGED)
    assert 'specslint: added "Previously-approved: juno"' in completed.stdout + completed.stderr
    # And only once.
    completed = git_commit(tagging.root, "--amend", "--no-edit")
    assert_made(tagging, completed, TAGGED)
    assert "specslint: added" not in completed.stdout + completed.stderr


def test_the_tag_is_written_before_the_editor_opens(tagging: Repository) -> None:
    editor = f"sed -i '1s/^/{UNTAGGED}/'"
    completed = call("git", "commit", "-q", cwd=tagging.root, GIT_EDITOR=editor)
    assert_made(tagging, completed, TAGGED)


def test_closing_the_editor_still_commits_nothing(tagging: Repository) -> None:
    head = tagging.git("rev-parse", "HEAD")
    completed = call("git", "commit", "-q", cwd=tagging.root, GIT_EDITOR="true")
    assert completed.returncode != 0
    assert "nothing but its tag" in completed.stdout + completed.stderr
    assert tagging.git("rev-parse", "HEAD") == head


def test_a_refused_message_comes_back(copy: Repository) -> None:
    refused = git_commit(copy.root, "-m", f"{UNTAGGED}\n\nTyped with care.")
    assert_refused(refused)
    said = [line for line in (refused.stdout + refused.stderr).splitlines() if line.strip()]
    command = said[-1][said[-1].index("git commit -eF ") :]
    editor = "sed -i '$a\\\n\\\nPreviously-approved: juno'"
    again = call("sh", "-c", command, cwd=copy.root / "specs", GIT_EDITOR=editor)
    assert_made(copy, again, f"{UNTAGGED}\n\nTyped with care.\n\nPreviously-approved: juno")
