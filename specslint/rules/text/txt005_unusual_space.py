"""TXT005: the only space is U+0020."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.text._characters import describe, findings

# What has Unicode's property White_Space, but for space, LF and CR; and the separators
# that Python, and so docutils, takes for the end of a line.
_UNUSUAL = re.compile("[\t\v\f\x1c-\x1e\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")

_TAB_WIDTH = 8


def _message(char: str, line: int, column: int) -> str:
    if char == "\t":
        return f"{describe(char)}: indent and separate with spaces"
    return f"unusual space {describe(char)}: write a plain space"


def _plain(line: str, indexes: list[int]) -> Iterator[str]:
    """Spaces in place of each: for a tab as many as the RST parser takes it for."""
    column = done = 0
    for index in indexes:
        if line[index] != "\t":
            yield " "
            continue
        column += index - done
        spaces = _TAB_WIDTH - column % _TAB_WIDTH
        column, done = column + spaces, index + 1
        yield " " * spaces


@rule(code="TXT005", name="unusual-space", severity=Severity.WARNING, fix="unsafe")
def check(spec: Spec) -> Iterator[Finding]:
    r"""Write plain spaces: no tabs, no-break or other Unicode spaces.

    One finding for each line and kind of character. ``--fix --unsafe-fixes`` puts
    a space in place of each, and in place of a tab as many as the parser takes it for.

    Why:
        A tab is as wide as eight columns to the RST parser and as four to most
        editors, so that a block that looks aligned is not. A no-break space
        looks like a space and is none: markup next to it is not recognised,
        and a search does not find the words around it.

    Bad:
        \tA block quote, or not.

    Good:
            A block quote, by four spaces.

    Source:
        reStructuredText Markup Specification, "Whitespace": spaces are recommended
        for indentation, tabs are converted at multiples of eight; Unicode
        Character Database, PropList.txt, White_Space.
    """
    yield from findings(spec, _UNUSUAL, _message, _plain)
