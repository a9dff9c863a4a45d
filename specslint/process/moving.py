"""Specs moved to another status: files, redirects, placeholder links and references."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from specslint.model.layout import Layout
from specslint.model.releases import BACKLOG
from specslint.model.spec import Place, Status
from specslint.model.tree import Entry, EntryKind
from specslint.process.operations import Operation

Read = Callable[[str], bytes]
"""The content of a regular file of the tree, by its path."""

_DOCUMENTS = "doc/source"
"""Sphinx's source directory, from which absolute references between documents start."""

# A path that ends with a document's name, as references and link targets hold it.
_PATH = (
    r"(?<![\w./:-])((?:/|(?:\.{1,2}/)+)?(?:[\w+-][\w.+-]*/)*%s)(?=(?:\.rst|\.html)?(?:[\s>`#)]|$))"
)


class Move(NamedTuple):
    """A spec, and the path that it goes to."""

    place: Place
    path: str


class Moving:
    """Plans moves on one state of the tree; nothing is changed by it.

    :param entries: everything in the tree.
    :param layout: where specs stand.
    :param read: gives the content of a file.
    """

    def __init__(self, entries: Iterable[Entry], layout: Layout, read: Read) -> None:
        self._entries = {entry.path: entry for entry in entries}
        self._layout = layout
        self._read = read

    def operations(
        self, moves: Iterable[Move], edited: Mapping[str, bytes] | None = None
    ) -> tuple[Operation, ...]:
        """What moving specs does to the tree.

        :param moves: the specs, each with its new path.
        :param edited: new contents of moved specs, by their old paths.
        """
        moves = tuple(moves)
        paths = {move.place.path: move.path for move in moves}
        contents = dict(edited or {})
        self._mend_references(paths, contents)
        operations = []
        for old, new in paths.items():
            content = contents.pop(old, None) or self._read(old)
            executable = self._entries[old].executable
            operations.append(Operation(old))
            operations.append(Operation(new, content, moved_from=old, executable=executable))
        contents |= self._redirects(paths)
        operations += [Operation(path, content) for path, content in sorted(contents.items())]
        operations += self._placeholders(paths)
        return tuple(operations)

    # --- redirects ----------------------------------------------------------

    def _redirects(self, paths: Mapping[str, str]) -> dict[str, bytes]:
        """The redirects files that change: a line for each move, and chains led on."""
        layout = self._layout
        files: dict[str, list[str]] = {}
        for entry in self._entries.values():
            release = layout.release_of(entry.path)
            if entry.kind is EntryKind.FILE and entry.path == layout.redirects_path(release or ""):
                files[entry.path] = self._read(entry.path).decode("utf-8", "replace").splitlines()
        changed = {}
        for file, lines in files.items():
            home = posixpath.dirname(file)
            new_lines = _led_on(lines, home, paths)
            for old, new in paths.items():
                if layout.release_of(old) is not None and old.startswith(f"{home}/"):
                    target = posixpath.relpath(new, posixpath.dirname(old))
                    line = f"{posixpath.relpath(old, home)} {target}"
                    new_lines = _with_line(new_lines, line)
            if new_lines != lines:
                changed[file] = "".join(f"{line}\n" for line in new_lines).encode()
        return changed

    # --- links to the template in directories without specs -------------------

    def _placeholders(self, paths: Mapping[str, str]) -> list[Operation]:
        """Links that go from a directory with its first spec, and come to an empty one."""
        links = {
            entry.path: entry
            for entry in self._entries.values()
            if entry.kind is EntryKind.LINK and self._is_placeholder(entry)
        }
        after = (set(self._entries) | set(paths.values())) - set(paths)
        specs = [path for path in after if path not in links and self._layout.place(path)]
        full = {posixpath.dirname(path) for path in specs}
        operations = [
            Operation(path)
            for path in links
            if posixpath.dirname(path) in full
            and posixpath.dirname(path) in _homes(paths.values())
        ]
        emptied = _homes(paths) - full - {posixpath.dirname(path) for path in links}
        for directory in sorted(emptied):
            release = self._layout.release_of(f"{directory}/x.rst")
            if release in (None, "", BACKLOG) or not links:
                continue
            template = self._layout.template_path(release or "")
            name = posixpath.basename(template)
            link = posixpath.relpath(template, directory)
            operations.append(Operation(f"{directory}/{name}", link=link))
        return operations

    def _is_placeholder(self, entry: Entry) -> bool:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), entry.target))
        return (
            self._layout.place(entry.path) is not None
            and self._layout.template_release(target) is not None
        )

    # --- references -----------------------------------------------------------

    def _mend_references(self, paths: Mapping[str, str], contents: dict[str, bytes]) -> None:
        """Point the references between documents to where the specs are going to be."""
        stems = {old.removesuffix(".rst"): new.removesuffix(".rst") for old, new in paths.items()}
        names = "|".join(sorted({re.escape(posixpath.basename(stem)) for stem in stems}))
        pattern = re.compile(_PATH % f"(?:{names})")
        for entry in self._entries.values():
            path = entry.path
            if entry.kind is not EntryKind.FILE or not path.endswith(".rst"):
                continue
            content = contents.get(path) or self._read(path)
            text = content.decode("utf-8", "surrogateescape")
            home = posixpath.dirname(path)
            new_home = posixpath.dirname(paths.get(path, path))

            def mended(match: re.Match[str], home: str = home, new_home: str = new_home) -> str:
                written = match[1]
                target = stems.get(_resolved(written, home))
                if target is None:
                    return written
                if written.startswith("/"):
                    return f"/{target}"
                return posixpath.relpath(target, new_home)

            new = pattern.sub(mended, text)
            if home != new_home:
                new = self._rebased(new, home, new_home)
            if new != text:
                contents[path] = new.encode("utf-8", "surrogateescape")

    def _rebased(self, text: str, home: str, new_home: str) -> str:
        """Relative paths to other documents, as they are written from another directory."""

        def mended(match: re.Match[str]) -> str:
            target = _resolved(match[1], home)
            if f"{target}.rst" not in self._entries:
                return match[1]
            return posixpath.relpath(target, new_home)

        return re.sub(
            r"(?<![\w./:-])((?:\.{1,2}/)+(?:[\w+-][\w.+-]*/)*[\w+-]+)(?=(?:\.rst|\.html)?[\s>`#)])",
            mended,
            text,
        )


