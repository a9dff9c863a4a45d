"""PLC002 wrong-extension."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.layout import Layout
from specslint.model.spec import Status
from specslint.model.tree import EntryKind, Tree, is_hidden
from specslint.rules import rule
from specslint.rules.placement._entries import status_of


def _is_exempt(path: str, status: Status, layout: Layout) -> bool:
    """Whether it is hidden; a hidden file in a directory that is not, is in the way as that is."""
    directory = layout.status_directory(layout.release_of(path) or "", status)
    return is_hidden(directory) or path[len(directory) + 1 :].startswith(".")


@rule(code="PLC002", name="wrong-extension", severity=Severity.ERROR, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """Give each file in ``approved/`` and ``implemented/`` the extension ``.rst``.

    The extension must be in lower case. The rule includes subdirectories. Names that begin
    with a dot are exempt.

    Why:
        Sphinx builds ``*.rst`` only. A spec with another extension is not published,
        and a backup file or an image does not belong to any page. The gate of
        nova-specs rejects such files.

    Bad:
        specs/kilo/approved/quick-resize.txt

    Good:
        specs/kilo/approved/quick-resize.rst

    Source:
        The check of extensions in the gate of nova-specs (tests/test_titles.py).
    """
    for entry in tree.checked:
        path = entry.path
        if entry.kind is EntryKind.OTHER:
            continue
        if path.endswith(".rst") and not is_hidden(path):
            continue
        status = status_of(path, tree.layout)
        if status and not _is_exempt(path, status, tree.layout):
            yield Finding(
                Location(path),
                f'the name does not end with ".rst", as all in "{status.value}/" must: rename'
                " the file if it is a spec, or remove it",
            )
