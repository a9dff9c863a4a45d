"""PLC003 unexpected-entry."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.layout import Layout
from specslint.model.tree import Tree, is_hidden
from specslint.rules import rule
from specslint.rules.placement._entries import PROPOSABLE, status_of
from specslint.rules.placement.plc001_misplaced_spec import is_misplaced


def _expected_names(release: str, layout: Layout) -> list[str]:
    """The names of what may stand in the directory of ``release``."""
    start = len(layout.release_directory(release)) + 1
    directories = [layout.status_directory(release, status) for status in PROPOSABLE]
    # Statuses without a directory of their own leave an empty name.
    names = [path[start:].partition("/")[0] for path in directories]
    return [name for name in dict.fromkeys(names) if name] + ["redirects"]


def _unexpected_entry(path: str, layout: Layout) -> tuple[str, str] | None:
    """The release and the path of the unexpected entry that ``path`` is or is in."""
    release = layout.release_of(path)
    if release is None or layout.place(path):
        return None
    directory = layout.release_directory(release)
    if is_hidden(directory):
        return None
    name, slash, below = path[len(directory) + 1 :].partition("/")
    if name.startswith("."):
        return None
    if name in _expected_names(release, layout) and (not slash or below.startswith(".")):
        return None
    return release, f"{directory}/{name}"


@rule(code="PLC003", name="unexpected-entry", severity=Severity.ERROR, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """Keep only specs and redirects in a release's directory.

    ``approved``, ``implemented``, ``redirects`` and names that begin with a dot are
    allowed. Another directory is reported once. If it contains misplaced specs only,
    PLC001 reports these instead.

    Why:
        Neither the documentation build nor the checks use other files. The gate of
        nova-specs rejects them.

    Bad:
        specs/kilo/notes.txt

    Good:
        specs/kilo/redirects

    Source:
        The check of directories in the gate of nova-specs
        (tests/test_directories.py).
    """
    unexpected: dict[str, tuple[str, bool]] = {}
    for directory, entries in tree.by_directory.items():
        if status_of(f"{directory}/", tree.layout):
            continue  # among the specs, where PLC001 and PLC002 look
        for entry in entries:
            found = _unexpected_entry(entry.path, tree.layout)
            if found:
                release, top = found
                # Hidden files alone do not excuse a directory, misplaced specs do.
                misplaced = is_misplaced(entry.path, tree.layout)
                others = unexpected.get(top, (release, True))[1]
                unexpected[top] = (release, others and misplaced)
    for top, (release, all_misplaced) in unexpected.items():
        if not all_misplaced:
            names = _expected_names(release, tree.layout)
            allowed = ", ".join(f'"{name}"' for name in names[:-1]) + f' and "{names[-1]}"'
            yield Finding(
                Location(top),
                f"a release's directory may contain only {allowed}: move this or remove it",
            )
