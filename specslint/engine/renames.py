"""Advice to rename a file, which holds only where it can be followed."""

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

    It cannot where the new name is taken, or where several specs of the release have the
    blueprint of that name.

    :param advised: for each new path, the findings that advise it.
    :param entries: the tree.
    :param source: where the specs are read.
    :param config: the settings.
    """
    if not advised:
        return
    places = {
        entry.path: place
        for entry in entries
        if entry.kind is EntryKind.FILE and (place := config.layout.place(entry.path))
    }
    first = re.compile(
        rb"blueprints\.launchpad\.net/%b/\+spec/([\w.+-]+)" % re.escape(config.project).encode(),
        re.I,
    )
    for path, found in advised.items():
        new = config.layout.place(path)
        if new is None or len(found) > 1:
            continue
        taken = (config.layout.spec_path(new.release, status, new.name) for status in Status)
        if any(one in places for one in taken):
            continue
        others = (
            other
            for other, place in places.items()
            if place.release == new.release and other != found[0].location.path
        )
        if not any(_has_blueprint(source, other, first, new.name) for other in others):
            yield from found


def _has_blueprint(source: Source, path: str, first: re.Pattern[bytes], name: str) -> bool:
    """Whether the first blueprint that a spec links has this name."""
    try:
        match = first.search(source.read(path, MAX_SIZE))
    except Unreadable:
        return False
    return match is not None and match[1].lower() == name.encode()
