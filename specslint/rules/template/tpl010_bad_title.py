"""TPL010 bad-title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.document import Document, MessageKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule

_OVERLINE = re.compile(r"([-=~^\"'*+#`])\1{3,}\s*\Z").match


def _lacks_title(spec: Spec, document: Document) -> bool:
    """Whether the first of several top-level titles is a section's of the template."""
    first, *others = document.sections
    wanted = spec.outline.sections if spec.outline else ()
    return bool(others) and any(section.title == first.title for section in wanted)


def _is_damaged(spec: Spec, document: Document) -> bool:
    """Whether the parser says that the lines over and under the title are wrong."""
    first = document.sections[0].line if document.sections else len(spec.lines)
    return any(
        message.kind is MessageKind.SYNTAX
        and message.severity is Severity.ERROR
        and 1 < message.line < first
        and _OVERLINE(spec.lines[message.line - 2])
        for message in document.messages
    )


@rule(code="TPL010", name="bad-title", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """The document has no title, or more than one top-level title.

    Why:
        The title is the only heading at the top level, and contains all sections.
        Without it, or with a second heading at that level, the spec has no title in
        the published list of specs, and its sections have the wrong level.

    Bad:
        =========
        Add colds
        =========

        Problem description   (with an overline too, so a second title)
        =====================

    Good:
        one title in a style of its own, and all sections in another style

    Source:
        docutils' documentation of the title of a document ("Document Title /
        Subtitle" in the reStructuredText specification); the gate's test of
        section titles in nova-specs.
    """
    document = spec.document
    if document is None:
        return
    if not document.sections or _lacks_title(spec, document):
        if _is_damaged(spec, document):
            return
        yield Finding(
            spec.at(1),
            "the spec has no title: add one at the top, with a line of === above and below it",
        )
        return
    if document.preamble_line is not None:
        line = spec.lines[document.preamble_line - 1]
        column = len(line) - len(line.lstrip()) + 1
        yield Finding(
            spec.at(document.preamble_line, column),
            "text before the title, so the document has no title: move the text below the title "
            "(only comments may precede it)",
        )
    if len(document.sections) > 1:
        first, second = document.sections[:2]
        others = len(document.sections) - 2
        more = f" (and {others} more)" if others else ""
        yield Finding(
            spec.at(second.line, second.column, second.end_column),
            f'"{second.title}"{more} has the same level as the title "{first.title}" in line '
            f"{first.line}: use another style for the title, with a line above it as well",
        )
