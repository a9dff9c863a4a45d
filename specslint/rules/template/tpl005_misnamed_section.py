"""TPL005 misnamed-section."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model import Finding, Severity, Spec
from specslint.rules import rule
from specslint.rules.template._comparison import compared


@rule(code="TPL005", name="misnamed-section", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """A section's title is nearly that of one that is missing.

    Why:
        Titles are compared to the letter, capitals included: "Security Impact"
        is not "Security impact", and the gate takes the one for an addition and
        the other for missing.

    Bad:
        Documentation impact
        ====================

    Good:
        Documentation Impact
        ====================

    Source:
        The gate's test of section titles in nova-specs.
    """
    for misnamed in compared(spec).misnamed:
        section = misnamed.section
        yield Finding(
            spec.at(section.line, section.column, section.end_column),
            f'the section "{section.title}" is called "{misnamed.expected}" in the template: '
            "give it that title",
        )
