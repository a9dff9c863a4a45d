"""The paths of a repository, as the rules of scope ``tree`` see them."""

from __future__ import annotations

import enum
import posixpath
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from specslint.model.spec import Outline, SourceText
from specslint.model.typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from specslint.model.documents import Documents
    from specslint.model.layout import Layout


MOST_LINKS = 40
"""The number of symbolic links that Linux follows; more count as a loop."""


def linked_path(path: str, target: str) -> str:
    """The path that a link names, computed from its text alone.

    :param path: the path of the link.
    :param target: the text of the link.
    """
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def end_of(path: str, links: Mapping[str, Entry]) -> str:
    """The path that a path leads to, through the links of the tree.

    :param links: entries by their paths; those that are no links end the way.
    """
    for _ in range(MOST_LINKS):
        entry = links.get(path)
        if entry is None or entry.kind is not EntryKind.LINK:
            break
        path = linked_path(path, entry.target)
    return path


def is_hidden(path: str) -> bool:
    """Whether a component of ``path`` begins with a dot, which a shell's ``*`` skips."""
    return path.startswith(".") or "/." in path


class EntryKind(enum.Enum):
    """The kind of a path; links are not followed."""

    FILE = "file"
    LINK = "link"
    OTHER = "other"  # a FIFO, a device, a socket or a submodule


class Entry(NamedTuple):
    """A path of the tree. ``target`` is the text of a link, unresolved."""

    path: str
    kind: EntryKind = EntryKind.FILE
    executable: bool = False
    target: str = ""


class Tree:
    """The argument of the rules of scope ``tree``: the entries below ``specs/``.

    :param outlines: maps each release that is checked, or whose template is linked among the
        specs of another, to the outline of its template, if that is usable.
    :param problems: maps the other releases to what is wrong with their template.
    :param documents: None if no document refers to another.
    :param checked: the entries that the findings are asked about. A rule for which an
        entry is right or wrong by itself looks at these only. All entries by default.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        layout: Layout,
        redirects: Mapping[str, SourceText] = MappingProxyType({}),
        outlines: Mapping[str, Outline] = MappingProxyType({}),
        problems: Mapping[str, str] = MappingProxyType({}),
        documents: Documents | None = None,
        checked: Sequence[Entry] | None = None,
    ) -> None:
        self.entries = entries
        self.layout = layout
        self.redirects = redirects
        self.outlines = outlines
        self.problems = problems
        self.documents = documents
        self.checked = entries if checked is None else checked

    @cached_property
    def by_path(self) -> Mapping[str, Entry]:
        """The entries by their paths."""
        return {entry.path: entry for entry in self.entries}

    @cached_property
    def by_directory(self) -> Mapping[str, Sequence[Entry]]:
        """The entries by the directories that they stand in.

        A tree of a thousand specs has some dozens of directories; most of them need no
        look at their entries.
        """
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.path.rpartition("/")[0], []).append(entry)
        return found
