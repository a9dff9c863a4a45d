"""TPL007 empty-section."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.template._comparison import all_sections

_EXEMPT = ("References", "History")


@rule(code="TPL007", name="empty-section", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """A section has no content.

    Why:
        An empty section does not say whether it does not apply, or whether the
        author forgot it. The word "None" does.

    Bad:
        Security impact
        ---------------

        Notifications impact
        --------------------

    Good:
        Security impact
        ---------------

        None

    Source:
        The instructions at the top of the nova-specs templates.
    """
    if spec.document is None or spec.outline is None:
        return
    for section in all_sections(spec.document):
        if section.sections or section.has_content or section.title in _EXEMPT:
            continue
        yield Finding(
            spec.at(section.line, section.column, section.end_column),
            f'section "{section.title}" is empty: write its text, or "None" if nothing applies',
        )
