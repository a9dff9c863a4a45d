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
from functools import cache, lru_cache

from specslint.model.change import Comparison
from specslint.model.document import Section
from specslint.model.releases import NAME
from specslint.model.spec import Outline, SourceText, Spec
from specslint.model.typing import NamedTuple

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


_EXPLICIT = re.compile(
    r"""
    ( [ ]* (?: (?: [-*+|\u2022] | [(]? (?: \w{1,3} | [#] ) [.)] | : [^:]+ : ) [ ]+ )* )
    (?: [.][.] (?: [ ]+ (.*) )? | __ [ ] .* )
    """,
    re.X,
)
"""The start of explicit markup: a comment, target, directive, substitution or footnote."""

_NOTE = re.compile(r"\[[^]]+\] ")
_DIRECTIVE = re.compile(r"([a-z-]+) ?::(?!\S)", re.I | re.A)
_SHOWN_DIRECTIVES = frozenset(
    "admonition attention caution danger error hint important note tip"
    " warning seealso todo-list versionadded versionchanged deprecated"
    " code code-block sourcecode parsed-literal highlights epigraph pull-quote"
    " compound topic sidebar rubric centered table list-table csv-table figure"
    " glossary hlist productionlist".split()
)
"""The directives whose text is published. Any other may hide that a spec is a copy."""

_STYLED_DIRECTIVES = frozenset("container class rst-class cssclass only".split())
"""The directives whose text may be published or not; their arguments are never."""

_OPTION = re.compile(r" *:[\w-]+:(?: |$)")
_CLASS = re.compile(r" *:(?:rst-|css)?class:", re.I)
_COMMENT_IN_TABLE = re.compile(r" *\|(?:.*\|)? *\.\.(?: |$)")
_LINK = re.compile(r"`([^`<>]*)<[^`>]*>`__?")
_ROLE = re.compile(r":(?:[\w.+-]+:){0,3}([\w.+-]+):`([^`<(]*)[^`]*`")
_SHOWN_ROLES = frozenset(
    "abbr any code command cve cwe dfn doc download emphasis envvar file guilabel kbd keyword"
    " literal manpage menuselection numref option pep ref rfc samp strong sub subscript sup"
    " superscript term title title-reference".split()
)
_SUBSTITUTION = re.compile(r"\|[^| ](?:[^|]*[^| ])?\|")
_REPLACEMENT = re.compile(
    r"^[ ]*\.\.[ ]+ \|([^|\n]+)\| [ ]+replace[ ]?::[ ] ( .* (?:\n[ ]+\S.*)* )", re.I | re.M | re.X
)
_DEPTH = 3
_MOST_REPLACED = 1 << 20
"""In characters; docutils has a limit of its own."""

_DEFAULT_ROLE = re.compile(r" *\.\. +default-role ?::")
_PLAIN_ROLE = re.compile(r"(?<![`:\w])`[^`]+`(?![`_])")
_NO_WORD = re.compile(r"[\W_]+")
_REPEATED = 8
"""So many words in a row that occurred before are a repetition."""

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


_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d\u04bb"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03bf\u03bd\u03c1\u03b1\u03b9\u03ba\u03c5\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c"
    "\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0585\u057d\u0578\u0570\u0131\u0261"
    "\u04bd\u04cf\u04c0\u0581\u0566\u057c\u0575\u13a0\u13a1\u13a2\u13a5\u13aa\u13ab\u13ac\u13b3\u13b7"
    "\u13bb\u13c0\u13c3\u13cf\u13da\u13de\u13df\u13e2\u13e6\u13e7\u13f4",
    "aeopcyxijsdqwhABEKMHOPCTYXIJSovpaikuABEZHIKMNOPTYXounhigelIgqnjDRTiAJEWMHGZbSLCPKdB",
    "\u115f\u1160\u3164\uffa0\u2800",
)
"""Cyrillic, Greek and other letters that look like Latin ones, and letters that are blank.

Source: Unicode TS 39.
"""

# Compiled on first use, since most specs have ASCII characters only.
_VARIANT = (
    r"LATIN (?:SMALL |CAPITAL )?LETTER (?:(?:SMALL CAPITAL|DOTLESS|SCRIPT|OPEN|LONG|INSULAR|SHARP"
    r"|BARRED|REVERSED|TURNED|TAILLESS) )*([A-Z])(?:LPHA|OTA|PSILON)?(?: WITH .*)?"
    r"|LISU LETTER ([A-Z])A?"
)
"""The names of other letters that look like a Latin one."""

_INVISIBLE = ("Mn", "Me", "Cf")


def compare(copy: Spec, source: Spec) -> Comparison:
    """Compare the substance of a spec with that of an earlier one.

    :param copy: the spec of the later release.
    :param source: the spec that it may be a copy of.
    """
    compared, _ = _compared(copy, source)
    if compared.unchanged >= _IN_SUBSTANCE:
        return compared
    return compared._replace(published=_published(copy, source))


def _published(copy: Spec, source: Spec) -> float:
    """The unchanged share of the text that is published, or 0 if it is not the same text.

    Text that is hidden does not count. Neither does text that is repeated, or stands in
    another order or section, if all other words are the same, apart from capitals,
    punctuation and inline markup. If the letters are the same, it does not count either
    how they are divided into words, and which other letters stand for some of them.
    """
    shown, shown_source = _shown(copy), _shown(source)
    unchanged = _rearranged(shown, shown_source)
    styled = _shown(copy, styled=True)
    if unchanged or styled.source.text == shown.source.text:
        return unchanged
    return _rearranged(styled, _shown(source, styled=True))


