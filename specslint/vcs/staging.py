"""Changes of the index, and the commit of what is staged.

The rest of this package only reads. This module writes by git's plumbing commands:
these run no filter, hook or monitor of the repository, and store the content unchanged.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from specslint.model.change import Change, ChangeKind
from specslint.model.errors import UserError
from specslint.vcs.changes import Delta
from specslint.vcs.git import Git, encoded
from specslint.vcs.repository import Repository
from specslint.vcs.sources import LINK, Blob, Index
from specslint.work_tree import StrPath

PREPARED = "MERGE_MSG"
"""The file from which ``git commit`` takes a prepared message.

``git revert --no-commit`` and others write it; git removes it after the commit, and
with ``git reset --hard``. Source: ``prepare_to_commit`` in builtin/commit.c of git.
"""

_UNDER_WAY = {"MERGE_HEAD": "merge", "CHERRY_PICK_HEAD": "cherry-pick", "REVERT_HEAD": "revert"}


def refuse_unless_clean(repository: Repository) -> None:
    """Check that nothing is staged and that no merge or the like is in progress.

    :raises UserError: something is, or one is.
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


class Staged(NamedTuple):
    """An entry to stage; ``mode`` is empty to remove the path."""

    path: str
    mode: str
    content: bytes


def stage(repository: Repository, entries: Iterable[Staged]) -> Callable[[], None]:
    """Change paths of the index, all of them or none.

    :param entries: one for each path.
    :returns: a function that restores the index at these paths.
    :raises UserError: git failed; the index is unchanged.
    """
    git = repository.git
    before = {blob.path: blob for blob in repository.index.blobs()}
    after, undo = [], []
    for path, mode, content in entries:
        name = ""
        if mode:
            name = git.line("hash-object", "-w", "--no-filters", "--stdin", given=content)
        after.append((path, mode, name))
        old = before.get(path)
        undo.append((path, old.mode, old.name) if old else (path, "", ""))
    # As long as the others: SHA-256 hashes are longer than SHA-1 ones.
    nothing = "0" * max(len(name) for _, _, name in (*after, *undo))

    def update(records: Iterable[tuple[str, str, str]]) -> None:
        lines = (f"{mode or 0} {name or nothing}\t{path}\0" for path, mode, name in records)
        git.run("update-index", "--add", "-z", "--index-info", given=encoded("".join(lines)))

    update(after)
    return lambda: update(undo)


def commit(root: StrPath, *, edit: bool) -> bool:
    """Run ``git commit`` on what is staged, with the user's hooks and settings.

    :param edit: whether to open an editor on the prepared message.
    :returns: whether the commit was made.
    """
    command = ["git", "commit", *([] if edit else ["--no-edit"])]
    return subprocess.run(command, cwd=root, check=False).returncode == 0


class Planned(Index):
    """The index as it will be after some entries are staged."""

    def __init__(self, git: Git, entries: Iterable[Staged]) -> None:
        super().__init__(git)
        self._entries = {entry.path: entry for entry in entries}

    def _list(self) -> Iterator[Blob]:
        yield from (blob for blob in super()._list() if blob.path not in self._entries)
        for path, mode, _ in self._entries.values():
            if mode:
                yield Blob(path, mode, "")

    def _content(self, blob: Blob, limit: int) -> tuple[int, bytes]:
        planned = self._entries.get(blob.path)
        if planned is None:
            return super()._content(blob, limit)
        size = len(planned.content)
        return size, planned.content if size <= limit else b""


def planned(
    repository: Repository, entries: Iterable[Staged], origins: Mapping[str, str]
) -> Delta:
    """The change that staging some entries will make.

    :param entries: one for each path.
    :param origins: for the paths of copies and moved files, the paths they come from.
    """
    entries = tuple(entries)
    before = repository.changes_of_index("").before
    after = Planned(repository.git, entries)
    there = {entry.path for entry in before.entries("")}
    removed = {path for path, mode, _ in entries if not mode}
    changes = []
    for path, mode, _ in entries:
        origin = origins.get(path, path)
        if origin in removed and mode:
            changes.append(Change(ChangeKind.RENAMED, path, origin, is_file=mode != LINK))
        elif mode:
            kind = ChangeKind.MODIFIED if path in there else ChangeKind.ADDED
            changes.append(Change(kind, path, path, is_file=mode != LINK))
        elif path not in origins.values():
            changes.append(Change(ChangeKind.DELETED, path, path, is_file=False))
    copied = {path: origin for path, origin in origins.items() if origin not in removed}
    return Delta(tuple(changes), before, after, git=repository.git, origins=copied)
