"""The paths of a repository, as the rules of scope ``tree`` see them."""

from __future__ import annotations

import enum
import posixpath
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from specslint.model.spec import Outline, SourceText

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


class Tree(NamedTuple):
    """The argument of the rules of scope ``tree``: the entries below ``specs/``.

    ``outlines`` maps each release whose template is usable to its outline, ``problems``
    the others to the reason. ``documents`` is None if no document refers to another.
    """

    entries: tuple[Entry, ...]
    layout: Layout
    redirects: Mapping[str, SourceText] = MappingProxyType({})
    outlines: Mapping[str, Outline] = MappingProxyType({})
    problems: Mapping[str, str] = MappingProxyType({})
    documents: Documents | None = None

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all entries."""
        return frozenset(entry.path for entry in self.entries)
