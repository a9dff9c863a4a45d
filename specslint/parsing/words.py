"""The words of a text as a reader sees them, without the names of releases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from specslint.model.releases import NAME

_RELEASE_NAME = re.compile(f"-?{NAME}", re.I | re.ASCII)
ADORNMENT = re.compile(r"\s*([^\w\s])\1{2,}\s*\Z")
_ESCAPED = re.compile(r"\\\s?")
_NO_WORD = re.compile(r"[\W_]+")
_REPEATED = 8
"""So many words in a row that occurred before are a repetition."""

_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d\u04bb"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03bf\u03bd\u03c1\u03b1\u03b9\u03ba\u03c5\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c"
    "\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0585\u057d\u0578\u0570\u0131\u0261"
    "\u04bd\u04cf\u04c0\u0581\u0566\u057c\u0575\u13a0\u13a1\u13a2\u13a5\u13aa\u13ab\u13ac\u13b3\u13b7"
    "\u13bb\u13c0\u13c3\u13cf\u13da\u13de\u13df\u13e2\u13e6\u13e7\u13f4",
    "aeopcyxijsdqwhABEKMHOPCTYXIJSovpaikuABEZHIKMNOPTYXounhigelIgqnjDRTiAJEWMHGZbSLCPKdB",
    "\u115f\u1160\u3164\uffa0\u2800",
)
"""Cyrillic, Greek and other letters that look like Latin ones, and letters that are blank.

Source: Unicode TS 39.
"""

# Compiled on first use, since most specs have ASCII characters only.
_VARIANT = (
    r"LATIN (?:SMALL |CAPITAL )?LETTER (?:(?:SMALL CAPITAL|DOTLESS|SCRIPT|OPEN|LONG|INSULAR|SHARP"
    r"|BARRED|REVERSED|TURNED|TAILLESS) )*([A-Z])(?:LPHA|OTA|PSILON)?(?: WITH .*)?"
    r"|LISU LETTER ([A-Z])A?"
)
"""The names of other letters that look like a Latin one."""

_INVISIBLE = ("Mn", "Me", "Cf")


def words_of(lines: Iterable[str]) -> list[str]:
    """The words without adornments and the names of releases."""
    return [
        word
        for line in lines
        if not ADORNMENT.match(line)
        for written in _as_read(line).split()
        if (word := _without_release(written))
    ]


def pronounced(words: list[str]) -> Iterator[str]:
    """The words as a reader would pronounce them, each repetition left out."""
    plain = [word for one in words if (word := _NO_WORD.sub("", one.casefold()))]
    seen: dict[tuple[str, ...], int] = {}
    number = 0
    while number < len(plain):
        following = tuple(plain[number : number + _REPEATED])
        before = seen.setdefault(following, number) if len(following) == _REPEATED else number
        if before == number:
            yield plain[number]
            number += 1
        while before < number < len(plain) and plain[number] == plain[before]:
            number += 1
            before += 1


def _as_read(line: str) -> str:
    """A line without backslashes, with Latin letters in place of those that look the same."""
    if "\\" in line:
        line = _ESCAPED.sub("", line)
    if line.isascii():
        return line
    letters = unicodedata.normalize("NFKD", line).translate(_LOOKALIKES)
    return "".join(
        one if one.isascii() else _latin(one)
        for one in letters
        if one.isascii() or unicodedata.category(one) not in _INVISIBLE
    )


@cache
def _latin(letter: str) -> str:
    """The Latin letter that another one looks like, or the letter itself."""
    found = re.fullmatch(_VARIANT, unicodedata.name(letter, ""))
    return (found[1] or found[2]).lower() if found else letter


@lru_cache(maxsize=1 << 14)  # most words of a text are repeated, and in its source as well
def _without_release(word: str) -> str:
    rest = _RELEASE_NAME.sub("", word)
    return word if rest == word else rest if any(map(str.isalnum, rest)) else ""
