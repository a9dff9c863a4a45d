"""A plain text to the same document that docutils would have led to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from specslint.model.document import Comment, Document, Paragraph, Reference, Section
from specslint.parsing import MAX_SIZE
from specslint.parsing.locate import Locator
from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.blocks import Blocks
from specslint.parsing.plain.inline import normal_name
from specslint.parsing.plain.lines import Title

# docutils' reader has a bound for what is nested deep, and the patterns here none
# for spaces.
_WIDE = " " * 80
# Tabs, carriage returns and all white space but spaces and line feeds.
_UNCOMMON = re.compile("[^\\S \n]|[\x00-\x09\x0b-\x1f\x7f\ufeff]").search


def read_plain(text: str) -> Document | None:
    """Read a text if it is plain.

    :returns: what docutils would have led to, or None where that has to be
        seen: the text is not plain, or has a fault.
    """
    if len(text) > MAX_SIZE or _UNCOMMON(text) or _WIDE in text:
        return None
    raw = text.split("\n")
    blocks = Blocks([line.rstrip(" ") for line in raw])
    try:
        blocks.read()
        return _document(blocks, tuple(raw))
    except DoubtError:
        return None


def _document(blocks: Blocks, lines: tuple[str, ...]) -> Document:
    locator = Locator(lines)
    sections = _sections(blocks.titles, locator, len(lines))
    return Document(
        sections=sections,
        promoted=_promoted(sections),
        paragraphs=tuple(Paragraph(*paragraph) for paragraph in blocks.paragraphs),
        references=tuple(_references(blocks, locator)),
        comments=tuple(Comment(*comment) for comment in blocks.comments),
        prose=tuple(blocks.prose),
        code_blocks=tuple(blocks.code_blocks),
    )


def _sections(titles: Sequence[Title], locator: Locator, last_line: int) -> tuple[Section, ...]:
    """The titles of the first one's level, and in each what stands below it."""
    if not titles:
        return ()
    level = titles[0].level
    starts = [n for n, title in enumerate(titles) if title.level == level]
    sections = []
    for start, stop in zip(starts, [*starts[1:], len(titles)], strict=True):
        title = titles[start]
        end = locator.end_above(titles[stop].line) if stop < len(titles) else last_line
        sections.append(
            Section(
                title=title.written,
                text=title.text,
                line=title.line,
                column=title.column,
                end_line=max(end, title.line),
                has_content=title.has_content,
                sections=_sections(titles[start + 1 : stop], locator, end),
            )
        )
    return tuple(sections)


def _promoted(sections: Sequence[Section]) -> int:
    """How many of the sections are the document's title and subtitle."""
    if len(sections) != 1:
        return 0
    title = sections[0]
    if len(title.sections) != 1:
        return 1
    if title.has_content:
        raise DoubtError  # comments are content, but make no difference to docutils
    return 2


def _references(blocks: Blocks, locator: Locator) -> Iterator[Reference]:
    """The external links; a name has to stand for one of them, and for one only."""
    named: dict[str, str] = {}
    for link, _ in blocks.links:
        if link.defines:
            if link.defines in named and named[link.defines] != (link.uri or None):
                raise DoubtError
            named[link.defines] = link.uri
    for note in blocks.notes:
        if named.setdefault(note, note) != note:
            raise DoubtError
    titles = Counter(normal_name(title.text) for title in blocks.titles)
    if not named.keys().isdisjoint(titles):
        raise DoubtError
    if blocks.notes - {link.note for link, _ in blocks.links}:
        raise DoubtError
    for link, line in blocks.links:
        if link.note:
            if link.note not in blocks.notes:
                raise DoubtError
            continue
        if titles[link.name] == 1:
            continue
        name = link.name or link.defines
        if not link.uri and (name not in named or name in blocks.notes):
            raise DoubtError
        uri = link.uri or named[name]
        if not uri:
            continue  # a place in this very document
        span = locator.reference(uri, line)
        yield Reference(uri, span.line, span.column, span.end_column)
