"""The types of mutations, and the comparison of a report with what a mutation did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from specslint.engine import Report
from tests.corpus.mutations.page import Lines, Page, origins_of, text_of

Place = tuple[str, str, int]
"""A finding's code, path and line."""

_OF_THE_FILE = ("PLC", "TPL011", "TPL014")  # found at its first line, whatever that is


class Expected(NamedTuple):
    """A finding that is required; a column of 0 is not compared."""

    code: str
    path: str
    line: int = 1
    column: int = 0


class Mutant(NamedTuple):
    """A broken spec. ``origins`` has the former number of each line, or 0 for a new one."""

    content: bytes
    origins: Sequence[int]
    expected: tuple[Expected, ...]


class Mutation(NamedTuple):
    """A way to break a spec.

    ``make`` returns None if it does not apply. ``brings`` and ``hides`` are the other
    codes (or families) that may appear or disappear with the fault, each with its
    reason.
    """

    code: str
    name: str
    make: Callable[[Page, Random], Mutant | None]
    brings: Mapping[str, str] = {}
    hides: Mapping[str, str] = {}


def mutant(page: Page, lines: Lines, *expected: tuple[str, int, int]) -> Mutant:
    """The page with other lines, and the codes, lines and columns to be found in it."""
    found = tuple(Expected(code, page.path, line, column) for code, line, column in expected)
    return Mutant(text_of(lines), origins_of(lines), found)


def new_line(lines: Lines, origin: int) -> int:
    """The new number of a line of the page."""
    return next(number for number, (_, old) in enumerate(lines, 1) if old == origin)


class Verdict(NamedTuple):
    """The faults of a report: missed, reported without cause, gone without cause."""

    missed: list[str]
    noise: list[str]
    lost: list[str]


def places(report: Report) -> Counter[Place]:
    """The findings of a report, without their columns."""
    return Counter((d.code, d.location.path, d.location.line) for d in report.diagnostics)


def shifted(found: Counter[Place], path: str, origins: Sequence[int]) -> Counter[Place]:
    """Findings in the spec at ``path``, at their lines after it was broken."""
    new = {origin: number for number, origin in enumerate(origins, 1) if origin}
    moved: Counter[Place] = Counter()
    for (code, where, line), times in found.items():
        if where != path or code.startswith(_OF_THE_FILE):
            moved[code, where, line] += times
        elif line in new:
            moved[code, where, new[line]] += times
    return moved


def verdict(
    report: Report,
    before: Counter[Place],
    expected: Iterable[Expected],
    brings: Iterable[str] = (),
    hides: Iterable[str] = (),
) -> Verdict:
    """Compare a report with the findings before, and with what a mutation did.

    :param before: the findings in the valid spec, at the lines of the broken one.
    """
    after = places(report)
    columns = {(d.code, *d.location[:3]) for d in report.diagnostics}
    missed = []
    for wanted in expected:
        place = wanted[:3]
        if not after[place] or (wanted.column and wanted not in columns):
            near = sorted(c for c in columns if c[0] == wanted.code)
            missed.append(f"{wanted} but {near}")
        else:
            after[place] -= 1
            before = before - Counter([place])  # it was there before, and is there again
    may_come, may_go = tuple(brings), tuple(hides)
    new, gone = (after - before).elements(), (before - after).elements()
    noise = [f"{place}" for place in new if not place[0].startswith(may_come)]
    lost = [f"{place}" for place in gone if not place[0].startswith(may_go)]
    return Verdict(missed, noise, lost)
