"""PLC010 file-name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.tree import EntryKind, Tree, is_hidden
from specslint.rules import rule
from specslint.rules._names import better_name

_GOOD_NAME = re.compile(r"[a-z0-9-]+\Z")
_GOOD_FILE = re.compile(r"(?:.*/)?[a-z0-9-]+\.rst\Z", re.S)


@rule(code="PLC010", name="file-name", severity=Severity.WARNING, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """Name a spec in lower-case letters, digits and hyphens.

    The rule also applies to abandoned specs and the backlog. Links have the name of their
    template, and are not checked.

    Why:
        The name is that of the blueprint in Launchpad and part of the page's
        address. With capitals, underscores or dots, these names differ.

    Bad:
        specs/kilo/approved/Quick_Resize.rst

    Good:
        specs/kilo/approved/quick-resize.rst

    Source:
        The instructions at the top of nova-specs' template: the file has the name of
        the Launchpad blueprint, which consists of lower-case letters, digits and
        hyphens.
    """
    for entry in tree.checked:
        if _GOOD_FILE.match(entry.path):
            continue  # and so would be any part of it
        place = tree.layout.place(entry.path)
        if entry.kind is not EntryKind.FILE or not place or is_hidden(entry.path):
            continue
        if _GOOD_NAME.match(place.name):
            continue
        better = better_name(place.name)
        advice = f'rename it to "{better}.rst"' if better else "choose another name"
        yield Finding(
            Location(entry.path),
            f"the file name must have lower-case letters, digits and hyphens only: {advice}",
        )
