"""Finds the earlier specs that added specs are copies of.

A spec is parsed only if a rule needs its content or the comparison with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice

from specslint.engine.specs import SpecReader
from specslint.model.change import (
    Addition,
    Change,
    ChangeKind,
    Comparison,
    Origin,
)
from specslint.model.layout import Layout
from specslint.model.message import CommitMessage
from specslint.model.releases import BACKLOG, is_earlier, order, without_suffix
from specslint.model.spec import Place, Spec, Status
from specslint.model.tree import is_hidden
from specslint.vcs.changes import Delta

PROPOSED = (Status.APPROVED, Status.IMPLEMENTED)
"""The statuses that have a directory in each release; abandoned specs have no release."""

_HALF = 0.5
"""Git requires as much of a renamed file."""

_FEW = 8
"""Up to as many added specs, a search through all paths is faster than a table of names."""


class Earlier:
    """The specs of all releases before a change.

    :param paths: the files of that state.
    """

    def __init__(self, paths: Sequence[str], layout: Layout) -> None:
        self._paths = paths
        self._layout = layout

    def _place(self, path: str) -> Place | None:
        place = self._layout.place(path)
        found = place and place.status in PROPOSED and place.release != BACKLOG
        return place if found else None

    @cached_property
    def directories(self) -> dict[str, frozenset[str]]:
        """The directories that have such specs, and their releases: usually one each."""
        by_directory: dict[str, list[str]] = {}
        for path in self._paths:
            by_directory.setdefault(path.rpartition("/")[0], []).append(path)
        found = {}
        for directory, paths in by_directory.items():
            only_one = len(self._layout.specs_in(directory)) == 1
            places = islice(filter(None, map(self._place, paths)), 1 if only_one else None)
            releases = frozenset(place.release for place in places)
            if releases:
                found[directory] = releases
        return found

    @cached_property
    def releases(self) -> frozenset[str]:
        """The releases that have such specs."""
        return frozenset().union(*self.directories.values())

    def named(self, name: str, *, few: bool) -> Sequence[Place]:
        """The specs of a name, without regard to suffixes.

        :param name: see :func:`without_suffix`.
        :param few: whether it is called for a few names only.
        """
        if not few:
            return self._by_name.get(name, ())
        places = (self._place(path) for path in self._paths if name in path)
        return [place for place in places if place and without_suffix(place.name) == name]

    @cached_property
    def _by_name(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in filter(None, map(self._place, self._paths)):
            found.setdefault(without_suffix(place.name), []).append(place)
        return found


class Finder:
    """Implements :class:`Origins`: finds the specs that a change adds, and their sources."""

    def __init__(
        self,
        delta: Delta,
        layout: Layout,
        earlier: Earlier,
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

    def _of_name(self, name: str) -> Sequence[Place]:
        """The specs before the change that have a name, without regard to suffixes."""
        return self._earlier.named(without_suffix(name), few=len(self._places) <= _FEW)

    def _named(self, place: Place) -> tuple[Place, ...]:
        """The earlier specs of the same name, newest release first.

        A suffix of the name that is a release or a count is ignored.
        """
        if place.status is not Status.APPROVED:
            return ()
        alike = self._of_name(place.name)
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
        directories = self._earlier.directories
        earlier = [
            directory
            for directory, releases in directories.items()
            if any(is_earlier(other, release) for other in releases)
        ]
        found = dict(origins)
        unnamed = {path for path, origin in origins.items() if not origin.sources}
        copies = self._delta.most_alike(unnamed, sorted(earlier))
        for path, copy in copies.items():
            origin = self._layout.place(copy.old_path)
            named = self._of_name(origin.name) if origin else ()
            sources = [
                p
                for p in named
                if origin and p.name == origin.name and is_earlier(p.release, release)
            ]
            found[path] = Origin(_newest_first(sources), similarity=copy.similarity)
        for tagged in sorted(self._tagged):
            within = [directory for directory in earlier if tagged in directories[directory]]
            lacking = {
                path
                for path, origin in found.items()
                if tagged not in {place.release for place in origin.sources}
            }
            copies = self._delta.most_alike(lacking, sorted(within))
            for path, copy in copies.items():
                place = self._layout.place(copy.old_path)
                if place:
                    both = (*found[path].sources, place)
                    found[path] = found[path]._replace(sources=_newest_first(both))
        return found


def _newest_first(places: Iterable[Place]) -> tuple[Place, ...]:
    """Newest release first; within a release, ``approved`` before ``implemented``."""
    by_status = sorted(places, key=lambda place: (place.status.value, place.path))
    return tuple(sorted(by_status, key=lambda place: order(place.release), reverse=True))
