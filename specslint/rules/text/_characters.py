"""Functions that the rules about single characters share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from specslint.model.findings import Edit, Finding
from specslint.model.spec import Spec

# Control characters have no name in Unicode's own table; these are their aliases.
_ALIASES = {
    "\t": "CHARACTER TABULATION",
    "\v": "LINE TABULATION",
    "\f": "FORM FEED",
    "\x1c": "INFORMATION SEPARATOR FOUR",
    "\x1d": "INFORMATION SEPARATOR THREE",
    "\x1e": "INFORMATION SEPARATOR TWO",
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
    replaced: Callable[[str, list[int]], Iterable[str]],
    is_legitimate: Callable[[str, int], bool] = lambda line, index: False,
    is_safe: Callable[[str], bool] = lambda char: False,
) -> Iterator[Finding]:
    """Yield one finding for each line and kind of character, at the first of them.

    :param spec: the spec to search.
    :param wanted: matches one character that is not welcome.
    :param message: makes the message from a character, its line and its column.
    :param replaced: from a line and the indexes of a character in it, what to write
        in place of each.
    :param is_legitimate: whether the character at an index of a line is welcome after all.
    :param is_safe: whether the replacement by ``replaced`` keeps the meaning of the text.
    """
    if not wanted.search(spec.source.text):
        return
    for number, line in enumerate(spec.lines, 1):
        if not wanted.search(line):
            continue
        places: dict[str, list[int]] = {}
        for match in wanted.finditer(line):
            if not is_legitimate(line, match.start()):
                places.setdefault(match[0], []).append(match.start())
        for char, indexes in places.items():
            column = indexes[0] + 1
            times = f" ({len(indexes)} times on this line)" if len(indexes) > 1 else ""
            texts = zip(indexes, replaced(line, indexes), strict=True)
            yield Finding(
                spec.at(number, column, column + 1),
                message(char, number, column) + times,
                fix=spec.fix(
                    (Edit(number, at + 1, number, at + 2, text) for at, text in texts),
                    safe=is_safe(char),
                ),
            )
