"""TXT005 unusual-space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.document import TAB_WIDTH
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.text._characters import describe, findings

# The characters with Unicode's property White_Space, except space, LF and CR; and the separators
# that Python, and so docutils, takes for the end of a line.
_IN_ASCII = "\t\v\f\x1c\x1d\x1e"
_UNUSUAL = f"[{_IN_ASCII}\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"


def _message(char: str, line: int, column: int) -> str:
    if char == "\t":
        return f"tab {describe(char)}: use spaces instead"
    return f"unusual space {describe(char)}: use a plain space instead"


def _plain(line: str, indexes: list[int]) -> Iterator[str]:
    """Spaces in place of each: for a tab as many as the RST parser takes it for."""
    column = done = 0
    for index in indexes:
        if line[index] != "\t":
            yield " "
            continue
        column += index - done
        spaces = TAB_WIDTH - column % TAB_WIDTH
        column, done = column + spaces, index + 1
        yield " " * spaces


@rule(code="TXT005", name="unusual-space", severity=Severity.WARNING, fix="unsafe")
def check(spec: Spec) -> Iterator[Finding]:
    r"""Write plain spaces: no tabs, no-break or other Unicode spaces.

    There is one finding for each line and kind of character. ``--fix --unsafe-fixes``
    replaces each character by a space, and a tab by the number of spaces that the parser
    replaces it by.

    Why:
        The RST parser expands tabs to eight columns and most editors to four, so a
        block that looks aligned may not be. A no-break space looks like a space,
        but markup next to it is not recognized, and a search does not find the
        words around it.

    Bad:
        \tA block quote, or not.

    Good:
            A block quote, indented by four spaces.

    Source:
        reStructuredText Markup Specification, "Whitespace": spaces are recommended
        for indentation, tabs are converted at multiples of eight; Unicode
        Character Database, PropList.txt, White_Space.
    """
    text = spec.source.text
    if not text.isascii() or any(space in text for space in _IN_ASCII):
        yield from findings(spec, re.compile(_UNUSUAL), _message, _plain)
