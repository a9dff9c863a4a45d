"""PLC008: a spec is approved or implemented, not both."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.spec import Status
from specslint.model.tree import EntryKind, Tree
from specslint.rules import rule
from specslint.rules.placement._entries import by_path, names_template


@rule(code="PLC008", name="duplicate-spec", severity=Severity.ERROR, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """Move a spec to ``implemented/``, do not copy it there.

    The finding is at the file in ``approved/``. Both directories may contain a link to the
    release's template. If the template does not exist, PLC009 reports the links.

    Why:
        With two files of the same name, readers cannot tell which one is valid, and
        the next correction may change only one of them.

    Bad:
        specs/kilo/approved/quick-resize.rst
        specs/kilo/implemented/quick-resize.rst

    Good:
        specs/kilo/implemented/quick-resize.rst

    Source:
        The README of nova-specs: ``approved`` is for specs that are not yet
        implemented, ``implemented`` for those that are.
    """
    entries = by_path(tree)
    for entry in tree.entries:
        place = tree.layout.place(entry.path)
        if entry.kind is EntryKind.OTHER or not place or place.status is not Status.APPROVED:
            continue
        implemented = tree.layout.spec_path(
            place.release, Status.IMPLEMENTED, place.name, place.project
        )
        other = entries.get(implemented, entry)
        if other is entry or any(names_template(one, tree.layout) for one in (entry, other)):
            continue
        yield Finding(
            Location(entry.path),
            f'the spec also exists as "{other.path}": remove this file and add a redirect if the'
            " spec is implemented, or else remove the other",
        )
