"""Adapts the text of a spec to another release's template.

Nothing is removed or moved: what the two templates have in common stays the same, byte
by byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from specslint.model.document import Section
from specslint.model.findings import Edit
from specslint.model.spec import Outline, Spec
from specslint.process import history
from specslint.rules.template._comparison import Missing, compared, parsed
from specslint.rules.template._insertion import heading, insertion, line_for, styles

_Blocks = list[list[str]]


class Upgrade(NamedTuple):
    """The edits, and what the author has to know.

    :param inserted: the titles of the new sections, which the author has to write.
    :param history: what is new in the History, or an empty string.
    :param dropped: titles of the spec that the new template does not have.
    :param notes: what could not be done.
    """

    edits: tuple[Edit, ...] = ()
    inserted: tuple[str, ...] = ()
    history: str = ""
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def upgraded(
    spec: Spec,
    former: Outline | None,
    template: Spec | None,
    filler: str,
    releases: Sequence[str],
    target: str,
) -> Upgrade:
    """The edits that make a spec one of a later release.

    :param spec: the spec, with the outline of that release.
    :param former: the outline of the spec's own release, or None.
    :param template: the template of the later release, or None if the tree has none.
    :param filler: the content of a new section.
    :param releases: those that approved the spec, oldest first.
    :param target: the later release.
    """
    both = parsed(spec)
    if both is None:
        return Upgrade(notes=("it has no title: its sections are left as they are",))
    document, outline = both
    if len(document.sections) != 1:
        several = len(document.sections)
        return Upgrade(notes=(f"it has {several} titles: its sections are left as they are",))
    adding = _Adding(spec, document.sections[0], filler)
    table = _history_of(template)
    own = next((s for s in document.below_title if s.title == history.TITLE), None)
    if own:
        adding.row(own, target)
    elif any(section.title == history.TITLE for section in outline.sections):
        if table:
            adding.history = history.new_table(releases, target)
            adding.recorded = "a section of its own, with a row for each release"
        else:
            adding.notes.append(
                f'the template\'s "{history.TITLE}" has no table that is known: write it yourself'
            )
    wanted = _asked_for(outline, former, with_history=bool(adding.history))
    adding.sections(spec._replace(outline=wanted), outline)
    return Upgrade(
        tuple(adding.edits()),
        tuple(title for title in adding.inserted if title != history.TITLE),
        adding.recorded,
        tuple(_dropped(spec, former, outline)),
        (*adding.notes, *_order(spec, outline)),
    )


def _asked_for(outline: Outline, former: Outline | None, *, with_history: bool) -> Outline:
    """The outline, with sections that the former one lacks made required."""
    optional = set(outline.optional)
    if former is not None:
        optional -= {title for title in _titles(outline) if title not in set(_titles(former))}
    optional -= {history.TITLE}
    return outline._replace(
        optional=frozenset(optional if with_history else {*optional, history.TITLE})
    )


def _titles(outline: Outline) -> Iterator[str]:
    for section in outline.sections:
        yield section.title
        yield from section.subsections


def _history_of(template: Spec | None) -> bool:
    """Whether a template has a History with a table of the known form."""
    document = template.document if template else None
    if template is None or document is None:
        return False
    found = (s for s in document.below_title if s.title == history.TITLE)
    return any(history.is_known(template.lines, section) for section in found)


class _Adding:
    """Collects insertions; lines at one place are in the order of the template."""

    def __init__(self, spec: Spec, title: Section, filler: str) -> None:
        self._spec = spec
        self._title = title
        self._filler = filler
        self._styles = styles(spec, title)
        self._blocks: defaultdict[int, _Blocks] = defaultdict(list)
        self._rows: dict[int, tuple[str, ...]] = {}
        self.history: list[str] = []
        self.recorded = ""
        self.inserted: list[str] = []
        self.notes: list[str] = []

    def row(self, section: Section, target: str) -> None:
        """Add a row to the spec's History."""
        row = history.new_row(self._spec.lines, section, target)
        if isinstance(row, str):
            self.notes.append(row)
        else:
            self._rows[row.after + 1] = row.lines
            self.recorded = f"a row for {history.label(target)}"

    def sections(self, spec: Spec, outline: Outline) -> None:
        """Add all sections that the spec lacks.

        :param spec: with the outline that says what is to be added.
        :param outline: the template's own.
        """
        found = compared(spec)
        wanted = {section.title: section.subsections for section in outline.sections}
        for missing in found.missing_subsections:
            parent = missing.parent or self._title
            among = [s for s in parent.sections if s.title in wanted.get(parent.title, ())]
            self._add(missing, [missing.title], among[0] if among else None, level=1)
        for missing in found.missing:
            first = self._title.sections[0] if self._title.sections else None
            optional = spec.outline.optional if spec.outline else ()
            below = [title for title in missing.subsections if title not in optional]
            self._add(missing, [missing.title, *below], first, level=0)

    def _add(self, missing: Missing, titles: list[str], first: Section | None, level: int) -> None:
        """Add a section with its subsections.

        :param first: the section to insert it before, if it follows the title above.
        """
        if missing.elsewhere:
            self.notes.append(
                f'"{missing.title}" stands in line {missing.elsewhere.line}, where the template '
                "does not have it: move it, or correct its underline"
            )
            return
        above = missing.after is (missing.parent or self._title)
        line = line_for(self._spec, missing.after, first if above else None)
        content = self.history if missing.title == history.TITLE else [self._filler]
        blocks = [heading(titles[0], self._styles[level])]
        for title in titles[1:]:
            blocks += [heading(title, self._styles[1]), [self._filler]]
        self._blocks[line] += blocks if titles[1:] else [*blocks, content]
        self.inserted += titles

    def edits(self) -> Iterator[Edit]:
        """One edit for each place."""
        for line in sorted({*self._blocks, *self._rows}):
            blocks, rows = self._blocks.get(line, []), self._rows.get(line, ())
            yield insertion(self._spec, line, blocks, rows)


def _dropped(spec: Spec, former: Outline | None, outline: Outline) -> Iterator[str]:
    """The titles of a spec that the new template lacks, and its own one had or required."""
    sections = spec.document.below_title if spec.document else ()
    wanted = {section.title: section.subsections for section in outline.sections}
    had = {section.title: section.subsections for section in former.sections} if former else {}
    for extra in compared(spec).extra:
        yield extra.title
    for section in sections:
        if section.title in wanted:
            for sub in section.sections:
                gone = sub.title in had.get(section.title, ())
                if gone and sub.title not in wanted[section.title]:
                    yield sub.title


def _order(spec: Spec, outline: Outline) -> Iterator[str]:
    sections = spec.document.below_title if spec.document else ()
    places = [section.title for section in outline.sections]
    order = [places.index(s.title) for s in sections if s.title in places]
    if order != sorted(order):
        yield "its sections stand in another order than the template's, and keep it"
