"""The files and directories that a run is to check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specslint.model.tree import Entry


class Targets:
    """A set of paths, and what is below them.

    Lookups are in constant time, since a patch may contain a hundred thousand files, and
    the directories are remembered, since a tree has few of them.

    :param paths: relative to the repository; "" and "." are all of it.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        self._named = frozenset("" if path == "." else path for path in self.paths)
        self._above = frozenset(above for path in self._named for above in _above(path))
        self._directories: dict[str, bool] = {}

    def are(self, path: str) -> bool:
        """Whether the path itself is in the set."""
        return path in self._named

    def have(self, path: str) -> bool:
        """Whether the path, or a directory above it, is in the set."""
        if path in self._named:
            return True
        directory = path.rpartition("/")[0]
        known = self._directories.get(directory)
        if known is None:
            known = not self._named.isdisjoint((directory, *_above(directory)))
            self._directories[directory] = known
        return known

    def among(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries that are in the set or below it."""
        return [entry for entry in entries if self.have(entry.path)]

    def are_in(self, path: str) -> bool:
        """Whether a path below this one is in the set."""
        return path in self._above


def _above(path: str) -> Iterator[str]:
    """The directories above a path; the repository itself is ``""``."""
    while path:
        path = path.rpartition("/")[0]
        yield path
