"""One spec as its rules see it: text, place, parsed document and the template's outline."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from specslint.model.document import Document, Unparseable
from specslint.model.findings import Edit, Fix, Location

_MOST_EDITS = 20_000
"""In a fix. A spec has some hundreds of lines."""


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


class OutlineSection(NamedTuple):
    """A section that the template has, with its subsections' titles."""

    title: str
    subsections: tuple[str, ...] = ()


class Outline(NamedTuple):
    """What a release's template asks for.

    ``source`` is the template's path in the tree, or None for a built-in one.
    ``optional`` are the titles that a spec may lack, ``extra`` those that it may
    have besides (``*`` is any).
    """

    release: str
    source: str | None
    sections: tuple[OutlineSection, ...]
    optional: frozenset[str] = frozenset()
    title: str = ""
    guidance: frozenset[str] = frozenset()  # normalised paragraphs
    extra: frozenset[str] = frozenset()


class Status(enum.Enum):
    """Where in its release a spec stands."""

    APPROVED = "approved"
    IMPLEMENTED = "implemented"
    ABANDONED = "abandoned"


class Place(NamedTuple):
    """What a path says of a spec.

    ``abandoned`` specs have no release, and those of a layout without releases
    neither. ``project`` is the part of the repository that the spec stands in, where
    the layout has such parts.
    """

    path: str
    release: str
    status: Status
    name: str
    project: str = ""


class Spec(NamedTuple):
    """The argument of the rules of scope ``spec``.

    ``document`` is None where the text could not be parsed (``unparseable``
    says why); ``outline`` is None where no template can be had. ``project``,
    ``tracker`` and ``untracked_comment`` are the settings of these names.
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
