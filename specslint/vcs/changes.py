"""The differences between two states of a repository, from git's plumbing commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from specslint.model.change import Change, ChangeKind
from specslint.model.message import Cleanup
from specslint.model.typing import NamedTuple
from specslint.vcs.git import Git, decoded, parser
from specslint.vcs.queries import RAW, comparison_of_index
from specslint.vcs.sources import REGULAR, Blob, Index, Revision

ALIKE = "50%"
"""The minimal similarity of a copy or a rename: git's own default."""

# A copy that is not detected would pass without its tag: only the time limit counts.
_NO_LIMIT = "-l0"
# In bytes of paths. Linux allows about two million, of which each argument takes more.
_LONGEST_COMMAND = 200_000


class Delta(NamedTuple):
    """What a commit or the index changes, and the states before and after.

    ``message`` is None if there is none yet; ``cleanup`` says how git will still clean
    it up. ``commit`` is the full hash, or None for the index. ``elsewhere`` are the paths
    that other parts of the same merge change, and ``is_brought`` says that a commit other
    than the merge made the changes; see :meth:`Repository.parts_of_commit`.
    """

    changes: tuple[Change, ...]
    before: Revision
    after: Revision | Index
    message: str | None = None
    cleanup: Cleanup = Cleanup()
    commit: str | None = None
    git: Git | None = None
    origins: Mapping[str, str] = MappingProxyType({})
    elsewhere: frozenset[str] = frozenset()
    is_brought: bool = False

    def most_alike(self, paths: Iterable[str], among: Iterable[str]) -> dict[str, Change]:
        """The copies that git detects, by the path of each added file.

        :param paths: paths that the change adds.
        :param among: paths and directories of the state before, the possible sources.
        """
        wanted, sources = set(paths), list(among)
        if self.origins:
            copies = wanted.intersection(self.origins)
            return {path: Change(ChangeKind.COPIED, path, self.origins[path]) for path in copies}
        if not wanted or not sources or self.git is None:
            return {}
        options = (f"-C{ALIKE}", "--find-copies-harder", _NO_LIMIT)
        kinds = (ChangeKind.COPIED, ChangeKind.RENAMED)
        found: dict[str, Change] = {}
        for some in _in_parts(sorted(wanted)):
            changes = diff(self.git, self.before, self.after, options, [*some, *sources])
            found |= {change.path: change for change in changes if change.kind in kinds}
        return found


def _in_parts(paths: list[str]) -> Iterator[list[str]]:
    """The paths in lists that are short enough for a command line."""
    part: list[str] = []
    length = 0
    for path in paths:
        length += len(path.encode("utf-8", "surrogateescape"))
        if part and length > _LONGEST_COMMAND:
            yield part
            part, length = [], len(path)
        part.append(path)
    yield part


def between(git: Git, before: Revision, after: Revision | Index, root: str) -> tuple[Change, ...]:
    """The differences below a directory, with renames detected, sorted by path.

    Copies are not detected, since git would compare with every file.

    :param root: the directory, relative to the repository; empty for all.
    """
    return diff(git, before, after, (f"-M{ALIKE}",), [root] if root else [])


@parser
def staged(git: Git, tree: str, index: Index, root: str) -> tuple[Revision, tuple[Change, ...]]:
    """The state that the index is compared with, and the differences below a directory.

    The files of that state are those of the index without the differences, so that git
    need not list them as well.

    :param tree: a tree or a commit.
    :param root: see :func:`between`.
    """
    records = list(_records(_fields(git.run(*comparison_of_index(tree)))))
    before = Revision(git, tree, lambda: _without(index, records))
    below = f"{root}/" if root else ""
    changes = [
        _change(record)
        for record in records
        if record.path == root or record.path.startswith(below)
    ]
    kinds = {change.kind for change in changes}
    if ChangeKind.ADDED in kinds and ChangeKind.DELETED in kinds:  # there may be renames
        return before, between(git, before, index, root)
    return before, _in_order(changes)


@parser
def diff(
    git: Git,
    before: Revision,
    after: Revision | Index,
    options: tuple[str, ...],
    paths: list[str],
) -> tuple[Change, ...]:
    """The output of ``git diff-tree`` or ``git diff-index`` as changes, sorted by path."""
    if isinstance(after, Revision):
        command = ("diff-tree", *RAW, *options, before.tree, after.tree, "--")
    else:
        command = comparison_of_index(before.tree, *options)
    return _in_order(changes_in(_fields(git.run(*command, *paths))))


def _without(index: Index, records: Iterable[_Record]) -> Iterator[Blob]:
    """The files of the index before the differences, sorted by path."""
    blobs = {blob.path: blob for blob in index.blobs()}
    for record in records:
        if int(record.mode):
            blobs[record.path] = Blob(record.path, record.mode, record.name)
        else:
            del blobs[record.path]
    return iter(blobs.values())


class _Record(NamedTuple):
    """A difference; ``mode`` and ``name`` are the mode and hash before it."""

    mode: str
    name: str
    new_mode: str
    status: str
    old_path: str
    path: str


def changes_in(output: Iterable[bytes]) -> Iterator[Change]:
    """The changes that a command with ``--raw -z`` lists.

    :param output: the fields, which git ends with NUL.
    """
    return map(_change, _records(output))


def _records(output: Iterable[bytes]) -> Iterator[_Record]:
    """Parse ``:mode mode hash hash STATUS``, path and optional second path: git-diff-tree(1)."""
    fields = iter(output)
    for meta in fields:
        mode, new_mode, name, _, status = meta.decode("ascii").removeprefix(":").split(" ")
        old_path = path = decoded(next(fields))
        if status[0] in "CR":
            path = decoded(next(fields))
        if status[0] in "ACDMRT":  # else unmerged: reading the index reports it
            yield _Record(mode, name, new_mode, status, old_path, path)


def _fields(output: bytes) -> list[bytes]:
    return output.split(b"\0")[:-1]


def _change(record: _Record) -> Change:
    letter = record.status[0]
    similarity = int(record.status[1:]) if letter in "CR" else 100
    is_file = record.new_mode in REGULAR
    return Change(ChangeKind(letter), record.path, record.old_path, similarity, is_file)


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: (change.path, change.old_path)))
