"""Which open document is the message of a commit in the making.

Separate from what checks messages, since every document is asked this.
"""

from __future__ import annotations

from pathlib import Path

from specslint import work_tree

NAME = "COMMIT_EDITMSG"

_LONGEST_PATH = 1 << 12


def work_tree_of(path: Path) -> Path | None:
    """The work tree whose commit's message a file is, or None where it is no such file."""
    if path.name != NAME:
        return None
    directory = path.parent
    if directory.name == ".git":
        return directory.parent
    if directory.parent.name != "worktrees":
        return None
    # git keeps here where the work tree's .git is, and there that its directory is this one.
    # A tree cannot contain a .git, so it cannot name a directory that is none of git's.
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
    """The line in a file of git's, or None where there is none."""
    try:
        content = work_tree.read(str(directory), name, _LONGEST_PATH)
    except work_tree.Unreadable:
        return None
    return content.decode("utf-8", "surrogateescape").rstrip("\n")
