"""PLC011: no two paths differ in case only."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.tree import Tree
from specslint.rules import rule


def _siblings(tree: Tree) -> dict[tuple[str, str], list[str]]:
    """The files and directories of each directory by their lower-case names."""
    found: dict[tuple[str, str], list[str]] = {}
    seen: set[str] = set()
    for entry in tree.entries:
        path = entry.path
        while path and path not in seen:
            seen.add(path)
            directory, _, name = path.rpartition("/")
            found.setdefault((directory, name.lower()), []).append(path)
            path = directory
    return found


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
    for (directory, name), paths in _siblings(tree).items():
        if len(paths) < 2:
            continue
        lower = f"{directory}/{name}" if directory else name
        right = lower if lower in paths else min(paths)
        for path in paths:
            if path != right:
                yield Finding(
                    Location(path),
                    f'the name differs from "{right}" in case only: rename one of them',
                )
