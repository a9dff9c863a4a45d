"""The table of constructs by their first characters, and the loop over a body's lines."""

from __future__ import annotations

from specslint.parsing.plain import DoubtError, explicit, lists, tables, text
from specslint.parsing.plain.found import Found
from specslint.parsing.plain.lines import Body
from specslint.parsing.plain.patterns import Pattern
from specslint.parsing.plain.reader import Construct, Reader

_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

# In the order in which they are tried: first characters, the pattern of the first line, and
# the function. What no function takes is a title, a definition or a paragraph.
_CONSTRUCTS: tuple[tuple[str, Pattern, Construct], ...] = (
    (" ", Pattern(" "), lists.quote),
    ("-+*\u2022\u2023\u2043", lists.BULLET, lists.bullets),
    ("(#0123456789" + _LETTERS, lists.ENUMERATOR, lists.enumerated),
    (":", lists.FIELD, lists.fields),
    ("-+/", lists.OPTION, lists.options),
    (">", Pattern(">>>(?: |$)"), text.doctest),
    ("|", lists.LINE, lists.line_block),
    ("+", tables.GRID_BORDER, tables.grid),
    ("=", tables.SIMPLE_BORDER, tables.simple),
    (".", explicit.EXPLICIT, explicit.explicit),
    ("_", explicit.ANONYMOUS, explicit.anonymous),
    (_PUNCTUATION, Pattern(r"([!-/:-@\[-`{-~])\1*$"), text.adornment),
)


def _by_character() -> dict[str, list[tuple[Pattern, Construct]]]:
    table: dict[str, list[tuple[Pattern, Construct]]] = {}
    for characters, pattern, construct in _CONSTRUCTS:
        for character in characters:
            table.setdefault(character, []).append((pattern, construct))
    return table


_TABLE = _by_character()
_MAX_DEPTH = 20


class Blocks(Reader):
    """Parses the blocks of a text in one pass; see :class:`Found` for the results."""

    def __init__(self, found: Found, others: frozenset[str]) -> None:
        """Start with an empty result.

        :param others: directives whose meaning the tree redefines.
        """
        super().__init__(found, others)
        self._depth = 0

    def read(self, body: Body) -> bool:
        """Read the blocks of a body.

        :returns: whether there are any but empty lists.
        :raises DoubtError: the text is not plain.
        """
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise DoubtError
        has_content = False
        lines = body.lines
        at, end = 0, len(lines)
        while at < end:
            if not lines[at]:
                at += 1
                continue
            self.has_content = True
            at = self._block(body, at)
            has_content = has_content or self.has_content
        if self.found.pending and not body.has_titles:
            raise DoubtError  # the target at the end of a body is that of a block behind it
        self._depth -= 1
        self.has_content = True  # what has a body is content; a list knows better
        return has_content

    def _block(self, body: Body, at: int) -> int:
        line = body.lines[at]
        for pattern, construct in _TABLE.get(line[0], ()):
            if pattern.match(line):
                stop = construct(self, body, at)
                if stop is not None:
                    return stop
        return text.text(self, body, at)


def begins_text(line: str) -> bool:
    """Whether a line can only begin a title, a definition or a paragraph."""
    return not any(pattern.match(line) for pattern, _ in _TABLE.get(line[:1], ()))
