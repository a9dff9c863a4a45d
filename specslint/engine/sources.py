"""Sources of files: the work tree and overlays; ``vcs`` has the index and revisions."""

from __future__ import annotations

import os
from collections.abc import Mapping

from specslint import work_tree
from specslint.model.spec import SourceText
from specslint.model.tree import Entry, EntryKind
from specslint.model.typing import Protocol
from specslint.output_cache import Inputs, digest, listing_digest, refusal_digest
from specslint.work_tree import StrPath, Unreadable


class Source(Protocol):
    """A state of the repository. Paths are relative to it, separated by ``/``."""

    def entries(self, root: str) -> tuple[Entry, ...]:
        """The entries below the directory ``root``, sorted by path."""

    def read(self, path: str, limit: int) -> bytes:
        """The content of a regular file.

        :param limit: the maximal size in bytes.
        :raises Unreadable: it cannot or must not be read.
        """


def decode(data: bytes) -> SourceText:
    """The text of a file; bytes that are not UTF-8 are replaced, and their offset is noted."""
    try:
        return SourceText(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return SourceText(data.decode("utf-8", "replace"), error.start)


def entries_of(listing: list[work_tree.Listed]) -> tuple[Entry, ...]:
    """A listing of a directory as entries."""
    return tuple(
        Entry(path, EntryKind(kind), executable, target)
        for path, kind, executable, target in listing
    )


class WorkTree:
    """The files on disk. Links are never followed, and only regular files are read."""

    def __init__(self, root: StrPath) -> None:
        self.root = os.fspath(root)

    def entries(self, root: str) -> tuple[Entry, ...]:
        """See :meth:`Source.entries`."""
        return entries_of(work_tree.walk(self.root, root))

    def read(self, path: str, limit: int) -> bytes:
        """See :meth:`Source.read`."""
        return work_tree.read(self.root, path, limit)


class Overlay:
    """A source in which some files have another content, such as one from standard input."""

    def __init__(self, below: Source, contents: Mapping[str, bytes]) -> None:
        self._below = below
        self._contents = contents

    def entries(self, root: str) -> tuple[Entry, ...]:
        """See :meth:`Source.entries`."""
        found = {entry.path: entry for entry in self._below.entries(root)}
        for path in self._contents:
            if path.startswith(f"{root}/"):
                found.setdefault(path, Entry(path))
        return tuple(sorted(found.values(), key=lambda entry: entry.path))

    def read(self, path: str, limit: int) -> bytes:
        """See :meth:`Source.read`."""
        content = self._contents.get(path)
        if content is None:
            return self._below.read(path, limit)
        if len(content) > limit:
            raise Unreadable(f"{len(content)} bytes are more than the {limit} that are read")
        return content


class RecordingTree:
    """A work tree that records what is read from it, so that the output can be cached.

    ``complete`` is false if the result depends on something else as well.
    """

    def __init__(self, below: WorkTree) -> None:
        self.root = below.root
        self.inputs: Inputs = []
        self.complete = True
        self._below = below

    def entries(self, root: str) -> tuple[Entry, ...]:
        """See :meth:`Source.entries`."""
        listing = work_tree.walk(self.root, root)
        self.inputs.append(("walk", root, 0, listing_digest(listing)))
        return entries_of(listing)

    def read(self, path: str, limit: int) -> bytes:
        """See :meth:`Source.read`."""
        try:
            content = self._below.read(path, limit)
        except Unreadable as unreadable:
            self.inputs.append(("read", path, limit, refusal_digest(unreadable)))
            raise
        self.inputs.append(("read", path, limit, digest(content)))
        return content
