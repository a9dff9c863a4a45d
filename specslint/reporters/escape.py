"""Escapes untrusted text for terminals and logs."""

from __future__ import annotations

import unicodedata

_HARMLESS = " "
# Control and format characters (including bidirectional ones), surrogates, and the two
# separators that some programs treat as line ends.
_UNSAFE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def escaped(text: str) -> str:
    """The text with every invisible character replaced by an escape.

    A byte of a path that is not UTF-8 (in Python a lone surrogate) is written as that
    byte.
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
    """The text for JSON or XML: bytes of a path that are not UTF-8 are escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
