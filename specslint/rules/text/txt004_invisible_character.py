"""TXT004 invisible-character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.text._characters import describe, findings

_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_IS_BIDIRECTIONAL = f"[{_BIDIRECTIONAL}]"
_INVISIBLE = (
    "["
    + _BIDIRECTIONAL
    + "\u00ad"  # soft hyphen: shown only where a browser breaks the line
    + "\u180e\u200b-\u200d\u2060-\u2064\ufeff"  # spaces and joiners without a width
    + "\u206a-\u206f\ufff9-\ufffb"  # deprecated format and annotation characters
    + "\U000e0000-\U000e007f"  # tags: invisible twins of the ASCII characters
    + "]"
)

_JOINERS = "\u200c\u200d"
_EMOJI_MODIFIERS = "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_FLAG_OF_A_REGION = "\U0001f3f4[\U000e0020-\U000e007f]*\\Z"
_LOOK_BEHIND = 16  # longer than what comes before a joiner, or the tags of a flag
_VIRAMA = 9  # the canonical combining class of the signs that join consonants


def _is_legitimate(line: str, index: int) -> bool:
    """Whether the script requires the invisible character at ``index``.

    This is true for a joiner inside an emoji, after a virama or next to an Arabic
    letter, and for the tags of a regional flag.
    """
    char = line[index]
    before = line[max(0, index - _LOOK_BEHIND) : index]
    if char in _JOINERS:
        import unicodedata

        after = line[index + 1 : index + 2]
        picture = before.rstrip(_EMOJI_MODIFIERS)[-1:]
        if char == "\u200d" and picture and after and unicodedata.category(picture) == "So":
            # The left-right arrow is the one part of an emoji that is no "So".
            return unicodedata.category(after) == "So" or after == "\u2194"
        last = before[-1:]
        return bool(last) and (
            unicodedata.combining(last) == _VIRAMA or unicodedata.bidirectional(last) == "AL"
        )
    if "\U000e0020" <= char <= "\U000e007f":
        return re.search(_FLAG_OF_A_REGION, before) is not None
    return False


def _message(char: str, line: int, column: int) -> str:
    if re.match(_IS_BIDIRECTIONAL, char):
        return (
            f"bidirectional control {describe(char)} reorders the text that readers see: "
            "delete it, or write it as an escape"
        )
    if char == "\ufeff" and (line, column) == (1, 1):
        return f"byte order mark {describe(char)}: save the file as UTF-8 without one"
    return f"invisible character {describe(char)}: delete it"


def _deleted(line: str, indexes: list[int]) -> list[str]:
    return [""] * len(indexes)


def _is_safe(char: str) -> bool:
    # Without a bidirectional control, readers see a different text.
    return not re.match(_IS_BIDIRECTIONAL, char)


@rule(code="TXT004", name="invisible-character", severity=Severity.ERROR, fix="safe")
def check(spec: Spec) -> Iterator[Finding]:
    """Remove characters that have no width, and characters that reorder the text.

    There is one finding for each line and kind of character. Joiners that are part of an
    emoji or of an Indic or Arabic word are allowed, as are variation selectors. A soft
    hyphen counts as invisible. ``--fix`` deletes invisible characters;
    ``--fix --unsafe-fixes`` deletes bidirectional controls as well.

    Why:
        A search does not find a word that contains a zero-width space. A byte order
        mark hides the license comment on the first line from the parser. With
        bidirectional controls, reviewers see another order than the machine reads.

    Bad:
        nova-<U+200B>compute

    Good:
        nova-compute

    Source:
        Unicode Standard Annex #9, section 2 (directional formatting characters);
        Unicode Technical Standard #51, section 2.7 (emoji joined by ZWJ) and
        RFC 5892, appendix A (where the joiners are part of the writing);
        CVE-2021-42574 on reordered text.
    """
    if not spec.source.text.isascii():
        yield from findings(
            spec, re.compile(_INVISIBLE), _message, _deleted, _is_legitimate, _is_safe
        )
