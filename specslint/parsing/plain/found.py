"""Collects the blocks and the links of a text, and resolves the links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from specslint.model.document import (
    CodeBlock,
    Comment,
    Definition,
    Paragraph,
    ParserMessage,
    Prose,
    ProseKind,
    Reference,
    Use,
)
from specslint.model.typing import NamedTuple
from specslint.parsing.locate import Locator, Span, unreferenced
from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.inline import (
    AUTO_LABEL,
    Inline,
    Kind,
    Link,
    is_bare,
    normal_name,
    read_inline,
)

_MOST_SEARCHES = 100  # each goes through the whole text
_DEFINING = (Kind.TARGET, Kind.TARGET_NAME, Kind.ALIAS)
_WEB = ("http://", "https://")
REACH = 3
"""Lines by which docutils may be off, where its releases differ."""


class Title:
    """A section's title.

    ``has_content`` is true if the section contains anything besides subsections, and
    ``is_visible`` if any of that is neither a comment nor a target; both change while the
    section is parsed.
    """

    __slots__ = (
        "column",
        "has_content",
        "is_visible",
        "level",
        "line",
        "text",
        "written",
    )

    def __init__(self, level: int, written: str, text: str, line: int, column: int) -> None:
        self.level = level
        self.written = written
        self.text = text
        self.line = line
        self.column = column
        self.has_content = False
        self.is_visible = False


class Placed(NamedTuple):
    """A link in a block of text, and the line that docutils reports for it.

    ``earliest`` is the first line that a release may report: some have none for a title.
    """

    link: Link
    line: int
    block: str = ""
    earliest: int = 0


class Note(NamedTuple):
    """A footnote or a citation; the label of an unnumbered one is empty or its name."""

    label: str
    line: int


class Label(NamedTuple):
    """A label, and what is known about the block that it marks."""

    name: str
    line: int
    has_title: bool = False
    counted: bool = False
    is_section: bool = False
    is_citation: bool = False
    is_target: bool = False


class Found:
    """Collects the results of the constructs, in the order of the text.

    ``preamble`` is the first line before all titles, with its number.
    """

    def __init__(self, raw: tuple[str, ...]) -> None:
        """Start with an empty result.

        :param raw: the unchanged lines of the text.
        """
        self.raw = raw
        self.locator = Locator(raw)
        self.titles: list[Title] = []
        self.preamble: tuple[str, int] | None = None
        self.comments: list[Comment] = []
        self.prose: list[Prose] = []
        self.code_blocks: list[CodeBlock] = []
        self.literals: set[int] = set()  # the lines of literal blocks that are not code
        self.entries: list[Use] = []  # of lists of documents
        self.images: list[str] = []
        self.footnotes: list[Note] = []
        self.citations: list[Note] = []
        self.labels: list[Label] = []
        self.links: list[Placed] = []
        self.anonymous: list[Link] = []  # the targets
        self.paragraphs: list[Paragraph] = []
        # The paragraphs with labels of later footnotes: the index, and the range of the links.
        self._unreferenced: list[tuple[str, Note]] = []
        self._numbered_later: list[tuple[int, int, int]] = []
        self.pending: list[int] = []  # indices of labels that wait for a block

    # --- while the text is read ---

    def inline(self, text: str, line: int, *, earliest: int) -> Inline:
        """Parse the inline markup of a block, and record its links.

        :param line: the line that docutils reports for the block.
        :param earliest: the first line that a release may report.
        :raises DoubtError: it has markup that is not plain.
        """
        return Inline(text) if is_bare(text) else self._inline(text, line, earliest)

    def _inline(self, text: str, line: int, earliest: int = 0) -> Inline:
        inline = read_inline(text)
        for link in inline.links:
            if link.kind == Kind.LABEL:
                self.labels.append(Label(link.name, line))
            self.links.append(Placed(link, line, text, earliest))
        return inline

    def add_prose(self, text: str, line: int, kind: ProseKind, inline: Inline) -> None:
        """Record a block of text with inline markup."""
        self.prose.append(Prose(text, line, kind, inline.marks))

    def add_paragraph(self, text: str, line: int, *, in_list: bool) -> None:
        """Parse a paragraph; its text is recorded if it is in no list."""
        before = len(self.links)
        shown = text
        marks: tuple[tuple[int, int], ...] = ()
        if not is_bare(text):
            shown, _, marks = self._inline(text, line)
        self.prose.append(Prose(text, line, ProseKind.PARAGRAPH, marks))
        if in_list:
            return
        column = self.raw[line - 1].find(text.partition("\n")[0].rstrip()) + 1
        if not column:
            raise DoubtError
        if shown is text and "  " not in text and text.isascii():
            shown = text.replace("\n", " ")
        else:
            shown = " ".join(shown.split())
        self.paragraphs.append(Paragraph(shown, line, column))
        if AUTO_LABEL in shown:
            self._numbered_later.append((len(self.paragraphs) - 1, before, len(self.links)))

    def add_target(self, name: str, line: int) -> None:
        """Record a name for the next block; the name of an anonymous target is empty."""
        self.pending.append(len(self.labels))
        self.labels.append(Label(name, line, is_target=True))

    def begin(
        self, *, has_title: bool = False, counted: bool = False, is_section: bool = False
    ) -> None:
        """Assign the pending names to a block that begins."""
        for index in self.pending:
            self.labels[index] = self.labels[index]._replace(
                has_title=has_title, counted=counted, is_section=is_section
            )
        self.pending.clear()

    def begin_link(self, link: Link) -> None:
        """Assign the pending names to a target with a URI."""
        for index in self.pending:
            name, line, *_ = self.labels[index]
            self.labels[index] = Label("", line)
            if not name or link.kind == Kind.ALIAS:
                raise DoubtError
            self.links.append(Placed(link._replace(kind=Kind.TARGET_NAME, name=name), line))
        self.pending.clear()

    # --- once it is read ---

    def resolve(self) -> None:
        """Resolve the names of the text.

        :raises DoubtError: a name is undefined or ambiguous.
        """
        self.pending.clear()
        self._named = self._names()
        shown = self._numbered()
        for index, start, stop in self._numbered_later:
            text = self.paragraphs[index].text
            for link in range(start, stop):
                if link in shown and self.links[link].link.value[0] in "#*":
                    text = text.replace(AUTO_LABEL, shown[link], 1)
            self.paragraphs[index] = self.paragraphs[index]._replace(text=text)
        if sum(p.link.kind == Kind.ANONYMOUS for p in self.links) != len(self.anonymous):
            raise DoubtError
        if len(self.labels) + len(self.images) + len(self.citations) > _MOST_SEARCHES:
            raise DoubtError

    def _names(self) -> dict[str, Link | None]:
        """The target of each name: a link, or a location in the text."""
        named: dict[str, Link | None] = {}

        def give(name: str, link: Link | None) -> None:
            old = named.get(name)
            if name in named and (
                old is None
                or link is None
                or old.value != link.value
                or {old.kind, link.kind} != {Kind.TARGET}
            ):
                raise DoubtError
            named[name] = link

        for placed in self.links:
            if placed.link.name and placed.link.kind in _DEFINING:
                give(placed.link.name, placed.link._replace(start=0, end=0))
        for label in self.labels:
            if label.name:
                give(label.name, None)
        for note in self.footnotes:
            name = note.label.lstrip("#*")
            if name:
                give(name, None)
        return named

    @cached_property
    def _title_names(self) -> Counter[str]:
        """How many titles have a name, which is their section's if there is one only."""
        return Counter(normal_name(title.text) for title in self.titles)

    def uri_of(self, link: Link) -> str:
        """The URI that a link leads to; empty for a target in the text.

        :raises DoubtError: it has no target.
        """
        seen: set[str] = set()
        current: Link | None = link
        while current is not None and current.kind in (Kind.NAME, Kind.ALIAS):
            name = current.value
            if name in seen or (name not in self._named and self._title_names[name] != 1):
                raise DoubtError
            seen.add(name)
            current = self._named.get(name)
        if current is None:
            return ""
        if link.kind == Kind.ALIAS and current.kind == Kind.TARGET_NAME:
            raise DoubtError  # docutils does not resolve all of these
        return current.value

    def _numbered(self) -> dict[int, str]:
        """The labels that references to footnotes show, by the index of the link.

        :raises DoubtError: a reference has no footnote.
        """
        unused = Counter(note.label for note in self.footnotes if note.label not in ("#", "*"))
        named: dict[str, str] = {}
        unnamed: list[str] = []
        number = 0
        for note in self.footnotes:
            if note.label[0] == "#":
                number += 1
                while str(number) in self._named or str(number) in self._title_names:
                    number += 1
                if note.label == "#":
                    unnamed.append(str(number))
                else:
                    named[note.label] = str(number)
        symbols = _SYMBOLS[: sum(note.label == "*" for note in self.footnotes)]
        queues = {"#": iter(unnamed), "*": iter(symbols)}
        shown = {}
        for index, placed in enumerate(self.links):
            if placed.link.kind != Kind.FOOTNOTE:
                continue
            label = placed.link.value
            if label in queues:
                shown[index] = next(queues[label], "")
            elif label in unused:
                shown[index] = named.get(label, label)
                unused[label] = 0
        wanted = sum(placed.link.kind == Kind.FOOTNOTE for placed in self.links)
        if wanted != len(shown) or not all(shown.values()):
            raise DoubtError
        cited = {p.link.value for p in self.links if p.link.kind == Kind.CITATION}
        if not cited <= {note.label for note in self.citations}:
            raise DoubtError
        # References without a name belong to the first footnotes without one.
        unused.update({label: len(list(queue)) for label, queue in queues.items()})
        for note in reversed(self.footnotes):
            if unused[note.label]:
                unused[note.label] -= 1
                self._unreferenced.append(("footnote", note))
        self._unreferenced += (("citation", n) for n in self.citations if n.label not in cited)
        return shown

    def messages(self) -> list[ParserMessage]:
        """A message for each footnote and citation that nothing refers to."""
        messages = []
        for noun, note in self._unreferenced:
            place = self.locator.text(f"[{note.label}]", max(1, note.line - 1))
            messages.append(unreferenced(noun, note.label, place or self.locator.line(note.line)))
        return sorted(messages, key=lambda m: (m.line, m.column, m.text))

    def references(self) -> Iterator[Reference]:
        """The links to the web, with their locations."""
        anonymous = iter(self.anonymous)
        for placed in self.links:
            kind = placed.link.kind
            if kind == Kind.ANONYMOUS:
                uri = self.uri_of(next(anonymous))
            elif kind in (Kind.URI, Kind.TARGET):
                uri = placed.link.value
            elif kind in (Kind.NAME, Kind.ALIAS):
                uri = self.uri_of(placed.link)
                if kind == Kind.ALIAS and not uri:
                    raise DoubtError  # one more name of a place in the text
            else:
                continue
            if uri.lower().startswith(_WEB):
                span = self._reference(uri, placed)
                yield Reference(uri, span.line, span.column, span.end_column)

    def _reference(self, uri: str, placed: Placed) -> Span:
        span = self.locator.reference(uri, placed.line)
        if placed.earliest:
            for line in (max(1, placed.earliest), placed.line + REACH):
                if self.locator.reference(uri, line) != span:
                    raise DoubtError
        return span

    def definitions(self) -> Iterator[Definition]:
        """The labels and citations that other documents may refer to."""
        for label in self._in_order():
            at = label.line
            place = self.locator.line(at) if label.is_citation else self._label_span(label)
            flags = label.has_title, label.counted, label.is_section
            yield Definition("label", label.name, *place, *flags)
        for note in self.citations:
            span = self.locator.text(f"[{note.label}]", max(1, note.line - 1))
            yield Definition("citation", note.label, *(span or self.locator.line(note.line)))

    def _in_order(self) -> list[Label]:
        """The labels in docutils' order: a repeated name comes at its first occurrence."""
        labels = [label for label in self.labels if label.name]
        if not labels:
            return labels
        titles = {normal_name(title.text): title.line for title in reversed(self.titles)}
        if titles.keys().isdisjoint(label.name for label in labels):
            return labels
        return sorted(
            labels, key=lambda label: min(label.line, titles.get(label.name, label.line))
        )

    def _label_span(self, label: Label) -> Span:
        """The location of a label.

        That of a target is on its line. With docutils, one inside a block is searched for
        near the line of the block, and then by its bare name.
        """
        if label.is_target:
            place = self.locator.label(label.name, label.line)
            if place is None:
                raise DoubtError
            return place
        places = list(self.locator.places(f"_`{label.name}`", 1))
        if len(places) != 1 or any(self.locator.places(f"_{label.name}:", 1)):
            raise DoubtError
        own = places[0]
        if abs(label.line - own.line) > REACH:
            for place in self.locator.places(label.name, max(1, label.line - 2 * REACH)):
                if place.line > label.line + 2 * REACH:
                    break
                if place.line != own.line:
                    raise DoubtError
        return own

    def uses(self) -> list[Use]:
        """The references to definitions of other documents, and to files."""
        uses = []
        for placed in self.links:
            link = placed.link
            if link.kind not in (Kind.CROSS_REFERENCE, Kind.CITATION):
                continue
            if placed.earliest:
                raise DoubtError
            span = self.locator.inline(
                placed.block, placed.line, link.start, link.end - link.start
            )
            if link.kind == Kind.CITATION:
                uses.append(Use("citation", link.value, *span, True))
            else:
                uses.append(Use(link.name, link.value, *span, link.has_text))
        for uri in self.images:
            places = list(self.locator.places(uri, 1))
            if len(places) != 1:
                raise DoubtError
            uses.append(Use("image", uri, *places[0]))
        uses.extend(self.entries)
        return sorted(uses, key=lambda use: (use.line, use.column))


_SYMBOLS = ("*", "\u2020", "\u2021", "\xa7", "\xb6", "#", "\u2660", "\u2665", "\u2666", "\u2663")
"""The symbols of footnotes; after the last one, docutils repeats each symbol twice."""
