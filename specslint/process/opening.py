"""Opens a release like the newest one of the tree: directories, template, links and pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from specslint.model.layout import Layout
from specslint.model.releases import CODENAMES
from specslint.model.spec import Status
from specslint.model.tree import MOST_LINKS, Entry, EntryKind, linked_path
from specslint.process.moving import DOCUMENTS, TOCTREE, Read
from specslint.process.operations import Operation
from specslint.vcs.git import decoded, encoded

_TO_WRITE = "To be written."
_LINK = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,20}://\S+|(?<![a-z:]):[a-z:]{1,40}:`[^`]*`)")
_ADORNMENT = re.compile(r"([!-/:-@[-`{-~])\1{2,}\Z")


class Named(NamedTuple):
    """The names of a release in texts.

    :param release: the name of its directory: ``train``, ``2026.1``.
    :param codename: that of a release with a number: ``Gazpacho``.
    """

    release: str
    codename: str = ""

    @property
    def label(self) -> str:
        """The release in a title: ``Train``, ``2026.1 Gazpacho``."""
        if self.release[:1].isdigit():
            return f"{self.release} {self.codename}".rstrip()
        return self.release.capitalize()

    def like(self, said: str, other: Named) -> str:
        """Another release's name in the same form as a name of this one.

        :param said: one of the names of this one.
        """
        if said == self.label:
            return other.label
        if said == self.release:
            return other.release
        if said == self.codename:
            return other.codename or other.label
        if said == self.codename.lower():
            return other.codename.lower() or other.release
        return other.label if said == self.release.capitalize() else other.release.upper()


@cache
def _pattern(of: Named) -> re.Pattern[str]:
    """A pattern that matches each name of a release, the longest first."""
    names = {of.label, of.release, of.release.capitalize(), of.release.upper()}
    if of.codename:
        names |= {of.codename, of.codename.lower()}
    said = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9])(?<![0-9]\.)(?:{said})(?![A-Za-z0-9]|\.[0-9])")


def named(release: str, template: str, codename: str = "") -> Named:
    """A release with its codename, if that is known or in its template.

    :param template: the text of its template, whose History has a row for it.
    :param codename: the one that the user gives; may be empty.
    """
    if not release[:1].isdigit():
        return Named(release)
    known = codename or next((n for n, number in CODENAMES.items() if number == release), "")
    row = re.search(rf"(?m)^ *\* - {re.escape(release)} (\w+)[ \r]*$", template)
    return Named(release, (known or (row[1] if row else "")).capitalize())


def _with_directory(path: str, old: Named, new: Named) -> str:
    """A path with one release's directory name replaced by another's."""
    return _pattern(Named(old.release)).sub(
        lambda found: new.release if found[0] == old.release else found[0], path
    )


def renamed(text: str, old: Named, new: Named, former: str | None = None) -> str:
    """A text with one release's names replaced by another's.

    The lines above and below a title are adapted to the length of the new one.

    :param former: the corresponding text of the release before. In lines in which it
        differs, URLs and references are kept: they may be specific to that release.
    """
    before = text.split("\n")
    alike = set((former or "").split("\n"))

    def line_renamed(line: str) -> str:
        parts = [line] if former is None or line in alike else _LINK.split(line)
        parts[::2] = [_pattern(old).sub(lambda m: old.like(m[0], new), p) for p in parts[::2]]
        return "".join(parts)

    after = list(map(line_renamed, before))
    for i, line in enumerate(before):
        for near in (i - 1, i + 1) if len(after[i]) != len(line) else ():
            if 0 <= near < len(before) and _ADORNMENT.match(before[near].rstrip("\r")):
                end = "\r" if before[near].endswith("\r") else ""
                after[near] = before[near][0] * len(after[i].rstrip("\r")) + end
    return "\n".join(after)


class Opening:
    """Plans the opening of a release on one state of the tree, without changing it.

    :param entries: everything in the tree.
    :param layout: the path patterns.
    :param read: returns the content of a file.
    :param is_spec: tells whether a path is that of a spec.
    :param old: the newest release, which is the example.
    :param older: the release before that, or None.
    :param new: the release to open.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        layout: Layout,
        read: Read,
        is_spec: Callable[[str], bool],
        old: Named,
        older: Named | None,
        new: Named,
    ) -> None:
        self._entries = {entry.path: entry for entry in entries}
        self._layout = layout
        self._read = read
        self._is_spec = is_spec
        self._old, self._older, self._new = old, older, new
        self._made: dict[str, Operation] = {}
        self.notes: list[str] = []

    def operations(self) -> tuple[Operation, ...]:
        """The file operations that open the release; :attr:`notes` has what is left to do."""
        self._template()
        for entry in self._entries.values():
            path = self._path(entry.path)
            if path != entry.path and path not in self._entries and path not in self._made:
                self._like(entry, path)
        self._placeholders()
        if self._made:
            for entry in tuple(self._entries.values()):
                if self._path(entry.path) == entry.path and not self._is_spec(entry.path):
                    self._shared(entry)
        return tuple(self._made[path] for path in sorted(self._made))

    def _path(self, path: str) -> str:
        """A path with the old release's directory name replaced by the new one's."""
        return _with_directory(path, self._old, self._new)

    def _make(self, operation: Operation) -> None:
        self._made[operation.path] = operation

    # --- files of the release -------------------------------------------------

    def _template(self) -> None:
        """The template: a regular file, even if the newest one is a link to another."""
        path = next(
            (p for p in self._layout.template_paths(self._old.release) if p in self._entries), ""
        )
        new = self._path(path)
        entry = self._followed(path)
        if entry is None or new == path:
            return
        text = renamed(decoded(self._read(entry.path)), self._old, self._new, self._alike(path))
        self._make(Operation(new, encoded(text)))
        self._note_left(new, text)

    def _followed(self, path: str) -> Entry | None:
        """The file at a path or at the end of its links."""
        for _ in range(MOST_LINKS):
            entry = self._entries.get(path)
            if entry is None or entry.kind is not EntryKind.LINK:
                return entry if entry and entry.kind is EntryKind.FILE else None
            path = linked_path(path, entry.target)
        return None

    def _like(self, entry: Entry, path: str) -> None:
        """Create for the new release what corresponds to an entry of the old one."""
        if entry.kind is EntryKind.LINK:
            end = linked_path(entry.path, entry.target)
            target = self._path(entry.target)
            if target != entry.target and not self._is_spec(end):
                self._make(Operation(path, link=target))
        elif entry.kind is not EntryKind.FILE or self._is_spec(entry.path):
            return
        elif entry.path == self._layout.redirects_path(self._old.release):
            self._make(Operation(path, b""))
        elif self._former(entry.path) is not None:
            content = self._read(entry.path)
            if path.endswith(".rst"):
                content = encoded(self._page(decoded(content), entry.path, path))
            self._make(Operation(path, content, executable=entry.executable))

    def _former(self, path: str) -> str | None:
        """The path of the same file of the release before; its own if there is none."""
        if self._older is None:
            return path
        former = _with_directory(path, self._old, self._older)
        return former if former in self._entries else None

    def _alike(self, path: str) -> str:
        """The text of the same file of the release before, with the newest release's names."""
        former = self._followed(self._former(path) or "") if self._older else None
        if former is None or self._older is None:
            return ""
        return renamed(decoded(self._read(former.path)), self._older, self._old)

    def _note_left(self, path: str, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            if _pattern(self._old).search(line):
                self._note_named(path, number)

    def _note_named(self, path: str, number: int) -> None:
        self.notes.append(
            f"{path}, line {number}, names {self._old.label}: look whether it is to name "
            f"{self._new.label}"
        )

    def _page(self, text: str, path: str, new_path: str) -> str:
        """A page made from the newest release's: all of its text, or its title.

        Pages in the release's own directory are the same for all releases apart from
        the names. Any other page is only if that of the release before was.
        """
        alike = self._alike(path)
        page = renamed(text, self._old, self._new, alike)
        if self._path(posixpath.dirname(path)) != posixpath.dirname(path) or text == alike:
            self._note_left(new_path, page)
            return page
        lines = page.split("\n")
        under = next(
            (i for i, line in enumerate(lines) if _ADORNMENT.match(line.rstrip("\r"))), -1
        )
        if under >= 0 and lines[under + 2 : under + 3] == [lines[under]]:
            under += 2  # the first one is above the title
        self.notes.append(f"{new_path}: only the title could be derived, write the rest")
        return "\n".join([*lines[: under + 1], "", _TO_WRITE, ""])

    def _placeholders(self) -> None:
        """The links to the template that keep the directories.

        They are created if the tree has such links, or if the documentation lists the
        content of the directory, which must not be empty.
        """
        template = self._layout.template_path(self._new.release)
        releases = {self._old.release, self._older.release if self._older else ""}
        common = any(
            self._layout.release_of(entry.path) in releases
            and self._layout.template_release(linked_path(entry.path, entry.target)) is not None
            for entry in self._entries.values()
            if entry.kind is EntryKind.LINK
        )
        linked = {linked_path(path, o.link) for path, o in self._made.items() if o.link}
        for status in (Status.APPROVED, Status.IMPLEMENTED):
            directory = self._layout.status_directory(self._new.release, status)
            if template in self._made and (common or directory in linked):
                path = f"{directory}/{posixpath.basename(template)}"
                self._make(Operation(path, link=posixpath.relpath(template, directory)))

    # --- shared links and lists -------------------------------------------------

    def _shared(self, entry: Entry) -> None:
        """A link that leads to the newest release, or a page that lists the releases."""
        if entry.kind is EntryKind.LINK:
            self._pointer(entry)
        elif entry.path == "README.rst" or (
            entry.path.startswith(f"{DOCUMENTS}/") and entry.path.endswith(".rst")
        ):
            self._list(entry)

    def _pointer(self, entry: Entry) -> None:
        end = linked_path(entry.path, entry.target)
        if self._path(end) != end:
            if self._path(end) in self._made:
                self._make(Operation(entry.path, link=self._path(entry.target)))
        elif self._layout.template_release(entry.path) == "backlog":
            self.notes.append(
                f"{entry.path} leads to {end}, which is not {self._old.label}'s: left as it is"
            )

    def _list(self, entry: Entry) -> None:
        """Add the release to the lists of pages that contain the newest one."""
        text = decoded(self._read(entry.path))
        new = TOCTREE.sub(lambda block: self._listed(block[0], entry.path), text)
        if new != text:
            self._make(Operation(entry.path, encoded(new), executable=entry.executable))
        lists = {line for block in TOCTREE.finditer(text) for line in block[0].split("\n")}
        for number, line in enumerate(text.split("\n"), 1):
            if line not in lists and _pattern(self._old).search(line):
                self._note_named(entry.path, number)

    def _listed(self, block: str, path: str) -> str:
        """A list of pages with that of the new release added, if it has those of several."""
        lines = block.split("\n")
        after = []
        for i, line in enumerate(lines):
            new = renamed(line, self._old, self._new)
            former = renamed(line, self._old, self._older) if self._older else ""
            if new == line:
                after.append(line)
            elif self._older and former not in lines:
                self.notes.append(f"{path} lists {line.strip()}: look whether to replace it")
                after.append(line)
            elif not self._is_made(new, path):
                self.notes.append(f"{path} lists {line.strip()}, and no such page is made")
                after.append(line)
            else:
                oldest_first = self._older and former in lines[:i]
                after += [line, new] if oldest_first else [new, line]
        return "\n".join(after)

    def _is_made(self, line: str, path: str) -> bool:
        """Whether the page that a line of a list names is created, following links."""
        page = line.strip().rpartition("<")[2].rstrip(">").removesuffix(".rst")
        home = posixpath.dirname(path).removeprefix(DOCUMENTS)
        page = posixpath.normpath(posixpath.join(f"/{home}", page)).lstrip("/")
        return f"{page}.rst" in self._made or f"{DOCUMENTS}/{page}.rst" in self._made
