"""RST009 unparseable."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule


@rule(code="RST009", name="unparseable", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """The file cannot be parsed.

    Why:
        A file that is too large, too deeply nested or too slow to parse is not a
        usable spec, and must not block the gate.

    Bad:
        a thousand nested block quotes

    Good:
        a few levels of lists, and some hundred lines

    Source:
        specslint's own limits, which the message states.
    """
    if spec.unparseable is not None:
        yield Finding(
            spec.at(spec.unparseable.line),
            f"the file was not parsed, so most rules did not run: {spec.unparseable.reason}",
        )
