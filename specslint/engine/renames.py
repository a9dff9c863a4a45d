"""Drops advice to rename a file that cannot be followed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from specslint.config.settings import Config
from specslint.engine.sources import Source
from specslint.model.findings import Diagnostic
from specslint.model.spec import Status
from specslint.model.tree import Entry, EntryKind
from specslint.parsing import MAX_SIZE
from specslint.work_tree import Unreadable


def feasible(
    advised: Mapping[str, list[Diagnostic]],
    entries: Iterable[Entry],
    source: Source,
    config: Config,
) -> Iterator[Diagnostic]:
    """The findings whose advice can be followed.

    It cannot if the new name is taken, or if several specs of the release link to the
    blueprint of that name.

    :param advised: the findings, by the new path that they advise.
    :param entries: the tree.
    :param source: where the specs are read from.
    :param config: the settings.
    """
    if not advised:
        return
    places = {
        entry.path: place
        for entry in entries
        if entry.kind is EntryKind.FILE and (place := config.layout.place(entry.path))
    }
    sharing: dict[str, dict[str, set[str]]] = {}
    for path, found in advised.items():
        new = config.layout.place(path)
        if new is None or len(found) > 1:
            continue
        taken = (config.layout.spec_path(new.release, status, new.name) for status in Status)
        if any(one in places for one in taken):
            continue
        if new.release not in sharing:
            of_release = (p for p, place in places.items() if place.release == new.release)
            sharing[new.release] = _by_blueprint(source, of_release, config.project)
        if not sharing[new.release].get(new.name, set()) - {found[0].location.path}:
            yield from found


def _by_blueprint(source: Source, paths: Iterable[str], project: str) -> dict[str, set[str]]:
    """The specs by the name of the first blueprint of the project that they link to."""
    first = re.compile(
        rb"blueprints\.launchpad\.net/%b/\+spec/([\w.+-]+)" % re.escape(project).encode(), re.I
    )
    found: dict[str, set[str]] = {}
    for path in paths:
        try:
            match = first.search(source.read(path, MAX_SIZE))
        except Unreadable:
            continue
        if match:
            found.setdefault(match[1].lower().decode(), set()).add(path)
    return found
