"""Labels and locations in all documents, for completion, definitions and related locations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types
from pygls.uris import from_fs_path

from specslint.engine.documents import Sphinx
from specslint.engine.sources import decode
from specslint.parsing import MAX_SIZE
from specslint.server.checkouts import Opened
from specslint.server.text import Text
from specslint.work_tree import Unreadable

_LABEL = re.compile(r"^[ \t]*\.\. _(?P<name>`[^`\n]+`|(?:[^:\n`]|:(?!\s))+):[ \t\r]*$", re.M)


class Label(NamedTuple):
    """A label and the offsets of its definition; the name is normalized."""

    name: str
    path: str
    start: int
    end: int


def sphinx(opened: Opened) -> Sphinx:
    """The Sphinx documents of the repository."""
    config, source = opened.checkout.config, opened.source
    return Sphinx(source, config, opened.reader, source.entries(config.layout.root))


def labels(opened: Opened, documents: Sphinx) -> Iterator[Label]:
    """The labels of all documents, those of this document first."""
    others = (path for path in documents.paths if path != opened.path)
    for path in (opened.path, *others):
        for match in _LABEL.finditer(text_at(opened, path) or ""):
            name = " ".join(match["name"].strip("`").replace("\\", "").split()).lower()
            yield Label(name, path, match.start("name"), match.end("name"))


def text_at(opened: Opened, path: str) -> str | None:
    """The text of a file, including unsaved changes; None if it cannot be read."""
    try:
        return decode(opened.source.read(path, MAX_SIZE)).text
    except Unreadable:
        return None


def location(opened: Opened, path: str, start: int = 0, end: int = 0) -> types.Location:
    """The protocol's location of a range of offsets in a file of the repository."""
    text = Text(text_at(opened, path) or "", opened.document.text.encoding)
    uri = opened.document.uri
    if path != opened.path:
        uri = from_fs_path(str(opened.checkout.root / path)) or ""
    return types.Location(uri, text.range(start, end))
