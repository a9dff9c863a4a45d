"""Compares a spec with that of an earlier release: how much of it is unchanged.

*Substance* is the text of the sections that the templates of both releases have, except
those that have to change, and the text between the title and the first section. White
space, wrapping and names of releases are ignored. Source: the contract of the rules,
"FTK".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from specslint.model.change import Comparison
from specslint.model.document import Section
from specslint.model.spec import Outline, Spec
from specslint.model.typing import NamedTuple
from specslint.parsing.published import published, title_line, without_comments
from specslint.parsing.words import pronounced, words_of

EXEMPT = frozenset(
    {
        "History",
        "Assignee(s)",
        "Feature Liaison",
        "Project Priority",
        "Work Items",
        "Dependencies",
        "References",
    }
)
"""Sections that change with the release, whatever the proposal."""

_LICENCE = re.compile(r"creative commons attribution|creativecommons\.org/licenses/", re.I)
_BLUEPRINT = re.compile(r"<?https?://blueprints\.launchpad\.net/", re.I)
_LICENCE_WORDS = 15
"""A paragraph with more words is not just the licence."""

_MOVED = 0.75
"""The share of a section's lost text that must reappear for it to count as moved."""

_LONGEST = 20_000
"""If a section has more words than this, their order is not compared."""

_RUN = 8
"""The length of the runs of letters that two texts are compared by."""

_FOREIGN = 0.01
"""The share of other characters in a text in which they stand for Latin letters."""

_AS_OFTEN = 0.9
"""A letter that a text has less often than its source, by this factor, is replaced there."""

_FEWEST = 0.25
"""The share of a source's letters that has to be left for a comparison."""

_IN_SUBSTANCE = 0.95
"""The share of unchanged text of a copy in substance. Source: the contract, "FTK"."""

_SAME_TEXT = 0.98
"""The share of common words, or runs of letters, of two specs that have the same text.

A copy with a changed design has fewer: in the history of nova-specs, at most 97 %.
"""


def compare(copy: Spec, source: Spec) -> Comparison:
    """Compare the substance of a spec with that of an earlier one.

    :param copy: the spec of the later release.
    :param source: the spec that it may be a copy of.
    """
    compared, _ = _compared(copy, source)
    if compared.unchanged >= _IN_SUBSTANCE:
        return compared
    return compared._replace(published=_unchanged_as_published(copy, source))


def _unchanged_as_published(copy: Spec, source: Spec) -> float:
    """The unchanged share of the text that is published, or 0 if it is not the same text.

    Text that is hidden does not count. Neither does text that is repeated, or stands in
    another order or section, if all other words are the same, apart from capitals,
    punctuation and inline markup. If the letters are the same, it does not count either
    how they are divided into words, and which other letters stand for some of them.
    """
    shown, shown_source = published(copy), published(source)
    unchanged = _rearranged(shown, shown_source)
    styled = published(copy, styled=True)
    if unchanged or styled.source.text == shown.source.text:
        return unchanged
    return _rearranged(styled, published(source, styled=True))


def _rearranged(shown: Spec, shown_source: Spec) -> float:
    """The unchanged share of the text of two specs, or 0 if it is not the same text."""
    compared, pairs = _compared(shown, shown_source)
    if compared.unchanged >= _IN_SUBSTANCE:
        return compared.unchanged
    new, old = (list(pronounced(_below_title(spec))) for spec in (shown, shown_source))
    unchanged = _shared(Counter(new), Counter(old))
    if unchanged >= _SAME_TEXT:
        return unchanged
    letters = (
        "".join(pronounced([word for pair in pairs for word in pair.new])),
        "".join(pronounced([word for pair in pairs for word in pair.old])),
    )
    unchanged = max(_shared(*map(_runs, letters)), _shared(*map(_runs, _deciphered(*letters))))
    return unchanged if unchanged >= _SAME_TEXT else 0.0


def _runs(letters: str) -> Counter[str]:
    """The runs of letters in a text, each once, so that repeated text does not count."""
    return Counter({letters[start : start + _RUN] for start in range(len(letters) - _RUN + 1)})


def _deciphered(new: str, old: str) -> tuple[str, str]:
    """The letters of two texts without those that the first one writes as other characters.

    It has them less often, and more digits or letters of other alphabets; without those,
    nothing is returned.
    """
    ours, theirs = Counter(new), Counter(old)
    latin = "abcdefghijklmnopqrstuvwxyz"
    others = len(new) - sum(ours[letter] for letter in latin)
    others -= len(old) - sum(theirs[letter] for letter in latin)
    left = {letter for letter in latin if ours[letter] >= _AS_OFTEN * theirs[letter]}
    remain = sum(theirs[letter] for letter in left)
    if others < _FOREIGN * len(new) or remain < _FEWEST * len(old):
        return "", ""
    return "".join(filter(left.__contains__, new)), "".join(filter(left.__contains__, old))


def _below_title(spec: Spec) -> list[str]:
    return words_of(spec.lines[title_line(spec) :])


def _shared(new: Counter[str], old: Counter[str]) -> float:
    total = new.total() + old.total()
    return 2 * (new & old).total() / total if total else 0.0


