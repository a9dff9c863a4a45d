"""Compares a spec's sections with those of its template, once for all rules."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import Document, Section, normalised
from specslint.model.spec import Outline, Spec
from specslint.model.typing import NamedTuple

_MOST_PAIRS = 2_500
_MOST_WANTED = 500
_LONGEST = 80  # characters of a title


class Missing(NamedTuple):
    """A title that the template has and the spec lacks.

    ``after`` is the section or title that it should follow, ``parent`` the
    section that it belongs in (None at the top level). ``elsewhere`` is a
    section of that very name that stands in the wrong place.
    """

    title: str
    after: Section
    parent: Section | None
    subsections: tuple[str, ...] = ()
    elsewhere: Section | None = None


class Misnamed(NamedTuple):
    """A section whose title is nearly that of a missing one."""

    section: Section
    expected: str


class Comparison(NamedTuple):
    """The differences between a spec and its template."""

    missing: tuple[Missing, ...] = ()
    missing_subsections: tuple[Missing, ...] = ()
    extra: tuple[Section, ...] = ()
    misnamed: tuple[Misnamed, ...] = ()


def parsed(spec: Spec) -> tuple[Document, Outline] | None:
    """The document and the outline, if the spec has both and a title."""
    if spec.document is None or spec.outline is None or not spec.document.sections:
        return None
    return spec.document, spec.outline


def compared(spec: Spec) -> Comparison:
    """Compare a spec with its template; without one, there are no differences."""
    global _latest
    both = parsed(spec)
    if both is None:
        return Comparison()
    document, outline = both
    if _latest is None or _latest[0] is not document or _latest[1] is not outline:
        _latest = (document, outline, _compare(spec, document, outline))
    return _latest[2]


# The rules of one spec run one after the other, so caching the latest result is enough. It
# is found by identity, because hashing a whole document costs more.
_latest: tuple[Document, Outline, Comparison] | None = None


def _compare(spec: Spec, document: Document, outline: Outline) -> Comparison:
    gate = _differences(document.unpromoted, document, outline)
    if document.promoted == 1 or not any(gate):
        return gate
    # The title is damaged, and with it the levels of what follows: the reading with the
    # fewest differences is what was meant.
    from specslint.rules.template._damaged import readings

    others = [_differences(found, document, outline) for found in readings(spec, document)]
    if document.promoted:
        # No other rule reports this one, so there has to be a difference.
        others = [found for found in others if any(found)]
    return min([gate, *others], key=lambda found: sum(map(len, found)))


def _differences(
    sections: tuple[Section, ...], document: Document, outline: Outline
) -> Comparison:
    wanted = tuple(section.title for section in outline.sections)
    level = _Level(sections, wanted, outline.optional, document.sections[0], None)
    missing = []
    missing_subsections: list[Missing] = []
    misnamed = list(level.misnamed)
    subtitles = {section.title: section.subsections for section in outline.sections}
    everywhere: dict[str, Section] = {}

    def elsewhere(gap: Missing) -> Section | None:
        if not everywhere:
            everywhere.update((section.title, section) for section in all_sections(document))
        return everywhere.get(gap.title)

    for gap in level.missing:
        names = subtitles[gap.title]
        missing.append(gap._replace(subsections=names, elsewhere=elsewhere(gap)))
    for title, section in level.matched.items():
        if {sub.title for sub in section.sections}.issuperset(subtitles[title]):
            continue  # none is missing, and so none is misnamed
        below = _Level(section.sections, subtitles[title], outline.optional, section, section)
        misnamed += below.misnamed
        for gap in below.missing:
            missing_subsections.append(gap._replace(elsewhere=elsewhere(gap)))
    return Comparison(tuple(missing), tuple(missing_subsections), level.extra, tuple(misnamed))


class _Level:
    """Compares one level of the spec with one level of the template."""

    def __init__(
        self,
        sections: tuple[Section, ...],
        wanted: tuple[str, ...],
        optional: frozenset[str],
        heading: Section,
        parent: Section | None,
    ) -> None:
        self._wanted = wanted
        # If a name occurs twice, the gate uses the last section.
        found = {section.title: section for section in sections}
        known = frozenset(wanted)
        extra = {number: s for number, s in enumerate(sections) if s.title not in known}
        absent = dict.fromkeys(title for title in wanted if title not in found)
        self.misnamed: list[Misnamed] = []

        def give(number: int, title: str) -> None:
            section = found[title] = extra.pop(number)
            del absent[title]
            self.misnamed.append(Misnamed(section, title))

        def sought() -> list[str]:
            # An extra subsection is allowed, and so is a lack of this one.
            return [title for title in absent if parent is None or title not in optional]

        # What reads as expected: only capitals, markup or escapes differ.
        by_form: dict[str, list[int]] = {}
        for number, section in reversed(extra.items()):
            by_form.setdefault(normalised(section.text), []).append(number)
        for title in sought():
            numbers = by_form.get(normalised(title))
            if numbers:
                give(numbers.pop(), title)
        for alike in (_much_alike, self._shortened_or_lengthened):
            # Each is compared with each: not where no author could have made so many.
            if len(extra) * len(absent) > _MOST_PAIRS or len(wanted) > _MOST_WANTED:
                break
            for title in sought():
                candidate = next((n for n, s in extra.items() if alike(s.text, title)), None)
                if candidate is not None:
                    give(candidate, title)
        self.extra = tuple(extra.values())
        self.matched = {title: found[title] for title in wanted if title in found}
        self.missing: list[Missing] = []
        after = heading
        for title in wanted:
            if title in found:
                after = found[title]
            elif title not in optional:
                self.missing.append(Missing(title, after, parent))

    def _shortened_or_lengthened(self, title: str, expected: str) -> bool:
        """Whether one title is the other with words omitted or added, and matches no third one."""
        return _extends(title, expected) and not any(
            _extends(title, other) for other in self._wanted if other != expected
        )


def _extends(title: str, expected: str) -> bool:
    """Whether one title begins or ends with all words of the other."""
    shorter, longer = sorted((_words(title), _words(expected)), key=len)
    length = len(shorter)
    return length > 0 and shorter in (longer[:length], longer[-length:])


def _words(title: str) -> list[str]:
    return title.casefold().replace("(s)", "").split()


def _much_alike(title: str, expected: str) -> bool:
    title, expected = title.casefold(), expected.casefold()
    if abs(len(title) - len(expected)) > 4 + len(expected) // 4 or len(expected) > _LONGEST:
        return False
    import difflib  # where something is wrong

    return difflib.SequenceMatcher(None, title, expected, autojunk=False).ratio() >= 0.8


def all_sections(document: Document) -> Iterator[Section]:
    """Every section below the title, in the order of the text."""
    pending = list(reversed(document.below_title))
    while pending:
        section = pending.pop()
        yield section
        pending.extend(reversed(section.sections))
