"""Inline markup: the text without it, the links, and the locations of the markup.

A block is searched from left to right for the start of markup: after white space or an
opening character, and before a character that is not white space. Each kind of markup has
a function (:data:`_KINDS`); the text in between is searched for addresses. Markup without
an end, unknown roles and substitutions raise :class:`DoubtError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from specslint.model.typing import NamedTuple
from specslint.parsing import LONG_BLOCK
from specslint.parsing.names import REFERENCE_ROLES, SPHINX_ROLES
from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.patterns import Pattern

# The sign at the end of a reference: an underscore that no word goes on behind.
_REFERENCE_SIGN = Pattern(r"_(?!\w)")

# Characters that are no letters, and that may stand around markup. Of those beyond ASCII
# only some are known here: quotes, which open and close, and dashes, which do either.
_QUOTES = "\u2018\u2019\u201c\u201d"
_DASHES = "\u2010-\u2015\u2026"
_OTHERS = Pattern(f"[^\x00-\x7f\\w{_QUOTES}{_DASHES}]")
_FORMER = "\u166d\u19de\u19df"  # punctuation in the release of Unicode that docutils has
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", '"': '"', "'": "'"}

SIMPLE_NAME = r"[^\W_]++(?:[-._+:][^\W_]++)*+"
"""A name that needs no quotes: letters and digits with single signs between them."""

_EMBEDDED = Pattern(r"(?:[ \n]+|^)<(?!\s)((?:[^<>]|\x00[<>])+)(?<![\s\x00])>$")

# Roles whose text is what is shown. docutils has more.
_TEXT_ROLES = SPHINX_ROLES | frozenset(
    "emphasis strong literal subscript sub superscript sup title-reference title t".split()
)
_VERBATIM_ROLES = frozenset(("code", "math"))
_WITH_TITLE = Pattern(r"(.+?)\s*<(.*?)>\Z", re.DOTALL)

_URIC = r"[-_.!~*'()[\];/:@&=+$,%a-zA-Z0-9\x00]"
_URI_END = rf"(?:[_~*/=+a-zA-Z0-9]|{_URIC}(?=>))"
_EMAILC = r"[-_!~*'{|}/#?^`&=+$%a-zA-Z0-9\x00]"
_MOST_ADDRESSES = 100
_SCHEMES = frozenset("http https mailto ftp file git ssh telnet news".split())


class _Patterns:
    """The patterns that depend on the characters allowed around markup."""

    def __init__(self, other: str) -> None:
        """Compile nothing yet.

        :param other: the non-ASCII characters that are allowed there.
        """
        opening = rf"""\s"'(<\[{{\-/:{other}"""
        before = rf"(?:^|(?<=[{opening}]))"
        behind = rf"""(?:$|(?=[\s\x00.,;!?\\\-/:"')>\]}}{other}]))"""
        # A set of first characters is searched for in a fraction of the time that a pattern
        # with alternatives takes; what is before the first and what it is comes after it.
        first = rf"(?:(?<=^.)|(?<=[{opening}].))"
        start = (
            rf"(?:(?<=\*)(?:\*|(?!\*))|(?<=`)(?:`|(?!`))|(?<=_)`|(?<=\|)(?!\|)"
            rf"|(?<=:)(?P<role>{SIMPLE_NAME}):`(?!`))(?!\s)"
        )
        whole = (
            rf"(?:(?<=[^\W_])[^\W_]*+(?:[-._+:][^\W_]++)*+__?"
            rf"|(?<=\[)(?P<note>[0-9]+|\#(?:{SIMPLE_NAME})?|\*|(?P<citation>{SIMPLE_NAME}))\]_)"
            f"{behind}"
        )
        self.markup = Pattern(rf"[\w*`|:\[]{first}(?:{start}|{whole})")
        self.markup_without_names = Pattern(f"[_*`|:]{first}{start}")
        self.ends = {
            "*": Pattern(rf"(?<![\s\x00])(\*){behind}"),
            "**": Pattern(rf"(?<![\s\x00])(\*\*){behind}"),
            "``": Pattern(rf"(?<!\s)(``){behind}"),
            "_`": Pattern(rf"(?<![\s\x00])(`){behind}"),
        }
        self.quoted_end = Pattern(
            rf"(?<!(?<!\x00)[\s\x00])(`(?P<role>:{SIMPLE_NAME}:)?(?P<refend>__?)?){behind}"
        )
        self.address = Pattern(
            rf"{before}(?P<whole>(?P<scheme>[a-zA-Z][a-zA-Z0-9.+-]*+):(?://?)?{_URIC}*{_URI_END}"
            rf"(?:\?{_URIC}*{_URI_END})?(?:\#{_URIC}*{_URI_END})?"
            rf"|{_EMAILC}++(?:\.{_EMAILC}++)*+(?<!\x00)@{_EMAILC}+(?:\.{_EMAILC}*)*{_URI_END})"
            f"{behind}"
        )


