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
    """The role is unknown to docutils, Sphinx and the configuration.

    Why:
        An unknown role is an error in the documentation build, and its source text
        is published in red.

    Bad:
        see :rfe:`the other spec`

    Good:
        see :ref:`the other spec`

    Source:
        docutils' and Sphinx's lists of roles; Sphinx builds nova-specs.

    Settings:
        roles
    """
    return unknown(spec, MessageKind.UNKNOWN_ROLE, "role")
