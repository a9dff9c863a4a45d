"""A parsed text: its sections, paragraphs, references, comments and the parser's messages."""

from __future__ import annotations

import enum
from typing import NamedTuple

from specslint.model.findings import Severity


def normalised(text: str) -> str:
    """The text as paragraphs are compared: white space and case do not count."""
    return " ".join(text.split()).casefold()


class Section(NamedTuple):
    """A section of a parsed document. ``line`` and ``column`` are its title's.

    ``title`` is as written, with its markup and escapes: that is what the gate
    compares. ``text`` is how it reads.
    """

    title: str
    text: str
    line: int
    column: int
    end_line: int  # the last line of the section, its subsections included
    has_content: bool  # anything but its title and its subsections
    sections: tuple[Section, ...] = ()

    @property
    def end_column(self) -> int:
        """The column behind the title."""
        return self.column + len(self.title)


class MessageKind(enum.Enum):
    """What a message of the RST parser is about."""

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
    """A message of the RST parser, at the place of the offence."""

    kind: MessageKind
    severity: Severity
    text: str
    line: int
    column: int
    end_column: int
    subject: str = ""  # the name of the directive, role or target
    hint: str = ""  # a name that is known and much like it
    extension: str = ""  # that which would make it known
    original: str = ""  # what docutils itself says


class Paragraph(NamedTuple):
    """The text of a paragraph outside of lists, its white space made single spaces."""

    text: str
    line: int
    column: int


class ProseKind(enum.Enum):
    """What a block of text is."""

    PARAGRAPH = "paragraph"
    TITLE = "title"
    TERM = "term"  # of a definition list


class Prose(NamedTuple):
    """A block of text in which inline markup is read: a paragraph, a title or a term.

    ``text`` is as it is written, its lines without their indentation; the colons that
    announce a literal block are left out of a paragraph. ``line`` is that of the first
    one. ``marks`` are the parts of the text, start and end, that are inline markup
    without a fault: literals, emphasis, roles, references.
    """

    text: str
    line: int
    kind: ProseKind = ProseKind.PARAGRAPH
    marks: tuple[tuple[int, int], ...] = ()


class Reference(NamedTuple):
    """An external hyperlink: its URI and where it stands."""

    uri: str
    line: int
    column: int
    end_column: int


class Comment(NamedTuple):
    """A comment's text and the place of its two dots.

    ``swallows`` is the directive that it would be with a second colon.
    """

    text: str
    line: int
    column: int
    swallows: str = ""


class Definition(NamedTuple):
    """What other documents may refer to: a label, a term, a citation, an option.

    ``has_title`` tells whether a reference without a text of its own has one to
    show, ``counted`` whether what the label stands at can have a number, and
    ``is_section`` whether that is a section.
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
    """A reference to what any document may define, or to a file, by the role or directive.

    ``has_text`` tells whether the reference brings the text that is shown.
    """

    kind: str
    target: str
    line: int
    column: int
    end_column: int
    has_text: bool = False


class CodeBlock(NamedTuple):
    """A code block, and the language that it is highlighted as."""

    language: str
    text: str
    line: int  # the first of the code
    force: bool = False


class Document(NamedTuple):
    """What the rules need of a parsed text; it depends on the text alone.

    ``sections`` are the top-level ones: in a proper spec just one, the
    document's title with all else below it. ``promoted`` counts the sections
    that docutils makes the title of the document: 0 where it has none, 2 where
    it has a subtitle, too. ``preamble_line`` is that of the first thing before
    the sections that is neither a comment nor a target.
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
        """The top-level sections once docutils has taken the document's title from them.

        These are what the gate counts.
        """
        sections = self.sections
        for _ in range(self.promoted):
            sections = sections[0].sections
        return sections

    @property
    def below_title(self) -> tuple[Section, ...]:
        """The sections that stand below the document's title.

        Where docutils finds no title, the first top-level section is taken for it,
        and the others for sections: what was most likely meant.
        """
        if self.promoted or not self.sections:
            return self.unpromoted
        title, *others = self.sections
        return (*title.sections, *others)


class Unparseable(NamedTuple):
    """Why a text could not be parsed, and the line that was reached.

    ``lasting`` tells whether it never can be, whatever the machine.
    """

    reason: str
    line: int = 1
    lasting: bool = True
