"""A spec as plain lines: its titles, its paragraphs, and copies with other lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

_UNDER = re.compile(r"([=~^*-])\1{3,}\Z")
_PLAIN = re.compile(r"[A-Za-z]{2}[A-Za-z0-9 ,.;()-]*[A-Za-z0-9,.;)]\Z")
_LEVELS = {"=": 1, "-": 2}
# What other text may refer to: removing it would break more than intended.
_DEFINITION = re.compile(r"\s*(?:\.\. (?:_|\[|\|)|__ )|.*[`_]`?_(?:\W|\Z)|.*\|\w+\|")


class Title(NamedTuple):
    """A title: its line, its text, and its level (1 for a section, 3 below a subsection)."""

    line: int
    text: str
    level: int


class Block(NamedTuple):
    """The lines of a section or a paragraph; ``end`` is not included."""

    start: int
    end: int


Lines = list[tuple[str, int]]
"""Lines, each with its number in the page, or 0 if it is new."""


class Page:
    """A spec. Lines count from 1; ``template`` is the page that it is compared with."""

    def __init__(self, path: str, text: str, template: Page | None = None) -> None:
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self.template: Page = template or self  # a template is its own template

    def line(self, number: int) -> str:
        """The line with a number; outside of the text it is empty."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    @property
    def numbered(self) -> Lines:
        """All lines, to be changed."""
        return [(line, number) for number, line in enumerate(self.lines, 1)]

    # --- titles -------------------------------------------------------------

    @cached_property
    def headings(self) -> tuple[Title, ...]:
        """The document's title, at level 0, and all other titles."""
        found = []
        for number in range(2, len(self.lines)):
            text, under = self.line(number), self.line(number + 1)
            over = self.line(number - 1)
            match = _UNDER.match(under)
            if not match or not text or text[0].isspace() or _UNDER.match(text):
                continue
            if over and over == under and not self.line(number - 2).strip():
                found.append(Title(number, text.strip(), 0))
            elif not over.strip():
                found.append(Title(number, text.strip(), _LEVELS.get(match[1], 3)))
        return tuple(found)

    @property
    def title(self) -> Title:
        """The document's title."""
        return self.headings[0]

    @property
    def titles(self) -> tuple[Title, ...]:
        """All titles below the document's."""
        return self.headings[1:]

    @property
    def outline(self) -> tuple[tuple[str, str], ...]:
        """Each section's and subsection's title, with that of its section."""
        found, section = [], ""
        for title in self.titles:
            if title.level == 1:
                section = title.text
                found.append((section, ""))
            elif title.level == 2:
                found.append((section, title.text))
        return tuple(found)

    @property
    def is_regular(self) -> bool:
        """Whether it has each title of the template once, in order, at the usual levels."""
        if not self.headings or self.title.level or any(not t.level for t in self.titles):
            return False
        wanted = [names for names in self.template.outline if names != ("History", "")]
        # An extra subsection is allowed anywhere.
        found = [names for names in self.outline if names in wanted]
        extra = {top for top, below in self.outline if not below} - {"History"}
        return found == wanted and extra == {top for top, _ in wanted}

    def of_template(self, title: Title) -> bool:
        """Whether the template has this title, and it is required."""
        return title.text != "History" and any(
            title.text in names for names in self.template.outline
        )

    def parent(self, title: Title) -> Title:
        """The title of the parent section."""
        above = (t for t in reversed(self.headings) if t.line < title.line)
        return next(t for t in above if t.level < title.level)

    def before(self, title: Title) -> Title:
        """The preceding sibling that the template has, or else the parent."""
        above = (t for t in reversed(self.headings) if t.line < title.line)
        parent = self.parent(title)
        return next(
            t for t in above if t == parent or (t.level == title.level and self.of_template(t))
        )

    # --- parts --------------------------------------------------------------

    def block(self, title: Title) -> Block:
        """All lines of a section, including its subsections."""
        following = (t.line for t in self.titles if t.line > title.line)
        ends = (n for n in following if self._level(n) <= title.level)
        return Block(title.line, next(ends, len(self.lines) + 1))

    def _level(self, line: int) -> int:
        return next(t.level for t in self.titles if t.line == line)

    def is_free(self, block: Block) -> bool:
        """Whether nothing in a block refers to other text, or is referred to."""
        inside = self.lines[block.start - 1 : block.end - 1]
        last = inside[-1] if inside else ""
        return not any(map(_DEFINITION.match, inside)) and not last.strip()

    def is_named(self, title: Title) -> bool:
        """Whether the text refers to a section by its title."""
        name = title.text.casefold()
        text = " ".join(self.text.casefold().split())
        return f"{name}`_" in text or f"{name}_" in text

    def is_leaf(self, title: Title) -> bool:
        """Whether a section has no subsections."""
        block = self.block(title)
        return not any(block.start < t.line < block.end for t in self.titles)

    @cached_property
    def gaps(self) -> tuple[Title, ...]:
        """The titles before which lines may be inserted: these end the section above."""
        found = []
        for title in self.titles:
            above = title.line - 1
            while above > 1 and not self.line(above).strip():
                above -= 1
            text = self.line(above)
            # Not in an empty section, which would then have content.
            has_words = re.search(r"\w", text) and not text.startswith("..")
            if above < title.line - 1 and has_words and not text.endswith("::"):
                found.append(title)
        return tuple(found)

    @cached_property
    def prose(self) -> tuple[Block, ...]:
        """The paragraphs of two or more lines without any markup, below a title."""
        found = []
        first = self.titles[0].line + 2
        for number in range(first, len(self.lines)):
            if self.line(number - 1).strip() or not _PLAIN.match(self.line(number)):
                continue
            end = number
            while _PLAIN.match(self.line(end)):
                end += 1
            if not self.line(end).strip() and end > number + 1:
                found.append(Block(number, end))
        return tuple(found)


def words_of(line: str) -> Iterator[re.Match[str]]:
    """The words of at least five letters of a line."""
    return re.finditer(r"[A-Za-z]{5,}", line)


def put(page: Page, at: int, *new: str) -> Lines:
    """The page with new lines before the line ``at``."""
    return [*page.numbered[: at - 1], *((line, 0) for line in new), *page.numbered[at - 1 :]]


def without(page: Page, block: Block) -> Lines:
    """The page without a block."""
    return [*page.numbered[: block.start - 1], *page.numbered[block.end - 1 :]]


def changed(page: Page, number: int, text: str) -> Lines:
    """The page with another text on a line, which keeps its number."""
    lines = page.numbered
    lines[number - 1] = text, number
    return lines


def text_of(lines: Lines) -> bytes:
    """The text as bytes."""
    return "\n".join(line for line, _ in lines).encode()


def origins_of(lines: Lines) -> Sequence[int]:
    """The former numbers of lines."""
    return [number for _, number in lines]
