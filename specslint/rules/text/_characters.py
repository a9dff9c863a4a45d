"""What the rules about single characters share: finding and naming them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from specslint.model import Finding, Spec

# Control characters have no name in Unicode's own table; these are their aliases.
_ALIASES = {
    "\t": "CHARACTER TABULATION",
    "\v": "LINE TABULATION",
    "\f": "FORM FEED",
    "\x85": "NEXT LINE",
}


def describe(char: str) -> str:
    """Name a character by its code point and its name in Unicode.

    :param char: one character; it does not itself stand in the answer, which
        may safely be printed.
    """
    import unicodedata

    name = _ALIASES.get(char) or unicodedata.name(char, "an unnamed character")
    return f"U+{ord(char):04X} {name}"


def findings(
    spec: Spec,
    wanted: re.Pattern[str],
    message: Callable[[str, int, int], str],
    is_legitimate: Callable[[str, int], bool] = lambda line, index: False,
) -> Iterator[Finding]:
    """Yield one finding for each line and kind of character, at the first of them.

    :param spec: the spec to search.
    :param wanted: matches one character that is not welcome.
    :param message: makes the message from a character, its line and its column.
    :param is_legitimate: whether the character at an index of a line is welcome after all.
    """
    for number, line in enumerate(spec.lines, 1):
        if not wanted.search(line):
            continue
        first: dict[str, int] = {}
        count: dict[str, int] = {}
        for match in wanted.finditer(line):
            char = match[0]
            if is_legitimate(line, match.start()):
                continue
            first.setdefault(char, match.start() + 1)
            count[char] = count.get(char, 0) + 1
        for char, column in first.items():
            times = f" ({count[char]} times on this line)" if count[char] > 1 else ""
            text = message(char, number, column)
            yield Finding(spec.at(number, column, column + 1), text + times)
