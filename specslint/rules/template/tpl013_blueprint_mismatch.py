"""TPL013 blueprint-mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.releases import without_suffix
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules._names import better_name
from specslint.rules.template._blueprints import blueprint_name, is_tracked


@rule(code="TPL013", name="blueprint-mismatch", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """The first blueprint's name differs from the file's name.

    A release or a number at the end of the blueprint's name is ignored, because a spec
    that is proposed again needs another blueprint. Nothing is reported if the file cannot
    have the blueprint's name, because another file has it or several specs share the
    blueprint.

    Why:
        Scripts and people find one from the name of the other.

    Bad:
        specs/kilo/approved/colds.rst with a link to .../nova/+spec/add-colds

    Good:
        specs/kilo/approved/add-colds.rst with that link

    Source:
        The instructions at the top of the nova-specs templates.

    Settings:
        project, tracker
    """
    if spec.document is None or spec.outline is None or spec.place is None:
        return
    for reference in spec.document.references:
        name = blueprint_name(reference.uri, spec.project)
        if not name:
            if is_tracked(reference.uri, spec.project, spec.tracker):
                return  # it is a bug's or a story's spec, whatever blueprint it mentions
            continue
        own = spec.place.name
        if own in (name, without_suffix(name)) or better_name(own) == name:
            return  # the last one is what PLC010 asks for
        directory = spec.path.rpartition("/")[0]
        yield Finding(
            spec.at(reference.line, reference.column, reference.end_column),
            f'the blueprint is "{name}" but the file "{own}.rst": rename the file to match, or'
            " link the right blueprint",
            new_path=f"{directory}/{name}.rst",
        )
        return
