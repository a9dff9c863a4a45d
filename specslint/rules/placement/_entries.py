"""What the rules about paths share: hidden entries and links to templates."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

from specslint.model.layout import Layout
from specslint.model.spec import Status
from specslint.model.tree import Entry, EntryKind, Tree

PROPOSABLE = (Status.APPROVED, Status.IMPLEMENTED)
"""The statuses that have a directory of their own in each release."""

# As many links as Linux follows; more are a circle.
_MOST_LINKS = 40


def is_hidden(path: str) -> bool:
    """Whether a component of ``path`` begins with a dot, as for a shell's ``*``."""
    return path.startswith(".") or "/." in path


def status_of(path: str, layout: Layout) -> Status | None:
    """The status whose directory ``path`` stands in, at whatever depth."""
    release = layout.release_of(path)
    if release is None:
        return None
    for status in PROPOSABLE:
        if path.startswith(layout.status_directory(release, status) + "/"):
            return status
    return None


def linked_path(entry: Entry) -> str:
    """The path that a link names, worked out from its text alone."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), entry.target))


def by_path(tree: Tree) -> dict[str, Entry]:
    """The entries of the tree by their paths."""
    return {entry.path: entry for entry in tree.entries}


def names_template(entry: Entry, layout: Layout) -> bool:
    """Whether ``entry`` is a link to the path of a template, be it there or not."""
    return entry.kind is EntryKind.LINK and layout.template_release(linked_path(entry)) is not None


def is_template_link(entry: Entry, entries: Mapping[str, Entry], layout: Layout) -> bool:
    """Whether ``entry`` is a link that ends at a template which is in the tree.

    :param entry: a file or a link.
    :param entries: all entries of the tree by their paths.
    :param layout: says which paths are templates.
    """
    return _leads_to(entry, entries, lambda path: layout.template_release(path) is not None)


def is_spec_link(entry: Entry, entries: Mapping[str, Entry], layout: Layout) -> bool:
    """Whether ``entry`` is a link to a spec of the tree, where the layout allows for one.

    :param entry: a file or a link.
    :param entries: all entries of the tree by their paths.
    :param layout: says which paths are specs, and where links to them may stand.
    """
    return layout.may_be_linked(entry.path) and _leads_to(
        entry, entries, lambda path: layout.place(path) is not None or layout.may_be_linked(path)
    )


def _leads_to(entry: Entry, entries: Mapping[str, Entry], fits: Callable[[str], bool]) -> bool:
    """Whether ``entry`` is a link that ends at a file of the tree, by paths that fit only."""
    if entry.kind is not EntryKind.LINK:
        return False
    here: Entry | None = entry
    for _ in range(_MOST_LINKS):
        if here is None or here.kind is not EntryKind.LINK:
            break
        target = linked_path(here)
        if not fits(target):
            return False
        here = entries.get(target)
    return here is not None and here.kind is EntryKind.FILE
