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
    """Neither docutils nor Sphinx nor the configuration knows the directive.

    Why:
        An unknown directive is an error of the document's build, and its content
        is not published.

    Bad:
        .. nota:: Mind the gap.

    Good:
        .. note:: Mind the gap.

    Source:
        docutils' and Sphinx's lists of directives; nova-specs is built by Sphinx.

    Settings:
        directives
    """
    return unknown(spec, MessageKind.UNKNOWN_DIRECTIVE, "directive")
