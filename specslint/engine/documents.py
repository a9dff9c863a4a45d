"""The documents that Sphinx builds from a state of the repository, read on demand.

If no checked document refers to another or can be referred to, nothing is read.
Otherwise the raw texts of all other documents are searched for the names in question,
and only those that contain one are parsed.

Sources: ``get_matching_files`` and ``BuildEnvironment.relfn2path`` of Sphinx 9.0.4.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from specslint.config.settings import Config
from specslint.engine.facts import Facts, facts_of, from_plain, plain
from specslint.engine.sources import Source
from specslint.engine.specs import SpecReader
from specslint.model.document import Use
from specslint.model.documents import Documents, Place, glob_pattern
from specslint.model.tree import Entry, EntryKind
from specslint.model.typing import TYPE_CHECKING
from specslint.parsing import MAX_SIZE
from specslint.work_tree import Unreadable

if TYPE_CHECKING:
    from specslint.engine.cache import Cache
    from specslint.engine.name_search import Gone

_MOST_LINKS = 4  # links that lead to links
_MOST_DOCUMENTS = 50_000

_MAY_DEFINE = (
    rb"^\s*\.\. +(?:_[^\n]*:[ \t]*\r?$|\[[A-Za-z])|:name:|_`|(?:glossary|confval|option)::"
)

# Extensions that allow targets outside of the tree, or unknown ones.
_OPENING = frozenset(("sphinx.ext.intersphinx", "sphinx.ext.autosectionlabel"))


class Sphinx:
    """The documentation of one state of the repository.

    :param specs: the entries below the directory of the specs.
    """

    def __init__(
        self,
        source: Source,
        config: Config,
        reader: SpecReader,
        specs: Sequence[Entry],
        cache: Cache | None = None,
    ) -> None:
        self._source = source
        self._config = config
        self._reader = reader
        self._cache = cache
        self._entries = {config.layout.root: tuple(specs)}
        self._known: dict[str, Entry] = {entry.path: entry for entry in specs}
        # Without a source directory, documents are named by their paths in the tree.
        self._root = config.docs.source if self._listing(config.docs.source) else ""
        self._paths = dict(self._documents())
        self._docnames: dict[str, list[str]] = {}
        for docname, path in self._paths.items():
            self._docnames.setdefault(path, []).append(docname)
        self._facts: dict[str, Facts] = {}

    # --- names of documents ----------

    @property
    def docnames(self) -> frozenset[str]:
        """The names of all documents."""
        return frozenset(self._paths)

    def path_of(self, docname: str) -> str | None:
        """The path of a document's file, or None where there is no such document."""
        return self._paths.get(docname)

    def docname_of(self, path: str) -> str:
        """The first name of the document at a path."""
        return self._docnames.get(path, [path.removesuffix(".rst")])[0]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all documents' files."""
        return tuple(self._docnames)

    def _listing(self, directory: str) -> tuple[Entry, ...]:
        """The entries below a directory."""
        for known, entries in self._entries.items():
            if directory == known:
                return entries
            if directory.startswith(f"{known}/"):
                return tuple(e for e in entries if e.path.startswith(f"{directory}/"))
        if not directory or directory.split("/")[0] == ".git":
            return ()
        entries = self._source.entries(directory)
        self._entries[directory] = entries
        self._known.update((entry.path, entry) for entry in entries)
        return entries

    def _documents(self) -> Iterator[tuple[str, str]]:
        """The name of each document, and the path of its file."""
        excluded = [glob_pattern(glob) for glob in self._config.docs.exclude_patterns]
        found = self._specs()
        if self._root:
            found = self._below(self._root, self._listing(self._root), "", 0)
        for name, path in islice(found, _MOST_DOCUMENTS):
            parts = name.split("/")
            above = ("/".join(parts[:n]) for n in range(1, len(parts) + 1))
            if not any(pattern.match(part) for part in above for pattern in excluded):
                yield name.removesuffix(".rst"), path

    def _specs(self) -> Iterator[tuple[str, str]]:
        for entry in self._listing(self._config.layout.root):
            if entry.kind is EntryKind.FILE and entry.path.endswith(".rst"):
                yield entry.path, entry.path

    def _below(
        self, directory: str, entries: Iterable[Entry], name: str, depth: int
    ) -> Iterator[tuple[str, str]]:
        for entry in entries:
            below = name + entry.path[len(directory) + 1 :]
            if entry.kind is EntryKind.FILE:
                if below.endswith(".rst"):
                    yield below, entry.path
            elif entry.kind is EntryKind.LINK and depth < _MOST_LINKS:
                target = _followed(entry)
                if target:
                    yield from self._linked(target, below, depth + 1)

    def _linked(self, target: str, name: str, depth: int) -> Iterator[tuple[str, str]]:
        """The documents that a link in the source directory leads to."""
        entry = self._known.get(target)
        if entry is not None and entry.kind is EntryKind.LINK:
            further = _followed(entry) if depth < _MOST_LINKS else ""
            yield from self._linked(further, name, depth + 1) if further else ()
            return
        if entry is not None:
            if name.endswith(".rst"):
                yield name, target
            return
        entries = self._listing(target)
        if entries:
            yield from self._below(target, entries, f"{name}/", depth)
        elif name.endswith(".rst") and self._exists(target):
            yield name, target

    # --- files -------------------

    def _exists(self, path: str) -> bool:
        """Whether a file is in the tree; it is not read."""
        try:
            self._source.read(path, 0)
        except Unreadable as unreadable:
            return not unreadable.missing and "symbolic link" not in unreadable.reason
        return True

    def _resolved(self, path: str) -> str:
        """The path in the tree that a path leads to; empty if that is outside.

        A link is followed before a ``..`` after it is applied, as the operating system
        does.
        """
        found = ""
        for part in path.split("/"):
            if part == ".." and not found:
                return ""
            if part == "..":
                found = posixpath.dirname(found)
            elif part not in ("", "."):
                found = f"{found}/{part}" if found else part
                for _ in range(_MOST_LINKS):
                    entry = self._known.get(found)
                    if entry is None or entry.kind is not EntryKind.LINK:
                        break
                    found = _followed(entry)
                    if not found:
                        return ""
        return found

    def _is_missing(self, docname: str, use: Use) -> bool:
        """Whether the file of an image or a download is missing."""
        target = use.target
        if "://" in target or "\0" in target:
            return False
        below = target if target.startswith("/") else f"{posixpath.dirname(docname)}/{target}"
        path = self._resolved(f"{self._root}/{below}")
        if not path or path.split("/")[0] == ".git":
            return True  # files outside of the tree are not checked
        if use.kind == "image" and path.endswith(".*"):
            directory = posixpath.dirname(path)
            return not any(e.path.startswith(path[:-1]) for e in self._listing(directory))
        entry = self._known.get(path)
        if entry is not None and entry.kind is EntryKind.FILE:
            return False
        return not self._exists(path)

    # --- contents ----------

    def _facts_of(self, path: str, content: bytes | None = None) -> Facts:
        """The facts of a document."""
        if path in self._facts:
            return self._facts[path]
        try:
            data = self._source.read(path, MAX_SIZE) if content is None else content
        except Unreadable:
            return Facts()
        facts = self._remembered(data)
        self._facts[path] = facts
        return facts

    def _remembered(self, data: bytes) -> Facts:
        if self._cache is None:
            return facts_of(self._reader, data)
        from specslint.engine.cache import fingerprint

        key = fingerprint("facts", data, self._reader.vocabulary_key)
        known = self._cache.get([key]).get(key)
        if known is None:
            facts = facts_of(self._reader, data)
            self._cache.put({key: plain(facts)})
            return facts
        return from_plain(known)

    def _others(self, but: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The paths and the texts of the other documents."""
        known = set(but)
        for path in self._docnames:
            if path not in known:
                with contextlib.suppress(Unreadable):
                    yield path, self._source.read(path, MAX_SIZE)

    def documents(
        self, checked: Mapping[str, Facts], gone: Gone | None = None
    ) -> Documents | None:
        """What the rules may need about the documents that are checked.

        :param checked: the facts of these documents, by path.
        :param gone: what the change removes, if anything.
        :returns: None if none of them refers to, or is referred to by, another
            document.
        """
        self._facts.update(checked)
        if gone is None and not any(map(any, checked.values())):
            return None
        from specslint.engine.name_search import NameSearch, names_in

        wanted = {asked for facts in checked.values() for asked in names_in(facts)}
        if gone:
            wanted |= gone.wanted
        if not wanted and not any(facts.uses for facts in checked.values()):
            return None
        others: list[Place] = []
        read = [
            place
            for path, facts in checked.items()
            if any(facts) or path not in self._docnames
            for place in self._places(path, facts)
        ]
        search = NameSearch(wanted)
        for path, data in self._others(checked) if wanted else ():
            if path not in self._facts and not search.may_be_in(data):
                continue
            facts = self._facts_of(path, data)
            for place in self._places(path, facts):
                concerned = tuple(
                    # For the documents that are checked, RST005 reports this.
                    use._replace(kind="cite") if use.kind == "citation" else use
                    for use in facts.uses
                    if gone and gone.concerns(place, use)
                )
                if concerned:
                    read.append(place._replace(definitions=(), uses=concerned))
                others.append(place._replace(uses=facts.uses))
        missing = frozenset(
            (place.docname, use.target)
            for place in read
            for use in place.uses
            if use.kind in ("image", "download") and self._is_missing(place.docname, use)
        )
        docs = self._config.docs
        is_open = not _OPENING.isdisjoint(docs.extensions or ())
        return Documents(
            self.docnames | {place.docname for place in read},
            tuple(sorted(read)),
            tuple(others),
            missing,
            numfig=docs.numfig,
            is_open=is_open,
        )

    def _places(self, path: str, facts: Facts) -> Iterator[Place]:
        # A document that no link of the source directory leads to yet is named as if
        # one did.
        for docname in self._docnames.get(path) or [path.removesuffix(".rst")]:
            yield Place(docname, path, facts.definitions, facts.uses)

    def all_facts(self) -> dict[str, Facts]:
        """The facts of the documents beside the specs."""
        root = f"{self._config.layout.root}/"
        return {path: self._facts_of(path) for path in self._docnames if not path.startswith(root)}

    def defined_in(self, paths: Iterable[str]) -> set[tuple[str, str]]:
        """The (kind, name) pairs that documents define, including the documents themselves."""
        found = set()
        for path in paths:
            for docname in self._docnames.get(path, ()):
                found.add(("doc", docname))
            try:
                data = self._source.read(path, MAX_SIZE)
            except Unreadable:
                continue
            if re.search(_MAY_DEFINE, data, re.MULTILINE):
                found.update((d.kind, d.name) for d in self._facts_of(path, data).definitions)
        return found


def _followed(entry: Entry) -> str:
    """The path that a link leads to; empty if it is outside of the tree."""
    if entry.target.startswith("/"):
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), entry.target))
    outside = path in (".", "..") or path.startswith("../") or path.split("/")[0] == ".git"
    return "" if outside else path
