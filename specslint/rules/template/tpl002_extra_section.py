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
        All specs of a release have the same sections, so that each topic is
        found at once. What has no heading of its own goes below one that there
        is, as a subsection: those may be added freely.

    Bad:
        a section "Rollout plan" beside "Implementation"

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
            f'the template has no section "{section.title}": make it a subsection of one that '
            "the template has, or move its text there",
        )
