"""Runs docutils once over a text, and collects the results."""

from __future__ import annotations

import functools
from collections import defaultdict, deque
from typing import Any

from docutils import nodes, utils
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.statemachine import StateMachine, string2lines

from specslint.model.document import Document, ParserMessage, Unparseable
from specslint.parsing import MAX_SIZE, TAB_WIDTH, Vocabulary, sphinx
from specslint.parsing.extract import Extractor
from specslint.parsing.inliner import InlinePlace, InlinePlaces
from specslint.parsing.limits import OutOfTimeError, TooLargeError
from specslint.parsing.lines import Lines
from specslint.parsing.locate import Locator
from specslint.parsing.machine import new_machine, transforms
from specslint.parsing.messages import ANONYMOUS, Placer, RawMessage

_MAX_DEPTH = 100
_MAX_TARGETS = 1000

_SETTINGS: dict[str, Any] = {
    # Nothing is read for a document: no file, no URL, no docutils.conf.
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    # The title is kept as a section like the others, with its location.
    "doctitle_xform": False,
    "sectsubtitle_xform": False,
    "docinfo_xform": False,
    # All messages go to the observer, and none ends the parse.
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "input_encoding": "unicode",
    "syntax_highlight": "none",
    "smart_quotes": False,
    # It would limit substitutions as well, for which machine.py has a limit.
    "line_length_limit": MAX_SIZE + 1,
    "embed_stylesheet": False,
}


@functools.cache
def _settings() -> Any:
    settings = get_default_settings(Parser)
    vars(settings).update(_SETTINGS)
    return settings


def new_tree() -> nodes.document:
    """An empty document with settings that read no files."""
    return utils.new_document("spec", _settings().copy())


def read(text: str, vocabulary: Vocabulary) -> Document | Unparseable:
    """Parse a text; see :func:`specslint.parsing.parse`."""
    if len(text) > MAX_SIZE:
        return Unparseable(f"{len(text)} characters are more than the {MAX_SIZE} that are parsed")
    lines = Lines(text)
    try:
        return lines.placed(_read(text, lines.lines, vocabulary))
    except OutOfTimeError as error:
        error.line = lines.line_in_file(error.line)
        raise


def _read(text: str, lines: tuple[str, ...], vocabulary: Vocabulary) -> Document | Unparseable:
    deep = _too_deep(lines)
    if deep:
        reason = f"markup is nested too deep: more than {_MAX_DEPTH} levels of indentation"
        return Unparseable(reason, deep)
    crowded = _too_many_targets(lines)
    if crowded:
        reason = f"more than {_MAX_TARGETS} internal targets stand in a row"
        return Unparseable(reason, crowded)
    reading = Reading(lines, vocabulary.highlight_language)
    sphinx.prepare(text)
    with sphinx.registered(vocabulary):
        try:
            return reading.read()
        except RecursionError as error:
            return Unparseable("markup is nested too deep", _line_reached(error))
        except OutOfTimeError as error:
            error.line = _line_reached(error)
            raise
        except TooLargeError as error:
            return Unparseable(str(error), _line_reached(error))
        except MemoryError:
            raise
        except Exception as error:
            if not _is_of_docutils(error):
                raise
            # For example a substitution that contains itself twice.
            reason = f"docutils itself fails on it, with a {type(error).__name__}"
            return Unparseable(reason, _line_reached(error))


def _too_deep(lines: tuple[str, ...]) -> int | None:
    """The line whose indentation nests deeper than is parsed, or None.

    docutils would exceed the recursion limit some levels deeper, at a line that depends
    on the caller's stack. No line of 79 characters can be so deep.
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


def _too_many_targets(lines: tuple[str, ...]) -> int | None:
    """The line of the first internal target in a row that is too long, or None.

    docutils passes the names of each target on to the next one, so that the time grows
    with the square of their number.
    """
    count = 0
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.startswith((".. _", "__")) and text.endswith((":", "__")):
            count += 1
            if count > _MAX_TARGETS:
                return number
        elif text:
            count = 0
    return None


def _line_reached(error: BaseException) -> int:
    """The first line of the block that docutils' innermost machine was parsing.

    After all is parsed, the last line of its input.
    """
    import traceback

    line, at_hand = 0, [1]
    for frame, _ in traceback.walk_tb(error.__traceback__):
        machine = frame.f_locals.get("self")
        if isinstance(machine, StateMachine) and machine.input_lines:
            line = machine.input_offset + 1
        found = frame.f_locals.values()
        at_hand += [node.line for node in found if isinstance(node, nodes.Node) and node.line]
    return line or max(at_hand)


def _is_of_docutils(error: Exception) -> bool:
    """Whether it was raised in docutils, and not in code that calls it."""
    import traceback

    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return str(frame.f_globals.get("__name__")).startswith("docutils.")


class Reading:
    """One parse: docutils' tree of a text, and its messages with their locations."""

    def __init__(self, lines: tuple[str, ...], language: str = "default") -> None:
        """Prepare to parse a text.

        :param lines: its lines as docutils counts them.
        :param language: the default language of code blocks.
        """
        self._lines = lines
        self._language = language
        self._locator = Locator(lines)
        self._inline = InlinePlaces()
        self.messages: list[RawMessage] = []
        self.tree: nodes.document | None = None

    def read(self) -> Document:
        """Run docutils and collect the results."""
        text = "\n".join(self._lines).removeprefix("\ufeff")
        document = self.tree = new_tree()
        document.reporter.attach_observer(self._observe)
        parser: Any = Parser()
        parser.setup_parse(text, document)
        lines = string2lines(text, tab_width=TAB_WIDTH, convert_whitespace=True)
        new_machine().run(lines, document, inliner=self._inline.inliner)
        parser.finish_parse()
        document.current_source = document.current_line = None
        inline = self._inline
        extractor = Extractor(document, self._lines, self._locator, inline.marks, inline.of_nodes)
        places = self._places()
        document.transformer.add_transforms(transforms(extractor.kinds))
        document.transformer.apply_transforms()
        placer = Placer(self._lines, self._locator, places, extractor.anonymous_target)
        return extractor.document(self._language, self._placed(placer))

    def _places(self) -> dict[str, deque[InlinePlace]]:
        """The locations of the references to each name."""
        places: dict[str, deque[InlinePlace]] = defaultdict(deque)
        for node, place in self._inline.of_nodes:
            name = node.get("refname") if isinstance(node, nodes.Element) else None
            if isinstance(node, nodes.reference) and node.get("anonymous"):
                places[ANONYMOUS].append(place)
            if name:
                places[" ".join(name.lower().split())].append(place)
        return places

    def _observe(self, message: nodes.system_message) -> None:
        if message["level"] < 2:
            return
        children: list[Any] = list(message.children)
        text = children[0].astext() if children else ""
        raw = children[1].rawsource or children[1].astext() if len(children) > 1 else ""
        line = message.get("line") or 1
        self.messages.append(RawMessage(message["level"], text, line, raw, self._inline.current))

    def _placed(self, placer: Placer) -> tuple[ParserMessage, ...]:
        placed = (placer.place(message) for message in self.messages)
        # docutils parses some blocks twice, and then reports twice.
        unique = dict.fromkeys(message for message in placed if message)
        return tuple(sorted(unique, key=lambda m: (m.line, m.column, m.text)))
