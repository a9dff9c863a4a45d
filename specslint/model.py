"""The values that pass between the rooms: frozen, and of the standard library only.

They are named tuples: those are frozen too, and a program that runs at every
commit is spared the making of frozen dataclasses, which takes as long as
parsing a spec.

Lines and columns count from 1, columns in characters.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    pass

COMMIT_MESSAGE_PATH = "/COMMIT_MSG"
"""The path of a finding about the commit message, as Gerrit names that file."""


_MOST_EDITS = 20_000
"""In a fix. A spec has some hundreds of lines."""


class Severity(enum.IntEnum):
    """How much a finding weighs. ``OFF`` disables a rule."""

    OFF = 0
    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Scope(enum.Enum):
    """What a rule needs to see, and so the type of its argument."""

    SPEC = "spec"  # one spec and the outline of its template: Spec
    TREE = "tree"  # the paths and modes of the repository: Tree
    CHANGE = "change"  # what a commit or the index does: ChangeSet
    PRAGMAS = "pragmas"  # what the pragmas of one spec silenced: PragmaUse


class _Location(NamedTuple):
    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Location(_Location):
    """A place in a file: where the offence begins and where it ends.

    An end that is not given is the start.
    """

    __slots__ = ()

    def __new__(
        cls, path: str, line: int = 1, column: int = 1, end_line: int = 0, end_column: int = 0
    ) -> Location:
        """Make one; see the class."""
        return super().__new__(cls, path, line, column, end_line or line, end_column or column)


class Edit(NamedTuple):
    """Put ``text`` in place of what stands from (line, column) to before the end.

    A place that is empty is where ``text`` is inserted. Places are those of the
    raw text, carriage returns and all; (line + 1, 1) is behind a line feed.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(NamedTuple):
    """How a finding is mended: all of the edits, or none.

    A safe one never changes what the spec says.
    """

    edits: tuple[Edit, ...]
    safe: bool


class Finding(NamedTuple):
    """What a rule yields. The engine adds code, name and severity.

    A severity here is that of this case alone, where a rule has milder or
    graver ones; the configuration overrides it as it does the rule's own.
    """

    location: Location
    message: str
    severity: Severity | None = None
    fix: Fix | None = None


class Diagnostic(NamedTuple):
    """A finding as it is reported."""

    location: Location
    code: str
    name: str
    severity: Severity
    message: str
    commit: str | None = None
    fix: Fix | None = None


def normalised(text: str) -> str:
    """The text as paragraphs are compared: white space and case do not count."""
    return " ".join(text.split()).casefold()


# --- one spec ---------------------------------------------------------------


class _SourceText(NamedTuple):
    text: str
    error_offset: int | None
    lines: tuple[str, ...]


class SourceText(_SourceText):
    """The text of a file as it is on disk: line ends and all.

    ``error_offset`` is that of the first byte that is not UTF-8, or None;
    such bytes stand in ``text`` as U+FFFD, so that line numbers still hold.
    ``lines`` have no line feeds (a carriage return stays).
    """

    __slots__ = ()

    def __new__(cls, text: str, error_offset: int | None = None) -> SourceText:
        """Make one; see the class."""
        return super().__new__(cls, text, error_offset, tuple(text.split("\n")))


class Section(NamedTuple):
    """A section of a parsed document. ``line`` and ``column`` are its title's."""

    title: str
    line: int
    column: int
    end_line: int  # the last line of the section, its subsections included
    has_content: bool  # anything but its title and its subsections
    sections: tuple[Section, ...] = ()

    @property
    def end_column(self) -> int:
        """The column behind the title, where it is written as it reads."""
        return self.column + len(self.title)


class MessageKind(enum.Enum):
    """What a message of the RST parser is about."""

    SYNTAX = "syntax"
    UNDERLINE = "underline"
    UNKNOWN_DIRECTIVE = "unknown-directive"
    UNKNOWN_ROLE = "unknown-role"
    UNKNOWN_TARGET = "unknown-target"
    FORBIDDEN_DIRECTIVE = "forbidden-directive"


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


