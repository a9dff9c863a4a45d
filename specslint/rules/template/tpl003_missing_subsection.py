"""TPL003 missing-subsection."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.template._comparison import compared


@rule(code="TPL003", name="missing-subsection", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """A subsection of one of the template's sections is missing.

    Why:
        The subsections of "Proposed change" are the list of impacts that every
        author has to think about. One that is missing was most often deleted
        because there was nothing to say; "None" says so.

    Bad:
        "Proposed change" without "Security impact"

    Good:
        Security impact
        ---------------

        None

    Source:
        The notes on its own use at the head of the nova-specs templates; the
        gate's test of section titles.

    Settings:
        optional-sections
    """
    for missing in compared(spec).missing_subsections:
        parent = missing.parent.title if missing.parent else ""
        advice = 'write "None" in it if there is nothing to say'
        if missing.elsewhere:
            advice = (
                f"one of that name stands in line {missing.elsewhere.line}: move it here, "
                "or mend its underline"
            )
        yield Finding(
            spec.at(missing.after.line, missing.after.column, missing.after.end_column),
            f'"{parent}" lacks its subsection "{missing.title}": expected after '
            f'"{missing.after.title}"; {advice}',
        )
