"""Reads title and blueprint of a spec without docutils, if the start of the text is plain.

A list of many specs needs only these. The result is what docutils would find; in any
doubt there is none, and the spec has to be parsed.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{3,}\Z")
# A comment, as opposed to a target, footnote, substitution or directive.
_COMMENT = re.compile(r"\.\.(?:\Z| (?![\[_|])(?!\S+ ?::))")
# Characters of inline markup; an underscore inside a word is not markup.
_MARKUP = re.compile(r"[*`|\\<>@]|_(?!\w)|://")
_BLUEPRINT_HOST = "launchpad.net"
_URL = re.compile(r"https?://blueprints\.launchpad\.net/[\w.-]+/\+spec/[\w.-]*\w\Z", re.ASCII)
# `text <URL>`_, whose URL may be wrapped.
_NAMED_URL = re.compile(r"`[^`<>\\]+[ \n]<([^`<> \\][^`<>\\]*)>`__?\Z")


class Head(NamedTuple):
    """The title, and the URL of the first blueprint."""

    title: str
    uri: str


def plain_head(text: str) -> Head | None:
    """The title and blueprint of a spec, or None if only a parser can determine them.

    :param text: the text of the spec.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    start = _behind_comments(lines)
    if start is None or start + 2 >= len(lines):
        return None
    overline, title, underline = lines[start : start + 3]
    if not _ADORNMENT.match(overline) or underline != overline:
        return None
    plain = title.isascii() and title.isprintable() and title and not _MARKUP.search(title)
    if not plain or len(title) > len(overline):
        return None
    uri = _uri(lines[start + 3 :])
    return Head(" ".join(title.split()), uri) if uri else None


def _uri(lines: list[str]) -> str | None:
    """The first possible link, if it is plainly a blueprint's URL."""
    for number, line in enumerate(lines):
        if line.startswith("`") and not (number and lines[number - 1]):
            paragraph = "\n".join(itertools.takewhile(bool, lines[number:]))
            named = _NAMED_URL.match(paragraph)
            uri = "".join(named[1].split()) if named else ""
            return uri if _URL.match(uri) else None
        if _BLUEPRINT_HOST in line.lower():
            return line if _URL.match(line) else None
        if _ADORNMENT.match(line) or _MARKUP.search(line) or line.startswith((".", "_")):
            return None
    return None


def _behind_comments(lines: list[str]) -> int | None:
    """The index of the first line that is neither blank nor part of a comment."""
    inside = False
    for index, line in enumerate(lines):
        if _COMMENT.match(line):
            inside = True
        elif line and not (inside and line[0] == " "):
            return index
    return None
