"""What comes from a patch goes to a terminal or a log only in this way."""

from __future__ import annotations

import unicodedata

_HARMLESS = " "
# Controls, formats (the bidirectional ones among them), surrogates, and the
# two separators that some programs take for a new line.
_UNSAFE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def escaped(text: str) -> str:
    """The text with every character that is not plainly visible written as an escape.

    A byte of a path that is not UTF-8 (a lone surrogate, by Python's
    convention) is written as that byte.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    if character == _HARMLESS or unicodedata.category(character) not in _UNSAFE:
        return character
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:
        return f"\\x{number - 0xDC00:02x}"
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def as_unicode(text: str) -> str:
    """The text as it may stand in JSON or XML: a byte of a path that is not UTF-8 is escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
