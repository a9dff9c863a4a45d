"""A file more in the index, before and after it is there; and the commit of it.

The rest of this package only reads. What is written here, git's plumbing writes: it runs
no filter, hook or monitor of the repository, and takes the content as it is.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from specslint.model.change import Change, ChangeKind
from specslint.model.errors import UserError
from specslint.vcs.changes import Delta
from specslint.vcs.git import Git, encoded
from specslint.vcs.repository import Repository
from specslint.vcs.sources import Blob, Index
from specslint.work_tree import Unreadable

PREPARED = "MERGE_MSG"
"""Where ``git commit`` takes a message from that was prepared for it.

As ``git revert --no-commit`` and others leave it; git removes it with the commit, and
with ``git reset --hard``. Source: ``prepare_to_commit`` in builtin/commit.c of git.
"""

_UNDER_WAY = {"MERGE_HEAD": "merge", "CHERRY_PICK_HEAD": "cherry-pick", "REVERT_HEAD": "revert"}


def refuse_unless_clean(repository: Repository) -> None:
    """Make sure that the next commit would hold nothing.

    :raises UserError: something is staged, or a merge or the like is under way.
    """
    for name, what in _UNDER_WAY.items():
        if repository.git.attempt("rev-parse", "--verify", "--quiet", name)[0] == 0:
            raise UserError(f"a {what} is under way: finish it first, git status tells how")
    staged = [change.path for change in repository.changes_of_index("").changes]
    if staged:
        more = f" and {len(staged) - 1} more" if len(staged) > 1 else ""
        raise UserError(
            f"{staged[0]!r}{more} is staged, and the commit is to be of the spec alone: commit "
            "that first, or take it out with git restore --staged"
        )


def stage(repository: Repository, path: str, content: bytes) -> None:
    """Put a file into the index.

    :param path: relative to the repository; nothing stands there in the index.
    :raises UserError: git cannot; the index is as it was.
    """
    name = repository.git.line("hash-object", "-w", "--no-filters", "--stdin", given=content)
    entry = encoded(f"100644 {name}\t{path}") + b"\0"
    repository.git.run("update-index", "--add", "-z", "--index-info", given=entry)


def unstage(repository: Repository, path: str) -> None:
    """Take a file out of the index again; the work tree is left alone."""
    given = encoded(path) + b"\0"
    repository.git.run("update-index", "--force-remove", "-z", "--stdin", given=given)


def commit(root: Path, *, edit: bool) -> bool:
    """Let the user commit what is staged, with the hooks and settings that are the user's.

    :param edit: whether to open an editor on the message that is prepared.
    :returns: whether there is a commit.
    """
    command = ["git", "commit", *([] if edit else ["--no-edit"])]
    return subprocess.run(command, cwd=root, check=False).returncode == 0


class Planned(Index):
    """The index with one file more, which is not written yet."""

    def __init__(self, git: Git, path: str, content: bytes) -> None:
        super().__init__(git)
        self._path = path
        self._content = content

    def _list(self) -> Iterator[Blob]:
        yield from super()._list()
        yield Blob(self._path, "100644", "")

    def read(self, path: str, limit: int) -> bytes:
        """See :meth:`GitSource.read`."""
        if path != self._path:
            return super().read(path, limit)
        if len(self._content) > limit:
            raise Unreadable(f"{len(self._content)} bytes are more than the {limit} that are read")
        return self._content


def planned(repository: Repository, source: str, path: str, content: bytes) -> Delta:
    """The change that adding a copy will be.

    :param source: the path that it is a copy of.
    :param path: the path of the copy.
    """
    before = repository.changes_of_index("").before
    after = Planned(repository.git, path, content)
    change = Change(ChangeKind.ADDED, path, path)
    return Delta((change,), before, after, git=repository.git, source=source)
