"""Collects what a document defines for others, and what it refers to in them.

Sources: ``StandardDomain.process_doc`` in ``sphinx/domains/std``, ``CitationDomain`` in
``sphinx/domains/citation.py`` and the collectors in ``sphinx/environment`` of Sphinx
9.0.4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from docutils import nodes

from specslint.model.document import Definition, MessageKind, ParserMessage, Use
from specslint.model.findings import Severity
from specslint.parsing import sphinx
from specslint.parsing.inliner import InlinePlace
from specslint.parsing.locate import Locator, Span, unreferenced

_NAME_END = re.compile(r"[\s(=\[,]")

_ABOVE = 4  # how far docutils' line may be off


class CrossReferences:
    """Collects definitions and uses of a document after its transforms.

    :param line_of: returns the line of a node, or of the nearest one around or before it.
    """

    def __init__(
        self,
        document: nodes.document,
        locator: Locator,
        line_of: Callable[[nodes.Node], int],
    ) -> None:
        self._document = document
        self._locator = locator
        self._line_of = line_of

    # --- definitions ---

    def definitions(self, described: Sequence[Any]) -> Iterator[Definition]:
        """The labels, citations and objects that the document defines."""
        yield from self._labels()
        for note in self._document.citations:
            label = note[0].astext()
            yield _defined("citation", label, self._note_span(note, label))
        for node in described:
            for signature, line in zip(node["signatures"], node["lines"], strict=True):
                is_option = node["kind"] in ("option", "cmdoption")
                for name in signature.split(", ") if is_option else [signature]:
                    short = _NAME_END.split(name.strip())[0] if is_option else name
                    span = self._locator.name(short, line) or self._locator.line(line)
                    yield _defined("option" if is_option else node["kind"], short, span)
        for formula in self._document.findall(nodes.math_block):
            label = formula.get("label")
            if label:
                yield _defined("equation", label, self._equation_span(formula, label))

    def unreferenced(self, cited: Collection[str]) -> Iterator[ParserMessage]:
        """A message for each footnote and citation that the document never refers to.

        :param cited: the citations that it refers to.
        """
        document = self._document
        noted = (*document.footnotes, *document.symbol_footnotes, *document.autofootnotes)
        for note in noted:
            # A footnote whose name is a duplicate is reported as such.
            symbol = note.get("auto") == "*"
            if not note["backrefs"] and (note["names"] or symbol):
                label = note["names"][0] if note["names"] else "*"
                if note.get("auto") == 1:
                    # docutils has numbered it, if it has no name.
                    label = "#" if label.isdigit() else f"#{label}"
                yield unreferenced("footnote", label, self._note_span(note, label))
        for citation in document.citations:
            label = citation[0].astext()
            if label not in cited:
                yield unreferenced("citation", label, self._note_span(citation, label))

    def uncited(
        self, uses: Iterable[Use], messages: Iterable[ParserMessage]
    ) -> Iterator[ParserMessage]:
        """A message for each reference to a citation that docutils finds something else for.

        Sphinx looks among citations only, and for the very label.

        :param uses: the references of the document.
        :param messages: those of docutils.
        """
        labels = {note[0].astext() for note in self._document.citations}
        reported = {(message.line, message.column) for message in messages}
        for use in uses:
            lost = use.kind == "citation" and use.target not in labels
            if lost and (use.line, use.column) not in reported:
                span = Span(use.line, use.column, use.end_column)
                yield ParserMessage(
                    MessageKind.UNKNOWN_TARGET,
                    Severity.ERROR,
                    "unknown citation",
                    *span,
                    subject=use.target,
                )

    def _labels(self) -> Iterator[Definition]:
        document = self._document
        own_lines = {node.get("refid"): node.line for node in document.findall(nodes.target)}
        for name, explicit in document.nametypes.items():
            identifier = document.nameids.get(name)
            if not explicit or identifier is None:
                continue
            # The identifier of a target is now that of the block below it.
            node: Any = document.ids[identifier]
            line = own_lines.get(identifier) or self._line_of(node)
            if isinstance(node, nodes.target) and "refid" in node:
                node = document.ids.get(node["refid"], node)
            if isinstance(node, nodes.footnote) or "refuri" in node:
                continue
            if isinstance(node, sphinx.Described) or node.tagname == "term":
                continue
            title = _title_of(node)
            is_citation = isinstance(node, nodes.citation)
            span = None if is_citation else self._label_span(name, line)
            yield Definition(
                "label",
                name,
                *(span or self._locator.line(line)),
                title is not None,
                _is_counted(node) or isinstance(node, nodes.section),
                isinstance(node, nodes.section),
            )

    def _label_span(self, name: str, line: int) -> Span | None:
        """The location of a label: on its line, else near it, else the first in the text."""
        own = self._locator.label(name, line)
        if own:
            return own
        for near in (max(1, line - _ABOVE), 1):
            for written in (f"_{name}:", f"_`{name}`", name):
                found = self._locator.text(written, near)
                if found and (near == 1 or found.line <= line + _ABOVE):
                    return found
        return None

    def _note_span(self, node: Any, label: str) -> Span:
        line = self._line_of(node)
        return self._locator.text(f"[{label}]", line - 1) or self._locator.line(line)

    def _equation_span(self, formula: nodes.math_block, label: str) -> Span:
        line = self._line_of(formula)
        for option in ("label", "name"):
            span = self._locator.text(f":{option}: {label}", line)
            if span:
                return span._replace(column=max(span.column, span.end_column - len(label)))
        return self._locator.line(line)

    # --- uses ---

    def uses(
        self,
        references: Sequence[Any],
        places: dict[int, InlinePlace],
        images: Sequence[nodes.image],
        blocks: Sequence[Any],
    ) -> Iterator[Use]:
        """The references to definitions of any document, and to files.

        :param references: the nodes of roles and of references to citations.
        :param places: their locations, by the nodes' ids.
        :param images: the images, including those of figures.
        :param blocks: the literal blocks; those of directives that list documents are
            among them.
        """
        for node in references:
            place = places.get(id(node))
            if place:
                span = self._locator.inline(
                    place.block, place.first_line, place.offset, place.length
                )
            else:
                span = self._locator.line(self._line_of(node))
            if isinstance(node, sphinx.CrossReference):
                yield Use(node["kind"], node["target"], *span, node["has_text"])
            else:
                yield Use("citation", node.astext(), *span, True)
        for image in images:
            uri = image["uri"]
            if not uri.startswith("data:") and "://" not in uri:
                line = self._line_of(image)
                span = self._locator.text(uri, line - 3) or self._locator.line(line)
                yield Use("image", uri, *span)
        for block in blocks:
            for entry, line in block.get("entries", ()):
                kind = "toctree-glob" if block["glob"] else "toctree"
                yield Use(kind, entry, *self._locator.line(line))


def _defined(kind: str, name: str, span: Span) -> Definition:
    return Definition(kind, name, *span)


def _is_counted(node: Any) -> bool:
    if isinstance(node, nodes.literal_block):
        return bool(node.get("caption"))
    return isinstance(node, nodes.figure | nodes.table)


def _title_of(node: Any) -> str | None:
    """The text of a reference to a node if the reference has none of its own, or None."""
    if isinstance(node, nodes.section):
        return str(node[0].astext())
    if isinstance(node, nodes.rubric):
        return str(node.astext())
    if isinstance(node, nodes.figure | nodes.table):
        wanted = nodes.caption if isinstance(node, nodes.figure) else nodes.title
        return next((child.astext() for child in node if isinstance(child, wanted)), None) or None
    if isinstance(node, nodes.literal_block):
        return node.get("caption") or None
    if isinstance(node, nodes.definition_list | nodes.field_list) and node.children:
        node = node.children[0]
    if isinstance(node, nodes.field | nodes.definition_list_item):
        node = node.children[0]
    if isinstance(node, nodes.term | nodes.field_name):
        return str(node.astext())
    return None
