"""Document links: blueprints and reviews, which a browser can open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from specslint.server.checkouts import Opened
from specslint.server.messages import Message
from specslint.server.text import Text

_URI = re.compile(
    r"https?://(?:blueprints\.launchpad\.net|review\.(?:opendev|openstack)\.org)/\S+", re.I
)
_BLUEPRINT = re.compile(r"\b(?:blueprint|bp)\b:?[ \t]+(?P<name>[A-Za-z0-9][\w.+-]*)", re.I)
_CHANGE = re.compile(r"^(?:change-id|depends-on):[ \t]*(?P<name>I[0-9a-f]{40})\b", re.I | re.M)


def of(opened: Opened) -> Iterator[types.DocumentLink]:
    """The links of a spec."""
    text = opened.document.text
    document = opened.spec.document
    for reference in document.references if document else ():
        if _URI.fullmatch(reference.uri):
            start = text.engine_offset(reference.line, reference.column)
            end = text.engine_offset(reference.line, reference.end_column)
            yield types.DocumentLink(text.range(start, end), target=reference.uri)


def in_message(text: Text, message: Message) -> Iterator[types.DocumentLink]:
    """The links of a commit message."""
    for match in _URI.finditer(text.source):
        yield types.DocumentLink(text.range(*match.span()), target=match[0])
    project = message.config.project
    for match in _BLUEPRINT.finditer(text.source):
        target = f"https://blueprints.launchpad.net/{project}/+spec/{match['name'].lower()}"
        yield types.DocumentLink(text.range(*match.span("name")), target=target)
    for match in _CHANGE.finditer(text.source):
        target = f"https://review.opendev.org/q/{match['name']}"
        yield types.DocumentLink(text.range(*match.span("name")), target=target)
