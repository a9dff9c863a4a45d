"""The documents that Sphinx builds from a tree, and the references between them.

A document's name is its path below Sphinx's source directory, without its suffix. Links
in the tree may give a file another path than its own, or several.

Source: ``StandardDomain`` and ``CitationDomain`` of Sphinx 9.0.4.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from specslint.model.document import Definition, Use
from specslint.model.typing import NamedTuple

# The pages that Sphinx generates besides the documents, and their labels.
GENERATED = ("genindex", "modindex", "search")
KINDS = {
    "ref": "label",
    "numref": "label",
    "keyword": "label",
    "eq": "equation",
    "cite": "citation",
}
"""The kind of definition that a role refers to, where the names differ."""

ONCE = frozenset(("label", "citation", "term", "confval", "equation"))
"""The kinds for which Sphinx warns if two documents define the same name."""

_URL = re.compile(r".+://")
_WITH_TITLE = re.compile(r".+?\s*<(?P<target>[^<]*?)>\Z", re.DOTALL)


class Place(NamedTuple):
    """A document that was read: its name, its file's path, and its definitions and uses."""

    docname: str
    path: str
    definitions: tuple[Definition, ...] = ()
    uses: tuple[Use, ...] = ()


class Found(NamedTuple):
    """The target of a reference."""

    has_title: bool = True
    counted: bool = True
    is_section: bool = False


class Duplicate(NamedTuple):
    """A second definition of a name, and the path of the other one."""

    path: str
    definition: Definition
    other: str


def joined(docname: str, target: str) -> str:
    """The name of the document that a reference leads to.

    :param docname: the document with the reference.
    :param target: a path relative to it, or to the source directory if it starts with a
        slash.
    """
    return posixpath.normpath(posixpath.join("/" + docname, "..", target)).lstrip("/")


def glob_pattern(glob: str) -> re.Pattern[str]:
    """The regular expression of a Sphinx glob: ``*`` matches no slash, ``**`` does."""
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
    :param read: those to report on, sorted by name.
    :param others: those whose definitions may be referred to, sorted by name.
    :param missing: referenced files that do not exist: the name of the document and the
        path as it is written.
    :param numfig: whether figures are numbered.
    :param is_open: whether targets may be defined outside of the tree.
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
        """Every definition by kind and name; of several, the last one with a title."""
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
        """The target of a reference, or None if there is none.

        :param docname: the document with the reference.
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
            # The program that an option belongs to is ignored.
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

        :param kind: ``citation`` or ``citation reference``.
        """
        if kind == "citation":
            return (kind, label) in self._definitions
        return any(
            use.kind == "citation" and use.target == label
            for place in self._all
            for use in place.uses
        )

    def duplicates(self) -> Iterator[Duplicate]:
        """The definitions that Sphinx, which reads documents in order, reports as duplicates."""
        first: dict[tuple[str, str], Place] = {}
        reported: set[tuple[str, str, str]] = set()
        for place in self._all:
            for definition in place.definitions:
                key = definition.kind, definition.name
                if definition.kind not in ONCE:
                    continue
                if definition.kind == "label" and definition.name in GENERATED:
                    yield Duplicate(place.path, definition, "Sphinx itself")
                    continue
                earlier = first.get(key)
                if earlier is not None and (place.path, *key) not in reported:
                    reported.add((place.path, *key))
                    yield from self._duplicate(earlier, place, definition)
                if definition.kind != "label" or definition.has_title:
                    first[key] = place

    def _duplicate(
        self, earlier: Place, later: Place, definition: Definition
    ) -> Iterator[Duplicate]:
        """The later definition; the earlier one if only that is reported on."""
        if later.docname in self._reported or earlier.docname not in self._reported:
            yield Duplicate(later.path, definition, earlier.path)
            return
        for other in earlier.definitions:
            if (other.kind, other.name) == (definition.kind, definition.name):
                yield Duplicate(earlier.path, other, later.path)
                return
