"""The documents that Sphinx builds of a state of the repository, read as far as is asked.

Where nothing at hand refers to another document or may be referred to, nothing is
read. Else the names at hand are looked for in the raw texts of all others, and only
a document that holds one of them is parsed.

Sources: ``get_matching_files`` and ``BuildEnvironment.relfn2path`` of Sphinx 9.0.4.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from specslint.config.settings import Config
from specslint.engine.sources import Source
from specslint.engine.specs import SpecReader
from specslint.model.document import Definition, Use
from specslint.model.documents import KINDS, ONCE, Documents, Place, glob_pattern, joined
from specslint.model.tree import Entry, EntryKind
from specslint.parsing import MAX_SIZE
from specslint.work_tree import Unreadable

if TYPE_CHECKING:
    from specslint.engine.cache import Cache

_MOST_LINKS = 4  # one through another
_MOST_DOCUMENTS = 50_000
_FEW = 64  # names for which each text is searched for one after the other

_WORD = re.compile(rb"[a-z0-9]+")
_NAME_WORD = re.compile(r"[a-z0-9]+")
_MAY_DEFINE = re.compile(
    rb"^\s*\.\. +(?:_[^\n]*:[ \t]*\r?$|\[[A-Za-z])|:name:|_`|(?:glossary|confval|option)::",
    re.MULTILINE,
)

# Extensions with which a target may be found outside of the tree, or anywhere.
_OPENING = frozenset(("sphinx.ext.intersphinx", "sphinx.ext.autosectionlabel"))


class Facts(NamedTuple):
    """What a document defines for others and refers to in them."""

    definitions: tuple[Definition, ...] = ()
    uses: tuple[Use, ...] = ()


class Sphinx:
    """The documentation of one state of the repository.

    :param specs: what stands below the directory of the specs.
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
        # Without a source directory, documents are where they stand.
        self._root = config.docs.source if self._listing(config.docs.source) else ""
        self._paths = dict(self._documents())
        self._docnames: dict[str, list[str]] = {}
        for docname, path in self._paths.items():
            self._docnames.setdefault(path, []).append(docname)
        self._facts: dict[str, Facts] = {}

    # --- which documents there are ---

    @property
    def docnames(self) -> frozenset[str]:
        """The names of all documents."""
        return frozenset(self._paths)

    def _listing(self, directory: str) -> tuple[Entry, ...]:
        """What stands below a directory."""
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

    # --- which files there are ---

    def _exists(self, path: str) -> bool:
        """Whether a file is in the tree; it is not read."""
        try:
            self._source.read(path, 0)
        except Unreadable as unreadable:
            return not unreadable.missing and "symbolic link" not in unreadable.reason
        return True

    def _resolved(self, path: str) -> str:
        """The path of the tree that a path leads to, or nothing where that is outside.

        Links are followed before a ``..`` behind them is, as the system does.
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
        """Whether the file is missing that an image or a download names."""
        target = use.target
        if "://" in target or "\0" in target:
            return False
        below = target if target.startswith("/") else f"{posixpath.dirname(docname)}/{target}"
        path = self._resolved(f"{self._root}/{below}")
        if not path or path.split("/")[0] == ".git":
            return True  # nothing outside of the tree is looked at
        if use.kind == "image" and path.endswith(".*"):
            directory = posixpath.dirname(path)
            return not any(e.path.startswith(path[:-1]) for e in self._listing(directory))
        entry = self._known.get(path)
        if entry is not None and entry.kind is EntryKind.FILE:
            return False
        return not self._exists(path)

    # --- what is in them ---

    def note(self, path: str, facts: Facts) -> None:
        """Remember what was found in a document, which is then not read again."""
        self._facts[path] = facts

    def _facts_of(self, path: str, content: bytes | None = None) -> Facts:
        """What is in a document."""
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
        """What the rules may ask of the documents that are checked.

        :param checked: the facts of these, by the path.
        :param gone: what the change takes away, if anything.
        :returns: None where none of them has to do with any other document.
        """
        self._facts.update(checked)
        wanted = {asked for facts in checked.values() for asked in _asked(facts)}
        if gone:
            wanted |= gone.wanted
        if not wanted and not any(facts.uses for facts in checked.values()):
            return None
        others: list[Place] = []
        read = [place for path in checked for place in self._places(path, checked[path])]
        wording = Wording(wanted)
        for path, data in self._others(checked) if wanted else ():
            if path not in self._facts and not wording.may_be_in(data):
                continue
            facts = self._facts_of(path, data)
            for place in self._places(path, facts):
                concerned = tuple(
                    # What is checked has RST005 for it.
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
        # What no link of the source directory leads to yet is named as if one did.
        for docname in self._docnames.get(path) or [path.removesuffix(".rst")]:
            yield Place(docname, path, facts.definitions, facts.uses)

    def all_facts(self) -> dict[str, Facts]:
        """What is in the documents beside the specs."""
        root = f"{self._config.layout.root}/"
        return {path: self._facts_of(path) for path in self._docnames if not path.startswith(root)}

    def defined_in(self, paths: Iterable[str]) -> set[tuple[str, str]]:
        """What documents define: kinds and names; and the documents themselves."""
        found = set()
        for path in paths:
            for docname in self._docnames.get(path, ()):
                found.add(("doc", docname))
            try:
                data = self._source.read(path, MAX_SIZE)
            except Unreadable:
                continue
            if _MAY_DEFINE.search(data):
                found.update((d.kind, d.name) for d in self._facts_of(path, data).definitions)
        return found


class Wording:
    """How names may stand in a text, without it being parsed.

    :param wanted: kinds and names; of the kind ``any``, a reference is looked for as
        well, and of the others a definition.
    """

    def __init__(self, wanted: Iterable[tuple[str, str]]) -> None:
        # By the longest word of each name, which is looked for first.
        self._patterns: dict[bytes, list[bytes]] = {}
        for kind, name in wanted:
            words = [word.encode() for word in _NAME_WORD.findall(name.lower())]
            pattern = rb"[^a-z0-9]+".join(words) + rb"(?![a-z0-9])"
            before = _DEFINING.get(kind, b"")
            patterns = self._patterns.setdefault(max(words, key=len, default=b""), [])
            patterns.append(rb"(?s)%s%s" % (before, pattern))

    def may_be_in(self, data: bytes) -> bool:
        """Whether a text may have one of the names."""
        text = data.lower()
        if len(self._patterns) <= _FEW:
            found = [word for word in self._patterns if word in text]
        else:
            found = list(self._patterns.keys() & set(_WORD.findall(text)))
        patterns = [pattern for word in found for pattern in self._patterns[word]]
        # So many at once are a reason to look closer.
        return len(patterns) > _FEW or any(re.search(pattern, text) for pattern in patterns)


_GLUE = rb"[^a-z0-9\n]{0,9}"
# What stands before a name where that is defined.
_DEFINING = {
    "label": rb"(?:_|:name:)" + _GLUE,
    "citation": rb"\[" + _GLUE,
    "term": rb"glossary::.*",
    "option": rb"option::[^\n]*",
    "confval": rb"confval::[^\n]*",
    "equation": rb"(?::label:|:name:)" + _GLUE,
}


class Gone:
    """What a change takes away that other documents may refer to.

    :param definitions: kinds and names.
    """

    def __init__(self, definitions: set[tuple[str, str]]) -> None:
        self._definitions = definitions
        # Of a document, the last part of its name stands in every reference.
        self.wanted = {
            ("any", name.rpartition("/")[2] if kind == "doc" else name)
            for kind, name in definitions
        }

    def concerns(self, place: Place, use: Use) -> bool:
        """Whether a reference may lead to what is gone."""
        if use.kind in ("doc", "toctree", "toctree-glob"):
            target = re.sub(r".*<(.*)>\Z", r"\1", use.target, flags=re.DOTALL)
            return ("doc", joined(place.docname, target.removesuffix(".rst"))) in self._definitions
        if use.kind == "any" and ("doc", joined(place.docname, use.target)) in self._definitions:
            return True
        return any(name in (use.target, use.target.lower()) for _, name in self._definitions)


def facts_of(reader: SpecReader, data: bytes) -> Facts:
    """What a text defines for others and refers to in them."""
    document = reader.document(data)
    return Facts(document.definitions, document.uses) if document else Facts()


def plain(facts: Facts) -> tuple[tuple[tuple[object, ...], ...], ...]:
    """Facts as tuples, strings and numbers."""
    return tuple(map(tuple, facts.definitions)), tuple(map(tuple, facts.uses))


def from_plain(known: tuple[tuple[tuple[object, ...], ...], ...]) -> Facts:
    """Facts from what :func:`plain` made of them."""
    definitions, uses = known
    make_definition: Callable[..., Definition] = Definition
    make_use: Callable[..., Use] = Use
    return Facts(
        tuple(make_definition(*d) for d in definitions), tuple(make_use(*u) for u in uses)
    )


def _asked(facts: Facts) -> Iterator[tuple[str, str]]:
    """What other documents are to be searched for: kinds and names."""
    own = {(definition.kind, definition.name) for definition in facts.definitions}
    yield from (asked for asked in own if asked[0] in ONCE)
    for use in facts.uses:
        kind = KINDS.get(use.kind, use.kind)
        if kind in _DEFINING or kind == "any":
            name = re.split(r"[ =\[]", use.target)[0] if kind == "option" else use.target
            if (kind, name) not in own:
                yield kind, name


def _followed(entry: Entry) -> str:
    """Where a link leads, or nothing where that is outside of the tree."""
    if entry.target.startswith("/"):
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), entry.target))
    outside = path in (".", "..") or path.startswith("../") or path.split("/")[0] == ".git"
    return "" if outside else path
