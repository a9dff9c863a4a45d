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
    """Give no two files, and no two directories, names that differ in case only.

    Where directories collide, the finding stands at the directory, and what is in
    it is not reported again. Of two spellings the lower-case one is the right one.

    Why:
        On the file systems of macOS and Windows the two are one: whoever clones the
        repository there has a changed file before touching anything.

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
                    f'differs from "{right}" in case only: rename one of them',
                )
