"""RST014 duplicate-label."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.tree import Tree
from specslint.rules import rule

_NOUNS = {"term": "glossary term", "confval": "configuration value"}


@rule(code="RST014", name="duplicate-label", severity=Severity.WARNING, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """Two documents define the same label or citation.

    Why:
        It is undefined which of the two a reference leads to. Sphinx warns, and a
        strict docs job fails.

    Bad:
        .. _upgrade:

        Upgrade impact
        --------------

    Good:
        .. _boot-order-upgrade:

        Upgrade impact
        --------------

    Source:
        Sphinx's ``StandardDomain.process_doc``, which counts labels with a title, and
        ``CitationDomain.note_citation``.
    """
    for again in tree.documents.duplicates() if tree.documents else ():
        definition = again.definition
        noun = _NOUNS.get(definition.kind, definition.kind)
        yield Finding(
            Location(
                again.path,
                definition.line,
                definition.column,
                definition.line,
                definition.end_column,
            ),
            f'the {noun} "{definition.name}" is defined in {again.other} as well: give one of '
            "them another name",
        )
