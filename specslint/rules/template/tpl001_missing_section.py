"""TPL001 missing-section."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model import Finding, Severity, Spec
from specslint.rules import rule
from specslint.rules.template._comparison import compared


@rule(code="TPL001", name="missing-section", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """A section of the template is missing.

    Why:
        Reviewers and readers look for each topic under its heading. A section
        with nothing to say holds the word "None"; one that is gone leaves open
        whether anyone thought about it, and the repository's gate refuses it.

    Bad:
        a Kilo spec that goes from "Implementation" straight to "Testing"

    Good:
        Dependencies
        ============

        None

    Source:
        The notes on its own use at the head of the nova-specs templates; the
        gate's test of section titles.
    """
    for missing in compared(spec).missing:
        note = ""
        if missing.subsections:
            names = ", ".join(f'"{title}"' for title in missing.subsections)
            note = f", with the subsections {names}"
        advice = 'write "None" in it if there is nothing to say'
        if missing.elsewhere:
            advice = (
                f"one of that name stands in line {missing.elsewhere.line}, at another level: "
                "mend its underline"
            )
        yield Finding(
            spec.at(missing.after.line, missing.after.column, missing.after.end_column),
            f'the section "{missing.title}" is missing: expected after '
            f'"{missing.after.title}"{note}; {advice}',
        )
