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
    """A reference has no target in the document.

    Why:
        A footnote reference, citation or link without a target is published as red
        text. Often the underscore at the end of a word was not intended as a link.

    Bad:
        the variable os_ is read, see [1]_

    Good:
        the variable ``os_`` is read, see [1]_

        .. [1] https://docs.openstack.org/

    Source:
        The reStructuredText specification of docutils, "Hyperlink References".
        A citation may be defined in any document of the repository. RST011 checks
        the targets of Sphinx's ref and doc.
    """
    uses = spec.document.uses if spec.document else ()
    citations = {use.target.lower(): use.target for use in uses if use.kind == "citation"}
    for message, location in of_kind(spec, MessageKind.UNKNOWN_TARGET):
        label = citations.get(message.subject.lower())
        yield Finding(
            location,
            f'the spec has no target "{message.subject}": {_advice(spec, message)}',
            lifted_by=("citation", label) if label else None,
        )


def _advice(spec: Spec, message: ParserMessage) -> str:
    if spec.lines[message.line - 1].startswith("[", message.column - 1):
        return (
            f'write ".. [{message.subject}]", a space and its text at the end, or correct its name'
        )
    if re.search(r"\S<\w+:", message.subject):
        return "put a space before the < of the link"
    return "define the target, correct its name, or put ``two backquotes`` around plain text"
