"""RST011 unknown-document-target."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import Use
from specslint.model.documents import KINDS, Documents, joined
from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.tree import Tree
from specslint.rules import rule

_ROLES = frozenset("ref numref keyword term option confval eq any cite".split())


@rule(
    code="RST011",
    name="unknown-document-target",
    severity=Severity.WARNING,
    scope=Scope.TREE,
)
def check(tree: Tree) -> Iterator[Finding]:
    """A reference has no target in any document, or its target has no title to show.

    Why:
        Sphinx publishes the reference as plain text and warns, and a strict docs job
        fails. Often the target was moved, or its label is misspelled.

    Bad:
        See :doc:`/specs/kilo/aproved/boot-order` and :ref:`boot-oder`.

    Good:
        See :doc:`/specs/kilo/approved/boot-order` and :ref:`boot-order`.

    Source:
        Sphinx's ``StandardDomain.resolve_xref``: the roles that warn about a missing
        target (ref, numref, doc, term, keyword, option, confval, eq, any).
    """
    documents = tree.documents
    if documents is None or documents.is_open:
        return
    for place in documents.read:
        for use in place.uses:
            problem = _problem(documents, place.docname, use)
            if problem:
                start = f"[{use.target}]_" if use.kind == "cite" else f":{use.kind}:"
                yield Finding(
                    Location(place.path, use.line, use.column, use.line, use.end_column),
                    f"{start} {problem}",
                )


def _problem(documents: Documents, docname: str, use: Use) -> str:
    """What is wrong with a reference, or an empty text."""
    target = use.target
    if use.kind == "doc":
        name = joined(docname, target)
        if name in documents.names:
            return ""
        hint = _hint(name, documents.names)
        return f'finds no document "{target}"{hint or ": name it as /specs/..., without .rst"}'
    if use.kind not in _ROLES:
        return ""
    found = documents.resolved(docname, use)
    if not found:
        noun = KINDS.get(use.kind, "target" if use.kind == "any" else use.kind)
        hint = _hint(target, documents.defined(use.kind))
        return f'finds no {noun} "{target}"{hint or ": define it, or correct its name"}'
    if use.kind in ("ref", "keyword") and not use.has_text and not found.has_title:
        if use.kind == "keyword":
            return f'finds no title at the label "{target}": put the label before a title'
        return f'finds no title at the label "{target}": write :ref:`text <{target}>`'
    if use.kind == "numref":
        if not found.counted:
            return f'finds no figure, table or section at the label "{target}": use :ref:'
        if found.is_section or not documents.numfig:
            return f'finds no number for "{target}", as conf.py asks for none: use :ref:'
    return ""


def _hint(name: str, known: frozenset[str]) -> str:
    import difflib  # where something is wrong

    if len(known) > 5000:
        return ""
    close = difflib.get_close_matches(name[:100], sorted(known), n=1, cutoff=0.7)
    return f'; did you mean "{close[0]}"?' if close else ""
