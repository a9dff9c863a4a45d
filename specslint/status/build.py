"""Builds the status of a release from a snapshot of the repository; pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from specslint.model.layout import Layout
from specslint.model.message import CommitMessage
from specslint.model.releases import BACKLOG, is_earlier, order
from specslint.model.spec import Place, Status
from specslint.parsing.commit_message import parse_message
from specslint.status.model import (
    Changes,
    Moved,
    ReleaseStatus,
    SentOn,
    SpecStatus,
    State,
)
from specslint.status.reviews import Proposal, Reviews
from specslint.status.tracks import Tracks, moment_of

_TOPIC = re.compile(r"(?:bp|blueprint)/([a-z0-9][a-z0-9.+-]*)\Z", re.IGNORECASE)


class Head(NamedTuple):
    """The title of a spec, and the URL of its blueprint."""

    title: str | None = None
    blueprint: str | None = None


class Snapshot(NamedTuple):
    """A state of the repository: its specs, and the history of each up to then.

    ``places`` are those of regular files; a link to a template is not a spec.
    """

    commit: str
    time: int
    places: tuple[Place, ...]
    tracks: Tracks


class Lookup(NamedTuple):
    """Functions that compute what paths alone do not tell.

    ``project`` is the specs' project in Launchpad. ``head`` reads the spec at a path,
    and ``copied_from`` returns the name of the spec in some directories that an added
    path is most similar to, by git's measure, or None. ``area`` assigns an area by name
    and title.
    """

    project: str
    head: Callable[[str], Head]
    copied_from: Callable[[str, str, tuple[str, ...]], str | None]
    area: Callable[[str, str], str | None]


class StatusBuilder:
    """Computes the status of a release at a snapshot.

    :param release: the name of its directory.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        release: str,
        layout: Layout,
        lookup: Lookup,
        reviews: Reviews | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._release = release
        self._layout = layout
        self._lookup = lookup
        self._reviews = reviews or Reviews()
        self._by_change_id = self._reviews.by_change_id()
        self._specs: dict[str, list[Place]] = {}
        for place in snapshot.places:
            if place.status is not Status.ABANDONED:
                self._specs.setdefault(place.release, []).append(place)

    def status(self) -> ReleaseStatus:
        """The status without the changes since an earlier one."""
        specs = [*self._merged(), *self._abandoned()]
        specs += self._proposed({spec.name for spec in specs})
        return ReleaseStatus(
            self._release,
            self._snapshot.commit,
            moment_of(self._snapshot.time),
            tuple(sorted(specs, key=_by_area)),
            self._snapshot.tracks.timeline,
            tuple(self._sent_on()),
        )

    def origins(self) -> Mapping[str, tuple[str, str]]:
        """For each path, an identifier of the spec that stays the same when it is moved."""
        return {
            path: (track.commit.name, track.added_at)
            for path, track in self._snapshot.tracks.of.items()
            if track.release == self._release
        }

    # --- specs that were merged ---------------------------------------------

    def _merged(self) -> Iterator[SpecStatus]:
        for place in self._specs.get(self._release, ()):
            implemented = place.status is Status.IMPLEMENTED
            yield self._spec(place, State.IMPLEMENTED if implemented else State.APPROVED)

    def _abandoned(self) -> Iterator[SpecStatus]:
        """The specs of the release that were moved out of it."""
        for place in self._snapshot.places:
            track = self._snapshot.tracks.of.get(place.path)
            if place.status is Status.ABANDONED and track and track.release == self._release:
                yield self._spec(place, State.ABANDONED)

    def _spec(self, place: Place, state: State) -> SpecStatus:
        head = self._lookup.head(place.path)
        title = _one_line(head.title or "") or place.name
        spec = SpecStatus(
            place.name,
            place.path,
            title,
            head.blueprint,
            self._lookup.area(place.name, title),
            state,
            reproposed_to=self._reproposed_to(place.name, self._release),
        )
        track = self._snapshot.tracks.of.get(place.path)
        if track is None:
            return spec
        message = self._message(track.commit.message)
        change_id = message.change_ids[-1].value if message.change_ids else None
        return spec._replace(
            fast_tracked=bool(message.tags),
            previously_approved=_tagged(message),
            review=self._by_change_id.get(change_id) if change_id else None,
            commit=track.commit.name,
            date=moment_of(track.commit.time),
        )

    def _message(self, text: str) -> CommitMessage:
        return parse_message(text, releases=set(self._specs) - {BACKLOG})

    # --- re-proposals -------------------------------------------------------

    @cached_property
    def _sources(self) -> Mapping[str, Mapping[str, str]]:
        """For each release, the names of its specs and of the specs that they are copies of."""
        found: dict[str, dict[str, str]] = {}
        directories: set[str] = set()
        for release in sorted(set(self._specs) - {BACKLOG}, key=order):
            places = self._specs[release]
            known = {name for names in found.values() for name in names}
            found[release] = {
                place.name: place.name if place.name in known else self._source(place, directories)
                for place in places
            }
            directories |= {place.path.rpartition("/")[0] for place in places}
        return found

    def _source(self, place: Place, directories: set[str]) -> str:
        """The name of the spec that one with a new name is a copy of, or else its own.

        :param directories: those of the earlier releases.
        """
        track = self._snapshot.tracks.of.get(place.path)
        # git compares with every spec: only worth it if the tag says that there is a
        # source.
        if track is None or not directories or "previously" not in track.commit.message.lower():
            return place.name
        if not _tagged(self._message(track.commit.message)):
            return place.name
        commit, path = track.commit.name, track.added_at
        return self._lookup.copied_from(commit, path, tuple(sorted(directories))) or place.name

    def _reproposed_to(self, name: str, release: str) -> tuple[str, ...]:
        """The later releases that have a copy of a spec, or a copy of such a copy."""
        names = {name}
        found = []
        for later, sources in self._sources.items():
            if is_earlier(release, later):
                copies = {copy for copy, source in sources.items() if source in names}
                names |= copies
                found += [later] if copies else []
        return tuple(found)

    def _sent_on(self) -> Iterator[SentOn]:
        for release, sources in self._sources.items():
            if is_earlier(release, self._release):
                sent = sum(self._release in self._reproposed_to(name, release) for name in sources)
                if sent:
                    yield SentOn(release, len(sources), sent)

    # --- specs in review ----------------------------------------------------

    def _proposed(self, known: set[str]) -> Iterable[SpecStatus]:
        found: dict[str, SpecStatus] = {}
        wanted = (p for p in self._reviews.proposals if p.is_open or p.is_abandoned)
        for proposal in sorted(wanted, key=lambda p: (p.is_open, p.review.number)):
            for path in proposal.added or ():
                place = self._layout.place(path)
                if place is None or place.name in known:
                    continue
                if place.release == self._release and place.status is Status.APPROVED:
                    found[place.name] = self._proposal(place, proposal)
        return found.values()

    def _proposal(self, place: Place, proposal: Proposal) -> SpecStatus:
        message = self._message(proposal.message)
        topic = _TOPIC.match(proposal.topic)
        title = _one_line(proposal.subject) or place.name
        blueprint = topic[1] if topic else next(iter(message.blueprints), None)
        return SpecStatus(
            place.name,
            place.path,
            title,
            blueprint_url(blueprint, self._lookup.project) if blueprint else None,
            self._lookup.area(place.name, title),
            State.PROPOSED if proposal.is_open else State.ABANDONED,
            bool(message.tags),
            _tagged(message),
            review=proposal.review,
        )


