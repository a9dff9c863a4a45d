"""Completion: proposals for the text at the cursor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lsprotocol import types

from specslint.model.document import Section
from specslint.model.releases import BACKLOG, newest_first
from specslint.model.spec import Spec
from specslint.parsing import known_names
from specslint.rules.fasttrack._tags import source_releases
from specslint.rules.template._comparison import Missing, compared
from specslint.rules.template._insertion import heading, styles
from specslint.server.checkouts import Opened
from specslint.server.cross_references import labels, sphinx
from specslint.server.messages import Message
from specslint.server.text import Text

_DIRECTIVE = re.compile(r"\s*\.\. +(?P<typed>[\w:.+-]*)\Z")
_TARGET = re.compile(r":(?P<role>ref|numref|doc):`(?:[^`<]*<)?(?P<typed>[^`<>]*)\Z")
_ROLE = re.compile(r"(?:^|(?<=[\s(\[{'\"-]))(?P<typed>:[\w:.+-]*)\Z")
_TITLE = re.compile(r"(?P<typed>[^\W_][\w ]*)?\Z")
_TAG = re.compile(r"previously[- _]approved\s*:\s*(?:[\w.]+\s*,\s*)*(?P<typed>[\w.]*)\Z", re.I)

_Kind = types.CompletionItemKind


def on_document(opened: Opened, position: types.Position) -> list[types.CompletionItem]:
    """The proposals at a position in a spec."""
    text = opened.document.text
    offset = text.offset(position)
    start = text.source.rfind("\n", 0, offset) + 1
    before = text.source[start:offset]

    def typed(match: re.Match[str]) -> types.Range:
        return text.range(start + max(match.start("typed"), 0), offset)

    vocabulary = opened.checkout.parser.vocabulary
    if match := _DIRECTIVE.match(before):
        directives = (f"{name}::" for name in known_names(vocabulary)[0])
        return _items(directives, _Kind.Function, typed(match))
    if match := _TARGET.search(before):
        documents = sphinx(opened)
        if match["role"] == "doc":
            names = (f"/{name}" for name in documents.docnames)
            return _items(names, _Kind.File, typed(match))
        found = (label.name for label in labels(opened, documents))
        return _items(found, _Kind.Reference, typed(match))
    if match := _ROLE.search(before):
        roles = (f":{name}:" for name in known_names(vocabulary)[1])
        return _items(roles, _Kind.Function, typed(match))
    if (match := _TITLE.match(before)) and _is_free(text, start, offset):
        line, _ = text.engine_place(start)
        # The typed text is removed: it may look like a paragraph or an unfinished title.
        rest = text.source[:start] + text.source[offset:]
        return list(_titles(opened, rest, line, typed(match)))
    return []


def _is_free(text: Text, start: int, offset: int) -> bool:
    """Whether a line may become a title: it has only the typed text, below a blank line."""
    end = text.source.find("\n", offset)
    behind = text.source[offset : end if end >= 0 else None]
    above = text.source[:start].rsplit("\n", 2)[-2] if "\n" in text.source[:start] else ""
    return not behind.strip() and not above.strip()


def _titles(
    opened: Opened, rest: str, line: int, where: types.Range
) -> Iterator[types.CompletionItem]:
    """The missing sections that may be inserted at a line."""
    spec = opened.reader.spec_of(opened.path, rest.encode("utf-8", "replace"))
    document = spec.document
    if document is None or len(document.sections) != 1:
        return
    (title,) = document.sections
    differing = compared(spec)
    both = styles(spec, title)
    level = 0
    for missing, style in (
        *((one, both[0]) for one in differing.missing),
        *((one, both[1]) for one in differing.missing_subsections),
    ):
        if not _belongs(spec, missing, line):
            continue
        level += 1
        lines = heading(missing.title, style)
        yield types.CompletionItem(
            missing.title,
            kind=_Kind.Class,
            detail="a section of the template" if missing.parent is None else missing.parent.title,
            filter_text=missing.title,
            sort_text=f"{level:03}",
            text_edit=types.TextEdit(where, spec.line_end.join(lines)),
        )


def _belongs(spec: Spec, missing: Missing, line: int) -> bool:
    """Whether a missing section may begin on a line: between its neighbours in the template."""
    after = missing.after
    siblings: tuple[Section, ...] = spec.document.below_title if spec.document else ()
    if missing.parent is not None:
        siblings = missing.parent.sections
    following = [s.line for s in siblings if s.line > after.line]
    end = missing.parent.end_line if missing.parent else len(spec.lines)
    last = min(following, default=end + 2)
    if after in siblings:
        return after.end_line - 1 <= line <= last if not following else after.line < line <= last
    return after.line < line <= last  # the first section below its parent


def on_message(
    text: Text, message: Message, position: types.Position
) -> list[types.CompletionItem]:
    """The proposals at a position in a commit message: releases for the tag."""
    offset = text.offset(position)
    start = text.source.rfind("\n", 0, offset) + 1
    match = _TAG.match(text.source[start:offset])
    if match is None:
        return []
    layout = message.changes.layout
    places = map(layout.place, message.changes.before)
    releases = {place.release for place in places if place} - {"", BACKLOG}
    sources = source_releases(message.changes.approvals)
    names = [*sources, *(name for name in newest_first(releases) if name not in sources)]
    where = text.range(start + match.start("typed"), offset)
    return [
        types.CompletionItem(
            name,
            kind=_Kind.Value,
            detail="approved the spec" if name in sources else None,
            preselect=name in sources[:1],
            sort_text=f"{number:03}",
            text_edit=types.TextEdit(where, name),
        )
        for number, name in enumerate(names)
    ]


def _items(
    names: Iterable[str], kind: types.CompletionItemKind, where: types.Range
) -> list[types.CompletionItem]:
    return [
        types.CompletionItem(name, kind=kind, text_edit=types.TextEdit(where, name))
        for name in sorted(set(names))
    ]
