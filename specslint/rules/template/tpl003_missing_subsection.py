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
        The subsections of "Proposed change" are a checklist of impacts that every
        author has to consider. Authors often delete a subsection that does not
        apply; write "None" instead.

    Bad:
        "Proposed change" without "Security impact"

    Good:
        Security impact
        ---------------

        None

    Source:
        The instructions at the top of the nova-specs templates; the gate's test of
        section titles.

    Settings:
        optional-sections
    """
    for missing in compared(spec).missing_subsections:
        parent = missing.parent.title if missing.parent else ""
        advice = f'add it after "{missing.after.title}"; write "None" if nothing applies'
        if missing.elsewhere:
            advice = (
                f'move the one in line {missing.elsewhere.line} after "{missing.after.title}", '
                "or correct its underline"
            )
        yield Finding(
            spec.at(missing.after.line, missing.after.column, missing.after.end_column),
            f'section "{parent}" has no subsection "{missing.title}": {advice}',
        )
