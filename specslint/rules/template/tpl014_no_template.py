"""TPL014 no-template."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.tree import Tree
from specslint.rules import rule


@rule(code="TPL014", name="no-template", severity=Severity.ERROR, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """A release holds specs, and there is no template to hold them to.

    Why:
        Without a template nothing can be said of the sections of a spec, and a
        silence about them would be taken for approval.

    Bad:
        specs/lemming/approved/x.rst without specs/lemming-template.rst

    Good:
        the template committed before the first spec of its release

    Source:
        The gate of nova-specs, which reads each release's template.

    Settings:
        template
    """
    for release, problem in sorted(tree.problems.items()):
        path = tree.layout.template_path(release)
        yield Finding(
            Location(path),
            f'the specs of "{release}" cannot be checked against a template: {problem}',
        )
