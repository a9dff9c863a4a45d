"""TPL001 missing-section."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Fix, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.template._comparison import Missing, compared, parsed

_MOST_FIXES = 100
"""No author leaves out more sections; each takes a look at the whole text."""


@rule(code="TPL001", name="missing-section", severity=Severity.ERROR, fix="unsafe")
def check(spec: Spec) -> Iterator[Finding]:
    """A section of the template is missing.

    ``--fix --unsafe-fixes`` puts it where the template has it, with "None" in it:
    write what there is to say.

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

    Settings:
        optional-sections
    """
    for number, missing in enumerate(compared(spec).missing):
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
            fix=_fix(spec, missing) if number < _MOST_FIXES else None,
        )


def _fix(spec: Spec, missing: Missing) -> Fix | None:
    """Put the section where the template has it, with "None" in it."""
    # Most specs have all sections, and a run on one of them is not to load this.
    from specslint.rules.template._insertion import heading, insertion, line_for, styles

    both = parsed(spec)
    if both is None or missing.elsewhere or len(both[0].sections) != 1:
        return None
    document, outline = both
    (title,) = document.sections
    first = title.sections[0] if missing.after is title and title.sections else None
    section, subsection = styles(spec, title)
    blocks = [heading(missing.title, section)]
    subsections = [name for name in missing.subsections if name not in outline.optional]
    for name in subsections:
        blocks += [heading(name, subsection), ["None"]]
    if not subsections:
        blocks.append(["None"])
    line = line_for(spec, missing.after, first)
    if any(
        fault.severity is Severity.ERROR and missing.after.line <= fault.line <= line
        for fault in document.messages
    ):
        return None  # a table that never ends would take it in
    return spec.fix([insertion(spec, line, blocks)], safe=False)
