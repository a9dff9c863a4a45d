"""Conversion of a fuzz target's input, which is bytes, to the values that it needs.

The input is bytes, so that both hypothesis and the coverage-guided fuzzer can generate
it, and a failing input can be stored as a file. If a target needs several texts, a
separator line divides them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from specslint.model.tree import Entry, EntryKind
from specslint.work_tree import Unreadable

SEPARATOR = b"\n%%%%\n"

SPEC = "specs/kilo/approved/a-spec.rst"
TEMPLATE = "specs/kilo-template.rst"

SMALL_TEMPLATE = b"""\
Example: what to call it
========================

Say in a paragraph of its own what this will be good for.

Problem
=======

Who is in trouble today, and how does that come about?

Cases
-----

Change
======

Impact on Others
----------------

Feature Liaison
---------------

References
==========
"""
"""Has two levels, guidance, an optional section, and titles with capitals."""


def parts(data: bytes, count: int) -> list[bytes]:
    """The texts in an input; missing ones are empty."""
    found = data.split(SEPARATOR, count - 1)
    return found + [b""] * (count - len(found))


def is_sample(data: bytes) -> bool:
    """Whether a slow assertion is made for an input: for one in sixteen, always the same."""
    return sum(data) % 16 == 0


def as_path(raw: bytes) -> str:
    """A path as Python represents it, including bytes that are not UTF-8."""
    return raw.decode("utf-8", "surrogateescape")


def is_path(path: str) -> bool:
    """Whether git could have it in a tree."""
    forbidden = ("", ".", "..", ".git")
    return "\0" not in path and all(part not in forbidden for part in path.split("/"))


class Memory(NamedTuple):
    """A state of a repository, as a source for the engine."""

    contents: Mapping[str, bytes]
    others: tuple[Entry, ...] = ()

    def entries(self, root: str) -> tuple[Entry, ...]:
        """The entries below a directory, sorted by path."""
        known = {entry.path for entry in self.others}
        plain = (Entry(path) for path in self.contents if path not in known)
        below = [e for e in (*self.others, *plain) if not root or e.path.startswith(f"{root}/")]
        return tuple(sorted(below, key=lambda entry: entry.path))

    def files(self, root: str) -> list[str]:
        """The paths of the regular files below a directory."""
        return [entry.path for entry in self.entries(root) if entry.kind is EntryKind.FILE]

    def read(self, path: str, limit: int) -> bytes:
        """The content of a file."""
        if path not in self.contents:
            raise Unreadable("No such file or directory", missing=True)
        if len(self.contents[path]) > limit:
            raise Unreadable("it is too large")
        return self.contents[path]

    def is_same(self, path: str, other: Memory, source: str) -> bool:
        """Whether two paths are files with the same content."""
        content = self.contents.get(path)
        return content is not None and content == other.contents.get(source)


_KINDS = {
    "f": (EntryKind.FILE, False),
    "x": (EntryKind.FILE, True),
    "l": (EntryKind.LINK, False),
    "o": (EntryKind.OTHER, False),
}


def entries_of(data: bytes) -> tuple[Entry, ...]:
    """The entries of a tree: one ``KIND PATH`` per line, a link's target after an arrow.

    What no tree can hold is left out: two entries at a path, or one below a file. A
    newline in a name is written as ``\\n``.
    """
    found: dict[str, Entry] = {}
    for line in as_path(data).split("\n"):
        word, _, rest = line.replace("\\n", "\n").partition(" ")
        kind, executable = _KINDS.get(word, (EntryKind.FILE, False))
        path, _, target = (rest if word in _KINDS else line).partition(" -> ")
        if is_path(path):
            found.setdefault(path, Entry(path, kind, executable, target))
    return tuple(_possible(found))


def _possible(found: Mapping[str, Entry]) -> Iterable[Entry]:
    for path, entry in sorted(found.items()):
        above = path.split("/")
        if not any("/".join(above[:depth]) in found for depth in range(1, len(above))):
            yield entry
