"""What stands in a repository, as the rules of scope ``tree`` see it: frozen values."""

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
"""As many symbolic links as Linux follows; more are a circle."""


def linked_path(path: str, target: str) -> str:
    """The path that a link names, worked out from its text alone.

    :param path: the path of the link.
    :param target: what the link says.
    """
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def is_hidden(path: str) -> bool:
    """Whether a component of ``path`` begins with a dot, as for a shell's ``*``."""
    return path.startswith(".") or "/." in path


class EntryKind(enum.Enum):
    """What stands at a path, never followed if it is a link."""

    FILE = "file"
    LINK = "link"
    OTHER = "other"  # a FIFO, a device, a socket, a submodule


class Entry(NamedTuple):
    """A path of the tree. ``target`` is what a link says, unresolved."""

    path: str
    kind: EntryKind = EntryKind.FILE
    executable: bool = False
    target: str = ""


class Tree(NamedTuple):
    """The argument of the rules of scope ``tree``: what stands under ``specs/``.

    ``outlines`` has the outline of each release at hand, and ``problems`` says of
    those whose template cannot be used why. ``documents`` is None
    where no document has to do with any other.
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
