"""Builds the argument of rules of scope ``change`` from git's differences."""

from __future__ import annotations

from collections.abc import Iterable

from specslint.config.settings import Config
from specslint.engine.copies import PROPOSED, Finder
from specslint.engine.specs import Parser, SpecReader
from specslint.model.change import ChangeSet
from specslint.model.layout import Layout
from specslint.model.releases import BACKLOG
from specslint.model.tree import Entry, EntryKind
from specslint.parsing import MAX_SIZE
from specslint.rules.fasttrack._tags import IN_SUBSTANCE, untagged
from specslint.vcs.changes import Delta
from specslint.work_tree import Unreadable


def assemble(delta: Delta, config: Config, parser: Parser) -> ChangeSet:
    """Collect the values of a change that rules may need.

    :param delta: the differences that git reports.
    :param config: the settings of the state after the change.
    :param parser: shared with the run, so that equal texts are parsed once.
    :raises UserError: the repository lacks an object.
    """
    layout = config.layout
    before = delta.before.entries(layout.root)
    after = delta.after.entries(layout.root)
    earlier = tuple(
        place
        for entry in before
        if entry.kind is EntryKind.FILE
        and (place := layout.place(entry.path))
        and place.status in PROPOSED
        and place.release != BACKLOG
    )
    releases = {place.release for place in earlier} | {
        place.release for c in delta.changes if (place := layout.place(c.path))
    }
    message = None
    if delta.message is not None:
        from specslint.parsing.commit_message import parse_message

        names = releases - {"", BACKLOG}
        message = parse_message(delta.message, delta.cleanup, names)
    readers = SpecReader(delta.before, config, parser), SpecReader(delta.after, config, parser)
    finder = Finder(delta, layout, earlier, message, readers)
    return ChangeSet(
        changes=delta.changes,
        layout=layout,
        message=message,
        commit=delta.commit,
        additions=finder.additions(),
        before=frozenset(entry.path for entry in before),
        redirects=_redirects(delta, layout, after, releases),
        templates=_templates(layout, after),
        open_releases=config.open_releases,
    )


UNTAGGED = "FTK001"
"""The rule on copies without a tag."""


def copies_of(changes: ChangeSet, config: Config, least: float = IN_SUBSTANCE) -> dict[str, str]:
    """The paths that an untagged change copies, and the release of each one's source.

    :param least: how much of a copy has to be unchanged.
    """
    return {
        source.path: source.release
        for addition, source, _ in untagged(changes, least)
        if not config.is_ignored(UNTAGGED, addition.place.path)
    }


def _redirects(
    delta: Delta, layout: Layout, after: Iterable[Entry], releases: Iterable[str]
) -> dict[str, str]:
    """The text of each release's list of moved specs."""
    paths = {entry.path for entry in after}
    found = {}
    for release in sorted(releases):
        path = layout.redirects_path(release)
        if path in paths:
            try:
                found[release] = delta.after.read(path, MAX_SIZE).decode("utf-8", "replace")
            except Unreadable:
                continue
    return found


def _templates(layout: Layout, after: Iterable[Entry]) -> frozenset[str]:
    return layout.served(entry.path for entry in after) - {BACKLOG}
