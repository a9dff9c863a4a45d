"""RST004 unknown-role."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model import Finding, MessageKind, Severity, Spec
from specslint.rules import rule
from specslint.rules.rst._messages import of_kind


@rule(code="RST004", name="unknown-role", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """Neither docutils nor Sphinx nor the configuration knows the role.

    Why:
        An unknown role is an error of the document's build, and its text is
        published as it stands, in red.

    Bad:
        see :rfe:`the other spec`

    Good:
        see :ref:`the other spec`

    Source:
        docutils' and Sphinx's lists of roles; nova-specs is built by Sphinx.
    """
    for message, location in of_kind(spec, MessageKind.UNKNOWN_ROLE):
        hint = (
            f'did you mean "{message.hint}"?'
            if message.hint
            else 'if an extension brings it, name it in the setting "roles"'
        )
        yield Finding(location, f'unknown role "{message.subject}"; {hint}')
