"""TPL012 missing-blueprint-url."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.template._blueprints import is_tracked, nearly_blueprint


@rule(code="TPL012", name="missing-blueprint-url", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """The spec has no link to a blueprint of the project.

    If a URL is nearly right (two slashes before the name, no name, or another project),
    the message says so.

    Why:
        The blueprint tracks the work and targets it to a release. The link connects
        the two.

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
            problem = f"the blueprint belongs to {project}, not to {spec.project}"
        else:
            problem = "the URL of the blueprint is invalid"
            own = name or own
        yield Finding(
            spec.at(reference.line, reference.column, reference.end_column),
            f"{problem}: link {url}{own}",
        )
        return
    title = document.sections[0]
    yield Finding(
        spec.at(title.line, title.column, title.end_column),
        f"no link to a blueprint: add its URL below the title, such as {url}{own}",
    )