class Paragraph(NamedTuple):
    """The text of a paragraph outside of lists, its white space made single spaces."""

    text: str
    line: int
    column: int


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


class Document(NamedTuple):
    """What the rules need of a parsed text; it depends on the text alone.

    ``sections`` are the top-level ones: in a proper spec just one, the
    document's title with all else below it. ``preamble_line`` is that of the
    first thing before them that is neither a comment nor a target.
    """

    sections: tuple[Section, ...] = ()
    preamble_line: int | None = None
    messages: tuple[ParserMessage, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    references: tuple[Reference, ...] = ()
    comments: tuple[Comment, ...] = ()

    @property
    def below_title(self) -> tuple[Section, ...]:
        """The sections that stand below the document's title.

        Where there are several top-level titles, the first is taken for the
        document's and the others for sections: what was most likely meant.
        """
        if not self.sections:
            return ()
        title, *others = self.sections
        return (*title.sections, *others)


class Unparseable(NamedTuple):
    """Why a text could not be parsed, and the line that was reached.

    ``lasting`` tells whether it never can be, whatever the machine.
    """

    reason: str
    line: int = 1
    lasting: bool = True


class OutlineSection(NamedTuple):
    """A section that the template has, with its subsections' titles."""

    title: str
    subsections: tuple[str, ...] = ()


class Outline(NamedTuple):
    """What a release's template asks for.

    ``source`` is the template's path in the tree, or None for a built-in one.
    """

    release: str
    source: str | None
    sections: tuple[OutlineSection, ...]
    optional: frozenset[str] = frozenset()
    title: str = ""
    guidance: frozenset[str] = frozenset()  # normalised paragraphs


class Status(enum.Enum):
    """Where in its release a spec stands."""

    APPROVED = "approved"
    IMPLEMENTED = "implemented"
    ABANDONED = "abandoned"


class Place(NamedTuple):
    """What a path says of a spec. ``abandoned`` specs have no release."""

    path: str
    release: str
    status: Status
    name: str


class Spec(NamedTuple):
    """The argument of the rules of scope ``spec``.

    ``document`` is None where the text could not be parsed (``unparseable``
    says why); ``outline`` is None where no template can be had.
    """

    path: str
    source: SourceText
    place: Place | None = None
    document: Document | None = None
    unparseable: Unparseable | None = None
    outline: Outline | None = None
    project: str = "nova"

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their line feeds."""
        return self.source.lines

    @property
    def line_end(self) -> str:
        """What ends the first line, and so what a new line is to end with."""
        return "\r\n" if self.lines[0].endswith("\r") and len(self.lines) > 1 else "\n"

    def at(self, line: int, column: int = 1, end_column: int = 0) -> Location:
        """The place on ``line`` from ``column`` to before ``end_column``, or the line's end.

        What reads longer than it is written, as a title with a tab in it, ends there.
        """
        end = min(end_column or column, len(self.lines[line - 1]) + 1)
        return Location(self.path, line, column, line, max(end, column))

    def fix(self, edits: Iterable[Edit], *, safe: bool = True) -> Fix | None:
        """The fix that these edits are; None where there are none.

        None as well in a text that is not UTF-8, since what is not decoded cannot
        be written as it was, and where they are more than any author would make.
        """
        found = tuple(islice(edits, _MOST_EDITS + 1))
        if not found or len(found) > _MOST_EDITS or self.source.error_offset is not None:
            return None
        return Fix(found, safe)


# --- pragmas ----------------------------------------------------------------


class Pragma(NamedTuple):
    """``.. specslint: disable=CODES reason``, and the lines that it rules."""

    line: int
    column: int
    codes: tuple[tuple[str, int], ...]  # each with its column
    first_line: int
    last_line: int
    problem: str = ""


class PragmaUse(NamedTuple):
    """The argument of the rules of scope ``pragmas``."""

    path: str
    pragmas: tuple[Pragma, ...]
    used: frozenset[tuple[int, str]]  # line of the pragma, code
    known: Mapping[str, str]  # code to family, of every rule
    ran: frozenset[str]  # codes that were looked for in this run