_ASCII, _ALL = _Patterns(""), _Patterns(_QUOTES + _DASHES)


def _patterns(text: str) -> _Patterns:
    return _ASCII if text.isascii() else _ALL


class Kind:
    """The kinds of links; see :class:`Link`."""

    URI = "uri"
    NAME = "name"
    ANONYMOUS = "anonymous"
    TARGET = "target"
    TARGET_NAME = "target-name"  # one more name of a TARGET
    ALIAS = "alias"
    LABEL = "label"
    FOOTNOTE = "footnote"
    CITATION = "citation"
    CROSS_REFERENCE = "cross-reference"


class Link(NamedTuple):
    """A part of a text that refers to something, or names something.

    ``value`` is a URI, or the name that is referred to; for a CROSS_REFERENCE the target of its
    role. ``name`` is what a TARGET, an ALIAS or a LABEL defines, or the kind of
    a CROSS_REFERENCE.
    """

    kind: str
    value: str = ""
    name: str = ""
    has_text: bool = False
    start: int = 0
    end: int = 0


AUTO_LABEL = "\x01"
"""Stands in a text for the label of a footnote that is numbered later."""


class Inline(NamedTuple):
    """A text without its markup, its links in order, and the locations of its markup."""

    text: str
    links: tuple[Link, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()


def normal_name(name: str) -> str:
    """A reference's name, normalized: in lower case, with single spaces."""
    return " ".join(name.lower().split())


def escaped(text: str) -> str:
    """The text with a null character for each escaping backslash."""
    return re.sub(r"\\(.?)", "\x00\\1", text, flags=re.DOTALL) if "\\" in text else text


def unescaped(text: str) -> str:
    """The text without the nulls of escapes, and without escaped spaces."""
    return re.sub("\x00[ \n]?", "", text) if "\x00" in text else text


def is_bare(text: str) -> bool:
    """Whether a block has none of the signs of markup and addresses, as most have none."""
    return not (
        "`" in text
        or "_" in text
        or "*" in text
        or "|" in text
        or "\\" in text
        or "://" in text
        or len(text) > LONG_BLOCK
    )


def read_inline(text: str) -> Inline:
    """Read the inline markup of a block.

    :param text: the lines of the block, joined.
    :returns: its text and its links.
    :raises DoubtError: it has markup that is not plain, or a fault.
    """
    has_names = "_" in text and _REFERENCE_SIGN.search(text)
    has_signs = has_names or "`" in text or "*" in text or "|" in text or "\\" in text
    if len(text) > LONG_BLOCK and (has_signs or ":" in text or "@" in text):
        raise DoubtError
    if not has_signs:
        return Inline(text, _addresses(text)) if "://" in text else Inline(text)
    _refuse_other_punctuation(text)
    patterns = _patterns(text)
    markup = patterns.markup if has_names else patterns.markup_without_names
    rest = escaped(text)
    size = len(rest)
    parts: list[str] = []
    links: list[Link] = []
    marks: list[tuple[int, int]] = []
    before = ""
    while rest and (match := markup.search(rest)):
        sign = match[0]
        read: Callable[[re.Match[str]], Found]
        if sign[-1] == "_":
            read = _note if sign[0] == "[" else _name
        elif match["role"]:
            read = _quoted
        elif _is_quoted(match):
            before += rest[: match.end()]
            rest = rest[match.end() :]
            continue
        else:
            read = _KINDS[sign]
        content, found, end = read(match)
        before += rest[: match.start()]
        parts.append(unescaped(before))
        if "/" in before:
            links.extend(_addresses(before))
        parts.append(content)
        span = size - len(rest) + match.start(), size - len(rest) + end
        links.extend(link._replace(start=span[0], end=span[1]) for link in found)
        marks.append(span)
        before = ""
        rest = rest[end:]
    before += rest
    parts.append(unescaped(before))
    if "/" in before:
        links.extend(_addresses(before))
    return Inline("".join(parts), tuple(links), tuple(marks))


def _refuse_other_punctuation(text: str) -> None:
    """Refuse characters that docutils allows around markup and this parser does not know.

    :raises DoubtError: there is one.
    """
    if not text.isascii():
        import unicodedata  # few texts have any such

        for character in _OTHERS.findall(text):
            if unicodedata.category(character)[0] == "P" or character in _FORMER:
                raise DoubtError


def _is_quoted(match: re.Match[str]) -> bool:
    """Whether markup begins between an opening character and its closing one."""
    text, (start, end) = match.string, match.span()
    if start == 0:
        return False
    if end == len(text):
        return True
    before, behind = text[start - 1], text[end]
    if not before.isascii() and not behind.isascii():
        raise DoubtError
    return _PAIRS.get(before) == behind


# --- each kind: its text, its links, and where it ends ---

Found = tuple[str, tuple[Link, ...], int]


def _ended(match: re.Match[str], sign: str) -> tuple[str, int]:
    start = match.end()
    end = _patterns(match.string).ends[sign].search(match.string[start:])
    if end is None or not end.start(1):
        raise DoubtError
    return match.string[start : start + end.start(1)], start + end.end(1)


def _emphasis(match: re.Match[str]) -> Found:
    content, end = _ended(match, match[0])
    return unescaped(content), (), end


def _literal(match: re.Match[str]) -> Found:
    content, end = _ended(match, "``")
    return content.replace("\x00", "\\"), (), end


def _label(match: re.Match[str]) -> Found:
    content, end = _ended(match, "_`")
    content = unescaped(content)
    return content, (Link(Kind.LABEL, name=normal_name(content)),), end


def _substitution(match: re.Match[str]) -> Found:
    raise DoubtError


def _name(match: re.Match[str]) -> Found:
    name = match[0].rstrip("_")
    if match[0].endswith("__"):
        return name, (Link(Kind.ANONYMOUS),), match.end()
    return name, (Link(Kind.NAME, normal_name(name)),), match.end()


def _note(match: re.Match[str]) -> Found:
    label = match["note"]
    if match["citation"]:
        return label, (Link(Kind.CITATION, label),), match.end()
    shown = AUTO_LABEL if label[0] in "#*" else label
    return shown, (Link(Kind.FOOTNOTE, normal_name(label)),), match.end()


def _quoted(match: re.Match[str]) -> Found:
    """Interpreted text and phrase references."""
    start = match.end()
    end = _patterns(match.string).quoted_end.search(match.string[start:])
    if end is None or not end.start(1):
        raise DoubtError
    content = match.string[start : start + end.start(1)]
    roles = [role for role in (match["role"], (end["role"] or "")[1:-1]) if role]
    if len(roles) > 1 or (roles and end["refend"]):
        raise DoubtError
    if end["refend"]:
        text, links = _phrase(content, anonymous=end["refend"] == "__")
    else:
        text, links = _interpreted(roles[0] if roles else "title", content)
    return text, links, start + end.end()


def _phrase(content: str, *, anonymous: bool) -> tuple[str, tuple[Link, ...]]:
    embedded = _EMBEDDED.search(content)
    if embedded is None:
        text = unescaped(content)
        link = Link(Kind.ANONYMOUS) if anonymous else Link(Kind.NAME, normal_name(text))
        return text, (link,)
    address = embedded[1]
    if "\x00" in address or (address.endswith("_") and ":" in address):
        raise DoubtError
    if address.endswith("_"):
        name = normal_name(address[:-1])
        text = unescaped(content[: embedded.start()])
        if not text:
            raise DoubtError
        links = [Link(Kind.NAME, name), Link(Kind.ALIAS, name, normal_name(text))]
    else:
        uri = "".join(address.split())
        text = unescaped(content[: embedded.start()] or uri)
        links = [Link(Kind.URI, uri), Link(Kind.TARGET, uri, normal_name(text))]
    return text, tuple(links[:1] if anonymous else links)


def _interpreted(role: str, content: str) -> tuple[str, tuple[Link, ...]]:
    name = role.lower()
    if name in _VERBATIM_ROLES and "\x00" not in content:
        return content, ()
    if name not in _TEXT_ROLES:
        raise DoubtError
    kind = name.removeprefix("std:")
    text = unescaped(content)
    if kind not in REFERENCE_ROLES or text.startswith("!"):
        return text, ()
    if "\x00" in content:
        raise DoubtError
    titled = _WITH_TITLE.match(content)
    target = " ".join((titled[2] if titled else content).split())
    if kind in ("ref", "numref"):
        target = target.lower()
    return text, (Link(Kind.CROSS_REFERENCE, target, kind, has_text=bool(titled)),)


_KINDS: dict[str, Callable[[re.Match[str]], Found]] = {
    "*": _emphasis,
    "**": _emphasis,
    "``": _literal,
    "_`": _label,
    "|": _substitution,
    "`": _quoted,
}


# --- addresses that stand in a text as they are ---


def _addresses(text: str) -> tuple[Link, ...]:
    """The standalone URIs of the web; docutils knows more schemes."""
    if "://" not in unescaped(text):
        return ()
    _refuse_other_punctuation(text)
    if text.count("://") + text.count("@") > _MOST_ADDRESSES:
        raise DoubtError  # docutils runs out of stack some time
    match = _patterns(text).address.search(text)
    if match is None:
        return ()
    before, behind = text[: match.start()], text[match.end() :]
    scheme = (match["scheme"] or "mailto").lower()
    if scheme not in _SCHEMES:
        # An unknown one keeps docutils from looking on; a known one does not.
        if "://" in unescaped(before) or "://" in unescaped(behind):
            raise DoubtError
        return ()
    own = Link(Kind.URI, unescaped(match["whole"])) if scheme.startswith("http") else None
    found = (*_addresses(before), own, *_addresses(behind))
    return tuple(link for link in found if link)
