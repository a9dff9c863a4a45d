"""RST001 syntax-error."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._messages import of_kind


@rule(code="RST001", name="syntax-error", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """The parser docutils reports an error.

    Why:
        Text that the parser cannot read is published as a red box, or not at all.

    Bad:
        * an item
            with a second line that is indented too far

    Good:
        * an item
          with a second line

    Source:
        The reStructuredText specification of docutils; messages of the levels
        ERROR and SEVERE.
    """
    for message, location in of_kind(spec, MessageKind.SYNTAX):
        if message.severity is Severity.ERROR:
            yield Finding(location, message.text, original=message.original)
