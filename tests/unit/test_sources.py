"""The work tree as a source: no link is followed, only regular files are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from specslint.engine.sources import Overlay, WorkTree
from specslint.model.tree import EntryKind
from specslint.work_tree import Unreadable


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    (root / "specs" / "kilo" / "approved").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.rst").write_text("secret")
    return root


def reason(root: Path, path: str, limit: int = 100) -> str:
    with pytest.raises(Unreadable) as caught:
        WorkTree(root).read(path, limit)
    return caught.value.reason


def test_entries_are_sorted_and_say_what_they_are(tree: Path) -> None:
    approved = tree / "specs" / "kilo" / "approved"
    (approved / "b.rst").write_text("b")
    (approved / "a.rst").write_text("a")
    (approved / "a.rst").chmod(0o755)
    (approved / "link.rst").symlink_to("../../kilo-template.rst")
    (approved / "c").symlink_to(tree.parent / "outside")
    os.mkfifo(approved / "pipe.rst")
    found = WorkTree(tree).entries("specs")
    assert [(e.path.rpartition("/")[2], e.kind, e.executable) for e in found] == [
        ("a.rst", EntryKind.FILE, True),
        ("b.rst", EntryKind.FILE, False),
        ("c", EntryKind.LINK, False),
        ("link.rst", EntryKind.LINK, False),
        ("pipe.rst", EntryKind.OTHER, False),
    ]
    assert found[3].target == "../../kilo-template.rst"


def test_a_linked_root_is_not_walked(tree: Path) -> None:
    (tree / "more").symlink_to(tree.parent / "outside")
    assert WorkTree(tree).entries("more") == ()


def test_what_is_not_read(tree: Path) -> None:
    specs = tree / "specs"
    (specs / "big.rst").write_text("x" * 101)
    (specs / "link.rst").symlink_to(tree.parent / "outside" / "secret.rst")
    (specs / "loop.rst").symlink_to("loop.rst")
    (specs / "away").symlink_to(tree.parent / "outside")
    os.mkfifo(specs / "pipe.rst")
    assert reason(tree, "specs/big.rst") == "101 bytes are more than the 100 that are read"
    assert "symbolic link" in reason(tree, "specs/link.rst")
    assert "symbolic link" in reason(tree, "specs/loop.rst")
    assert "specs/away is a symbolic link" in reason(tree, "specs/away/secret.rst")
    assert reason(tree, "specs/pipe.rst") == "it is no regular file"
    assert reason(tree, "specs/kilo") == "it is no regular file"
    assert reason(tree, "specs/none.rst") == "no such file or directory"
    assert reason(tree, "specs/a\0b.rst") == "its name is no file name"


def test_an_overlay_replaces_one_file(tree: Path) -> None:
    (tree / "specs" / "a.rst").write_text("a")
    overlay = Overlay(WorkTree(tree), {"specs/kilo/approved/new.rst": b"new"})
    paths = [entry.path for entry in overlay.entries("specs")]
    assert paths == ["specs/a.rst", "specs/kilo/approved/new.rst"]
    assert overlay.read("specs/kilo/approved/new.rst", 100) == b"new"
    assert overlay.read("specs/a.rst", 100) == b"a"
    with pytest.raises(Unreadable):
        overlay.read("specs/kilo/approved/new.rst", 2)
