"""One pass of docutils over a text, and what is kept of it."""

from __future__ import annotations

import contextlib
import functools
import re
import signal
import threading
import traceback
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any

from docutils import nodes, utils
from docutils.core import Publisher
from docutils.parsers.rst import Parser
from docutils.readers.standalone import Reader
from docutils.statemachine import StateMachine

from specslint.model import (
    Comment,
    Document,
    Paragraph,
    ParserMessage,
    Reference,
    Section,
    Unparseable,
)
from specslint.parsing import MAX_SIZE, Vocabulary, sphinx
from specslint.parsing.inliner import InlinePlace, InlinePlaces
from specslint.parsing.locate import Locator
from specslint.parsing.messages import Placer, RawMessage, swallowed_name

# What str.splitlines, which docutils uses, takes for the end of a line and no
# one else does: it would put every later line number wrong.
_FALSE_LINE_ENDS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")

_MAX_DEPTH = 100

_SETTINGS: dict[str, Any] = {
    # Nothing is read for a document: no file, no URL, no docutils.conf.
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    # The title stays a section like the others, with its place.
    "doctitle_xform": False,
    "docinfo_xform": False,
    # Messages come by the observer, all of them, and stop nothing.
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "input_encoding": "unicode",
    "syntax_highlight": "none",
    "smart_quotes": False,
    # docutils' own bound of 10,000 characters, above ours for a whole file:
    # a long line is TXT001's, and no reason to stop.
    "line_length_limit": MAX_SIZE + 1,
    "embed_stylesheet": False,
}


@functools.cache
def _settings() -> Any:
    # Making these takes docutils as long as a short document.
    return Publisher(Reader(), Parser()).get_settings(**_SETTINGS)


class _OutOfTimeError(BaseException):
    """Not an Exception, so that no handler inside docutils takes it for its own."""


def read(text: str, vocabulary: Vocabulary, time_limit: float) -> Document | Unparseable:
    """Parse a text; see :func:`specslint.parsing.parse`."""
    if len(text) > MAX_SIZE:
        return Unparseable(f"{len(text)} characters are more than the {MAX_SIZE} that are parsed")
    lines = tuple(text.split("\n"))
    deep = _too_deep(lines)
    if deep:
        reason = f"markup is nested too deep: more than {_MAX_DEPTH} levels of indentation"
        return Unparseable(reason, deep)
    reading = _Reading(lines)
    with sphinx.registered(vocabulary.directives, vocabulary.roles):
        try:
            with _limited(time_limit):
                return reading.read()
        except RecursionError as error:
            return Unparseable("markup is nested too deep", _line_reached(error))
        except _OutOfTimeError as error:
            reason = f"parsing took more than {time_limit:g} seconds of processor time"
            return Unparseable(reason, _line_reached(error))


def _too_deep(lines: tuple[str, ...]) -> int | None:
    """The line whose indentation nests deeper than is parsed, or None.

    docutils would run out of stack some levels further down, on a line that
    depends on who called it. No line of 79 characters can be so deep.
    """
    levels = [0]
    for number, line in enumerate(lines, 1):
        text = line.lstrip()
        if not text:
            continue
        indent = len(line) - len(text)
        while levels[-1] > indent:
            levels.pop()
        if indent > levels[-1]:
            levels.append(indent)
            if len(levels) > _MAX_DEPTH:
                return number
    return None


def _line_reached(error: BaseException) -> int:
    """The first line of the block that the innermost of docutils' machines was in."""
    line = 1
    for frame, _ in traceback.walk_tb(error.__traceback__):
        machine = frame.f_locals.get("self")
        if isinstance(machine, StateMachine) and machine.input_lines:
            line = machine.input_offset + 1
    return line


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Stop the block after so many seconds of processor time.

    A timer signal: it also ends a regular expression that backtracks, which
    no check between two steps could. Only the main thread can have one.
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def stop(*_: object) -> None:
        raise _OutOfTimeError

    previous = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


