"""TPL005 misnamed-section."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Edit, Finding, Fix, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules._titles import adornments, fitted
from specslint.rules.template._comparison import Misnamed, compared


@rule(code="TPL005", name="misnamed-section", severity=Severity.ERROR, fix="safe")
def check(spec: Spec) -> Iterator[Finding]:
    """A section's title is nearly that of one that is missing.

    It is misspelled or marked up, or has other capitals, or words left out or added.
    ``--fix`` mends the title where nothing but capitals differ. Anything else may be
    another section, and takes ``--unsafe-fixes``.

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
            fix=_fix(spec, misnamed),
        )


def _fix(spec: Spec, misnamed: Misnamed) -> Fix | None:
    section, title = misnamed.section, misnamed.expected
    raw = spec.lines[section.line - 1]
    found = adornments(spec, section.line)
    start = section.column - 1
    if found is None or raw[start:].rstrip() != section.title:
        return None  # it has markup in it, or is not where it seems to be
    line, end = section.line, section.end_column
    edits = [Edit(line, section.column, line, end, title)]
    edits += fitted(found, raw[:start] + title, former=raw)
    # References to titles do not tell capitals from small letters.
    return spec.fix(edits, safe=section.title.casefold() == title.casefold())
