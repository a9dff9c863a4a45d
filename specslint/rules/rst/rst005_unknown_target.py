"""RST005 unknown-target."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind
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
            f'nothing in the spec is called "{message.subject}": define the target, mend its '
            "name, or put ``two backquotes`` around what is no link",
            lifted_by=("citation", label) if label else None,
        )