def blueprint_url(name: str, project: str) -> str:
    """The URL of a blueprint in Launchpad."""
    return f"https://blueprints.launchpad.net/{project}/+spec/{quote(name, safe='+')}"


def changes(now: StatusBuilder, then: StatusBuilder) -> Changes:
    """What changed in a release between two snapshots."""
    after, before = now.status(), then.status()
    origins, old_origins = now.origins(), then.origins()
    old = {old_origins.get(spec.path, ("", spec.path)): spec for spec in before.specs}
    by_name = {spec.name: spec for spec in before.specs}
    approved, implemented = set(), set()
    for spec in after.specs:
        if spec.state not in (State.APPROVED, State.IMPLEMENTED):
            continue
        was = old.get(origins.get(spec.path, ("", spec.path))) or by_name.get(spec.name)
        if was is None or was.state not in (State.APPROVED, State.IMPLEMENTED):
            approved.add(spec.name)
        if spec.state is State.IMPLEMENTED and (was is None or was.state is not spec.state):
            implemented.add(spec.name)
    return Changes(
        before.at,
        before.date,
        tuple(sorted(approved)),
        tuple(sorted(implemented)),
        tuple(sorted(_moved(after) - _moved(before))),
    )


def _moved(status: ReleaseStatus) -> set[Moved]:
    return {Moved(spec.name, to) for spec in status.specs for to in spec.reproposed_to}


def _tagged(message: CommitMessage) -> tuple[str, ...]:
    """The releases that the tags of a message name, oldest first."""
    names = {word.release for tag in message.tags for word in tag.releases if word.release}
    return tuple(sorted(names, key=order))


def _by_area(spec: SpecStatus) -> tuple[bool, str, str, str]:
    return spec.area is None, spec.area or "", spec.title.casefold(), spec.path


def _one_line(text: str) -> str:
    return " ".join(text.split())
