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

    ``--fix --unsafe-fixes`` adds the section in its place with the text "None".
    Replace that text if the section applies.

    Why:
        Readers look for each topic under its heading. "None" says that a section
        does not apply; a missing section does not say whether the author
        considered the topic, and the gate rejects the spec.

    Bad:
        a Kilo spec that has "Testing" directly after "Implementation"

    Good:
        Dependencies
        ============

        None

    Source:
        The instructions at the top of the nova-specs templates; the gate's test of
        section titles.

    Settings:
        optional-sections
    """
    for number, missing in enumerate(compared(spec).missing):
        note = ""
        if missing.subsections:
            names = ", ".join(f'"{title}"' for title in missing.subsections)
            note = f" with the subsections {names}"
        advice = f'add it after "{missing.after.title}"{note}; write "None" if nothing applies'
        if missing.elsewhere:
            line = missing.elsewhere.line
            advice = f"line {line} has it at another level, correct the underline there"
        yield Finding(
            spec.at(missing.after.line, missing.after.column, missing.after.end_column),
            f'section "{missing.title}" is missing: {advice}',
            fix=_fix(spec, missing) if number < _MOST_FIXES else None,
        )


def _fix(spec: Spec, missing: Missing) -> Fix | None:
    """Insert the section where the template has it, with the text "None"."""
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
