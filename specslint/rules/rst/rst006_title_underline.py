"""RST006 title-underline."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind
from specslint.model.findings import Finding, Fix, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules._titles import adornments, fitted
from specslint.rules.rst._messages import of_kind


@rule(code="RST006", name="title-underline", severity=Severity.WARNING, fix="safe")
def check(spec: Spec) -> Iterator[Finding]:
    """An underline (or overline) is shorter than its title.

    Why:
        docutils guesses that the text is a title, and warns. If the text itself is
        very short, docutils reads the line as something else.

    Bad:
        Problem description
        ===========

    Good:
        Problem description
        ===================

    Source:
        The reStructuredText specification of docutils, "Sections".
    """
    for message, location in of_kind(spec, MessageKind.UNDERLINE):
        which = "overline" if "overline" in message.original else "underline"
        title = spec.lines[message.line - 1].strip()
        yield Finding(
            location,
            f'the {which} of "{title}" is shorter than the title: make it at least as long',
            Severity.ERROR if message.severity is Severity.ERROR else None,
            _fix(spec, message.line, overlined=which == "overline"),
        )


def _fix(spec: Spec, line: int, *, overlined: bool) -> Fix | None:
    found = adornments(spec, line)
    if found is None or (overlined and found.over is None):
        return None
    return spec.fix(fitted(found, spec.lines[line - 1]))
