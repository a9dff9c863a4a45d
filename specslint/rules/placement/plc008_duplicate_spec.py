"""PLC008 duplicate-spec."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.spec import Status
from specslint.model.tree import Entry, EntryKind, Tree
from specslint.rules import rule
from specslint.rules.placement._entries import names_template


def _candidates(tree: Tree) -> Iterator[Entry]:
    """The entries in directories of approved specs for which there is an implemented one."""
    for directory, entries in tree.by_directory.items():
        for specs in tree.layout.specs_in(directory):
            if specs.status is not Status.APPROVED:
                continue
            implemented = tree.layout.spec_path(
                specs.release, Status.IMPLEMENTED, "{name}", specs.project
            )
            before, _, after = implemented.partition("{name}")
            start = len(directory) + 1 + len(specs.before)
            for entry in entries:
                name = entry.path[start : len(entry.path) - len(specs.after)]
                if before + name + after in tree.by_path:
                    yield entry


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
    for entry in _candidates(tree):
        place = tree.layout.place(entry.path)
        if entry.kind is EntryKind.OTHER or not place or place.status is not Status.APPROVED:
            continue
        implemented = tree.layout.spec_path(
            place.release, Status.IMPLEMENTED, place.name, place.project
        )
        other = tree.by_path.get(implemented, entry)
        if other is entry or any(names_template(one, tree.layout) for one in (entry, other)):
            continue
        yield Finding(
            Location(entry.path),
            f'the spec also exists as "{other.path}": remove this file and add a redirect if the'
            " spec is implemented, or else remove the other",
        )
