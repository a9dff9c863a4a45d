"""The files of a repository at a revision or in the index."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from functools import cached_property

from specslint.model.errors import UserError
from specslint.model.tree import Entry, EntryKind
from specslint.model.typing import TYPE_CHECKING, NamedTuple
from specslint.vcs.git import Git, decoded, parser
from specslint.vcs.queries import LIST_INDEX
from specslint.work_tree import LINK_REFUSED, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

REGULAR = ("100644", "100755", "100664")
LINK = "120000"
_EMPTY_BLOBS = frozenset(
    (
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",  # SHA-1
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",  # SHA-256
    )
)
"""The hashes of the empty file, which git also lists for ``git add --intent-to-add``."""
_LONGEST_TARGET = 4096


class Blob(NamedTuple):
    """An entry of a git tree or of the index."""

    path: str
    mode: str
    name: str  # the hash


class GitSource(ABC):
    """A state of the repository in git. Links are never followed."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._known_entries: dict[str, tuple[Entry, ...]] = {}

    @abstractmethod
    def _list(self) -> Iterable[Blob]:
        """Every path in this state."""

    @cached_property
    @parser
    def _blobs(self) -> dict[str, Blob]:
        return {blob.path: blob for blob in self._list()}

    def _content(self, blob: Blob, limit: int) -> tuple[int, bytes]:
        """The size of a blob, and its content unless it is larger than the limit."""
        return self._git.blob(blob.name, limit)

    def blobs(self) -> tuple[Blob, ...]:
        """Every path in this state, with its mode and hash."""
        return tuple(self._blobs.values())

    def files(self, root: str) -> list[str]:
        """The paths of the regular files below the directory ``root``."""
        prefix = f"{root}/" if root else ""
        return [
            blob.path
            for blob in self._blobs.values()
            if blob.path.startswith(prefix) and blob.mode in REGULAR
        ]

    def entries(self, root: str) -> tuple[Entry, ...]:
        """The entries below the directory ``root``, sorted by path."""
        if root not in self._known_entries:
            prefix = f"{root}/" if root else ""
            found = [blob for path, blob in self._blobs.items() if path.startswith(prefix)]
            found.sort(key=lambda blob: blob.path)
            self._known_entries[root] = tuple(map(self._entry, found))
        return self._known_entries[root]

    def _entry(self, blob: Blob) -> Entry:
        if blob.mode == LINK:
            _, target = self._content(blob, _LONGEST_TARGET)
            return Entry(blob.path, EntryKind.LINK, target=decoded(target))
        if blob.mode in REGULAR:
            return Entry(blob.path, executable=blob.mode == "100755")
        return Entry(blob.path, EntryKind.OTHER)

    def is_same(self, path: str, other: GitSource, source: str) -> bool:
        """Whether two paths are regular files with the same hash.

        :param other: the state that has the second path.
        """
        ours, theirs = self._blobs.get(path), other._blobs.get(source)
        if ours is None or theirs is None or not ours.name:
            return False
        return ours.name == theirs.name and ours.mode in REGULAR and theirs.mode in REGULAR

    def read(self, path: str, limit: int) -> bytes:
        """The content of a regular file.

        :param limit: the maximal size in bytes.
        :raises Unreadable: the file cannot or must not be read.
        :raises UserError: the repository lacks the object.
        """
        blob = self._blobs.get(path)
        if blob is None:
            raise Unreadable("there is no such file", missing=True)
        if blob.mode == LINK:
            raise Unreadable(LINK_REFUSED, target=self._entry(blob).target)
        if blob.mode not in REGULAR:
            raise Unreadable("it is no regular file")
        size, content = self._content(blob, limit)
        if size > limit:
            raise Unreadable(f"{size} bytes are more than the {limit} that are read")
        return content


class Revision(GitSource):
    """The files of a commit or a tree.

    :param tree: a tree or a commit.
    :param known: returns its files, if git need not be asked for them.
    """

    def __init__(
        self, git: Git, tree: str, known: Callable[[], Iterable[Blob]] | None = None
    ) -> None:
        super().__init__(git)
        self.tree = tree
        self._known = known

    def _list(self) -> Iterable[Blob]:
        return self._known() if self._known else self._listed()

    def _listed(self) -> Iterator[Blob]:
        output = self._git.run("ls-tree", "-r", "-z", "--full-tree", self.tree)
        previous = b""
        for record in output.split(b"\0")[:-1]:
            meta, _, path = record.partition(b"\t")
            # In another order, or with a path twice, git itself compares other trees.
            if path <= previous:
                raise UserError(f"the tree {self.tree} is damaged: git fsck says how")
            previous = path
            mode, _, name = meta.decode("ascii").split(" ")
            yield Blob(decoded(path), mode, name)


class Index(GitSource):
    """The index that ``git commit`` would record.

    A file that is only announced by ``git add --intent-to-add`` is not part of it.
    """

    def _list(self) -> Iterator[Blob]:
        blobs = tuple(self._listed())
        if _EMPTY_BLOBS.isdisjoint(blob.name for blob in blobs):
            return iter(blobs)
        # An empty entry may be announced only: a comparison with the empty tree omits
        # it then.
        nothing = self._git.line("hash-object", "-t", "tree", "--stdin")
        options = ("-r", "-z", "--cached", "--ita-invisible-in-index", "--no-renames")
        output = self._git.run("diff-index", *options, "--name-only", nothing, "--")
        recorded = {decoded(path) for path in output.split(b"\0")}
        return (blob for blob in blobs if blob.path in recorded)

    def _listed(self) -> Iterator[Blob]:
        output = self._git.run(*LIST_INDEX)
        for record in output.split(b"\0")[:-1]:
            meta, _, path = record.partition(b"\t")
            mode, name, stage = meta.decode("ascii").split(" ")
            if stage != "0":
                raise UserError(
                    f"{decoded(path)!r} is not merged in the index: resolve the conflict first"
                )
            yield Blob(decoded(path), mode, name)
