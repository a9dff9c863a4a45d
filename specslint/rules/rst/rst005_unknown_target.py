"""RST005 unknown-target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.document import MessageKind, ParserMessage
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._messages import of_kind


@rule(code="RST005", name="unknown-target", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """A reference leads to no target in the document.

    Why:
        A footnote, citation or link that has no target is published as text in
        red, and the reader never finds what was meant. Most often the underscore
        at a word's end was not meant to be a link at all.

    Bad:
        the variable os_ is read, see [1]_

    Good:
        the variable ``os_`` is read, see [1]_

        .. [1] https://docs.openstack.org/

    Source:
        The reStructuredText specification of docutils, "Hyperlink References".
        A citation may be defined by any document of the tree. The targets of Sphinx's
        ref and doc are RST011's.
    """
    uses = spec.document.uses if spec.document else ()
    citations = {use.target.lower(): use.target for use in uses if use.kind == "citation"}
    for message, location in of_kind(spec, MessageKind.UNKNOWN_TARGET):
        label = citations.get(message.subject.lower())
        yield Finding(
            location,
            f'nothing in the spec is called "{message.subject}": {_advice(spec, message)}',
            lifted_by=("citation", label) if label else None,
        )


def _advice(spec: Spec, message: ParserMessage) -> str:
    if spec.lines[message.line - 1].startswith("[", message.column - 1):
        return f'write ".. [{message.subject}]", a space and its text at the end, or mend its name'
    if re.search(r"\S<\w+:", message.subject):
        return "put a space before the < of the link"
    return "define the target, mend its name, or put ``two backquotes`` around what is no link"
