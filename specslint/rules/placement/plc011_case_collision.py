"""PLC011 case-collision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.tree import Tree
from specslint.rules import rule


def _children(tree: Tree) -> dict[str, list[str]]:
    """The paths of the files and directories in each directory."""
    found = {
        path: [entry.path for entry in entries] for path, entries in tree.by_directory.items()
    }
    directories: set[str] = set()
    for path in tree.by_directory:
        while path and path not in directories:
            directories.add(path)
            path = path.rpartition("/")[0]
    for path in directories:
        found.setdefault(path.rpartition("/")[0], []).append(path)
    return found


def _collisions(paths: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The paths of one directory that are equal in lower case, by that path."""
    if len({path.lower() for path in paths}) < len(paths):  # hardly ever
        found: dict[str, list[str]] = {}
        for path in paths:
            directory, slash, name = path.rpartition("/")
            found.setdefault(directory + slash + name.lower(), []).append(path)
        yield from ((lower, equal) for lower, equal in found.items() if len(equal) > 1)


@rule(code="PLC011", name="case-collision", severity=Severity.ERROR, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """Do not use names of files or directories that differ in case only.

    If two directories collide, the finding is at the directory, and its content is not
    reported again. The lower-case spelling counts as the right one.

    Why:
        On macOS and Windows, the file systems treat such names as the same. A new
        clone there shows a changed file immediately.

    Bad:
        specs/kilo/approved/Quick-resize.rst
        specs/kilo/approved/quick-resize.rst

    Good:
        specs/kilo/approved/quick-resize.rst

    Source:
        git-config(1), core.ignoreCase.
    """
    for siblings in _children(tree).values():
        for lower, paths in _collisions(siblings):
            right = lower if lower in paths else min(paths)
            for path in paths:
                if path != right:
                    yield Finding(
                        Location(path),
                        f'the name differs from "{right}" in case only: rename one of them',
                    )
