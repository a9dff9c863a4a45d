"""TPL014 no-template."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.tree import Tree
from specslint.rules import rule


@rule(code="TPL014", name="no-template", severity=Severity.ERROR, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """A release has a directory, but no template.

    The backlog counts as a release; ``abandoned`` and hidden directories do not. A
    template may be a symbolic link to another template in the repository. A template that
    cannot be read or has no sections counts as missing.

    Why:
        The gate of nova-specs reads the template for each directory below ``specs/``,
        even if that contains no specs, and fails if it is missing.

    Bad:
        specs/lemming/redirects without specs/lemming-template.rst

    Good:
        a template that is committed together with the first file of its release

    Source:
        The gate of nova-specs, which reads each release's template.

    Settings:
        template
    """
    for release, problem in sorted(tree.problems.items()):
        path = tree.layout.template_path(release)
        yield Finding(
            Location(path),
            f'release "{release}" has no template: {problem}',
        )
