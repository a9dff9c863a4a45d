"""Parses with unmodified docutils, for comparison."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import Parser
from docutils.readers.standalone import Reader

from specslint.parsing import Vocabulary, sphinx
from specslint.parsing.lines import Lines
from specslint.parsing.reader import Reading, new_tree

Parsed = tuple[str, list[tuple[int, int, str]]]
"""A tree as text; and each message's level, line and text."""


def by_docutils(text: str) -> Parsed:
    """The result of docutils with all its states and transforms."""
    messages: list[tuple[int, int, str]] = []

    def observe(message: nodes.system_message) -> None:
        if message["level"] >= 2:
            messages.append((message["level"], message.get("line") or 1, message[0].astext()))

    sphinx.prepare(text)
    with sphinx.registered(Vocabulary()):
        parser = Parser()
        tree = new_tree()
        tree.reporter.attach_observer(observe)
        parser.parse("\n".join(Lines(text.removeprefix("\ufeff")).lines), tree)
        tree.current_source = tree.current_line = None
        tree.transformer.populate_from_components((Reader(parser), parser))
        tree.transformer.apply_transforms()
    return tree.pformat(), messages


def by_specslint(text: str) -> Parsed:
    """The result of specslint's reader."""
    reading = Reading(Lines(text).lines)
    sphinx.prepare(text)
    with sphinx.registered(Vocabulary()):
        reading.read()
    assert reading.tree is not None
    return reading.tree.pformat(), [(m.level, m.line, m.text) for m in reading.messages]
