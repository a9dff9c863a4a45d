"""Recognizes the message file of a pending commit.

The check of messages is another module, which is only imported for such a file.
"""

from __future__ import annotations

from pathlib import Path

from specslint import work_tree

NAME = "COMMIT_EDITMSG"

_LONGEST_PATH = 1 << 12


def work_tree_of(path: Path) -> Path | None:
    """The work tree that a message file belongs to, or None if it is no message file."""
    if path.name != NAME:
        return None
    directory = path.parent
    if directory.name == ".git":
        return directory.parent
    if directory.parent.name != "worktrees":
        return None
    # In a linked work tree, this directory and the work tree's .git name each other. A
    # commit cannot contain a .git, so a tree cannot forge both.
    link = _written(directory, "gitdir")
    if link is None or (directory / link).name != ".git":
        return None
    root = (directory / link).parent
    back = _written(root, ".git")
    if back is None or not back.startswith("gitdir: "):
        return None
    named = root / back.removeprefix("gitdir: ")
    return root if named.resolve() == directory.resolve() else None


def _written(directory: Path, name: str) -> str | None:
    """The content of a file of git, which has one line; None if it cannot be read."""
    try:
        content = work_tree.read(str(directory), name, _LONGEST_PATH)
    except work_tree.Unreadable:
        return None
    return content.decode("utf-8", "surrogateescape").rstrip("\n")