def _compared(copy: Spec, source: Spec) -> tuple[Comparison, list[_Pair]]:
    """Compare two specs, with all of their text.

    :param copy: the spec of the later release.
    :param source: the spec that it may be a copy of.
    :returns: the comparison, and the texts that were compared.
    """
    ours, theirs = _outlined(copy, source), _outlined(source, copy)
    compared = (ours & theirs) - EXEMPT
    known = ours | theirs | EXEMPT
    new, old = _texts(copy, known), _texts(source, known)
    pairs = {
        title: _Pair(new.get(title, []), old.get(title, []))
        for title in sorted(compared)
        if title in new or title in old
    }
    if not any(pair.new for pair in pairs.values()) or not any(
        pair.old for pair in pairs.values()
    ):
        # Without common sections, compare the whole texts.
        whole = _Pair(words_of(without_comments(copy)), words_of(without_comments(source)))
        unchanged, differing = _measured([whole])
        return Comparison(unchanged, words=differing), [whole]
    asked_for = [word for title in new if title in ours - theirs for word in new[title]]
    introduction = _Pair(_introduction(copy), _introduction(source))
    pairs = {title: pair.without_moved(asked_for) for title, pair in pairs.items()}
    changed = [title for title, pair in pairs.items() if pair.new != pair.old]
    sections = _by_title(copy)
    title_line = copy.document.sections[0].line if copy.document else 0
    texts = [introduction, *pairs.values()]
    unchanged, differing = _measured(texts)
    comparison = Comparison(
        unchanged,
        tuple(sorted((sections[t] for t in changed if t in sections), key=lambda s: s.line)),
        tuple(title for title in changed if title not in sections),
        differing,
        title_line if introduction.new != introduction.old else 0,
    )
    return comparison, texts


class _Pair(NamedTuple):
    """The words of one section in the copy and in its source."""

    new: list[str]
    old: list[str]

    def without_moved(self, asked_for: list[str]) -> _Pair:
        """The pair without the text that moved to a new section of the template.

        Use cases did so: from the problem description to a section of their own. Such
        text counts as unchanged.

        :param asked_for: the words of the sections that are new in the template.
        """
        common = in_common(self.new, self.old)
        lost = len(self.old) - common
        if common < len(self.new) or not lost:
            return self
        moved = in_common(self.new + asked_for, self.old) - common
        return _Pair(self.new, self.new) if moved >= _MOVED * lost else self


def _outlined(spec: Spec, other: Spec) -> frozenset[str]:
    """The titles that a spec's template has; without one, the other's or the spec's own."""
    outline: Outline | None = spec.outline or other.outline
    if outline is None:
        return frozenset(_by_title(spec))
    return frozenset(
        title for section in outline.sections for title in (section.title, *section.subsections)
    )


def _by_title(spec: Spec) -> dict[str, Section]:
    """The sections below the title, the first of each name."""
    found: dict[str, Section] = {}
    for section in _walk(spec.document.below_title if spec.document else ()):
        found.setdefault(section.title, section)
    return found


def _walk(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.sections)


def _texts(spec: Spec, known: frozenset[str]) -> dict[str, list[str]]:
    """The words of each known section, including those of its unknown subsections."""
    texts: dict[str, list[str]] = {}
    lines = without_comments(spec)

    def gather(sections: tuple[Section, ...], around: str | None) -> None:
        for section in sections:
            owner = section.title if section.title in known else around
            end = section.sections[0].line - 1 if section.sections else section.end_line
            if owner is not None:
                words = words_of(lines[section.line : end])
                title = [] if owner == section.title else section.title.split()
                texts.setdefault(owner, []).extend(title + words)
            gather(section.sections, owner)

    gather(spec.document.below_title if spec.document else (), None)
    return texts


def _introduction(spec: Spec) -> list[str]:
    """The words between the title and the first section, without the licence.

    The blueprint's URL is left out as well: no blueprint can be registered twice.
    """
    if spec.document is None or not spec.document.sections:
        return []
    title = spec.document.sections[0]
    following = spec.document.below_title[:1]
    end = following[0].line - 1 if following else title.end_line
    text = "\n".join(without_comments(spec)[title.line : end])
    paragraphs = (paragraph.splitlines() for paragraph in re.split(r"\n[ \t\r]*\n", text))
    words = (word for lines in paragraphs if not _is_licence(lines) for word in words_of(lines))
    return [word for word in words if not _BLUEPRINT.match(word)]


def _is_licence(lines: list[str]) -> bool:
    text = " ".join(lines)
    return len(text.split()) <= _LICENCE_WORDS and bool(_LICENCE.search(text))


def _measured(pairs: Iterable[_Pair]) -> tuple[float, int]:
    """The share of both sides' words that is unchanged, and the number of words that differ.

    Words are unchanged if both sides have them in the same order; a replaced word
    counts once.
    """
    same = total = differing = 0
    for pair in pairs:
        common = in_common(pair.new, pair.old)
        same += common
        total += len(pair.new) + len(pair.old)
        differing += max(len(pair.new), len(pair.old)) - common
    return (2 * same / total if total else 1.0), differing


def in_common(new: list[str], old: list[str]) -> int:
    """The length of the longest common subsequence of words.

    Bit-parallel, so that its cost is predictable: Hyyrö, "Bit-parallel LCS-length
    computation revisited", 2004.
    """
    if new == old:
        return len(new)
    if max(len(new), len(old)) > _LONGEST:
        return (Counter(new) & Counter(old)).total()
    places: dict[str, int] = {}
    for place, word in enumerate(new):
        places[word] = places.get(word, 0) | 1 << place
    every = (1 << len(new)) - 1
    row = every
    for word in old:
        met = row & places.get(word, 0)
        row = (row + met | row - met) & every
    return len(new) - row.bit_count()