class _Reading:
    """The state of one parse: docutils' document and the places in the text."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self._lines = lines
        self._locator = Locator(lines)
        self._inline = InlinePlaces()
        self._raw_messages: list[RawMessage] = []

    def read(self) -> Document:
        """Run docutils and collect the results."""
        text = _FALSE_LINE_ENDS.sub(" ", "\n".join(self._lines).removeprefix("\ufeff"))
        parser = Parser(inliner=self._inline.inliner)
        reader: Any = Reader(parser)
        document = utils.new_document("spec", _settings().copy())
        document.reporter.attach_observer(self._observe)
        parser.parse(text, document)
        document.current_source = document.current_line = None
        places: dict[str, deque[InlinePlace]] = defaultdict(deque)
        for node, place in self._inline.of_nodes:
            name = node.get("refname") if isinstance(node, nodes.Element) else None
            if name:
                places[" ".join(name.lower().split())].append(place)
        document.transformer.populate_from_components((reader, parser))
        document.transformer.apply_transforms()
        placer = Placer(self._lines, self._locator, places)
        sections = self._sections(document, len(self._lines))
        return Document(
            sections=sections,
            preamble_line=self._preamble(document),
            messages=self._messages(placer),
            paragraphs=tuple(self._paragraphs(document)),
            references=tuple(self._references(document)),
            comments=tuple(self._comments(document)),
        )

    def _observe(self, message: nodes.system_message) -> None:
        if message["level"] < 2:
            return
        children: list[Any] = list(message.children)
        text = children[0].astext() if children else ""
        raw = children[1].rawsource or children[1].astext() if len(children) > 1 else ""
        line = message.get("line") or 1
        self._raw_messages.append(
            RawMessage(message["level"], text, line, raw, self._inline.current)
        )

    def _messages(self, placer: Placer) -> tuple[ParserMessage, ...]:
        placed = (placer.place(message) for message in self._raw_messages)
        # docutils parses some blocks twice, and then reports twice.
        unique = dict.fromkeys(message for message in placed if message)
        return tuple(sorted(unique, key=lambda m: (m.line, m.column, m.text)))

    def _sections(self, parent: nodes.Element, last_line: int) -> tuple[Section, ...]:
        found = [node for node in parent.children if isinstance(node, nodes.section)]
        spans = [self._title_span(node) for node in found]
        sections = []
        for index, (node, (line, column)) in enumerate(zip(found, spans, strict=True)):
            end = last_line
            if index + 1 < len(spans):
                following = spans[index + 1][0]
                end = following - (2 if self._is_overlined(following) else 1)
            sections.append(
                Section(
                    title=node[0].astext(),
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
        near = title.line or section.line or 1
        for number in (near, near - 1, near + 1, near - 2, near + 2):
            if 1 <= number <= len(self._lines):
                line = _FALSE_LINE_ENDS.sub(" ", self._lines[number - 1])
                if line.strip().removeprefix("\ufeff") == raw:
                    return number, line.index(raw) + 1
        found = self._locator.text(raw, max(1, near - 2))
        return (found.line, found.column) if found else (near, 1)

    def _is_overlined(self, line: int) -> bool:
        above = self._lines[line - 2].strip() if line >= 2 else ""
        return len(above) > 1 and not above[0].isalnum() and len(set(above)) == 1

    def _preamble(self, document: nodes.document) -> int | None:
        for node in document.children:
            if isinstance(node, nodes.section):
                return None
            if not isinstance(node, nodes.PreBibliographic):
                return self._line_of(node)
        return None

    def _line_of(self, node: nodes.Node) -> int:
        """The first line of a node; docutils gives some only their children's."""
        for candidate in node.findall(nodes.Element):
            if candidate.line:
                first = candidate.rawsource.split("\n")[0].strip()
                found = self._locator.text(first, max(1, candidate.line - 2)) if first else None
                if found and abs(found.line - candidate.line) <= 2:
                    return found.line
                return candidate.line
        return 1

    def _line_above(self, node: nodes.Node) -> int:
        """The line of the nearest node around or before this one that has any."""
        above: Any = node
        while above is not None:
            if above.line:
                return int(above.line)
            previous = above.previous_sibling()
            if previous is not None and previous.line:
                return int(previous.line)
            above = above.parent
        return 1

    def _paragraphs(self, document: nodes.document) -> Iterator[Paragraph]:
        for node in document.findall(nodes.paragraph):
            if isinstance(node.parent, nodes.system_message):
                continue
            line = node.line or 1
            first = node.rawsource.split("\n")[0].strip()
            span = self._locator.inline(first, line, 0, 1) if first else self._locator.line(line)
            in_list = False
            ancestor: Any = node.parent
            while ancestor is not None and not in_list:
                in_list = isinstance(ancestor, nodes.list_item)
                ancestor = ancestor.parent
            yield Paragraph(" ".join(node.astext().split()), span.line, span.column, in_list)

    def _references(self, document: nodes.document) -> Iterator[Reference]:
        for node in document.findall(nodes.Element):
            uri = node.get("refuri") if isinstance(node, nodes.reference | nodes.target) else None
            if not uri or not uri.lower().startswith(("http://", "https://")):
                continue
            from_line = node.line or self._line_above(node)
            # An anonymous or embedded target is a line or so off; the URI
            # itself, or its end where it is wrapped, is to be found there.
            span = self._locator.text(uri, max(1, from_line - 1)) or self._locator.text(
                uri.rstrip("/").rpartition("/")[2], from_line
            )
            span = span or self._locator.line(from_line)
            yield Reference(uri, span.line, span.column, span.end_column)

    def _comments(self, document: nodes.document) -> Iterator[Comment]:
        known = sphinx.DIRECTIVE_NAMES
        for node in document.findall(nodes.comment):
            text = node.astext()
            first = text.split("\n")[0]
            # docutils gives the first line or the last, or none inside a list.
            near = node.line or self._line_above(node)
            length = text.count("\n") + 2
            span = None
            for found in self._locator.places(f".. {first}".strip(), max(1, near - length)):
                if span is not None and found.line > near:
                    break
                span = found
            span = span or self._locator.line(near)
            match = swallowed_name(text)
            swallows = match[1] if match and match[1] in known else ""
            yield Comment(text, span.line, span.column, swallows)


def _is_content(node: nodes.Node) -> bool:
    """Whether a section with this in it has been written: empty lists are no content."""
    if isinstance(node, nodes.section | nodes.system_message):
        return False
    if isinstance(node, nodes.bullet_list | nodes.enumerated_list | nodes.list_item):
        return any(map(_is_content, node.children))
    return True
