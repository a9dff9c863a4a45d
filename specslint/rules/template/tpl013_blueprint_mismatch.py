"""TPL013 blueprint-mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.template._blueprints import blueprint_name


@rule(code="TPL013", name="blueprint-mismatch", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """The first blueprint's name differs from the file's name.

    Why:
        Scripts and people go from the one to the other by name.

    Bad:
        specs/kilo/approved/colds.rst with a link to .../nova/+spec/add-colds

    Good:
        specs/kilo/approved/add-colds.rst with that link

    Source:
        The notes on its own use at the head of the nova-specs templates.

    Settings:
        project
    """
    if spec.document is None or spec.outline is None or spec.place is None:
        return
    for reference in spec.document.references:
        name = blueprint_name(reference.uri, spec.project)
        if not name:
            continue
        if name != spec.place.name:
            yield Finding(
                spec.at(reference.line, reference.column, reference.end_column),
                f'the blueprint is "{name}" and the file "{spec.place.name}.rst": rename the '
                f'file to "{name}.rst", or link the right blueprint',
            )
        return