def _rearranged(shown: Spec, shown_source: Spec) -> float:
    """The unchanged share of the text of two specs, or 0 if it is not the same text."""
    compared, pairs = _compared(shown, shown_source)
    if compared.unchanged >= _IN_SUBSTANCE:
        return compared.unchanged
    new, old = (list(_plain(_below_title(spec))) for spec in (shown, shown_source))
    unchanged = _shared(Counter(new), Counter(old))
    if unchanged >= _SAME_TEXT:
        return unchanged
    letters = (
        "".join(_plain([word for pair in pairs for word in pair.new])),
        "".join(_plain([word for pair in pairs for word in pair.old])),
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


def _shown(spec: Spec, *, styled: bool = False) -> Spec:
    """A spec without the text that is not published; the lines keep their numbers.

    :param styled: whether to keep the text with a class of its own, which a style sheet may
        hide, and that for some formats only.
    """
    text = "\n".join(_shown_lines(spec, styled=styled))
    if "`" in text:
        text = _LINK.sub(lambda link: _shortened(link[0], link[1]), text)
        text = _ROLE.sub(
            lambda role: _shortened(role[0], role[2] if role[1].lower() in _SHOWN_ROLES else ""),
            text,
        )
    return spec._replace(source=SourceText(_replaced(text, "\n".join(spec.lines))))


def _replaced(text: str, whole: str) -> str:
    """A text with the texts that substitutions stand for, or with nothing for an image.

    :param whole: the text with the definitions.
    """
    if "|" not in text:
        return text
    texts = {name.casefold(): " ".join(by.split()) for name, by in _REPLACEMENT.findall(whole)}
    left = _MOST_REPLACED

    def by(name: re.Match[str]) -> str:
        nonlocal left
        shown = texts.get(name[0][1:-1].casefold(), "")
        left -= len(shown)
        return _shortened(name[0], shown if left > 0 else "")

    for _ in range(_DEPTH):
        text = _SUBSTITUTION.sub(by, text)
    return text


def _shortened(text: str, shown: str) -> str:
    return shown + "\n" * (text.count("\n") - shown.count("\n"))


def _below_title(spec: Spec) -> list[str]:
    return _words(spec.lines[_title_line(spec) :])


def _title_line(spec: Spec) -> int:
    return spec.document.sections[0].line if spec.document and spec.document.sections else 0


def _shared(new: Counter[str], old: Counter[str]) -> float:
    total = new.total() + old.total()
    return 2 * (new & old).total() / total if total else 0.0


def _plain(words: list[str]) -> Iterator[str]:
    """The words as a reader would pronounce them, each repetition left out."""
    plain = [word for one in words if (word := _NO_WORD.sub("", one.casefold()))]
    seen: dict[tuple[str, ...], int] = {}
    number = 0
    while number < len(plain):
        following = tuple(plain[number : number + _REPEATED])
        before = seen.setdefault(following, number) if len(following) == _REPEATED else number
        if before == number:
            yield plain[number]
            number += 1
        while before < number < len(plain) and plain[number] == plain[before]:
            number += 1
            before += 1


def _shown_lines(spec: Spec, *, styled: bool) -> list[str]:
    """The lines, those empty that are not published; see :func:`_shown`."""
    lines = [line.expandtabs() for line in spec.lines]
    hides_plain_role = any(map(_DEFAULT_ROLE.match, lines))
    number = _title_line(spec)
    # Fields below the title are settings of the page.
    while number < len(lines) and (not lines[number].strip() or _ADORNMENT.match(lines[number])):
        number += 1
    in_fields = False
    while number < len(lines) and (
        _OPTION.match(lines[number]) or (in_fields and _is_below(lines[number], 1))
    ):
        in_fields = True
        lines[number] = ""
        number += 1
    number = 0
    while number < len(lines):
        if hides_plain_role:
            lines[number] = _PLAIN_ROLE.sub("", lines[number])
        if _COMMENT_IN_TABLE.match(lines[number]):
            while number < len(lines) and lines[number].lstrip()[:1] in ("|", "+"):
                lines[number] = ""
                number += 1
            continue
        found = _EXPLICIT.match(lines[number])
        number += 1
        if found:
            rest = found[2] or ""
            note = _NOTE.match(rest)
            if note and not _EXPLICIT.match(rest, note.end()):
                continue
            shown = _DIRECTIVE.match(rest)
            name = shown[1].lower() if shown else ""
            is_styled = styled and name in _STYLED_DIRECTIVES
            if name not in _SHOWN_DIRECTIVES and not is_styled:
                shown = None
            lines[number - 1] = rest[shown.end() :] if shown and not is_styled else ""
            column = len(found[1]) + 1
            is_option = False
            while number < len(lines) and _is_below(lines[number], column):
                if shown and not lines[number].strip():
                    break  # the body is published
                is_option = is_option or _OPTION.match(lines[number]) is not None
                if shown and not styled and _CLASS.match(lines[number]):
                    shown = None  # it may be one that is not displayed
                if not shown or is_option:
                    lines[number] = ""
                number += 1
    return lines


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
        whole = _Pair(_words(_without_comments(copy)), _words(_without_comments(source)))
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
        if not lines[number]:
            continue  # already left out, with what is below it
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
    return "".join(
        one if one.isascii() else _latin(one)
        for one in letters
        if one.isascii() or unicodedata.category(one) not in _INVISIBLE
    )


@cache
def _latin(letter: str) -> str:
    """The Latin letter that another one looks like, or the letter itself."""
    found = re.fullmatch(_VARIANT, unicodedata.name(letter, ""))
    return (found[1] or found[2]).lower() if found else letter


@lru_cache(maxsize=1 << 14)  # most words of a text are repeated, and in its source as well
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