def _resolved(written: str, home: str) -> str:
    """The path in the tree that a reference in a document of a directory names."""
    if written.startswith("/"):
        return written[1:]
    resolved = posixpath.normpath(posixpath.join(home, written))
    return resolved.removeprefix(f"{_DOCUMENTS}/")


def _homes(paths: Iterable[str]) -> set[str]:
    return {posixpath.dirname(path) for path in paths}


def _led_on(lines: Iterable[str], home: str, paths: Mapping[str, str]) -> list[str]:
    """Redirects that led to a spec that moves, led on; those from its new path, dropped."""
    found = []
    for line in lines:
        old, space, new = line.partition(" ")
        source = posixpath.normpath(posixpath.join(home, old))
        if space and source in paths.values():
            continue  # its page would be written over the spec's own
        end = posixpath.normpath(posixpath.join(posixpath.dirname(source), new))
        if space and end in paths:
            line = f"{old} {posixpath.relpath(paths[end], posixpath.dirname(source))}"
        found.append(line)
    return found


def _with_line(lines: list[str], line: str) -> list[str]:
    """The lines and one more: at its place where they are sorted, else at the end."""
    if line in lines:
        return lines
    return sorted([*lines, line]) if lines == sorted(lines) else [*lines, line]


def destination(layout: Layout, place: Place, to: str) -> str:
    """The path that a spec moves to.

    :param to: ``approved``, ``implemented``, ``backlog`` or ``abandoned``.
    """
    if to == BACKLOG:
        return layout.spec_path(BACKLOG, Status.APPROVED, place.name, place.project)
    status = Status(to)
    return layout.spec_path(place.release, status, place.name, place.project)
