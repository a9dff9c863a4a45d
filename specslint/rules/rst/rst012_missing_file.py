"""RST012 missing-file."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.tree import Tree
from specslint.rules import rule


@rule(code="RST012", name="missing-file", severity=Severity.WARNING, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """An image, figure, download or toctree entry is not in the repository.

    Why:
        The page is published without it. Sphinx warns, and a strict docs job fails.
        Often the file was not added to the commit.

    Bad:
        .. image:: boot-oder.svg

    Good:
        .. image:: boot-order.svg

    Source:
        Sphinx's collectors of images and downloads, and its directive toctree.
        specslint only checks whether a file exists in the repository; it does not
        read it.
    """
    documents = tree.documents
    if documents is None:
        return
    for place in documents.read:
        for use in place.uses:
            location = Location(place.path, use.line, use.column, use.line, use.end_column)
            if use.kind in ("image", "download"):
                if (place.docname, use.target) in documents.missing:
                    yield Finding(
                        location,
                        f'the {use.kind} "{use.target}" is not in the tree: add the file, or '
                        "correct its path (/ is the Sphinx source directory)",
                    )
            elif use.kind.startswith("toctree"):
                found = documents.listed(place.docname, use)
                if not found:
                    yield Finding(
                        location,
                        f'the toctree entry "{use.target}" is not a document of the tree: correct '
                        "its name, or remove it",
                    )
