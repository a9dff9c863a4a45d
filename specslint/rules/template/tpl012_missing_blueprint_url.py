"""TPL012 missing-blueprint-url."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.template._blueprints import is_tracked, nearly_blueprint


@rule(code="TPL012", name="missing-blueprint-url", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """No URL of a blueprint of the project.

    Where one is nearly right, with two slashes before the name, without a name or with
    another project, the message says so.

    Why:
        The blueprint is where the work is tracked and targeted to a release; the
        spec names it so that each is found from the other.

    Bad:
        a spec without a link to Launchpad

    Good:
        https://blueprints.launchpad.net/nova/+spec/add-colds

    Source:
        The first paragraph of every release's template in nova-specs.

    Settings:
        project, tracker, untracked-comment
    """
    document = spec.document
    if document is None or spec.outline is None or not document.sections:
        return
    if any(is_tracked(ref.uri, spec.project, spec.tracker) for ref in document.references):
        return
    if spec.untracked_comment and any(
        comment.text.strip() == spec.untracked_comment for comment in document.comments
    ):
        return
    url = f"https://blueprints.launchpad.net/{spec.project}/+spec/"
    own = spec.place.name if spec.place else "NAME"
    for reference in document.references if "blueprint" in spec.tracker else ():
        found = nearly_blueprint(reference.uri)
        if found is None:
            continue
        project, name = found
        if project != spec.project.casefold():
            problem = f"the blueprint is one of {project}, not of {spec.project}"
        else:
            problem = "the blueprint's URL leads nowhere"
            own = name or own
        yield Finding(
            spec.at(reference.line, reference.column, reference.end_column),
            f"{problem}: link {url}{own}",
        )
        return
    title = document.sections[0]
    yield Finding(
        spec.at(title.line, title.column, title.end_column),
        f"no blueprint is linked: add its URL below the title, as {url}{own}",
    )
