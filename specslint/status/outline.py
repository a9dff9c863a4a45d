"""The sections and lines that the text, Markdown and reStructuredText formats share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from specslint.status.model import Changes, ReleaseStatus, SpecStatus, State

NO_AREA = "No area"


class Line(NamedTuple):
    """A line of a section, usually about a spec.

    ``title`` and ``name`` are untrusted text; the other fields are not.
    """

    title: str
    name: str = ""
    url: str | None = None
    state: str = ""
    remarks: tuple[str, ...] = ()


class Part(NamedTuple):
    """A section: its title and its lines."""

    title: str
    lines: tuple[Line, ...]


def headline(status: ReleaseStatus) -> str:
    """The title of the whole: the release and the commit."""
    return f"{status.release} at {status.at[:12]} ({status.date[:10]})"


def counts(status: ReleaseStatus) -> str:
    """The number of specs in each state."""
    states = [spec.state for spec in status.specs]
    of = {state: states.count(state) for state in State}
    merged = of[State.APPROVED] + of[State.IMPLEMENTED]
    if not states:
        return "no specs"
    text = f"{merged} {'spec' if merged == 1 else 'specs'}"
    if status.left_only:
        return f"{text} approved and not implemented"
    text += f": {of[State.APPROVED]} approved, {of[State.IMPLEMENTED]} implemented"
    fast = sum(
        spec.fast_tracked
        for spec in status.specs
        if spec.state in (State.APPROVED, State.IMPLEMENTED)
    )
    text += f"; {fast} fast tracked" if fast else ""
    besides = [f"{of[s]} {s.value}" for s in (State.PROPOSED, State.ABANDONED) if of[s]]
    return text + (f"; besides, {' and '.join(besides)}" if besides else "")


def parts(status: ReleaseStatus) -> Iterator[Part]:
    """The sections: the areas, what is left for the next release, and the rest."""
    for area, specs in groupby(status.specs, key=lambda spec: spec.area):
        lines = tuple(map(_line, specs))
        yield Part(f"{area or NO_AREA} ({len(lines)})", lines)
    left = [spec for spec in status.specs if spec.state is State.APPROVED]
    if left and not status.left_only:
        lines = tuple(_line(spec)._replace(state="", remarks=_sent(spec)) for spec in left)
        yield Part(f"Approved and not implemented ({len(left)})", lines)
    if status.sent_on:
        sent = (
            Line(f"{sent.sent_on} of the {sent.specs} of {sent.release}")
            for sent in status.sent_on
        )
        yield Part("Re-proposed from earlier releases", tuple(sent))
    if status.changes:
        yield from _changes(status.changes, status.specs)


def _changes(changes: Changes, specs: Sequence[SpecStatus]) -> Iterator[Part]:
    by_name = {spec.name: _line(spec)._replace(state="", remarks=()) for spec in specs}
    since = f"since {changes.since[:12]} ({changes.date[:10]})"
    moved = tuple(
        by_name[move.name]._replace(remarks=(f"re-proposed to {move.to}",))
        for move in changes.moved_on
    )
    for title, lines in (
        ("Approved", tuple(by_name[name] for name in changes.approved)),
        ("Implemented", tuple(by_name[name] for name in changes.implemented)),
        ("Moved on", moved),
    ):
        yield Part(f"{title} {since} ({len(lines)})", lines)


def _line(spec: SpecStatus) -> Line:
    remarks = []
    if spec.fast_tracked:
        origin = ", ".join(spec.previously_approved)
        remarks.append(f"fast tracked from {origin}" if origin else "fast tracked")
    remarks += _sent(spec)
    if spec.review:
        word = "" if spec.review.status == "merged" else f" {spec.review.status}"
        remarks.append(f"review {spec.review.number}{word}")
    return Line(spec.title, spec.name, spec.blueprint, spec.state.value, tuple(remarks))


def _sent(spec: SpecStatus) -> tuple[str, ...]:
    later = ", ".join(spec.reproposed_to)
    return (f"re-proposed to {later}",) if later else ()
