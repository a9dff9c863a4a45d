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
from typing import NamedTuple

from specslint.model.change import Comparison
from specslint.model.document import Section
from specslint.model.releases import NAME as RELEASE_NAME
from specslint.model.spec import Outline, Spec

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

_ADORNMENT = re.compile(r"\s*([^\w\s])\1{2,}\s*\Z")
_MOVED = 0.75
"""The share of a section's lost text that must reappear for it to count as moved."""

_LONGEST = 20_000
"""If a section has more words than this, their order is not compared."""


def compare(copy: Spec, source: Spec) -> Comparison:
    """Compare the substance of a spec with that of an earlier one.

    :param copy: the spec of the later release.
    :param source: the spec that it may be a copy of.
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
        whole = _Pair(_words(_without_comments(copy)), _words(_without_comments(source)))
        unchanged, differing = _measured([whole])
        return Comparison(unchanged, words=differing)
    asked_for = [word for title in new if title in ours - theirs for word in new[title]]
    introduction = _Pair(_introduction(copy), _introduction(source))
    pairs = {title: pair.without_moved(asked_for) for title, pair in pairs.items()}
    changed = [title for title, pair in pairs.items() if pair.new != pair.old]
    sections = _by_title(copy)
    title_line = copy.document.sections[0].line if copy.document else 0
    unchanged, differing = _measured([introduction, *pairs.values()])
    return Comparison(
        unchanged,
        tuple(sorted((sections[t] for t in changed if t in sections), key=lambda s: s.line)),
        tuple(title for title in changed if title not in sections),
        differing,
        title_line if introduction.new != introduction.old else 0,
    )


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
    lines = _without_comments(spec)

    def gather(sections: tuple[Section, ...], around: str | None) -> None:
        for section in sections:
            owner = section.title if section.title in known else around
            end = section.sections[0].line - 1 if section.sections else section.end_line
            if owner is not None:
                words = _words(lines[section.line : end])
                title = [] if owner == section.title else section.title.split()
                texts.setdefault(owner, []).extend(title + words)
            gather(section.sections, owner)

    gather(spec.document.below_title if spec.document else (), None)
    return texts


def _without_comments(spec: Spec) -> list[str]:
    """The lines, those of comments empty, since comments are not published.

    Otherwise comments alone would make a copy differ from its source.
    """
    lines = list(spec.lines)
    for comment in spec.document.comments if spec.document else ():
        number = comment.line - 1
        lines[number] = ""
        if not comment.text.strip():
            continue  # what is indented below it is a quotation
        number += 1
        while number < len(lines) and _is_below(lines[number], comment.column):
            lines[number] = ""
            number += 1
    return lines


def _is_below(line: str, column: int) -> bool:
    """Whether a line is blank, or begins to the right of a column."""
    text = line.lstrip()
    return not text or len(line) - len(text) >= column


def _introduction(spec: Spec) -> list[str]:
    """The words between the title and the first section, without the licence.

    The blueprint's URL is left out as well: no blueprint can be registered twice.
    """
    if spec.document is None or not spec.document.sections:
        return []
    title = spec.document.sections[0]
    following = spec.document.below_title[:1]
    end = following[0].line - 1 if following else title.end_line
    text = "\n".join(_without_comments(spec)[title.line : end])
    paragraphs = (paragraph.splitlines() for paragraph in re.split(r"\n[ \t\r]*\n", text))
    words = (word for lines in paragraphs if not _is_licence(lines) for word in _words(lines))
    return [word for word in words if not _BLUEPRINT.match(word)]


def _is_licence(lines: list[str]) -> bool:
    text = " ".join(lines)
    return len(text.split()) <= _LICENCE_WORDS and bool(_LICENCE.search(text))


def _words(lines: Iterable[str]) -> list[str]:
    """The words without adornments and the names of releases."""
    return [
        word
        for line in lines
        if not _ADORNMENT.match(line)
        for written in line.split()
        if (word := _without_release(written))
    ]


def _without_release(word: str) -> str:
    rest = RELEASE_NAME.sub("", word)
    return word if rest == word else rest if any(map(str.isalnum, rest)) else ""


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
