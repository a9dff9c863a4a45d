"""TPL002 extra-section."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.template._comparison import compared


@rule(code="TPL002", name="extra-section", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """A top-level section that the template does not have.

    Why:
        All specs of a release have the same sections, so that readers find each
        topic quickly. Put other topics into subsections, which you may add freely.

    Bad:
        a section "Rollout plan" next to "Implementation"

    Good:
        a subsection "Rollout plan" of "Proposed change"

    Source:
        The gate's test of section titles in nova-specs.

    Settings:
        extra-sections
    """
    extra = spec.outline.extra if spec.outline else frozenset()
    for section in compared(spec).extra:
        if "*" in extra or section.title in extra:
            continue
        yield Finding(
            spec.at(section.line, section.column, section.end_column),
            f'section "{section.title}" is not in the template: make it a subsection of a '
            "section that is, or move its text there",
        )
