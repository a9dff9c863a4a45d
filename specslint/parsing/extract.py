"""Extracts the values of a document from docutils' tree, with locations in the raw text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from docutils import nodes

from specslint.model.document import (
    CodeBlock,
    Comment,
    Document,
    Paragraph,
    ParserMessage,
    Prose,
    ProseKind,
    Reference,
    Section,
)
from specslint.parsing import SILENT, sphinx
from specslint.parsing.cross_references import CrossReferences
from specslint.parsing.inliner import InlinePlace
from specslint.parsing.locate import Locator
from specslint.parsing.machine import Named
from specslint.parsing.messages import swallowed_name

# The nodes with inline markup that rules check.
_PROSE = {
    nodes.paragraph: ProseKind.PARAGRAPH,
    nodes.title: ProseKind.TITLE,
    nodes.term: ProseKind.TERM,
}

_REFERRING = (
    nodes.reference,
    nodes.target,
    nodes.footnote_reference,
    nodes.citation_reference,
)


class Extractor:
    """Collects values in one pass over a document, before the transforms.

    ``kinds`` are the classes of all its nodes.

    :param marks: the offsets of inline markup, by the block that it is in.
    """

    def __init__(
        self,
        document: nodes.document,
        lines: tuple[str, ...],
        locator: Locator,
        marks: Mapping[str, Mapping[int, int]],
        places: Sequence[tuple[nodes.Node, InlinePlace]] = (),
    ) -> None:
        self._document = document
        self._places = {
            id(node): place
            for node, place in places
            if isinstance(node, sphinx.CrossReference | nodes.citation_reference)
        }
        self._lines = lines
        self._locator = locator
        self._marks = marks
        self._prose: list[nodes.TextElement] = []
        self._paragraphs: list[nodes.paragraph] = []
        self._links: list[nodes.Element] = []
        self._comments: list[nodes.comment] = []
        self._code: list[nodes.Element] = []
        self._cross_references: list[nodes.Element] = []
        self._images: list[nodes.image] = []
        self._described: list[sphinx.Described] = []
        self.kinds: set[type] = set()
        # The transforms would move transitions; docutils promotes titles before that.
        self._promoted = _promoted(document)
        self._walk()

    def _walk(self) -> None:
        pending: list[tuple[Any, bool]] = [(self._document, False)]
        while pending:
            node, in_list = pending.pop()
            kind = type(node)
            self.kinds.add(kind)
            if kind is nodes.Text:
                continue
            if kind is nodes.system_message:
                # Only the transforms look at the text that docutils may quote in it.
                for quoted in node.findall(nodes.Element):
                    self.kinds.add(type(quoted))
                    if "refname" in quoted.attributes:
                        self.kinds.add(Named)
                continue
            if kind in _PROSE:
                in_page = kind is not nodes.title or type(node.parent) is nodes.section
                if in_page and node.rawsource:
                    self._prose.append(node)
                if kind is nodes.paragraph and not in_list:
                    self._paragraphs.append(node)
            elif kind in _REFERRING:
                self._links.append(node)
                if kind is nodes.citation_reference:
                    self._cross_references.append(node)
                if "refname" in node.attributes:
                    self.kinds.add(Named)
            elif kind is nodes.comment:
                self._comments.append(node)
            elif kind is nodes.literal_block or kind is nodes.doctest_block:
                self._code.append(node)
            elif kind is sphinx.CrossReference:
                self._cross_references.append(node)
            elif kind is nodes.image:
                self._images.append(node)
            elif kind is sphinx.Described:
                self._described.append(node)
            elif kind is nodes.list_item:
                in_list = True
            pending.extend((child, in_list) for child in reversed(node.children))

    def document(self, language: str, messages: tuple[ParserMessage, ...]) -> Document:
        """The document's values, after the transforms have resolved the links.

        :param language: the default language of code blocks.
        :param messages: the parser's messages, with their locations.
        """
        references = CrossReferences(self._document, self._locator, self._line_of)
        cited = {n.astext() for n in self._links if isinstance(n, nodes.citation_reference)}
        found = references.uses(self._cross_references, self._places, self._images, self._code)
        uses = tuple(sorted(found, key=lambda use: (use.line, use.column)))
        return Document(
            sections=self._sections(self._document, len(self._lines)),
            promoted=self._promoted,
            preamble_line=self._preamble(),
            messages=_in_order(
                messages, references.unreferenced(cited), references.uncited(uses, messages)
            ),
            paragraphs=tuple(map(self._paragraph, self._paragraphs)),
            references=tuple(self._references()),
            comments=tuple(self._placed_comments()),
            prose=tuple(map(self._block, self._prose)),
            definitions=tuple(references.definitions(self._described)),
            uses=uses,
            code_blocks=tuple(self._code_blocks(language)),
        )

    def _code_blocks(self, language: str) -> Iterator[CodeBlock]:
        """The blocks that Sphinx highlights, each with its language."""
        setting = language, False
        for node in self._code:
            if "highlight" in node:
                setting = node["highlight"]
                continue
            named, force = node.get("language", setting[0]), node.get("force", False)
            if "language" not in node and "code" not in node:
                force = setting[1]
            text = node.rawsource
            # Parsed literals, and blocks without a language, are not highlighted.
            if named in SILENT or text != node.astext():
                continue
            yield CodeBlock(named, text, self._code_line(node, text), force)

    def _code_line(self, node: nodes.Element, text: str) -> int:
        """The line of a block's first line of code."""
        near = self._line_of(node)
        if "code" in node:
            return near
        first = text.lstrip("\n").partition("\n")[0]
        # docutils reports the line of either the block's end or its beginning.
        above = max(1, near - text.count("\n") - 2)
        span = self._locator.exact(first, above) if first.strip() else None
        return span.line if span else near

    def anonymous_target(self) -> int | None:
        """The line of the first anonymous target, or None if there is none."""
        targets = (node for node in self._links if isinstance(node, nodes.target))
        return next((self._line_of(node) for node in targets if node.get("anonymous")), None)

    def _sections(self, parent: nodes.Element, last_line: int) -> tuple[Section, ...]:
        found = [node for node in parent.children if isinstance(node, nodes.section)]
        spans = [self._title_span(node) for node in found]
        sections = []
        for index, (node, (line, column)) in enumerate(zip(found, spans, strict=True)):
            title: Any = node[0]
            end = last_line
            if index + 1 < len(spans):
                end = self._locator.end_above(spans[index + 1][0])
            sections.append(
                Section(
                    title=title.rawsource,
                    text=_reading(title),
                    line=line,
                    column=column,
                    end_line=max(end, line),
                    has_content=any(map(_is_content, node.children[1:])),
                    sections=self._sections(node, end),
                )
            )
        return tuple(sections)

    def _title_span(self, section: nodes.section) -> tuple[int, int]:
        title: Any = section[0]
        raw = title.rawsource.strip()
        near = self._line_of(title)
        for number in (near, near - 1, near + 1, near - 2, near + 2):
            if 1 <= number <= len(self._lines):
                line = self._lines[number - 1]
                if line.strip().removeprefix("\ufeff") == raw:
                    return number, line.index(raw) + 1
        found = self._locator.text(raw, max(1, near - 2))
        return (found.line, found.column) if found else (near, 1)

    def _preamble(self) -> int | None:
        for node in self._document.children:
            if isinstance(node, nodes.section):
                return None
            if not isinstance(node, nodes.PreBibliographic):
                return self._first_line(node)
        return None

    def _first_line(self, node: nodes.Node) -> int:
        """The first line of a node; for some, docutils only sets their children's."""
        for candidate in node.findall(nodes.Element):
            if candidate.line:
                first = candidate.rawsource.split("\n")[0].strip()
                found = self._locator.text(first, max(1, candidate.line - 2)) if first else None
                line = candidate.line
                if found and abs(found.line - line) <= 2:
                    line = found.line
                table = isinstance(node, nodes.table) and candidate is not node
                return self._top_of_table(line) if table else line
        return 1

    def _top_of_table(self, line: int) -> int:
        """The first line of a table that contains a line; docutils sets it from 0.23 on."""
        while line > 1 and self._lines[line - 2].lstrip()[:1] in ("+", "|", "="):
            line -= 1
        return line

    def _line_of(self, node: nodes.Node) -> int:
        """The line of a node, or of the nearest one around or before it that has a line."""
        above: Any = node
        while above is not None:
            if above.line:
                return int(above.line)
            previous = above.previous_sibling()
            if previous is not None and previous.line:
                return int(previous.line)
            above = above.parent
        return 1

    def _paragraph(self, node: nodes.paragraph) -> Paragraph:
        line = self._line_of(node)
        first = node.rawsource.partition("\n")[0].strip()
        span = self._locator.inline(first, line, 0, 1) if first else self._locator.line(line)
        return Paragraph(" ".join(node.astext().split()), span.line, span.column)

    def _block(self, node: nodes.TextElement) -> Prose:
        kind = _PROSE[type(node)]
        text = node.rawsource.strip()
        line = self._line_of(node)
        if kind is ProseKind.TITLE:
            parent: Any = node.parent
            line, _ = self._title_span(parent)
        else:
            if kind is ProseKind.PARAGRAPH and text.endswith("::"):
                # As docutils removes it.
                text = text[:-3].rstrip() if text[-3:-2] in (" ", "\n") else text[:-1]
            line = self._locator.inline(text.partition("\n")[0], line, 0, 1).line
        return Prose(text, line, kind, tuple(self._marks.get(text, {}).items()))

    def _references(self) -> Iterator[Reference]:
        for node in self._links:
            uri = node.get("refuri")
            if not uri or not uri.lower().startswith(("http://", "https://")):
                continue
            from_line = self._line_of(node)
            span = self._locator.reference(uri, from_line)
            yield Reference(uri, span.line, span.column, span.end_column)

    def _placed_comments(self) -> Iterator[Comment]:
        place = 0, 0
        for node in self._comments:
            comment = self._comment(node, place)
            place = max(place, (comment.line, comment.column))
            yield comment

    def _comment(self, node: nodes.comment, behind: tuple[int, int]) -> Comment:
        text = node.astext()
        first = text.partition("\n")[0]
        # docutils sets the first line, the last or a blank one below, or none inside a
        # list.
        near = min(self._line_of(node), len(self._lines))
        while near > 1 and not self._lines[near - 1].strip():
            near -= 1
        length = text.count("\n") + 2
        span = None
        for found in self._locator.places(f".. {first}".strip(), max(1, near - length)):
            if span is not None and found.line > near:
                break
            before = self._lines[found.line - 1][: found.column - 1]
            # Two dots at the end of a word begin no comment, and each comment has dots
            # of its own.
            if not before[-1:].strip() and (found.line, found.column) > behind:
                span = found
        span = span or self._locator.line(near)
        match = swallowed_name(text)
        swallows = match[1] if match and match[1] in sphinx.DIRECTIVE_NAMES else ""
        return Comment(text, span.line, span.column, swallows)


def _in_order(*several: Iterable[ParserMessage]) -> tuple[ParserMessage, ...]:
    return tuple(sorted(chain(*several), key=lambda m: (m.line, m.column, m.text)))


def _promoted(document: nodes.document) -> int:
    """The number of sections that docutils promotes to the document's title and subtitle.

    Source: docutils.transforms.frontmatter.DocTitle. Such a section is the only child
    that is not a comment, target, message or the like.
    """
    count = 0
    node: Any = document
    while count < 2:
        others = [c for c in node.children if not isinstance(c, nodes.PreBibliographic)]
        if not others or others[0] is not node.children[-1]:
            break
        node = others[0]
        if not isinstance(node, nodes.section):
            break
        count += 1
    return count


def _reading(node: Any) -> str:
    """The text of a title without its markup, and without the number that sectnum adds."""
    written = (child for child in node.children if not isinstance(child, nodes.generated))
    return "".join(child.astext() for child in written)


def _is_content(node: nodes.Node) -> bool:
    """Whether a node counts as content of its section: empty lists do not."""
    if isinstance(node, nodes.section | nodes.system_message):
        return False
    if isinstance(node, nodes.bullet_list | nodes.enumerated_list | nodes.list_item):
        return any(map(_is_content, node.children))
    return True
