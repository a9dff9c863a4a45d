"""The possible outlines of a document with a damaged title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specslint.model.document import Document, Section
from specslint.model.spec import Spec
from specslint.rules._titles import adornments


def readings(spec: Spec, document: Document) -> Iterator[tuple[Section, ...]]:
    """The possible outlines of a document, except that of docutils.

    :param document: one without a title, or with a subtitle that may be a section.
    """
    if document.promoted:
        yield document.sections[0].sections
        return
    # The first section is the title; the others are below it or beside it.
    yield document.below_title
    # There are several titles, with sections below each.
    yield tuple(below for top in document.sections for below in top.sections)
    # A title with the adornment of another level turns the levels upside down.
    titles = list(_flat(document.sections))
    yield _nested(spec, titles)
    yield _nested(spec, titles[1:])


def _flat(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _flat(section.sections)


def _nested(spec: Spec, titles: Sequence[Section]) -> tuple[Section, ...]:
    """Sections at the levels that their adornments have without the damaged title."""
    styles: list[tuple[str, bool]] = []
    levels: list[tuple[int, Section]] = []
    for title in titles:
        found = adornments(spec, title.line)
        if found:
            if found.style not in styles:
                styles.append(found.style)
            above = levels[-1][0] if levels else -1
            levels.append((min(styles.index(found.style), above + 1), title))
    return _below(levels)


def _below(levels: Sequence[tuple[int, Section]]) -> tuple[Section, ...]:
    if not levels:
        return ()
    tops = [n for n, (level, _) in enumerate(levels) if level == levels[0][0]]
    return tuple(
        levels[start][1]._replace(sections=_below(levels[start + 1 : stop]))
        for start, stop in zip(tops, [*tops[1:], len(levels)], strict=True)
    )
