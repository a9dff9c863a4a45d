"""Moves of specs to another status: files, redirects, placeholder links and references."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise, starmap
from operator import gt
from typing import NamedTuple

from specslint.model.layout import Layout
from specslint.model.releases import BACKLOG
from specslint.model.spec import Place, Status
from specslint.model.tree import Entry, EntryKind
from specslint.process.operations import Operation
from specslint.vcs.git import decoded, encoded

Read = Callable[[str], bytes]
"""Returns the content of a regular file of the tree, by its path."""

DOCUMENTS = "doc/source"
"""Sphinx's source directory, to which absolute references between documents are relative."""

# References to files: the target of :doc: and :download:, of a hyperlink, of an image.
# Prose is not changed, although it may contain the name of a spec. Source: the
# specification of reStructuredText, "Hyperlink Targets" and "Inline Markup".
_REFERENCE = re.compile(
    r"""(?mx)
    (?: :(?:doc|download):`(?:[^`<]*<)?
      | <(?=[^<>`\s]+>`)
      | ^[ \t]*\.\.[ ]_(?:_|`[^`\n]+`|(?:[^:`\n\\]|\\.|:(?!\s))+):[ \t]+
      | ^[ \t]*__[ ]
      | \b(?:image|figure)::[ \t]+
    )
    (?P<target>[\w./+-]+?)
    (?=(?:\.rst|\.html)?(?:\#[^\s>`]*)?(?:[>`]|[ \t\r]*$))
    """
)
TOCTREE = re.compile(r"(?m)^([ \t]*)\.\. toctree::.*\n((?:\1[ \t]+\S.*\n?|[ \t\r]*\n)+)")
_ENTRY = re.compile(
    r"(?m)^[ \t]+(?:[^:\s][^<\n]*<)?(?P<target>[\w./+-]+?)(?=(?:\.rst)?>?[ \t\r]*$)"
)


class Move(NamedTuple):
    """A spec, and its new path."""

    place: Place
    path: str


class Moving:
    """Plans moves on one state of the tree, without changing it.

    :param entries: everything in the tree.
    :param layout: the path patterns.
    :param read: returns the content of a file.
    """

    def __init__(self, entries: Iterable[Entry], layout: Layout, read: Read) -> None:
        self._entries = {entry.path: entry for entry in entries}
        self._layout = layout
        self._read = read

    def operations(
        self, moves: Iterable[Move], edited: Mapping[str, bytes] | None = None
    ) -> tuple[Operation, ...]:
        """The file operations that move specs.

        :param moves: the specs, each with its new path.
        :param edited: new contents of moved specs, by their old paths.
        """
        moves = tuple(moves)
        paths = {move.place.path: move.path for move in moves}
        contents = dict(edited or {})
        self._update_references(paths, contents)
        operations = []
        for old, new in paths.items():
            content = contents.pop(old, None) or self._read(old)
            operations.append(Operation(old))
            operations.append(self._written(new, content, old, moved=True))
        contents |= self._redirects(paths)
        operations += [self._written(path, contents[path], path) for path in sorted(contents)]
        operations += self._placeholders(paths)
        return tuple(operations)

    def _written(self, path: str, content: bytes, old: str, *, moved: bool = False) -> Operation:
        """A file with the mode of an old one, or that of a new file if there is none."""
        executable = old in self._entries and self._entries[old].executable
        return Operation(path, content, moved_from=old if moved else "", executable=executable)

    # --- redirects ----------------------------------------------------------

    def _redirects(self, paths: Mapping[str, str]) -> dict[str, bytes]:
        """The redirects files that change: a line for each move, with chains shortened."""
        layout = self._layout
        files: dict[str, bytes] = {}
        for entry in self._entries.values():
            release = layout.release_of(entry.path)
            if entry.kind is EntryKind.FILE and entry.path == layout.redirects_path(release or ""):
                files[entry.path] = self._read(entry.path)
        if files:  # the releases of this tree have such files, so this one gets one too
            left = {layout.release_of(old) for old in paths} - {None, "", BACKLOG}
            for release in sorted(filter(None, left)):
                if layout.redirects_path(release) not in self._entries:
                    files[layout.redirects_path(release)] = b""
        changed = {}
        for file, content in files.items():
            home = posixpath.dirname(file)
            end = b"\r\n" if b"\r\n" in content else b"\n"
            lines = [decoded(line) for line in content.removesuffix(b"\n").split(b"\n") if content]
            lines = [line.removesuffix("\r") for line in lines]
            new_lines = lines
            for old, new in paths.items():
                if layout.release_of(old) is not None and old.startswith(f"{home}/"):
                    target = posixpath.relpath(new, posixpath.dirname(old))
                    new_lines = _with_line(new_lines, f"{posixpath.relpath(old, home)} {target}")
            new_lines = _redirected(new_lines, home, paths)
            if new_lines != lines:
                changed[file] = b"".join(encoded(line) + end for line in new_lines)
        return changed

    # --- links to the template in directories without specs -------------------

    def _placeholders(self, paths: Mapping[str, str]) -> list[Operation]:
        """Remove placeholder links from directories that get a spec, add them to emptied ones."""
        links = {
            entry.path: entry
            for entry in self._entries.values()
            if entry.kind is EntryKind.LINK and self._is_placeholder(entry)
        }
        specs = {path for path in self._entries if path not in links and self._layout.place(path)}
        before = _homes(specs)
        full = _homes((specs - set(paths)) | set(paths.values()))
        first = _homes(paths.values()) - before
        operations = [Operation(path) for path in links if posixpath.dirname(path) in first]
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

    def _update_references(self, paths: Mapping[str, str], contents: dict[str, bytes]) -> None:
        """Update the references between documents to the new paths of the specs."""
        names = {encoded(posixpath.basename(old).removesuffix(".rst")) for old in paths}
        for entry in self._entries.values():
            path = entry.path
            if entry.kind is not EntryKind.FILE or not path.endswith(".rst"):
                continue
            content = contents.get(path) or self._read(path)
            if path not in paths and not any(name in content for name in names):
                continue
            text = decoded(content)
            new = self._updated(text, path, paths)
            if new != text:
                contents[path] = encoded(new)

    def _updated(self, text: str, path: str, paths: Mapping[str, str]) -> str:
        """A document's text with its references updated.

        :param path: the document's path.
        :param paths: the old and new paths of what moves.
        """
        home = _in_documents(posixpath.dirname(path))
        new_home = _in_documents(posixpath.dirname(paths.get(path, path)))

        def updated(match: re.Match[str]) -> str:
            written = match["target"]
            old = self._file(written, home)
            new = paths.get(old, old)
            if not old or (new == old and (home == new_home or written.startswith("/"))):
                return match[0]
            new = _in_documents(new)
            if old.endswith(".rst") and not written.endswith(".rst"):
                new = new.removesuffix(".rst")
            said = f"/{new}" if written.startswith("/") else posixpath.relpath(new, new_home)
            return match[0].removesuffix(written) + said

        text = _REFERENCE.sub(updated, text)
        return TOCTREE.sub(lambda block: _ENTRY.sub(updated, block[0]), text)

    def _file(self, written: str, home: str) -> str:
        """The file that a reference in a document of a directory names; empty if there is none."""
        name = written[1:]
        if not written.startswith("/"):
            name = posixpath.normpath(posixpath.join(home, written))
        names = (f"{name}.rst", name, f"{DOCUMENTS}/{name}.rst", f"{DOCUMENTS}/{name}")
        return next((path for path in names if path in self._entries), "")


