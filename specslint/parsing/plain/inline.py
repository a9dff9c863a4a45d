"""Inline markup of the plain kind: literals, emphasis, links."""

from __future__ import annotations

import re
from typing import NamedTuple

from specslint.parsing import LONGEST_BLOCK
from specslint.parsing.plain import DoubtError

# Where markup may be: its signs, or an underscore behind which no word goes on.
_SIGN = re.compile(r"[*`|\\]|_(?!\w)")
_MARKUP = re.compile(
    r"``(?P<literal>[^\s`](?:[^`]*[^\s`])?)``"
    r"|`(?P<phrase>[^\s`<>:\\](?:[^`<>\\]*[^\s`<>_\\])?)`(?P<named>_(?!_))?"
    r"|`(?P<text>[^\s`<>:\\][^`<>\\]*?)\s+<(?P<uri>https?://[^\s`<>\\]*[^\s`<>_\\])>`_(?!_)"
    r"|\*\*(?P<strong>[^\s*\\](?:[^*\\]*[^\s*\\])?)\*\*(?!\*)"
    r"|\*(?P<emphasis>[^\s*\\](?:[^*\\]*[^\s*\\])?)\*(?!\*)"
    r"|:(?:code|file|class|func|meth|mod):"
    r"`(?P<role>[^\s`<>:\\](?:[^`<>\\]*[^\s`<>_\\])?)`(?!_)"
    r"|\[(?P<note>[0-9]+|[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*)\]_(?!_)"
    r"|(?P<name>(?<![^\s(])[A-Za-z0-9]+(?:[-.+][A-Za-z0-9]+|_[A-Za-z0-9]+)*)_(?!_)"
)
# What may stand before markup, and behind it; docutils allows more.
_BEFORE = frozenset(" \n([{/-\"'")
_BEHIND = frozenset(" \n)]}/-.,;:!?\"'")
_QUOTES = {"(": ")", "[": "]", "{": "}", "<": ">", '"': '"', "'": "'"}

_URI_START = re.compile(r"https?://", re.IGNORECASE)
_URI = re.compile(
    r"https?://[A-Za-z0-9/_.~%@=&+:,;$-]+"
    r"(?:(?<=[\w/=+~])\?[A-Za-z0-9/_.~%@=&+:,;$-]*)?"
    r"(?:(?<=[\w/=+~])#[A-Za-z0-9/_.~%@=&+:,;!$-]*)?"
)
_URI_BEHIND = re.compile(r"[.,:;!?)\]>\"']*(?=\s|\Z)").match
_OTHER_SCHEME = re.compile(r":(?=\S)")


class Link(NamedTuple):
    """A link in a text: to a URI, or to what a name stands for elsewhere."""

    uri: str = ""
    name: str = ""
    defines: str = ""  # the name that it gives to its URI
    note: str = ""  # the name of a footnote or citation


class Inline(NamedTuple):
    """A text without its markup, its links in their order, and where its markup stands."""

    text: str
    links: tuple[Link, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()


def normal_name(name: str) -> str:
    """A reference's name as it is compared: case and white space do not count."""
    return " ".join(name.lower().split())


def read_inline(text: str) -> Inline:
    """Read the inline markup of a block.

    :param text: the lines of the block, joined.
    :raises DoubtError: it has markup that is not plain.
    """
    if len(text) > LONGEST_BLOCK and ":" in text:
        raise DoubtError
    if not _SIGN.search(text):
        return Inline(text, _uris(text))
    parts: list[str] = []
    links: list[Link] = []
    marks: list[tuple[int, int]] = []

    def plain(start: int, end: int) -> None:
        piece = text[start:end]
        parts.append(piece)
        links.extend(_uris(piece))

    done = at = 0
    while sign := _SIGN.search(text, at):
        begin = sign.start()
        if _is_character(text, begin):
            at = begin + 1
            continue
        if sign[0] in "_`":
            # A name, a footnote's mark or a role stands before its sign.
            while begin > at and text[begin - 1] not in " \n(`":
                begin -= 1
        match = _MARKUP.match(text, begin)
        if match is None or match.end() <= sign.start():
            raise DoubtError
        _check_around(text, match)
        plain(done, begin)
        content, link = _content(match)
        parts.append(content)
        links.extend(link)
        marks.append(match.span())
        done = at = match.end()
    plain(done, len(text))
    return Inline("".join(parts), tuple(links), tuple(marks))


def _is_character(text: str, at: int) -> bool:
    """Whether a sign is nothing but itself."""
    sign = text[at]
    before = text[at - 1] if at else " "
    behind = text[at + 1] if at + 1 < len(text) else " "
    if sign == "_":
        # A name begins with no underscore, nor anywhere behind one.
        start = at
        while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
            start -= 1
        starts_with_one = text[start] == "_" if start < at else before not in "]`|"
        return behind != "`" and starts_with_one
    if sign == "\\":
        raise DoubtError
    if before.isascii() and before.isalnum():
        # Within a word nothing begins, and what ends here has begun before.
        return True
    if behind in " \n" and before in " \n" and sign != "`":
        return True
    if sign == "|":
        raise DoubtError
    return False


def _check_around(text: str, match: re.Match[str]) -> None:
    start, end = match.span()
    before = text[start - 1] if start else " "
    behind = text[end] if end < len(text) else " "
    first = next(filter(None, match.groups()))[0]
    if before not in _BEFORE or behind not in _BEHIND or first == _QUOTES.get(before):
        raise DoubtError
    # `text`:role: is a role behind its text.
    if behind == ":" and end + 1 < len(text) and text[end + 1] not in " \n":
        raise DoubtError


def _content(match: re.Match[str]) -> tuple[str, tuple[Link, ...]]:
    kind = match.lastgroup
    if kind == "uri":
        name, uri = match["text"], match["uri"]
        return name, (Link(uri=uri), Link(uri=uri, defines=normal_name(name)))
    if kind == "named":
        return match["phrase"], (Link(name=normal_name(match["phrase"])),)
    if kind == "note":
        return match["note"], (Link(note=normal_name(match["note"])),)
    if kind == "name":
        return match["name"], (Link(name=normal_name(match["name"])),)
    return match[kind or ""], ()


def _uris(text: str) -> tuple[Link, ...]:
    """The addresses that stand in a text as they are."""
    if "://" not in text:
        return ()
    links = []
    rest = []
    at = 0
    for start in _URI_START.finditer(text):
        begin = start.start()
        match = _URI.match(text, begin)
        before = text[begin - 1] if begin else " "
        if begin < at or match is None or before not in " \n(<\"'[":
            raise DoubtError
        uri = match[0].rstrip(".,:;!-")
        end = begin + len(uri)
        behind = _URI_BEHIND(text, end)
        if (
            not (uri[-1].isalnum() or uri[-1] in "/=+~")
            or behind is None
            # What stands before this sign is of the address, whatever it is.
            or ">" in behind[0][1:]
            or (behind[0].startswith(">") and end < match.end())
        ):
            raise DoubtError
        rest.append(text[at:begin])
        links.append(Link(uri=uri))
        at = end
    rest.append(text[at:])
    # Of another kind of address, docutils may leave all that follows alone.
    if links and any(_OTHER_SCHEME.search(piece) for piece in rest):
        raise DoubtError
    return tuple(links)
