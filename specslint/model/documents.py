"""The documents that Sphinx builds of a tree, and what they have to do with each other.

A document's name is its path below Sphinx's source directory, without its suffix. Links
in the tree may put a file there under another path than its own, or under several.

Source: ``StandardDomain`` and ``CitationDomain`` of Sphinx 9.0.4.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from specslint.model.document import Definition, Use

# What Sphinx makes besides the documents, and the labels of these.
GENERATED = ("genindex", "modindex", "search")
KINDS = {
    "ref": "label",
    "numref": "label",
    "keyword": "label",
    "eq": "equation",
    "cite": "citation",
}
"""What roles refer to, where that has another name."""

ONCE = frozenset(("label", "citation", "term", "confval", "equation"))
"""Of these, Sphinx warns where two documents define the same one."""

_URL = re.compile(r".+://")
_WITH_TITLE = re.compile(r".+?\s*<(?P<target>[^<]*?)>\Z", re.DOTALL)


class Place(NamedTuple):
    """A document that was read: its name, the path of its file, and what concerns others."""

    docname: str
    path: str
    definitions: tuple[Definition, ...] = ()
    uses: tuple[Use, ...] = ()


class Found(NamedTuple):
    """What a reference leads to."""

    has_title: bool = True
    counted: bool = True
    is_section: bool = False


class Again(NamedTuple):
    """A second definition of a name, and the path of the other one."""

    path: str
    definition: Definition
    other: str


def joined(docname: str, target: str) -> str:
    """The name of the document that another one refers to.

    :param docname: the document with the reference.
    :param target: a path relative to that, or with a slash to the source directory.
    """
    return posixpath.normpath(posixpath.join("/" + docname, "..", target)).lstrip("/")


def glob_pattern(glob: str) -> re.Pattern[str]:
    """A pattern as Sphinx has them: a star spans no slash, two do."""
    parts = []
    for part in re.findall(r"\*\*|\*|\?|\[!?\]?[^]]*\]|.", glob, re.DOTALL):
        if part == "**":
            parts.append(".*")
        elif part == "*":
            parts.append("[^/]*")
        elif part == "?":
            parts.append("[^/]")
        elif len(part) > 2 and part[0] == "[":
            inner = part[1:-1].replace("\\", "\\\\")
            parts.append(f"[{'^/' + inner[1:] if inner[0] == '!' else inner}]")
        else:
            parts.append(re.escape(part))
    return re.compile("".join(parts) + r"\Z", re.DOTALL)


class Documents:
    """The documents of a tree, as far as they were read.

    :param names: the names of all documents.
    :param read: those that are reported on, in the order of their names.
    :param others: those whose definitions may be referred to, likewise.
    :param missing: the files that are referred to and are not there: the name of
        the document and the path as it is written.
    :param numfig: whether figures are numbered.
    :param is_open: whether targets may be found outside of the tree.
    """

    def __init__(
        self,
        names: frozenset[str],
        read: tuple[Place, ...],
        others: tuple[Place, ...] = (),
        missing: frozenset[tuple[str, str]] = frozenset(),
        *,
        numfig: bool = False,
        is_open: bool = False,
    ) -> None:
        self.names = names
        self.read = read
        self.missing = missing
        self.numfig = numfig
        self.is_open = is_open
        self._all = tuple(sorted((*read, *others)))
        self._reported = {place.docname for place in read}

    @cached_property
    def _definitions(self) -> Mapping[tuple[str, str], Definition]:
        """Every definition by its kind and name; of several, the last with a title."""
        found: dict[tuple[str, str], Definition] = {}
        for place in self._all:
            for definition in place.definitions:
                key = definition.kind, definition.name
                if key not in found or definition.has_title or not found[key].has_title:
                    found[key] = definition
                if definition.kind == "term":
                    found.setdefault(("term", definition.name.lower()), definition)
        return found

    def defined(self, role: str) -> frozenset[str]:
        """The names that a role may refer to."""
        kind = KINDS.get(role, role)
        return frozenset(name for of, name in self._definitions if of == kind)

    def resolved(self, docname: str, use: Use) -> Found | None:
        """What a reference leads to, or None.

        :param docname: the document that it stands in.
        """
        target = use.target
        if use.kind in ("ref", "numref", "keyword"):
            if target in GENERATED:
                return Found(counted=False)
            label = self._definitions.get(("label", target))
            return label and Found(label.has_title, label.counted, label.is_section)
        if use.kind == "any":
            known = (
                joined(docname, target) in self.names
                or target.lower() in GENERATED
                or ("label", target.lower()) in self._definitions
                or any(name == target for _, name in self._definitions)
            )
            return Found() if known else None
        names = [target]
        if use.kind == "term":
            names.append(target.lower())
        elif use.kind == "option":
            # The program that it belongs to is not asked for.
            names += [
                re.split(r"=|\[=| ", target)[0],
                target.split()[-1] if target.split() else "",
            ]
        kind = KINDS.get(use.kind, use.kind)
        return Found() if any((kind, name) in self._definitions for name in names) else None

    def listed(self, docname: str, use: Use) -> bool:
        """Whether a toctree entry leads to a document."""
        entry = use.target
        titled = _WITH_TITLE.match(entry)
        if titled:
            entry = titled["target"]
        elif (
            use.kind == "toctree-glob" and any(c in entry for c in "*?[") and not _URL.match(entry)
        ):
            pattern = glob_pattern(joined(docname, entry))
            return any(pattern.match(name) for name in self.names if name != docname)
        if _URL.match(entry) or entry == "self":
            return True
        name = joined(docname, entry.removesuffix(".rst"))
        return name in GENERATED or (name in self.names and name != docname)

    def lifts(self, kind: str, label: str) -> bool:
        """Whether any document that was read defines a citation, or refers to it.

        :param kind: ``citation``, or ``citation reference``.
        """
        if kind == "citation":
            return (kind, label) in self._definitions
        return any(
            use.kind == "citation" and use.target == label
            for place in self._all
            for use in place.uses
        )

    def duplicates(self) -> Iterator[Again]:
        """The definitions that Sphinx, which reads documents in order, finds a second time."""
        first: dict[tuple[str, str], Place] = {}
        reported: set[tuple[str, str, str]] = set()
        for place in self._all:
            for definition in place.definitions:
                key = definition.kind, definition.name
                if definition.kind not in ONCE:
                    continue
                if definition.kind == "label" and definition.name in GENERATED:
                    yield Again(place.path, definition, "Sphinx itself")
                    continue
                earlier = first.get(key)
                if earlier is not None and (place.path, *key) not in reported:
                    reported.add((place.path, *key))
                    yield from self._again(earlier, place, definition)
                if definition.kind != "label" or definition.has_title:
                    first[key] = place

    def _again(self, earlier: Place, later: Place, definition: Definition) -> Iterator[Again]:
        """The later definition; where only the earlier is reported on, that one."""
        if later.docname in self._reported or earlier.docname not in self._reported:
            yield Again(later.path, definition, earlier.path)
            return
        for other in earlier.definitions:
            if (other.kind, other.name) == (definition.kind, definition.name):
                yield Again(earlier.path, other, later.path)
                return
