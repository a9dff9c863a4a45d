"""RST002 syntax-warning."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._messages import of_kind


@rule(code="RST002", name="syntax-warning", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """The parser docutils reports a warning.

    Why:
        The text is published, but not as the author intended: a paragraph runs into
        a list, or a star opens emphasis that never ends.

    Bad:
        a list of the files *.rst and *.txt

    Good:
        a list of the files ``*.rst`` and ``*.txt``

    Source:
        The reStructuredText specification of docutils; messages of the level
        WARNING.
    """
    for message, location in of_kind(spec, MessageKind.SYNTAX):
        if message.severity is not Severity.ERROR:
            yield Finding(location, message.text, original=message.original)
