"""Staging paths, undoing that, and the change that staging will make."""

from __future__ import annotations

from pathlib import Path

import pytest

from specslint.model.change import Change, ChangeKind
from specslint.model.errors import UserError
from specslint.vcs.repository import Repository as Opened
from specslint.vcs.sources import LINK
from specslint.vcs.staging import Staged, commit, planned, refuse_unless_clean, stage
from tests.conftest import Repository

FILE = "100644"


@pytest.fixture(params=["sha1", "sha256"])
def hashed(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    """A repository with each kind of hashes."""
    repository = Repository(tmp_path / "nova-specs")
    repository.root.mkdir()
    repository.git("init", "-q", f"--object-format={request.param}")
    return begun(repository)


@pytest.fixture
def committed(repository: Repository) -> Repository:
    return begun(repository)


def begun(repository: Repository) -> Repository:
    """The repository with four specs."""
    for name in "abcd":
        repository.write(f"specs/{name}.rst", f"{name}\n")
    repository.commit("Begin")
    return repository


ENTRIES = (
    Staged("specs/a.rst", FILE, b"A\r\n"),
    Staged("specs/b.rst", "", b""),
    Staged("specs/new/c.rst", FILE, b"c\n"),
    Staged("specs/c.rst", "", b""),
    Staged("specs/e.rst", LINK, b"a.rst"),
    Staged("specs/f.rst", FILE, b"d\n"),
)
ORIGINS = {"specs/new/c.rst": "specs/c.rst", "specs/f.rst": "specs/d.rst"}


def listed(repository: Repository) -> list[str]:
    """The entries of the index: mode, path and content."""
    found = []
    for line in repository.git("ls-files", "-s").splitlines():
        entry, _, path = line.partition("\t")
        mode, name, _ = entry.split()
        with Opened.open(repository.root) as opened:
            found.append(f"{mode} {path} {opened.git.blob(name)[1].decode()!r}")
    return found


def test_paths_are_staged_and_put_back(hashed: Repository) -> None:
    # The content is stored unchanged, whatever the attributes say.
    hashed.write(".git/info/attributes", "* text=auto eol=lf\n")
    before = listed(hashed)
    with Opened.open(hashed.root) as opened:
        put_back = stage(opened, ENTRIES)
        assert listed(hashed) == [
            r"100644 specs/a.rst 'A\r\n'",
            r"100644 specs/d.rst 'd\n'",
            "120000 specs/e.rst 'a.rst'",
            r"100644 specs/f.rst 'd\n'",
            r"100644 specs/new/c.rst 'c\n'",
        ]
        put_back()
    assert listed(hashed) == before
    assert hashed.git("status", "--porcelain") == ""


def test_all_paths_are_staged_or_none(committed: Repository) -> None:
    before = listed(committed)
    with Opened.open(committed.root) as opened, pytest.raises(UserError):
        stage(opened, [ENTRIES[0], Staged("specs/x.rst", "no mode", b"x")])
    assert listed(committed) == before


def test_the_planned_change(committed: Repository) -> None:
    with Opened.open(committed.root) as opened:
        delta = planned(opened, ENTRIES, ORIGINS)
        assert delta.changes == (
            Change(ChangeKind.MODIFIED, "specs/a.rst", "specs/a.rst"),
            Change(ChangeKind.DELETED, "specs/b.rst", "specs/b.rst", is_file=False),
            Change(ChangeKind.RENAMED, "specs/new/c.rst", "specs/c.rst"),
            Change(ChangeKind.ADDED, "specs/e.rst", "specs/e.rst", is_file=False),
            Change(ChangeKind.ADDED, "specs/f.rst", "specs/f.rst"),
        )
        assert delta.origins == {"specs/f.rst": "specs/d.rst"}
        assert [entry.path for entry in delta.after.entries("specs")] == [
            "specs/a.rst",
            "specs/d.rst",
            "specs/e.rst",
            "specs/f.rst",
            "specs/new/c.rst",
        ]
        assert delta.after.read("specs/a.rst", 9) == b"A\r\n"
        assert delta.after.read("specs/d.rst", 9) == b"d\n"
        assert delta.before.read("specs/a.rst", 9) == b"a\n"
        assert len(listed(committed)) == 4, "nothing is staged"


@pytest.mark.parametrize("name", ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"])
def test_nothing_is_staged_in_a_merge(committed: Repository, name: str) -> None:
    with Opened.open(committed.root) as opened:
        refuse_unless_clean(opened)
        committed.git("update-ref", name, "HEAD")
        what = name.removesuffix("_HEAD").lower().replace("_", "-")
        with pytest.raises(UserError, match=f"a {what} is under way"):
            refuse_unless_clean(opened)


@pytest.mark.parametrize(
    ("paths", "message"),
    [("a", r"^'specs/a\.rst' is staged"), ("abc", r"^'specs/a\.rst' and 2 more is staged")],
)
def test_nothing_else_may_be_staged(committed: Repository, paths: str, message: str) -> None:
    for name in paths:
        committed.write(f"specs/{name}.rst", "changed\n")
    with Opened.open(committed.root) as opened:
        refuse_unless_clean(opened)
    committed.git("add", "--all")
    with Opened.open(committed.root) as opened, pytest.raises(UserError, match=message):
        refuse_unless_clean(opened)


def test_a_commit_with_the_prepared_message(committed: Repository) -> None:
    committed.write(".git/MERGE_MSG", "Say more\n")
    assert not commit(committed.root, edit=False), "nothing is staged"
    committed.write("specs/a.rst", "changed\n")
    committed.git("add", "--all")
    committed.write(".git/MERGE_MSG", "Say more\n")
    assert commit(committed.root, edit=False)
    assert committed.git("log", "-1", "--format=%s") == "Say more\n"
