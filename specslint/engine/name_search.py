"""Searches the raw texts of documents for names, to parse only those that contain one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from specslint.engine.facts import Facts
from specslint.model.document import Use
from specslint.model.documents import KINDS, ONCE, Place, joined

_FEW = 64  # up to this number of names, each is searched for separately
_WORD = rb"[a-z0-9]+"
_NAME_WORD = r"[a-z0-9]+"


class NameSearch:
    """Searches raw texts for names, without parsing.

    :param wanted: (kind, name) pairs; for the kind ``any``, references are searched for
        as well, for the others only definitions.
    """

    def __init__(self, wanted: Iterable[tuple[str, str]]) -> None:
        # By the longest word of each name, which is searched for first.
        self._patterns: dict[bytes, list[bytes]] = {}
        for kind, name in wanted:
            words = [word.encode() for word in re.findall(_NAME_WORD, name.lower())]
            pattern = rb"[^a-z0-9]+".join(words) + rb"(?![a-z0-9])"
            before = _DEFINING.get(kind, b"")
            patterns = self._patterns.setdefault(max(words, key=len, default=b""), [])
            patterns.append(rb"(?s)%s%s" % (before, pattern))

    def may_be_in(self, data: bytes) -> bool:
        """Whether a text may contain one of the names."""
        text = data.lower()
        if len(self._patterns) <= _FEW:
            found = [word for word in self._patterns if word in text]
        else:
            found = list(self._patterns.keys() & set(re.findall(_WORD, text)))
        patterns = [pattern for word in found for pattern in self._patterns[word]]
        # If this many words match, the text is worth parsing in any case.
        return len(patterns) > _FEW or any(re.search(pattern, text) for pattern in patterns)


_GLUE = rb"[^a-z0-9\n]{0,9}"
# The markup before a name that is defined.
_DEFINING = {
    "label": rb"(?:_|:name:)" + _GLUE,
    "citation": rb"\[" + _GLUE,
    "term": rb"glossary::.*",
    "option": rb"option::[^\n]*",
    "confval": rb"confval::[^\n]*",
    "equation": rb"(?::label:|:name:)" + _GLUE,
}


class Gone:
    """What a change removes that other documents may refer to.

    :param definitions: (kind, name) pairs.
    """

    def __init__(self, definitions: set[tuple[str, str]]) -> None:
        self._definitions = definitions
        # Every reference to a document contains the last part of its name.
        self.wanted = {
            ("any", name.rpartition("/")[2] if kind == "doc" else name)
            for kind, name in definitions
        }

    def concerns(self, place: Place, use: Use) -> bool:
        """Whether a reference may lead to something that was removed."""
        if use.kind in ("doc", "toctree", "toctree-glob"):
            target = re.sub(r".*<(.*)>\Z", r"\1", use.target, flags=re.DOTALL)
            return ("doc", joined(place.docname, target.removesuffix(".rst"))) in self._definitions
        if use.kind == "any" and ("doc", joined(place.docname, use.target)) in self._definitions:
            return True
        return any(name in (use.target, use.target.lower()) for _, name in self._definitions)


def names_in(facts: Facts) -> Iterator[tuple[str, str]]:
    """The (kind, name) pairs that other documents are to be searched for."""
    own = {(definition.kind, definition.name) for definition in facts.definitions}
    yield from (asked for asked in own if asked[0] in ONCE)
    for use in facts.uses:
        kind = KINDS.get(use.kind, use.kind)
        if kind in _DEFINING or kind == "any":
            name = re.split(r"[ =\[]", use.target)[0] if kind == "option" else use.target
            if (kind, name) not in own:
                yield kind, name
