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
    """The title of a section is similar to that of a missing section.

    The title is misspelled, contains markup, differs in capitals, or has missing or
    additional words. ``--fix`` corrects the title if only capitals differ. Otherwise it
    may be a different section, and the fix requires ``--unsafe-fixes``.

    Why:
        The gate compares titles exactly, including capitals: it treats "Security
        Impact" as an additional section, and "Security impact" as missing.

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
            f'section "{section.title}" has the title "{misnamed.expected}" in the template: '
            "use that title",
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
