"""RST009 unparseable."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule


@rule(code="RST009", name="unparseable", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """The file cannot be parsed at all.

    Why:
        A file that is too large, nested too deep or takes the parser too long can
        be no spec that anyone reads; and none may stop the gate.

    Bad:
        a thousand block quotes inside one another

    Good:
        a few levels of lists, some hundred lines

    Source:
        specslint's own limits, stated in the message.
    """
    if spec.unparseable is not None:
        yield Finding(
            spec.at(spec.unparseable.line),
            f"the file was not parsed, so most checks were not made: {spec.unparseable.reason}",
        )
