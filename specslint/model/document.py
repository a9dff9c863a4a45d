"""A parsed text: its sections, paragraphs, references, comments and parser messages."""

from __future__ import annotations

import enum

from specslint.model.findings import Severity
from specslint.model.typing import NamedTuple

TAB_WIDTH = 8
"""The width to which docutils expands tabs."""


def normalised(text: str) -> str:
    """The text in the form in which paragraphs are compared: white space and case ignored."""
    return " ".join(text.split()).casefold()


def unexpanded(line: str, offset: int) -> int:
    """The offset in a line that an offset has in the same line with its tabs expanded."""
    width = 0
    for index, character in enumerate(line):
        if width >= offset:
            return index
        width += TAB_WIDTH - width % TAB_WIDTH if character == "\t" else 1
    return len(line)


class Section(NamedTuple):
    """A section of a parsed document; ``line`` and ``column`` are those of its title.

    ``title`` is the raw text, with its markup and escapes: that is what the gate
    compares. ``text`` is the text without markup.
    """

    title: str
    text: str
    line: int
    column: int
    end_line: int  # the last line of the section, including its subsections
    has_content: bool  # whether it has anything but its title and subsections
    sections: tuple[Section, ...] = ()

    @property
    def end_column(self) -> int:
        """The column after the last character of the title."""
        return self.column + len(self.title)


class MessageKind(enum.Enum):
    """The kinds of messages of the RST parser."""

    SYNTAX = "syntax"
    UNDERLINE = "underline"
    UNKNOWN_DIRECTIVE = "unknown-directive"
    UNKNOWN_ROLE = "unknown-role"
    UNKNOWN_TARGET = "unknown-target"
    FORBIDDEN_DIRECTIVE = "forbidden-directive"
    UNREFERENCED_NOTE = "unreferenced-note"
    ANONYMOUS_MISMATCH = "anonymous-mismatch"
    UNHIGHLIGHTABLE_CODE = "unhighlightable-code"


class ParserMessage(NamedTuple):
    """A message of the RST parser, located at the offending text."""

    kind: MessageKind
    severity: Severity
    text: str
    line: int
    column: int
    end_column: int
    subject: str = ""  # the name of the directive, role or target
    hint: str = ""  # a known name that is similar
    extension: str = ""  # the Sphinx extension that defines the name
    original: str = ""  # the message as docutils words it


class Paragraph(NamedTuple):
    """The text of a paragraph outside of lists; runs of white space are single spaces."""

    text: str
    line: int
    column: int


class ProseKind(enum.Enum):
    """The kinds of text blocks."""

    PARAGRAPH = "paragraph"
    TITLE = "title"
    TERM = "term"  # of a definition list


class Prose(NamedTuple):
    """A block of text in which inline markup is parsed: a paragraph, a title or a term.

    ``text`` is the raw text, its lines without their indentation; the colons that
    announce a literal block are left out of a paragraph. ``line`` is the number of its
    first line. ``marks`` are the (start, end) offsets of well-formed inline markup in
    ``text``: literals, emphasis, roles, references.
    """

    text: str
    line: int
    kind: ProseKind = ProseKind.PARAGRAPH
    marks: tuple[tuple[int, int], ...] = ()


class Reference(NamedTuple):
    """An external hyperlink: its URI and its location."""

    uri: str
    line: int
    column: int
    end_column: int


class Comment(NamedTuple):
    """The text of a comment and the location of its two dots.

    ``swallows`` is the directive that it would be with a second colon.
    """

    text: str
    line: int
    column: int
    swallows: str = ""


class Definition(NamedTuple):
    """Something that other documents may refer to: a label, a term, a citation, an option.

    ``has_title`` tells whether a reference without explicit text can show a title,
    ``counted`` whether the labelled element can have a number, and ``is_section``
    whether it is a section.
    """

    kind: str
    name: str
    line: int
    column: int
    end_column: int
    has_title: bool = False
    counted: bool = False
    is_section: bool = False


class Use(NamedTuple):
    """A role or directive that refers to a :class:`Definition` of any document or to a file.

    ``has_text`` tells whether the reference has explicit text to show.
    """

    kind: str
    target: str
    line: int
    column: int
    end_column: int
    has_text: bool = False


class CodeBlock(NamedTuple):
    """A code block and the language that it is highlighted as."""

    language: str
    text: str
    line: int  # the first line of the code
    force: bool = False


class Document(NamedTuple):
    """What the rules need of a parsed text; it depends on the text alone.

    ``sections`` are the top-level ones: in a well-formed spec just one, the document's
    title with everything else below it. ``promoted`` counts the sections that docutils
    promotes to the document's title: 0 if it has none, 2 if it has a subtitle as well.
    ``preamble_line`` is the line of the first element before the sections that is not a
    comment or a target.
    """

    sections: tuple[Section, ...] = ()
    promoted: int = 0
    preamble_line: int | None = None
    messages: tuple[ParserMessage, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    references: tuple[Reference, ...] = ()
    comments: tuple[Comment, ...] = ()
    prose: tuple[Prose, ...] = ()
    definitions: tuple[Definition, ...] = ()
    uses: tuple[Use, ...] = ()
    code_blocks: tuple[CodeBlock, ...] = ()

    @property
    def unpromoted(self) -> tuple[Section, ...]:
        """The top-level sections after docutils has promoted the document's title.

        These are the sections that the gate counts.
        """
        sections = self.sections
        for _ in range(self.promoted):
            sections = sections[0].sections
        return sections

    @property
    def below_title(self) -> tuple[Section, ...]:
        """The sections below the document's title.

        If docutils finds no title, the first top-level section counts as the title and
        the others as sections, since that is most likely what was meant.
        """
        if self.promoted or not self.sections:
            return self.unpromoted
        title, *others = self.sections
        return (*title.sections, *others)


class Unparseable(NamedTuple):
    """Why a text could not be parsed, and the line that was reached.

    ``lasting`` tells whether the result is independent of the machine and so may be
    cached.
    """

    reason: str
    line: int = 1
    lasting: bool = True
