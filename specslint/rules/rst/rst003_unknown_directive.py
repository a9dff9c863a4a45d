"""RST003 unknown-directive."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._messages import unknown


@rule(code="RST003", name="unknown-directive", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """The directive is unknown to docutils, Sphinx and the configuration.

    Why:
        An unknown directive is an error in the documentation build, and its content
        is not published.

    Bad:
        .. nota:: Mind the gap.

    Good:
        .. note:: Mind the gap.

    Source:
        docutils' and Sphinx's lists of directives; Sphinx builds nova-specs.

    Settings:
        directives
    """
    return unknown(spec, MessageKind.UNKNOWN_DIRECTIVE, "directive")
