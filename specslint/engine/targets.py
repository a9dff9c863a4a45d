"""What a run checks: the named paths, and the files, releases and entries that they select."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from specslint.config.settings import Config
from specslint.model.tree import Entry, EntryKind, end_of, is_hidden, linked_path
from specslint.model.typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specslint.model.change import ChangeSet
    from specslint.model.layout import Layout


class Targets:
    """A set of paths, and what is below them.

    Lookups are in constant time, since a patch may contain a hundred thousand files, and
    the directories are remembered, since a tree has few of them.

    :param paths: relative to the repository; "" and "." are all of it.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        self._named = frozenset("" if path == "." else path for path in self.paths)
        self._above = frozenset(above for path in self._named for above in _above(path))
        self._are_all = "" in self._named
        self._directories: dict[str, bool] = {}

    def are(self, path: str) -> bool:
        """Whether the path itself is in the set."""
        return path in self._named

    def have(self, path: str) -> bool:
        """Whether the path, or a directory above it, is in the set."""
        if self._are_all or path in self._named:
            return True
        directory = path.rpartition("/")[0]
        known = self._directories.get(directory)
        if known is None:
            known = not self._named.isdisjoint((directory, *_above(directory)))
            self._directories[directory] = known
        return known

    def among(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries that are in the set or below it."""
        return [entry for entry in entries if self.have(entry.path)]

    def are_in(self, path: str) -> bool:
        """Whether a path below this one is in the set."""
        return path in self._above


def files_among(
    asked: Iterable[Entry],
    targets: Targets | None,
    config: Config,
    release: str | None,
    *,
    files_only: bool,
) -> list[str]:
    """The paths of the specs and templates to check, sorted.

    :param asked: the entries that the targets have.
    :param targets: None is the whole tree.
    :param config: says what is excluded, and where specs are.
    :param release: only files of this release and of none; None is all.
    :param files_only: leave out links and the like, although they are named.
    """
    layout = config.layout
    root = f"{layout.root}/"
    found = {
        entry.path
        for entry in asked
        if entry.kind is EntryKind.FILE
        and entry.path.endswith(".rst")
        and not config.is_excluded(entry.path)
        # The gate does not treat hidden files as specs either; but one may be
        # named.
        and (
            not is_hidden(entry.path.removeprefix(root))
            or (targets is not None and targets.are(entry.path))
        )
    }
    if targets is not None and not files_only:
        # A named path that is not a file must be reported.
        found.update(
            entry.path
            for entry in asked
            if entry.kind is not EntryKind.FILE
            and targets.are(entry.path)
            and not config.is_excluded(entry.path)
        )
    if targets is not None:
        # A file outside of the specs' directory is checked if it is named: it may
        # be a draft.
        specs = Targets((layout.root,))
        outside = (
            path
            for path in targets.paths
            if path and not specs.have(path) and not config.is_excluded(path)
        )
        found.update(outside)
    if release is not None:
        releases = (None, release)
        found = {
            path
            for path in found
            if (layout.template_release(path) or layout.release_of(path)) in releases
        }
    return sorted(found)


def releases_among(
    entries: Sequence[Entry],
    asked: Sequence[Entry],
    targets: Targets | None,
    layout: Layout,
    release: str | None,
) -> set[str]:
    """The releases concerned that have a directory.

    A release is concerned if any of its files, its template, or the template that
    its own is a link to is to be checked.

    :param entries: everything in the tree.
    :param asked: the entries that the targets have.
    :param targets: None is the whole tree.
    :param layout: says which paths belong to a release.
    :param release: only this one; None is all.
    """
    release_of, template_release = layout.release_of, layout.template_release
    found = {release_of(entry.path) for entry in asked}
    changed: set[str | None] = set()
    if targets is not None:
        changed.update(map(template_release, targets.paths))
        changed.update(
            template_release(entry.path)
            for entry in entries
            if entry.kind is EntryKind.LINK
            and targets.are(linked_path(entry.path, entry.target))
            and not targets.have(entry.path)
            and not release_of(entry.path)
        )
    if not changed <= found:
        found |= changed.intersection(release_of(entry.path) for entry in entries)
    return {
        name for name in found if name and not name.startswith(".") and release in (None, name)
    }


def concerned(
    entries: Iterable[Entry],
    targets: Targets,
    paths: Container[str],
    changes: ChangeSet | None,
) -> list[Entry]:
    """The entries about which a finding would be reported.

    A change may take a link its target. What is neither a file nor a link is not
    among the files that a change touches.

    :param paths: those of the templates that are to be checked as well.
    """
    elsewhere = changes.elsewhere if changes else ()
    return [
        entry
        for entry in entries
        if targets.have(entry.path)
        or (changes is not None and entry.kind is not EntryKind.FILE)
        or entry.path in paths
        or entry.path in elsewhere
        or targets.are_in(entry.path)
    ]


def linked_templates(
    entries: Iterable[Entry], layout: Layout, asked: Iterable[Entry] | None = None
) -> frozenset[str]:
    """The templates that a link in a directory of specs ends at.

    :param entries: everything in the tree.
    :param asked: the links to look at; all by default.
    """
    links = {entry.path: entry for entry in entries if entry.kind is EntryKind.LINK}
    if asked is None:
        asked = links.values()
    paths = (entry.path for entry in asked if entry.kind is EntryKind.LINK)
    ends = (end_of(path, links) for path in paths if layout.place(path))
    return frozenset(path for path in ends if layout.template_release(path) is not None)


def with_other_template(
    entries: Iterable[Entry], asked: Iterable[Entry], layout: Layout
) -> set[str]:
    """The releases with a link to another release's template among their specs, and that one.

    :param entries: everything in the tree.
    :param asked: the entries to look at.
    """
    links = {entry.path: entry for entry in entries if entry.kind is EntryKind.LINK}
    found: set[str] = set()
    for path in (entry.path for entry in asked if entry.kind is EntryKind.LINK):
        release, end = layout.release_of(path), end_of(path, links)
        other = layout.template_release(end)
        # A release's own template may be a link to another's.
        if release and other and end != end_of(layout.template_path(release), links):
            found |= {release, other}
    return found


def _above(path: str) -> Iterator[str]:
    """The directories above a path; the repository itself is ``""``."""
    while path:
        path = path.rpartition("/")[0]
        yield path
