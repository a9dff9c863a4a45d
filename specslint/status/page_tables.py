"""The lists of the page: every spec by area, open specs, and changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from specslint.status.model import Changes, ReleaseStatus, Review, SpecStatus, State
from specslint.status.page_html import (
    area_of,
    body,
    counted,
    day_of,
    linked,
    long_day,
    release_name,
    row,
    shown,
    table,
)


def every_spec(status: ReleaseStatus) -> str:
    """All specs by area, with a filter field."""
    reviews = any(spec.review for spec in status.specs)
    head = ["Spec", "State", "Approved", "Re-proposals"] + ["Review"] * reviews
    bodies = []
    for area, group in groupby(status.specs, area_of):
        specs = list(group)
        done = sum(spec.state is State.IMPLEMENTED for spec in specs)
        summary = f"{counted(len(specs), 'spec')}, {done} implemented"
        rows = [_spec_row(spec, reviews) for spec in specs]
        bodies.append(_group(shown(area), summary, len(head), rows))
    caption = f"Every spec of {shown(release_name(status.release))} by area"
    # Hidden without scripts, since it would have no effect.
    field = (
        '<div class="filter" id="filter" role="search" hidden>\n'
        '<label for="words">Filter</label>\n'
        '<input type="search" id="words" autocomplete="off" spellcheck="false" '
        'aria-describedby="hint" aria-controls="list">\n'
        '<output for="words" id="matching" aria-live="polite"></output>\n'
        '<p id="hint">Words of a title, a name, an area, a state or a release; '
        "all of them must be there.</p>\n</div>\n"
    )
    return field + f'<div id="list">\n{table("specs", caption, head, "".join(bodies))}</div>\n'


def _spec_row(spec: SpecStatus, reviews: bool) -> str:
    cells = [
        ("state", _state(spec.state)),
        ("date", _added(spec)),
        ("moves", _moves(spec)),
    ]
    if reviews:
        cells.append(("review", _review(spec.review)))
    return row(_name(spec), cells)


def _name(spec: SpecStatus) -> str:
    title = linked(spec.title.strip() or spec.name, spec.blueprint)
    return f'<span class="title">{title}</span> <code>{shown(spec.name)}</code>'


def _state(state: State) -> str:
    return f'<span class="mark {state.value}">{state.value}</span>'


def _added(spec: SpecStatus) -> str:
    if spec.date is None:
        return ""
    day = day_of(spec.date)
    commit = f" <code>{shown(spec.commit[:7])}</code>" if spec.commit else ""
    return f'<time datetime="{day}">{day}</time>{commit}'


def _moves(spec: SpecStatus) -> str:
    parts = []
    earlier = ", ".join(map(release_name, spec.previously_approved))
    if spec.fast_tracked:
        source = f" from {shown(earlier)}" if earlier else ""
        parts.append(f'<span class="mark fast">fast tracked{source}</span>')
    elif earlier:
        parts.append(f"<span>approved before in {shown(earlier)}</span>")
    if spec.reproposed_to:
        parts.append(f"<span>sent on to {_releases(spec.reproposed_to)}</span>")
    return " ".join(parts)


def _releases(names: Iterable[str]) -> str:
    return shown(", ".join(map(release_name, names)))


def _review(review: Review | None) -> str:
    if review is None:
        return ""
    return f"{linked(str(review.number), review.url)} {shown(review.status)}"


def not_implemented(status: ReleaseStatus) -> str:
    """The specs that the next release may take over: first those not re-proposed yet."""
    left = [spec for spec in status.specs if spec.state is State.APPROVED]
    if not left:
        return "<p>Every approved spec is implemented.</p>\n"
    head = ("Spec", "Area", "Approved", "Sent on")
    bodies = []
    for heading, sent in (("Not yet proposed again", False), ("Sent on", True)):
        specs = [spec for spec in left if bool(spec.reproposed_to) is sent]
        summary = counted(len(specs), "spec")
        rows = [_left_row(spec) for spec in specs]
        bodies += [_group(heading, summary, len(head), rows)] * bool(rows)
    caption = f"Approved for {shown(release_name(status.release))}, and not implemented"
    return table("specs", caption, head, "".join(bodies))


def _left_row(spec: SpecStatus) -> str:
    sent = f"to {_releases(spec.reproposed_to)}" if spec.reproposed_to else ""
    cells = [("in-area", shown(area_of(spec))), ("date", _added(spec)), ("moves", sent)]
    return row(_name(spec), cells)


def _group(heading: str, summary: str, columns: int, rows: Iterable[str]) -> str:
    """Rows under a heading of their own; the arguments are HTML."""
    first = (
        f'<tr class="area" role="row"><th colspan="{columns}" scope="rowgroup" '
        f'role="rowheader"><h3>{heading}</h3> <p>{summary}</p></th></tr>\n'
    )
    return body([first, *rows])


def what_changed(changes: Changes, specs: Iterable[SpecStatus]) -> str:
    """The changes since another state; empty categories are left out."""
    titles = {spec.name: spec for spec in specs}
    since = (
        f"<p>Since {long_day(changes.date)}, commit <code>{shown(changes.since[:7])}</code>.</p>\n"
    )
    lists = [
        ("Newly approved", [_changed(name, titles) for name in changes.approved]),
        ("Newly implemented", [_changed(name, titles) for name in changes.implemented]),
        (
            "Moved on",
            [
                f"{_changed(move.name, titles)} <span>to {_releases([move.to])}</span>"
                for move in changes.moved_on
            ],
        ),
    ]
    parts = [
        f'<div><h3>{heading} <span class="count">{len(entries)}</span></h3>\n<ul>\n'
        + "".join(f"<li>{entry}</li>\n" for entry in entries)
        + "</ul></div>\n"
        for heading, entries in lists
        if entries
    ]
    if not parts:
        return since + "<p>Nothing has changed.</p>\n"
    return since + f'<div class="changes">\n{"".join(parts)}</div>\n'


def _changed(name: str, specs: Mapping[str, SpecStatus]) -> str:
    if name in specs:
        return _name(specs[name])
    return f"<code>{shown(name)}</code>"