def _in_documents(path: str) -> str:
    """A path of the tree below Sphinx's source directory, which has links to the rest."""
    return "" if path == DOCUMENTS else path.removeprefix(f"{DOCUMENTS}/")


def _homes(paths: Iterable[str]) -> set[str]:
    return {posixpath.dirname(path) for path in paths}


def _redirected(lines: Iterable[str], home: str, paths: Mapping[str, str]) -> list[str]:
    """Redirects to a spec that moves, updated; without those from its new path."""
    found = []
    for line in lines:
        old, space, new = line.partition(" ")
        source = posixpath.normpath(posixpath.join(home, old))
        if space and source in paths.values():
            continue  # its page would overwrite the spec's own
        end = posixpath.normpath(posixpath.join(posixpath.dirname(source), new))
        if space and end in paths:
            line = f"{old} {posixpath.relpath(paths[end], posixpath.dirname(source))}"
        found.append(line)
    return found


def _with_line(lines: list[str], line: str) -> list[str]:
    """The lines and one more: in order, if the lines for its directory are sorted."""
    if line in lines:
        return lines
    directory = _directory(line)
    alike = [i for i, other in enumerate(lines) if _directory(other) == directory]
    among = [lines[i] for i in alike]
    # In real files, "adding-x" may come before "add-y": allow one in ten to be out of
    # order.
    if not among or sum(starmap(gt, pairwise(among))) * 10 > len(among):
        return [*lines, line]

    def misplaced(at: int) -> int:
        return sum(o > line for o in among[:at]) + sum(o < line for o in among[at:])

    place = min(range(len(among) + 1), key=misplaced)
    at = alike[place] if place < len(alike) else alike[-1] + 1
    return [*lines[:at], line, *lines[at:]]


def _directory(line: str) -> str:
    """The directory that a redirect leads to, as it is written."""
    return posixpath.dirname(line.partition(" ")[2])


def destination(layout: Layout, place: Place, to: str, release: str) -> str:
    """The path that a spec moves to.

    :param to: ``approved``, ``implemented``, ``backlog`` or ``abandoned``.
    :param release: its new release; ignored for the last two.
    """
    if to == BACKLOG:
        for pattern in layout.backlog:
            if "{release}" in pattern:  # ideas are kept by the release that they are from
                by_release = layout._replace(
                    backlog=(pattern.replace("{release}", place.release),)
                )
                return by_release.spec_path(BACKLOG, Status.APPROVED, place.name, place.project)
        return layout.spec_path(BACKLOG, Status.APPROVED, place.name, place.project)
    return layout.spec_path(release, Status(to), place.name, place.project)
