"""A subclass of docutils' inline parser that records where each construct begins.

docutils reports inline faults on their paragraph's first line. Its inliner takes a
block of text and calls a method with the match of each construct; the location follows
from the length of the text after the match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from docutils import nodes
from docutils.parsers.rst.states import Inliner

from specslint.parsing import LONG_BLOCK
from specslint.parsing.limits import TooLargeError

# What all inline markup except URIs contains: its own character, or an underscore at
# the end of a word. docutils' own pattern tries every word.
_MAY_BE_MARKUP = re.compile(r"[*`|]|_(?!\w)").search


class InlinePlace(NamedTuple):
    """The location of a construct in its block; see :meth:`Locator.inline`."""

    block: str
    first_line: int
    offset: int
    length: int


class InlinePlaces:
    """Records the location of the construct being parsed, and of each resulting node.

    ``marks`` has the start and end of each well-formed construct, by the block that it
    is in. ``inliner`` is docutils' own object with two attributes set on it: a subclass
    would lack the patterns, which docutils stores in its own class.
    """

    def __init__(self) -> None:
        self.current: InlinePlace | None = None
        self.of_nodes: list[tuple[nodes.Node, InlinePlace]] = []
        self.marks: dict[str, dict[int, int]] = {}
        self._block = ""
        self._constructs = 0
        self.inliner = Inliner()
        self._parse = self.inliner.parse
        self._implicit_inline = self.inliner.implicit_inline
        vars(self.inliner)["parse"] = self._remember_block
        vars(self.inliner)["implicit_inline"] = self._look_for_uris
        vars(self.inliner)["dispatch"] = {
            start: self._remembering(method) for start, method in Inliner.dispatch.items()
        }

    def _look_for_uris(self, text: str, lineno: int) -> Sequence[nodes.Node]:
        # Every URI or address contains one of these, and most texts do not.
        if ":" in text or "@" in text:
            _refuse_many(text.count(":") + text.count("@"), text)
            return self._implicit_inline(text, lineno)
        return [nodes.Text(text)] if text else []

    def _remember_block(self, text: str, lineno: int, memo: Any, parent: Any) -> Any:
        if not _MAY_BE_MARKUP(text) and "\\" not in text:
            return self._look_for_uris(text, lineno), []
        outer = self._block, self._constructs, self.current
        self._block, self._constructs, self.current = text, 0, None
        try:
            return self._parse(text, lineno, memo, parent)
        finally:
            self._block, self._constructs, self.current = outer

    def _remembering(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(inliner: Inliner, match: Any, lineno: int) -> Any:
            self._constructs += 1
            _refuse_many(self._constructs, self._block)
            # The escapes that docutils has inserted by now keep the length.
            block, text, start = self._block, match.string, match.start()
            offset = len(block) - len(text) + start
            self.current = InlinePlace(block, lineno, offset, max(match.end() - start, 1))
            result = method(inliner, match, lineno)
            self.current = None
            _, inlines, remaining, _ = result
            if inlines:
                place = InlinePlace(block, lineno, offset, len(text) - start - len(remaining))
                self.of_nodes.extend((node, place) for node in inlines)
                if not any(isinstance(node, nodes.problematic) for node in inlines):
                    self.marks.setdefault(block, {})[offset] = offset + place.length
            return result

        return call


_MOST_STEPS = 50_000_000
"""The limit of the constructs in a long block times its length in characters."""


def _refuse_many(constructs: int, block: str) -> None:
    """Leave a block unparsed that would take too long.

    :param constructs: how many constructs of the block were begun, or may be there.
    :raises TooLargeError: it is long, and has too many of them.
    """
    if len(block) > LONG_BLOCK and constructs * len(block) > _MOST_STEPS:
        raise TooLargeError(f"a paragraph of {len(block)} characters has too much markup")
