"""The commit message in the editor: what the commit-msg hook would say, and the tag."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.server.client import Client, span
from tests.server.test_actions import actions, after
from tests.server.test_diagnostics import SPEC, in_words

COMMENTS = "# Please enter the commit message for your changes.\n#\n# On branch master\n"
CHANGE_ID = f"Change-Id: I{'0123456789' * 4}\n"


@pytest.fixture
def copied(clone: Repository) -> Repository:
    """A spec of juno is staged as a copy for kilo."""
    text = (clone.root / SPEC).read_text(encoding="utf-8")
    clone.write("specs/juno/approved/quick-resize.rst", text)
    clone.commit("Approve a spec")
    stage_copy(clone)
    return clone


def stage_copy(clone: Repository) -> None:
    text = (clone.root / "specs/juno/approved/quick-resize.rst").read_text(encoding="utf-8")
    clone.write("specs/kilo/approved/quick-resize.rst", text)
    clone.git("add", "--all")


def hook(root: Path, file: Path) -> list[tuple[str, str, int, int, str]]:
    """What the hook says of a message that is saved."""
    run = subprocess.run(
        [sys.executable, "-m", "specslint", "commit-msg", "--format", "json", str(file)],
        cwd=root,
        capture_output=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr
    return sorted(
        (d["code"], d["severity"], d["line"] - 1, d["column"] - 1, d["message"])
        for d in json.loads(run.stdout)["diagnostics"]
    )


@pytest.mark.parametrize(
    ("message", "tagged"),
    [
        (
            f"Propose it again\n\n{COMMENTS}",
            f"Propose it again\n\nPreviously-approved: juno\n\n{COMMENTS}",
        ),
        (
            f"Propose it again\n\nIt is needed.\n\n{CHANGE_ID}{COMMENTS}",
            "Propose it again\n\nIt is needed.\n\n"
            f"Previously-approved: juno\n{CHANGE_ID}{COMMENTS}",
        ),
        (
            f"Propose it again\n\nPreviosly-approved: juno\n{CHANGE_ID}",
            f"Propose it again\n\nPreviously-approved: juno\n{CHANGE_ID}",
        ),
    ],
    ids=["no trailer", "above the Change-Id", "in place of what is misspelt"],
)
def test_the_tag_is_put_in_its_place(
    editor: Client, copied: Repository, message: str, tagged: str
) -> None:
    editor.start(copied.root)
    file = copied.root / ".git" / "COMMIT_EDITMSG"
    file.write_text(message, encoding="utf-8")
    document = editor.open(file)
    found = editor.diagnostics(document)
    assert [d["code"] for d in found] == ["FTK001"]
    assert in_words(found) == hook(copied.root, file)
    (action,) = actions(editor, document, span(0, 0, 0)).values()
    assert action["title"] == 'Add "Previously-approved: juno"'
    assert action["isPreferred"] is True
    assert action["diagnostics"] == found
    new = after(message, document, action)
    assert new == tagged
    editor.change(document, 2, {"text": new})
    assert editor.diagnostics(document, 2) == []
    assert not actions(editor, document, span(0, 0, 0))
    assert editor.end() == 0
    assert editor.log == ""


def test_files_staged_meanwhile_count(editor: Client, copied: Repository) -> None:
    editor.start(copied.root)
    file = copied.root / ".git" / "COMMIT_EDITMSG"
    document = editor.open(file, "Propose it again\n")
    assert len(editor.diagnostics(document)) == 1
    copied.git("reset", "-q", "--hard")
    editor.change(document, 2, {"text": "Propose it again\n\n"})
    assert editor.diagnostics(document, 2) == []
    stage_copy(copied)
    copied.git("commit", "-q", "-m", "x")
    copied.git("reset", "-q", "--soft", "HEAD^")
    editor.change(document, 3, {"text": "Propose it again\n"})
    assert len(editor.diagnostics(document, 3)) == 1


def test_a_linked_work_tree_has_a_message_of_its_own(editor: Client, copied: Repository) -> None:
    copied.git("reset", "-q", "--hard")
    other = copied.root.parent / "other"
    copied.git("worktree", "add", "-q", "-b", "other", str(other))
    stage_copy(Repository(other))
    editor.start(other)
    file = Path(Repository(other).git("rev-parse", "--git-path", "COMMIT_EDITMSG").strip())
    assert file.parts[-4:-2] == (".git", "worktrees")
    document = editor.open(file, "Propose it again\n")
    assert [d["code"] for d in editor.diagnostics(document)] == ["FTK001"]
    document = editor.open(copied.root / ".git" / "COMMIT_EDITMSG", "Propose it again\n")
    assert editor.diagnostics(document) == []


def test_no_file_of_a_tree_leads_to_a_message(editor: Client, copied: Repository) -> None:
    """Only git makes a .git, and only that names the directory of a message."""
    directory = copied.root / "worktrees" / "other"
    directory.mkdir(parents=True)
    (directory / "gitdir").write_text(f"{copied.root}/.git\n", encoding="utf-8")
    editor.start(copied.root)
    document = editor.open(directory / "COMMIT_EDITMSG", "Propose it again\n")
    assert editor.diagnostics(document) == []


def test_nothing_but_a_tag_is_no_message(editor: Client, copied: Repository) -> None:
    editor.start(copied.root)
    file = copied.root / ".git" / "COMMIT_EDITMSG"
    document = editor.open(file, f"\nPreviously-approved: juno\n\n{COMMENTS}")
    (found,) = editor.diagnostics(document)
    assert "write a subject" in found["message"]
    assert found["range"]["start"]["line"] == 1
    assert "code" not in found


def test_messages_of_other_repositories_are_not_checked(editor: Client, tmp_path: Path) -> None:
    other = Repository.create(tmp_path / "other")
    other.write("README", "x\n")
    other.commit("A first one")
    editor.start(other.root)
    document = editor.open(other.root / ".git" / "COMMIT_EDITMSG", "Add it\n")
    assert editor.diagnostics(document) == []
    document = editor.open(tmp_path / "COMMIT_EDITMSG", "Add it\n")
    assert editor.diagnostics(document) == []
    assert editor.end() == 0
    assert editor.log == ""
