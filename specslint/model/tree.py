"""What stands in a repository, as the rules of scope ``tree`` see it: frozen values."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from specslint.model.spec import Outline, SourceText

if TYPE_CHECKING:
    from specslint.model.documents import Documents
    from specslint.model.layout import Layout


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

    ``templates`` maps each release that holds specs, and ``problems`` those
    of them whose template cannot be used to the reason. ``documents`` is None
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
