"""Converts a plain text to the same document as docutils does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import repeat

from specslint.model.document import Document, Section
from specslint.parsing import MAX_SIZE, TAB_WIDTH
from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.blocks import Blocks
from specslint.parsing.plain.found import Found, Title
from specslint.parsing.plain.lines import Body
from specslint.parsing.plain.patterns import Pattern

# docutils' reader has a bound for what is nested deep, and the patterns here none
# for spaces.
_WIDE = " " * 80
# Carriage returns, and whatever else ends lines.
_CONTROLS = (*map(chr, range(ord("\t"))), *map(chr, range(ord("\n") + 1, ord(" "))), "\x7f")
_OTHER_SPACES = "\xa0\u2000-\u200a\u202f"
_UNCOMMON = Pattern(f"[^\\S \n\t{_OTHER_SPACES}]|\ufeff")
# What may stand in literal blocks only: tabs, and other spaces but between two words.
_LITERAL = Pattern(f"\t|[{_OTHER_SPACES}](?:(?!\\S)|(?<!\\S.))", re.DOTALL)


def read_plain(text: str, others: frozenset[str] = frozenset()) -> Document | None:
    """Parse a text if it is plain.

    :param others: directives whose meaning the tree redefines.
    :returns: the same document as with docutils, or None if the text is not plain or
        has a fault.
    """
    if len(text) > MAX_SIZE or _is_uncommon(text) or _WIDE in text:
        return None
    try:
        return _read(text, others)
    except DoubtError:
        return None


def _is_uncommon(text: str) -> bool:
    # To look for each alone takes less time than a pattern for all of them.
    if any(control in text for control in _CONTROLS):
        return True
    return not text.isascii() and _UNCOMMON.search(text) is not None


def _read(text: str, others: frozenset[str]) -> Document:
    raw = tuple(text.split("\n"))
    stripped: Iterable[str] = raw
    has_literals = "\t" in text or (not text.isascii() and bool(_LITERAL.search(text)))
    if has_literals:
        stripped = [line.expandtabs(TAB_WIDTH).rstrip() for line in raw]
        if any(_WIDE in line for line in stripped):
            raise DoubtError
    elif " \n" in text or text[-1:] == " ":
        stripped = map(str.rstrip, raw, repeat(" "))
    found = Found(raw)
    reader = Blocks(found, others)
    reader.read(Body([*stripped], 1, has_titles=True))
    reader.end()
    if has_literals and not all(
        number in found.literals for number, line in enumerate(raw, 1) if _LITERAL.search(line)
    ):
        raise DoubtError
    found.resolve()
    sections = _sections(found.titles, found, len(raw))
    return Document(
        sections=sections,
        promoted=0 if found.preamble else _promoted(sections, found.titles),
        preamble_line=_preamble_line(found),
        messages=tuple(found.messages()),
        paragraphs=tuple(found.paragraphs),
        references=tuple(found.references()),
        comments=tuple(found.comments),
        prose=tuple(found.prose),
        definitions=tuple(found.definitions()),
        uses=tuple(found.uses()),
        code_blocks=tuple(found.code_blocks),
    )


def _preamble_line(found: Found) -> int | None:
    if found.preamble is None:
        return None
    first, line = found.preamble
    place = found.locator.text(first, max(1, line - 2))
    if place is None or place.line != line:
        raise DoubtError
    return line


def _sections(titles: Sequence[Title], found: Found, last_line: int) -> tuple[Section, ...]:
    """The sections at the level of the first title, with their subsections."""
    if not titles:
        return ()
    level = titles[0].level
    starts = [n for n, title in enumerate(titles) if title.level == level]
    sections = []
    for start, stop in zip(starts, [*starts[1:], len(titles)], strict=True):
        title = titles[start]
        end = found.locator.end_above(titles[stop].line) if stop < len(titles) else last_line
        sections.append(
            Section(
                title=title.written,
                text=title.text,
                line=title.line,
                column=title.column,
                end_line=max(end, title.line),
                has_content=title.has_content,
                sections=_sections(titles[start + 1 : stop], found, end)
                if stop > start + 1
                else (),
            )
        )
    return tuple(sections)


def _promoted(sections: Sequence[Section], titles: Sequence[Title]) -> int:
    """The number of leading sections that are the document's title and subtitle."""
    if len(sections) != 1:
        return 0
    only = len(sections[0].sections) == 1 and not titles[0].is_visible
    return 2 if only else 1
