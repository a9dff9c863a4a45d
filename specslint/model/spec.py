"""One spec as the rules see it: text, place, parsed document and the template's outline."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from itertools import islice

from specslint.model.findings import Edit, Fix, Location
from specslint.model.typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from specslint.model.document import Document, Unparseable

TO_WRITE = "<write this section, or None>"
"""What specslint writes into a section that the author has to write."""

_MOST_EDITS = 20_000
"""The most edits of one fix; a spec has some hundreds of lines."""


class _SourceText(NamedTuple):
    text: str
    error_offset: int | None
    lines: tuple[str, ...]


class SourceText(_SourceText):
    """The text of a file as it is on disk, including its line ends.

    ``error_offset`` is the offset of the first byte that is not UTF-8, or None; such
    bytes are U+FFFD in ``text``, so that line numbers stay correct. ``lines`` have no
    line feeds (a carriage return is kept).
    """

    __slots__ = ()

    def __new__(cls, text: str, error_offset: int | None = None) -> SourceText:
        """Create a text; see the class."""
        return super().__new__(cls, text, error_offset, tuple(text.split("\n")))


class OutlineSection(NamedTuple):
    """A section of the template, with the titles of its subsections."""

    title: str
    subsections: tuple[str, ...] = ()


class Outline(NamedTuple):
    """What a release's template requires.

    ``source`` is the template's path in the tree, or None for a built-in outline.
    ``optional`` are the titles that a spec may omit, ``extra`` those that it may have
    in addition (``*`` is any).
    """

    release: str
    source: str | None
    sections: tuple[OutlineSection, ...]
    optional: frozenset[str] = frozenset()
    title: str = ""
    guidance: frozenset[str] = frozenset()  # normalised paragraphs
    extra: frozenset[str] = frozenset()


class Status(enum.Enum):
    """The status of a spec in its release."""

    APPROVED = "approved"
    IMPLEMENTED = "implemented"
    ABANDONED = "abandoned"


class Place(NamedTuple):
    """What the path of a spec tells about it.

    ``release`` is empty for abandoned specs and for a layout without releases.
    ``project`` is the part of the repository that the spec is in, if the layout has
    such parts.
    """

    path: str
    release: str
    status: Status
    name: str
    project: str = ""


class Spec(NamedTuple):
    """The argument of the rules of scope ``spec``.

    ``document`` is None if the text could not be parsed (``unparseable`` says why);
    ``outline`` is None if no template is available. ``project``, ``tracker`` and
    ``untracked_comment`` are the settings of these names.
    """

    path: str
    source: SourceText
    place: Place | None = None
    document: Document | None = None
    unparseable: Unparseable | None = None
    outline: Outline | None = None
    project: str = ""
    tracker: tuple[str, ...] = ("blueprint",)
    untracked_comment: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their line feeds."""
        return self.source.lines

    @property
    def line_end(self) -> str:
        """The line end of the first line, which inserted lines use as well."""
        return "\r\n" if self.lines[0].endswith("\r") and len(self.lines) > 1 else "\n"

    def at(self, line: int, column: int = 1, end_column: int = 0) -> Location:
        """The range on ``line`` from ``column`` to before ``end_column``, or to the line's end.

        A range that would pass the end of the line, as that of a title with a tab may,
        is cut there.
        """
        end = min(end_column or column, len(self.lines[line - 1]) + 1)
        return Location(self.path, line, column, line, max(end, column))

    def fix(self, edits: Iterable[Edit], *, safe: bool = True) -> Fix | None:
        """A fix of these edits, or None if there are none.

        Also None for a text that is not UTF-8, since undecodable bytes could not be
        written back unchanged, and for more edits than any author would make.
        """
        found = tuple(islice(edits, _MOST_EDITS + 1))
        if not found or len(found) > _MOST_EDITS or self.source.error_offset is not None:
            return None
        return Fix(found, safe)
