"""Finds the earlier specs that added specs are copies of.

A spec is parsed only if a rule needs its content or the comparison with its source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from specslint.engine.specs import SpecReader
from specslint.model.change import (
    Addition,
    Change,
    ChangeKind,
    CommitMessage,
    Comparison,
    Origin,
)
from specslint.model.layout import Layout
from specslint.model.releases import BACKLOG, is_earlier, order, without_suffix
from specslint.model.spec import Place, Spec, Status
from specslint.model.tree import is_hidden
from specslint.vcs.changes import Delta

PROPOSED = (Status.APPROVED, Status.IMPLEMENTED)
"""The statuses that have a directory in each release; abandoned specs have no release."""

_HALF = 0.5
"""Git requires as much of a renamed file."""


class Finder:
    """Implements :class:`Origins`: finds the specs that a change adds, and their sources.

    :param earlier: returns the places of all specs before the change.
    """

    def __init__(
        self,
        delta: Delta,
        layout: Layout,
        earlier: Callable[[], tuple[Place, ...]],
        message: CommitMessage | None,
        readers: tuple[SpecReader, SpecReader],
    ) -> None:
        self._delta = delta
        self._layout = layout
        self._earlier = earlier
        self._before, self._after = readers
        self._changes: dict[str, Change] = {}
        self._places: dict[str, Place] = {}
        for change in delta.changes:
            place = layout.place(change.path)
            if change.adds and place is not None and place.status in PROPOSED:
                self._changes[change.path] = change
                self._places[change.path] = place
        self._removed = {change.old_path for change in delta.changes if change.removes}
        tags = message.tags if message else ()
        self._tagged = {word.release for tag in tags for word in tag.releases if word.release}
        self._additions = {path: Addition(place, self) for path, place in self._places.items()}

    @cached_property
    def _by_name(self) -> dict[str, list[Place]]:
        """The earlier specs by their names, since a change may add thousands of specs."""
        found: dict[str, list[Place]] = {}
        for place in self._earlier():
            found.setdefault(without_suffix(place.name), []).append(place)
        return found

    def additions(self) -> tuple[Addition, ...]:
        """The specs that the change adds."""
        return tuple(self._additions.values())

    def spec(self, path: str) -> Spec:
        """See :class:`Origins`."""
        return self._after.spec(path, guided=False)

    def origin(self, path: str) -> Origin:
        """See :class:`Origins`."""
        origin = self._origins[path]
        if not origin.sources:
            return origin
        named = [place for place in origin.sources if place.release in self._tagged]
        return origin._replace(source=(named or origin.sources)[0])

    def comparison(self, path: str, source: str) -> Comparison:
        """See :class:`Origins`. Equal contents are not parsed."""
        if self._delta.after.is_same(path, self._delta.before, source):
            return Comparison(1.0)
        from specslint.parsing.substance import compare  # most changes add no copy

        earlier = self._before.spec(source, guided=False)
        return compare(self._additions[path].spec, earlier)

    @cached_property
    def _origins(self) -> dict[str, Origin]:
        """The origin of each added spec; git runs once for all of a release."""
        found = {}
        unmatched: dict[str, dict[str, Origin]] = {}
        for path, place in self._places.items():
            found[path] = Origin(self._named(place))
            if place.status is Status.APPROVED and self._missing(path, found[path]):
                unmatched.setdefault(place.release, {})[path] = found[path]
        for release, origins in unmatched.items():
            found |= self._by_content(release, origins)
        return found

    # --- sources by name ----------------------------------------------------

    def _earlier_than(self, release: str) -> tuple[Place, ...]:
        return tuple(place for place in self._earlier() if is_earlier(place.release, release))

    def _named(self, place: Place) -> tuple[Place, ...]:
        """The earlier specs of the same name, newest release first.

        A suffix of the name that is a release or a count is ignored.
        """
        if place.status is not Status.APPROVED:
            return ()
        alike = self._by_name.get(without_suffix(place.name), ())
        found = [p for p in alike if is_earlier(p.release, place.release)]
        same = _newest_first(p for p in found if p.name == place.name)
        if not same:
            return _newest_first(found)
        # A spec with exactly the same name is the source, unless a later one is more
        # similar.
        releases = {p.release for p in same}
        others = [
            p
            for p in found
            if p.release not in releases
            and (is_earlier(p.release, same[0].release) or self._is_more_alike(place, p, same[0]))
        ]
        return _newest_first([*same, *others])

    def _is_more_alike(self, place: Place, source: Place, other: Place) -> bool:
        """Whether a spec is more similar to one earlier spec than to another."""
        alike = self.comparison(place.path, source.path).unchanged
        return alike > self.comparison(place.path, other.path).unchanged

    def moved_from(self, path: str) -> str | None:
        """See :class:`Origins`."""
        change, place = self._changes[path], self._places[path]
        file = place.path.rpartition("/")[2]
        homes = [f"{self._layout.release_directory(place.release)}/{file}"]
        for status in PROPOSED:
            for release in (place.release, BACKLOG):
                homes.append(self._layout.spec_path(release, status, place.name))
        paired = change.old_path if change.kind is ChangeKind.RENAMED else ""
        if not self._is_spec(paired):
            paired = ""
        origin = self._layout.release_of(paired)
        if paired in homes or (paired and origin == place.release):
            return paired
        gone = min(self._removed.intersection(homes), default="")
        gone = gone or (paired if origin == BACKLOG else "")
        if not gone:
            return None
        # Only an approved spec may be a copy of an earlier release's.
        is_move = place.status is not Status.APPROVED or self._is_moved(path, gone)
        return gone if is_move else None

    def _is_spec(self, path: str) -> bool:
        """Whether the other rules checked a path as a spec, possibly a misplaced one."""
        is_template = self._layout.template_release(path) is not None
        return path.endswith(".rst") and not is_template and not is_hidden(path)

    def _is_moved(self, path: str, gone: str) -> bool:
        """Whether an addition is more like a deleted spec than like one of an earlier release.

        It may be a copy of the latter, and the deletion unrelated.
        """
        moved = self.comparison(path, gone).unchanged
        sources = self._named(self._places[path])
        copied = self.comparison(path, sources[0].path).unchanged if sources else _HALF
        return moved > copied

    # --- sources by content -------------------------------------------------

    def _missing(self, path: str, origin: Origin) -> bool:
        """Whether git has to search for the source of an added spec."""
        if not origin.sources:
            return self._additions[path].moved_from is None or bool(self._tagged)
        # The tag may name a release in which the spec had another name.
        return bool(self._tagged - {place.release for place in origin.sources})

    def _by_content(self, release: str, origins: dict[str, Origin]) -> dict[str, Origin]:
        """The origins of specs added to a release, with the sources that git finds by content."""
        earlier = self._earlier_than(release)
        found = dict(origins)
        unnamed = {path for path, origin in origins.items() if not origin.sources}
        copies = self._delta.most_alike(unnamed, self._directories(earlier))
        for path, copy in copies.items():
            origin = self._layout.place(copy.old_path)
            named = self._by_name.get(without_suffix(origin.name), ()) if origin else ()
            sources = [
                p
                for p in named
                if origin and p.name == origin.name and is_earlier(p.release, release)
            ]
            found[path] = Origin(_newest_first(sources), similarity=copy.similarity)
        for tagged in sorted(self._tagged):
            within = [place for place in earlier if place.release == tagged]
            lacking = {
                path
                for path, origin in found.items()
                if tagged not in {place.release for place in origin.sources}
            }
            copies = self._delta.most_alike(lacking, self._directories(within))
            for path, copy in copies.items():
                place = self._layout.place(copy.old_path)
                if place:
                    both = (*found[path].sources, place)
                    found[path] = found[path]._replace(sources=_newest_first(both))
        return found

    def _directories(self, places: Iterable[Place]) -> list[str]:
        return sorted({place.path.rpartition("/")[0] for place in places})


def _newest_first(places: Iterable[Place]) -> tuple[Place, ...]:
    """Newest release first; within a release, ``approved`` before ``implemented``."""
    by_status = sorted(places, key=lambda place: (place.status.value, place.path))
    return tuple(sorted(by_status, key=lambda place: order(place.release), reverse=True))
