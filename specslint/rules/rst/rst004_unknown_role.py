"""RST004 unknown-role."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._messages import unknown


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

    Settings:
        roles
    """
    return unknown(spec, MessageKind.UNKNOWN_ROLE, "role")
