"""Functions that the rules about paths share: statuses and links to templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from specslint.model.layout import Layout
from specslint.model.spec import Status
from specslint.model.tree import MOST_LINKS, Entry, EntryKind, linked_path

PROPOSABLE = (Status.APPROVED, Status.IMPLEMENTED)
"""The statuses that have a directory of their own in each release."""


def status_of(path: str, layout: Layout) -> Status | None:
    """The status whose directory contains ``path``, at any depth."""
    release = layout.release_of(path)
    if release is None:
        return None
    for status in PROPOSABLE:
        if path.startswith(layout.status_directory(release, status) + "/"):
            return status
    return None


def names_template(entry: Entry, layout: Layout) -> bool:
    """Whether ``entry`` is a link to the path of a template, which may not exist."""
    if entry.kind is not EntryKind.LINK:
        return False
    return layout.template_release(linked_path(entry.path, entry.target)) is not None


def is_template_link(entry: Entry, entries: Mapping[str, Entry], layout: Layout) -> bool:
    """Whether ``entry`` is a link that leads to a template of the tree.

    :param entry: a file or a link.
    :param entries: all entries of the tree by their paths.
    :param layout: says which paths are templates.
    """
    return _leads_to(entry, entries, lambda path: layout.template_release(path) is not None)


def is_spec_link(entry: Entry, entries: Mapping[str, Entry], layout: Layout) -> bool:
    """Whether ``entry`` is a link to a spec of the tree, and the layout allows such links.

    :param entry: a file or a link.
    :param entries: all entries of the tree by their paths.
    :param layout: says which paths are specs, and where links to them may stand.
    """
    return layout.may_be_linked(entry.path) and _leads_to(
        entry, entries, lambda path: layout.place(path) is not None or layout.may_be_linked(path)
    )


def _leads_to(entry: Entry, entries: Mapping[str, Entry], fits: Callable[[str], bool]) -> bool:
    """Whether ``entry`` is a link that leads, through allowed paths, to a file of the tree."""
    if entry.kind is not EntryKind.LINK:
        return False
    here: Entry | None = entry
    for _ in range(MOST_LINKS):
        if here is None or here.kind is not EntryKind.LINK:
            break
        target = linked_path(here.path, here.target)
        if not fits(target):
            return False
        here = entries.get(target)
    return here is not None and here.kind is EntryKind.FILE
