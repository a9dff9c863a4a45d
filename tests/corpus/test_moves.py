"""``move`` on the history of nova-specs: at the parent of each commit that moved specs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from specslint.model.change import ChangeKind
from specslint.model.layout import Layout
from specslint.model.tree import EntryKind
from specslint.parsing import MAX_SIZE
from specslint.process.moving import Move, Moving
from specslint.vcs.changes import Delta
from specslint.vcs.repository import Repository as Opened
from specslint.vcs.sources import GitSource
from tests.conftest import Repository

pytestmark = pytest.mark.slow

LAYOUT = Layout()

# How many files differ, and why. In each kind, specslint's result is better, or
# equivalent.
KINDS = {
    # history appended to a sorted file, or wrote the file anew in another order
    "redirects in another order": 2,
    # a redirect that led to the old path leads to the new one
    "redirects led on": 4,
    # history added a line as well, for a link or for a file that was renamed before
    "redirects of other files": 2,
    # history forgot the line for the old path
    "redirects that history forgot": 3,
    # the link to the template stays for a while in a directory that has specs now
    "placeholder that history kept": 5,
    # links in the pages of priorities lead to the new path
    "references that history left broken": 2,
    # the author changed the text as well, usually to say why it is abandoned
    "text that the author changed": 4,
}


def moves_of(delta: Delta) -> list[Move]:
    """The specs that a change moves to another status without renaming them."""
    found = []
    for change in delta.changes:
        old, new = LAYOUT.place(change.old_path), LAYOUT.place(change.path)
        if change.kind is ChangeKind.RENAMED and change.is_file and old and new:
            kept = old.name == new.name and old.project == new.project
            if kept and (old.release == new.release or not new.release):
                found.append(Move(old, new.path))
    return found


def contents(source: GitSource) -> dict[str, bytes]:
    """The content of all files."""
    return {
        entry.path: entry.target.encode()
        if entry.kind is EntryKind.LINK
        else source.read(entry.path, MAX_SIZE)
        for entry in source.entries("")
        if entry.path.startswith(("specs/", "priorities/", "doc/"))
    }


def kind(path: str, ours: bytes | None, theirs: bytes | None, moves: list[Move]) -> str:
    """Why history has another content at a path than ``move`` writes."""
    if path.endswith("-template.rst") and ours is None:
        return "placeholder that history kept"
    if path.endswith("/redirects") and ours is not None:
        lines, other = ours.splitlines(), (theirs or b"").splitlines()
        ends, other_ends = (dict(line.split() for line in found) for found in (lines, other))
        if ends == other_ends:
            return "redirects in another order"
        if ends.keys() - other_ends.keys():
            return "redirects that history forgot"
        more = other_ends.keys() - ends.keys()
        return "redirects of other files" if more else "redirects led on"
    if path in {move.path for move in moves}:
        return "text that the author changed"
    if ours is not None and theirs is not None:
        changed = set(ours.splitlines()) - set(theirs.splitlines())
        if all(any(move.place.name.encode() in line for move in moves) for line in changed):
            return "references that history left broken"
    return f"other: {path}"


def replayed(repository: Opened, name: str) -> Iterator[str]:
    """The kinds of difference between a commit of history and ``move`` at its parent."""
    delta = repository.changes_of_commit(name, "")
    moves = moves_of(delta)
    if not moves:
        return
    before, after = contents(delta.before), contents(delta.after)
    entries = delta.before.entries("")
    moving = Moving(entries, LAYOUT, lambda path: delta.before.read(path, MAX_SIZE))
    ours = dict(before)
    for operation in moving.operations(moves):
        if operation.removes:
            del ours[operation.path]
        else:
            ours[operation.path] = operation.blob
    touched = {path for path in ours.keys() | before.keys() if ours.get(path) != before.get(path)}
    yield "commits"
    for path in sorted(touched):
        if ours.get(path) != after.get(path):
            yield kind(path, ours.get(path), after.get(path), moves)


def test_move_does_what_history_did_or_better(train: Repository) -> None:
    with Opened.open(train.root) as repository:
        names = train.git("log", "--format=%H", "--no-merges", "-M", "--diff-filter=R", "specs")
        found = Counter(kind for name in names.split() for kind in replayed(repository, name))
    assert found.pop("commits") == 18
    assert found == KINDS
