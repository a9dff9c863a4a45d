"""The charts of the page: the cycle as a step chart, areas and earlier releases as bars.

Positions are in per cent, so that a chart fills any width while its text keeps the
page's text size.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from specslint.status.model import Point, ReleaseStatus, SentOn, SpecStatus, State
from specslint.status.page_html import (
    MONTHS,
    area_of,
    body,
    counted,
    day_of,
    release_name,
    row,
    share,
    shown,
    spoken,
    table,
)

_MOST_TICKS = 8  # month labels, so that they fit side by side on a phone
_MOST_LINES = 5


def approved_in_all(specs: Iterable[SpecStatus]) -> list[SpecStatus]:
    """The specs in the release's directories, including implemented ones."""
    return [spec for spec in specs if spec.state in (State.APPROVED, State.IMPLEMENTED)]


def over_the_cycle(status: ReleaseStatus) -> str:
    """The chart of approved and implemented specs by day, or nothing if no day is known."""
    if not status.timeline:
        return ""
    points = sorted(status.timeline)
    axis = _Axis.of(points, status.date)
    last = points[-1]
    description = (
        f"A step chart from {spoken(day_of(points[0].date))} to {spoken(axis.end)}. At its end "
        f"{last.approved} specs are approved, {last.implemented} of them implemented."
    )
    shapes = "".join(
        f'<path class="{kind}" d="{axis.area(values)}"/>'
        for kind, values in (
            ("approved", [(day_of(point.date), point.approved) for point in points]),
            ("implemented", [(day_of(point.date), point.implemented) for point in points]),
        )
    )
    return (
        '<figure class="cycle" aria-labelledby="cycle">\n'
        '<figcaption><h3 id="cycle">Over the cycle</h3>\n'
        '<p class="legend">'
        f'<span class="key approved">{last.approved} approved</span> '
        f'<span class="key implemented">{last.implemented} of them implemented</span>'
        "</p></figcaption>\n"
        f'<svg class="plot" role="img" aria-label="{description}">'
        '<svg viewBox="0 0 1000 1000" preserveAspectRatio="none">'
        f"{shapes}</svg>{axis.lines()}{axis.months()}</svg>\n"
        f"{_numbers(points)}</figure>\n"
    )


