"""The files and directories that a run is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Targets:
    """Paths that are named, and what stands below them.

    A patch may bring a hundred thousand files: to look at each target for
    each of them would take the gate's day.

    :param paths: relative to the repository; "" and "." are all of it.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        self._named = frozenset("" if path == "." else path for path in self.paths)
        self._above = frozenset(above for path in self._named for above in _above(path))

    def are(self, path: str) -> bool:
        """Whether one of them is the path itself."""
        return path in self._named

    def have(self, path: str) -> bool:
        """Whether one of them is the path, or a directory above it."""
        return path in self._named or any(above in self._named for above in _above(path))

    def are_in(self, path: str) -> bool:
        """Whether one of them stands below the path."""
        return path in self._above


def _above(path: str) -> Iterator[str]:
    """The directories above a path, the repository itself as ``""``."""
    while path:
        path = path.rpartition("/")[0]
        yield path
