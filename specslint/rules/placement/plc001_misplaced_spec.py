"""PLC001 misplaced-spec."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.layout import Layout
from specslint.model.spec import Status
from specslint.model.tree import EntryKind, Tree, is_hidden
from specslint.rules import rule
from specslint.rules.placement._entries import PROPOSABLE

_STATUS_NAMES = frozenset(status.value for status in PROPOSABLE)


def is_misplaced(path: str, layout: Layout) -> bool:
    """Whether ``path`` is an RST file in the spec directory, but not at a place for specs.

    Hidden files are ignored, as in the gate of nova-specs.
    """
    # Nearly every file is in one of the few directories of specs.
    if not path.endswith(".rst") or layout.takes_all(path.rpartition("/")[0]):
        return False
    if is_hidden(path) or layout.template_release(path) is not None:
        return False
    return layout.place(path) is None


def proper_place(path: str, layout: Layout) -> str:
    """The probable path of a misplaced RST file; ``<release>`` if its release is unknown."""
    directory, file_name = posixpath.split(path)
    name = file_name.removesuffix(".rst")
    if name == "template":
        return layout.template_path(layout.release_of(path) or "<release>")
    template = posixpath.join(layout.root, file_name)
    if layout.template_release(template) is not None:
        return template
    parts = [part.lower() for part in directory.split("/")]
    release = layout.release_of(path)
    if Status.ABANDONED.value in parts:
        return layout.spec_path("", Status.ABANDONED, name)
    if release is None or release.lower() in _STATUS_NAMES:
        release = "<release>"
    implemented = layout.spec_path(release, Status.IMPLEMENTED, name)
    if Status.IMPLEMENTED.value in parts and layout.place(implemented):
        return implemented
    return layout.spec_path(release, Status.APPROVED, name)


@rule(code="PLC001", name="misplaced-spec", severity=Severity.ERROR, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """Put a spec into a directory for specs of its release.

    The message names the right path. ``specs/template.rst``, the only template before Juno,
    counts as a misplaced file, because each release has had its own template since.

    Why:
        The gate builds and checks only the specs in ``approved/`` and
        ``implemented/``. A spec in another directory is merged without a check and
        is not published.

    Bad:
        specs/kilo/quick-resize.rst

    Good:
        specs/kilo/approved/quick-resize.rst

    Source:
        The README of nova-specs on the layout of the repository, and its gate's
        test of directories (tests/test_directories.py).

    Settings:
        approved, implemented, abandoned, backlog, links
    """
    for entry in tree.checked:
        if entry.kind is EntryKind.LINK and tree.layout.may_be_linked(entry.path):
            continue  # PLC009 checks its target
        if entry.kind is not EntryKind.OTHER and is_misplaced(entry.path, tree.layout):
            proper = proper_place(entry.path, tree.layout)
            yield Finding(
                Location(entry.path), f'the spec is in the wrong directory: move it to "{proper}"'
            )
