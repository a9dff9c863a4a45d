"""TPL004 section-order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from specslint.model.document import Section
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.template._comparison import parsed


def _out_of_order(
    spec: Spec, sections: tuple[Section, ...], wanted: list[str]
) -> Iterator[Finding]:
    if len(sections) < 2:
        return
    rank = {title: number for number, title in reversed(list(enumerate(wanted)))}
    first: dict[str, Section] = {}
    for section in sections:
        if section.title in rank:
            first.setdefault(section.title, section)
    present = list(first.values())
    ranks = [rank[section.title] for section in present]
    if ranks == sorted(ranks):
        return
    in_order = _longest_rising(ranks)
    rising = [ranks[index] for index in in_order]
    stays = frozenset(in_order)
    for index, section in enumerate(present):
        if index in stays:
            continue
        before = bisect_left(rising, ranks[index])
        neighbour = present[in_order[max(before - 1, 0)]].title
        place = f'{"after" if before else "before"} "{neighbour}"'
        yield Finding(
            spec.at(section.line, section.column, section.end_column),
            f'section "{section.title}" is out of order: move it {place}, as in the template',
        )


def _longest_rising(ranks: list[int]) -> list[int]:
    """The indices of a longest rising run, so that the fewest are out of order."""
    ends: list[int] = []  # the lowest rank that a run of each length ends in
    at: list[int] = []
    previous: list[int] = []
    for index, rank in enumerate(ranks):
        length = bisect_left(ends, rank)
        previous.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [rank]
        at[length : length + 1] = [index]
    run = []
    index = at[-1] if at else -1
    while index >= 0:
        run.append(index)
        index = previous[index]
    return run[::-1]


@rule(code="TPL004", name="section-order", severity=Severity.INFO)
def check(spec: Spec) -> Iterator[Finding]:
    """Sections are in a different order than in the template.

    Why:
        Reviewers read many specs, and expect each topic in its usual place.

    Bad:
        "Testing" before "Implementation"

    Good:
        the sections in the template's order, with additional subsections between them

    Source:
        The section order of the release's template.
    """
    both = parsed(spec)
    if both is None:
        return
    document, outline = both
    levels = [(document.below_title, [section.title for section in outline.sections])]
    subtitles = {section.title: list(section.subsections) for section in outline.sections}
    levels += [
        (section.sections, subtitles[section.title])
        for section in document.below_title
        if section.title in subtitles
    ]
    for sections, wanted in levels:
        yield from _out_of_order(spec, sections, wanted)
