"""Compares a spec with that of an earlier release: how much of it is unchanged.

*Substance* is the text of the sections that the templates of both releases have, except
those that have to change, and the text between the title and the first section. White
space, wrapping and names of releases are ignored. Source: the contract of the rules,
"FTK".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from specslint.model.change import Comparison
from specslint.model.document import Section
from specslint.model.releases import NAME
from specslint.model.spec import Outline, SourceText, Spec

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

_RELEASE_NAME = re.compile(f"-?{NAME}", re.I | re.ASCII)
_LICENCE = re.compile(r"creative commons attribution|creativecommons\.org/licenses/", re.I)
_BLUEPRINT = re.compile(r"<?https?://blueprints\.launchpad\.net/", re.I)
_LICENCE_WORDS = 15
"""A paragraph with more words is not just the licence."""

_ADORNMENT = re.compile(r"\s*([^\w\s])\1{2,}\s*\Z")
_ESCAPED = re.compile(r"\\\s?")
_MOVED = 0.75
"""The share of a section's lost text that must reappear for it to count as moved."""

_LONGEST = 20_000
"""If a section has more words than this, their order is not compared."""


_UNPUBLISHED = re.compile(
    r"""
    ([ ]*) \.\. [ ]+ (?:
        \| [^|]+ \| [ ]      # the definition of a substitution
      | _ [^:]+ :            # a target
      | (?: only | ifconfig | meta | index | todo | toctree | image | header | footer | role
        | default-role | highlight | math | container | class | rst-class | tabularcolumns
        | sectionauthor | codeauthor | moduleauthor | target-notes | sectnum
        ) ::
    )
    """,
    re.I | re.X,
)
"""Markup whose text is not published, or not always: it may hide that a spec is a copy."""

_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d\u04bb"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03bf\u03bd\u03c1\u03b1\u03b9\u03ba\u03c5\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c"
    "\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0585\u057d\u0578\u0570\u0131\u0261",
    "aeopcyxijsdqwhABEKMHOPCTYXIJSovpaikuABEZHIKMNOPTYXounhig",
)
"""Cyrillic, Greek and other letters that look like Latin ones. Source: Unicode TS 39."""

_INVISIBLE = ("Mn", "Me", "Cf")


def compare(copy: Spec, source: Spec) -> Comparison:
    """Compare the substance of a spec with that of an earlier one.

    :param copy: the spec of the later release.
    :param source: the spec that it may be a copy of.
    """
    compared = _compared(copy, source)
    if not any(map(_UNPUBLISHED.match, copy.lines)):
        return compared
    published = _compared(_as_published(copy), _as_published(source))
    return compared._replace(published=published.unchanged)


def _as_published(spec: Spec) -> Spec:
    """A spec without the text that is not published; the lines keep their numbers."""
    lines = list(spec.lines)
    number = 0
    while number < len(lines):
        found = _UNPUBLISHED.match(lines[number])
        number += 1
        if found:
            lines[number - 1] = ""
            while number < len(lines) and _is_below(lines[number], len(found[1]) + 1):
                lines[number] = ""
                number += 1
    return spec._replace(source=SourceText("\n".join(lines)))


def _compared(copy: Spec, source: Spec) -> Comparison:
    """Compare two specs, with all of their text.

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
        for written in _as_read(line).split()
        if (word := _without_release(written))
    ]


def _as_read(line: str) -> str:
    """A line without backslashes, with Latin letters in place of those that look the same."""
    if "\\" in line:
        line = _ESCAPED.sub("", line)
    if line.isascii():
        return line
    letters = unicodedata.normalize("NFKD", line).translate(_LOOKALIKES)
    return "".join(one for one in letters if unicodedata.category(one) not in _INVISIBLE)


def _without_release(word: str) -> str:
    rest = _RELEASE_NAME.sub("", word)
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