class _Axis(NamedTuple):
    """The axes of the chart: days to the right, specs upwards."""

    start: datetime.date
    end: datetime.date
    step: int  # the distance of two grid lines
    top: int

    @classmethod
    def of(cls, points: list[Point], date: str) -> _Axis:
        most = max(1, *(max(point.approved, point.implemented) for point in points))
        steps = (unit * 10**power for power in range(9) for unit in (1, 2, 5))
        step = next(step for step in steps if step * _MOST_LINES >= most)
        days = [day_of(points[0].date), day_of(points[-1].date), day_of(date)]
        return cls(min(days).replace(day=1), max(days), step, -(-most // step) * step)

    def across(self, day: datetime.date) -> float:
        """The position in the width, per mille."""
        return round(1000 * (day - self.start).days / max(1, (self.end - self.start).days), 1)

    def down(self, value: int) -> float:
        """The position in the height, per mille."""
        return round(1000 - 1000 * value / self.top, 1)

    def area(self, values: list[tuple[datetime.date, int]]) -> str:
        """The path around the steps; its other edges are outside of the picture."""
        steps = (f"H{self.across(day):g}V{self.down(value):g}" for day, value in values)
        return f"M-10,1010{''.join(steps)}H1010V1010Z"

    def lines(self) -> str:
        """The horizontal grid lines with their numbers."""
        return "".join(
            f'<line x2="100%" y1="{self.down(value) / 10:g}%" y2="{self.down(value) / 10:g}%"/>'
            + (f'<text y="{self.down(value) / 10:g}%" dy="-4">{value}</text>' if value else "")
            for value in range(0, self.top + 1, self.step)
        )

    def months(self) -> str:
        """The month labels below the chart, with the year at its first month."""
        ticks = []
        year = None
        for day in self._ticks():
            place = self.across(day) / 10
            side = ' class="last"' if place > 92 else ""
            name = MONTHS[day.month - 1][:3]
            under = f'<tspan x="{place:g}%" dy="1.2em">{day.year}</tspan>'
            ticks.append(
                f'<line x1="{place:g}%" x2="{place:g}%" y1="100%" y2="100%" class="tick"/>'
                f'<text{side} x="{place:g}%" y="100%" dy="18">{name}'
                f"{under if day.year != year else ''}</text>"
            )
            year = day.year
        return "".join(ticks)

    def _ticks(self) -> list[datetime.date]:
        firsts = list(_firsts_of_months(self.start, self.end))
        for step in (1, 2, 3, 6, 12, 24, 60, 120):
            ticks = [day for day in firsts if (day.year * 12 + day.month - 1) % step == 0]
            if len(ticks) <= _MOST_TICKS:
                return ticks
        return []


def _firsts_of_months(start: datetime.date, end: datetime.date) -> Iterator[datetime.date]:
    for month in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield datetime.date(month // 12, month % 12 + 1, 1)


def _numbers(points: list[Point]) -> str:
    """The chart as a table for screen readers: the numbers at the end of each month."""
    ends: dict[str, Point] = {point.date[:7]: point for point in points}
    rows = []
    for month, point in ends.items():
        name = f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"
        numbers = [("number", str(point.approved)), ("number", str(point.implemented))]
        rows.append(row(name, numbers))
    months = table(
        "numbers",
        "Specs at the end of each month in which a number changed",
        ("Month", "Approved", "Implemented"),
        body(rows),
    )
    return f"<details><summary>The numbers of this chart</summary>\n{months}</details>\n"


def by_area(specs: Iterable[SpecStatus]) -> str:
    """The bars of approved, implemented and fast-tracked specs of each area."""
    areas: dict[str, list[SpecStatus]] = {}
    for spec in approved_in_all(specs):
        areas.setdefault(area_of(spec), []).append(spec)
    if not areas:
        return ""
    most = max(map(len, areas.values()))
    rows = []
    for area, members in areas.items():
        done = sum(spec.state is State.IMPLEMENTED for spec in members)
        fast = sum(spec.fast_tracked for spec in members)
        cells = [("bar", _bar(len(members), done, most, fast))]
        cells += [("number", str(number)) for number in (len(members), done, fast)]
        rows.append(row(shown(area), cells))
    head = [
        _hidden_head("Bar"),
        '<span class="key approved">Approved</span>',
        '<span class="key implemented">Implemented</span>',
        '<span class="key fast">Fast tracked</span>',
    ]
    return _bars("areas", "By area", table("bars", "Specs by area", ("Area", *head), body(rows)))


def sent_on(releases: Iterable[SentOn], release: str) -> str:
    """The bars of the share of each earlier release that was re-proposed."""
    releases = list(releases)
    if not releases:
        return ""
    most = max(1, *(entry.specs for entry in releases))
    rows = [
        row(
            shown(release_name(entry.release)),
            [
                ("bar", _bar(entry.specs, entry.sent_on, most)),
                ("number", str(entry.specs)),
                ("number", f"{entry.sent_on} <small>{share(entry.sent_on, entry.specs)}</small>"),
            ],
        )
        for entry in releases
    ]
    head = [
        _hidden_head("Bar"),
        '<span class="key approved">Approved</span>',
        '<span class="key implemented">Sent on</span>',
    ]
    name = shown(release_name(release))
    caption = f"Specs of earlier releases, and those of them proposed again for {name}"
    total = counted(sum(entry.sent_on for entry in releases), "spec")
    return _bars(
        "sent-on",
        f"{total} sent on by earlier releases",
        table("bars", caption, ("Release", *head), body(rows)),
    )


def _bars(name: str, heading: str, content: str) -> str:
    return (
        f'<figure class="{name}" aria-labelledby="{name}">'
        f'<figcaption><h3 id="{name}">{heading}</h3></figcaption>\n{content}</figure>\n'
    )


def _hidden_head(name: str) -> str:
    return f'<span class="unseen">{name}</span>'


def _bar(whole: int, part: int, most: int, beneath: int = 0) -> str:
    """A bar with a part of it filled, and a thin one below; the numbers are beside it."""
    shapes = [("approved", whole, 1, 12), ("implemented", part, 1, 12), ("fast", beneath, 16, 3)]
    rects = "".join(
        f'<rect class="{kind}" width="{100 * value / most:.4g}%" y="{y}" height="{height}"/>'
        for kind, value, y, height in shapes
        if value
    )
    return f'<svg class="bar" aria-hidden="true">{rects}</svg>'
