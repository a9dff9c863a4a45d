"""The specs that a change adds, and the earlier specs that they are copies of.

Only what the change adds, and the sources of copies, are parsed.
"""

from __future__ import annotations

from collections.abc import Iterable

from specslint.engine.specs import SpecReader
from specslint.model.change import Addition, Change, ChangeKind, CommitMessage
from specslint.model.layout import Layout
from specslint.model.releases import BACKLOG, is_earlier, order, without_suffix
from specslint.model.spec import Place, SourceText, Spec, Status
from specslint.parsing.substance import compare
from specslint.vcs.changes import Delta

PROPOSED = (Status.APPROVED, Status.IMPLEMENTED)
"""Where a release's specs stand; the abandoned ones have no release."""


class Finder:
    """Finds the specs that a change adds, and where they come from.

    :param earlier: the places of all specs before the change.
    """

    def __init__(
        self,
        delta: Delta,
        layout: Layout,
        earlier: tuple[Place, ...],
        message: CommitMessage | None,
        before: SpecReader,
        after: SpecReader,
    ) -> None:
        self.delta = delta
        self.layout = layout
        self.earlier = earlier
        self.message = message
        self.before = before
        self.after = after
        # A change may add thousands of specs: what each asks for is looked up.
        self._removed = {change.old_path for change in delta.changes if change.removes}
        self._by_name: dict[str, list[Place]] = {}
        for place in earlier:
            self._by_name.setdefault(without_suffix(place.name), []).append(place)
        tags = message.tags if message else ()
        self._tagged = {word.release for tag in tags for word in tag.releases if word.release}

    def additions(self) -> list[Addition]:
        """The specs that the change adds, with their sources."""
        found = []
        unmatched: dict[str, list[Addition]] = {}
        for change in self.delta.changes:
            place = self.layout.place(change.path)
            if not change.adds or place is None or place.status not in PROPOSED:
                continue
            sources = self._named(place)
            moved_from = self._moved_from(change, place, sources)
            # A move, however many specs it is of, needs no parsing.
            bare = Spec(change.path, SourceText(""), place)
            spec = bare if moved_from else self.after.spec(change.path)
            addition = Addition(spec, place, moved_from, sources)
            if place.status is Status.APPROVED and self._missing(addition):
                unmatched.setdefault(place.release, []).append(addition)
            found.append(addition)
        alike: dict[str, Addition] = {}
        for release, additions in unmatched.items():
            alike |= self._by_content(release, additions)
        return [self._compared(alike.get(a.place.path, a)) for a in found]

    # --- where a spec comes from --------------------------------------------

    def _earlier_than(self, release: str) -> tuple[Place, ...]:
        return tuple(place for place in self.earlier if is_earlier(place.release, release))

    def _named(self, place: Place) -> tuple[Place, ...]:
        """The earlier specs of the same name, the newest release first.

        A suffix that is a release's name or a count is left aside.
        """
        if place.status is not Status.APPROVED:
            return ()
        alike = self._by_name.get(without_suffix(place.name), ())
        found = [p for p in alike if is_earlier(p.release, place.release)]
        same = _newest_first(p for p in found if p.name == place.name)
        if not same:
            return _newest_first(found)
        # What has the very name is meant, unless a later one is more alike.
        releases = {p.release for p in same}
        others = [
            p
            for p in found
            if p.release not in releases
            and (is_earlier(p.release, same[0].release) or self._is_more_alike(place, p, same[0]))
        ]
        return _newest_first([*same, *others])

    def _is_more_alike(self, place: Place, source: Place, other: Place) -> bool:
        """Whether a spec is more like one earlier spec than like another."""
        spec = self.after.spec(place.path)
        alike = compare(spec, self.before.spec(source.path)).unchanged
        return alike > compare(spec, self.before.spec(other.path)).unchanged

    def _moved_from(self, change: Change, place: Place, sources: tuple[Place, ...]) -> str | None:
        """The old path of a spec that moves within its release or out of the backlog."""
        file = place.path.rpartition("/")[2]
        homes = [f"{self.layout.release_directory(place.release)}/{file}"]
        for status in PROPOSED:
            for release in (place.release, BACKLOG):
                homes.append(self.layout.spec_path(release, status, place.name))
        gone = self._removed.intersection(homes)
        if gone:
            return min(gone)
        if change.kind is not ChangeKind.RENAMED:
            return None
        origin = self.layout.release_of(change.old_path)
        if origin == place.release:
            return change.old_path
        if origin != BACKLOG:
            return None
        if sources and change.old_path.rpartition("/")[2] != file:
            # git pairs what is deleted with what is added; but this may be
            # a copy of its namesake, and the deletion another matter.
            spec = self.after.spec(change.path)
            namesake = compare(spec, self.before.spec(sources[0].path))
            moved = compare(spec, self.before.spec(change.old_path))
            if namesake.unchanged >= moved.unchanged:
                return None
        return change.old_path

    # --- sources by content -------------------------------------------------

    def _missing(self, addition: Addition) -> bool:
        """Whether git is to be asked what an addition is a copy of."""
        if not addition.sources:
            return addition.moved_from is None or bool(self._tagged)
        # The tag may name a release in which the spec had another name.
        return bool(self._tagged - {place.release for place in addition.sources})

    def _by_content(self, release: str, additions: list[Addition]) -> dict[str, Addition]:
        """The additions to a release, with the sources that git finds alike."""
        earlier = self._earlier_than(release)
        found: dict[str, Addition] = {}
        unnamed = {a.place.path for a in additions if not a.sources}
        copies = self.delta.most_alike(unnamed, self._directories(earlier))
        for addition in additions:
            path = addition.place.path
            if path in copies:
                origin = self.layout.place(copies[path].old_path)
                named = self._by_name.get(without_suffix(origin.name), ()) if origin else ()
                sources = [
                    p
                    for p in named
                    if origin and p.name == origin.name and is_earlier(p.release, release)
                ]
                addition = addition._replace(
                    sources=_newest_first(sources),
                    similarity=copies[path].similarity,
                )
            found[path] = addition
        for tagged in sorted(self._tagged):
            within = [place for place in earlier if place.release == tagged]
            lacking = {
                path
                for path, addition in found.items()
                if tagged not in {place.release for place in addition.sources}
            }
            copies = self.delta.most_alike(lacking, self._directories(within))
            for path, copy in copies.items():
                origin = self.layout.place(copy.old_path)
                if origin:
                    both = (*found[path].sources, origin)
                    found[path] = found[path]._replace(sources=_newest_first(both))
        return found

    def _directories(self, places: Iterable[Place]) -> list[str]:
        return sorted({place.path.rpartition("/")[0] for place in places})

    # --- how alike ----------------------------------------------------------

    def _compared(self, addition: Addition) -> Addition:
        """The addition with the source that counts, and what it changed of it."""
        if not addition.sources:
            return addition
        tagged = self._tagged
        named = [place for place in addition.sources if place.release in tagged]
        addition = addition._replace(source=(named or list(addition.sources))[0])
        if not addition.is_reproposal or addition.source is None:
            return addition
        source = self.before.spec(addition.source.path)
        return addition._replace(comparison=compare(addition.spec, source))


def _newest_first(places: Iterable[Place]) -> tuple[Place, ...]:
    """The newest release first; in one release, ``approved`` before ``implemented``."""
    by_status = sorted(places, key=lambda place: (place.status.value, place.path))
    return tuple(sorted(by_status, key=lambda place: order(place.release), reverse=True))
