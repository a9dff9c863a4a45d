"""Parses a commit message: the lines that git keeps, its tags and its trailers.

git's own trailer parser reads the last paragraph only, and three of four real
``Previously-approved`` tags are elsewhere: here, every line counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from specslint.model.message import Cleanup, CommitMessage, MessageLine, NamedRelease, Tag, Trailer
from specslint.model.releases import canonical
from specslint.model.typing import NamedTuple

TAG_KEY = "Previously-approved"

_SCISSORS = " ------------------------ >8 ------------------------"
_AUTO_COMMENTS = "#;@!$%^&|:"
"""The characters that ``core.commentChar=auto`` chooses from: builtin/commit.c of git."""

_CHANGE_ID = re.compile(r"change-id\s*:\s*(I[0-9a-f]{40})\s*\Z", re.I)
_DEPENDS_ON = re.compile(r"\s*depends-on\s*:\s*", re.I)
_API_IMPACT = re.compile(r"\bAPIImpact\b", re.I)
_BLUEPRINT_URL = re.compile(r"blueprints\.launchpad\.net/[^/\s]+/\+spec/([\w.+-]+)", re.I)
# "blueprint" and "bp" precede a name as Gerrit's hooks for Launchpad parse it (jeepyb,
# update_blueprint.py); in prose, the next word has no hyphen.
_BLUEPRINT = re.compile(
    r"(?<![\w.+])(?:blueprint|bp)\b[ \t]*(?:[#:/][ \t]*)?([\w.+]+-[\w.+-]+|[\w.+-]+\s*\Z)", re.I
)

_DASH = "[-\u2010\u2011\u2012\u2013\u2014\u2212_]"
_TAG = re.compile(
    rf"""
    (?P<lead>\s*(?:[*+\u2022-]\s+)?)
    (?P<key>previously (?P<join>\s*{_DASH}\s*|\s+|) approved (?![a-z0-9]))
    (?P<linking>
        {_DASH} (?:for|in|by|at|on|since)\b (?:(?:{_DASH}|\s+) [\w.]+)?
      | \s+ (?:for|in|by|at|on|since) (?=\s*[:\uff1a=;])
    )?
    \s* (?P<separator>[:\uff1a=;]|(?<=\s)-(?=\s))? \s*
    """,
    re.I | re.X,
)
# The form that git and searches for the tag find; a release may follow on the next
# line.
_PLAIN = re.compile(r"[ \t]*previously-approved[ \t]*:[ \t]*", re.I | re.A)
# A Change-Id, a commit (with a digit in it, unlike a word), the number of a review, a
# URL.
_REFERENCE = re.compile(
    r"I[0-9a-f]{6,40} | (?=[a-f]*[0-9])[0-9a-f]{7,40} | [0-9]{4,} | https?://.*",
    re.I | re.A | re.X,
)
_LINK = re.compile(r"(?:for|in|by|at|on|since|via|as|with|under|during|from)\Z", re.I)
_REMARK = re.compile(r"\([^()]*\)?")
_WORD = re.compile(r"[^\s,;&]+")
_EDGES = " \t\r.:!?\"'`*<>[]{}"
_FOLDED = re.compile(r"\s+\S")
_LOOKALIKE = re.compile(r"\s*(?P<key>pr[\w-]{6,14}[-_ ][\w-]{5,12})\s*:", re.I)
_LOOKALIKE_RATIO = 0.85


def parse_message(
    text: str, cleanup: Cleanup | None = None, releases: Iterable[str] = ()
) -> CommitMessage:
    """Parse a commit message.

    :param text: the message as git recorded it, or the content of a message file.
    :param cleanup: for a message file, how git will clean it up.
    :param releases: the tree's names of its releases; a tag's releases are returned by
        these names, and other ones by their canonical names.
    """
    # git shows nothing after a NUL byte.
    lines = kept_lines(text.partition("\0")[0], cleanup or Cleanup())
    known = {canonical(name) or name.lower(): name for name in releases}
    change_ids = []
    depends_on = []
    blueprints = []
    for line in lines:
        if match := _CHANGE_ID.match(line.text):
            change_ids.append(Trailer(match[1], line.number, match.start(1) + 1))
        if match := _DEPENDS_ON.match(line.text):
            value = line.text[match.end() :].strip()
            depends_on.append(Trailer(value, line.number, match.end() + 1))
        for pattern in (_BLUEPRINT_URL, _BLUEPRINT):
            blueprints += [match[1].rstrip(". \t\r") for match in pattern.finditer(line.text)]
    return CommitMessage(
        lines=lines,
        tags=tuple(_tags(lines, known)),
        misspelt=tuple(_misspelt(lines, known)),
        change_ids=tuple(change_ids),
        depends_on=tuple(depends_on),
        blueprints=tuple(blueprints),
        has_api_impact=any(_API_IMPACT.search(line.text) for line in lines),
    )


# --- git's clean-up ---------------------------------------------------------


class Form(NamedTuple):
    """The structure of a message file.

    ``comment`` is the prefix of git's comments, and ``strips`` tells whether git drops
    them. ``end`` is the number of lines above the scissors line, or of all.
    """

    comment: str
    strips: bool
    end: int


def form_of(raw: Sequence[str], cleanup: Cleanup) -> Form:
    """How git will clean up a message file.

    Source: git-commit(1), ``--cleanup``; ``cleanup_message`` in sequencer.c.

    :param raw: the lines of the file.
    :param cleanup: git's settings.
    """
    comment = _comment(raw, cleanup.comment)
    scissors = comment + _SCISSORS
    cuts = cleanup.edited and scissors in raw and _cuts(raw, scissors, comment, cleanup.mode)
    strips = cleanup.mode == "strip" or (cleanup.mode == "default" and cleanup.edited)
    return Form(comment, strips, raw.index(scissors) if cuts else len(raw))


def lines_of(text: str) -> list[str]:
    """The lines of a message file, without their line feeds."""
    raw = text.removeprefix("\ufeff").split("\n")
    if raw[-1] == "":
        raw.pop()
    return raw


def kept_lines(text: str, cleanup: Cleanup) -> tuple[MessageLine, ...]:
    """The lines that git will record, with their numbers in ``text``.

    :param text: the content of the message file.
    :param cleanup: git's settings.
    """
    raw = lines_of(text)
    form = form_of(raw, cleanup)
    raw = raw[: form.end]
    if cleanup.mode == "verbatim":
        return tuple(MessageLine(i, line) for i, line in enumerate(raw, 1))
    kept: list[MessageLine] = []
    blank: MessageLine | None = None
    for number, line in enumerate(raw, 1):
        if form.strips and line.startswith(form.comment):
            continue
        stripped = line.rstrip(" \t\r")  # what git treats as white space
        if not stripped:
            blank = MessageLine(number, "")
            continue
        if blank and kept:
            kept.append(blank)
        blank = None
        kept.append(MessageLine(number, stripped))
    return tuple(kept)


def _cuts(raw: Sequence[str], scissors: str, comment: str, mode: str) -> bool:
    """Whether git drops everything after the scissors line.

    It does in the mode of that name and, in any mode, for ``--verbose``; in that case
    it has written the line itself, with an explanation below it.
    """
    explained = (below.startswith(f"{comment} ") for at, below in pairwise(raw) if at == scissors)
    return mode == "scissors" or any(explained)


def _comment(raw: Sequence[str], comment: str) -> str:
    if comment != "auto":
        return comment or "#"
    # git chose a character that began no line of the message. Its hints are at the end
    # (or before the scissors), and all begin with that character.
    for line in raw:
        if line[1:] == _SCISSORS and line[0] in _AUTO_COMMENTS:
            return line[0]
    last = next((line for line in reversed(raw) if line.strip()), "")
    return last[0] if last and last[0] in _AUTO_COMMENTS else "#"


# --- the tag ----------------------------------------------------------------


def _tags(lines: tuple[MessageLine, ...], known: dict[str, str]) -> Iterator[Tag]:
    """The tags; sentences count only if there is no tag with a colon."""
    found = []
    for index, line in enumerate(lines):
        match = _TAG.match(line.text)
        if match:
            goes_on = index > 0 and bool(lines[index - 1].text)
            following = (lines[after] for after in range(index + 1, len(lines)))
            found.append(_tag(line, match, following, known, goes_on=goes_on))
    tags = [tag for tag in found if tag]
    proper = [tag for tag in tags if not tag.is_sentence]
    yield from proper or tags


def _tag(
    line: MessageLine,
    match: re.Match[str],
    following: Iterable[MessageLine],
    known: dict[str, str],
    *,
    goes_on: bool,
) -> Tag | None:
    """The tag on a line; None if it is only a part of a sentence.

    :param goes_on: whether the line before may be the beginning of that sentence.
    """
    words = tuple(_words(line.number, line.text, match.end(), known))
    if match["separator"] == ":":
        words += tuple(_folded(line.text, match.end(), following, known))
    elif not match["separator"] and not _is_tag_without_colon(line.text, match, words, goes_on):
        return None
    column = match.start("key") + 1
    text = line.text[column - 1 :].rstrip()
    is_sentence = not match["separator"] and not all(word.release for word in words)
    return Tag(line.number, column, text, words, _problem(line, match, words), is_sentence)


def _problem(line: MessageLine, match: re.Match[str], words: tuple[NamedRelease, ...]) -> str:
    """What is wrong with the spelling of a tag; empty if it is correct."""
    if match["linking"] or match["join"] != "-":
        return f'the key is "{match["key"]}{match["linking"] or ""}"'
    if not match["separator"]:
        return "it has no colon" if words else "it has neither a colon nor a release"
    if match["separator"] != ":":
        return f'it has "{match["separator"]}" instead of a colon'
    if match["lead"].strip():
        return f'it comes after "{match["lead"].strip()}"'
    if not _PLAIN.fullmatch(match[0]) or not _is_plain(line, match.end(), words):
        return "it has characters that only look like the right ones"
    if not words:
        return "it names no release"
    if any(word.is_reference for word in words) and not any(word.release for word in words):
        return "it names a commit or a review, not a release"
    return ""


def _is_plain(line: MessageLine, start: int, words: tuple[NamedRelease, ...]) -> bool:
    """Whether the value is plain text up to its last release, apart from remarks."""
    ends = [w.column + len(w.written) - 1 for w in words if w.release and w.line == line.number]
    value = _REMARK.sub("", line.text[start : max(ends, default=start)])
    return value.isascii() and value.replace("\t", " ").isprintable()


def _is_tag_without_colon(
    text: str, match: re.Match[str], words: tuple[NamedRelease, ...], goes_on: bool
) -> bool:
    """Whether a line without a colon is a tag: it names a release, or what was approved."""
    in_sentence = not match["join"].strip() and match["key"][0] != "P"
    if in_sentence and (goes_on or not words):
        return False  # the middle of a sentence that was wrapped here
    if any(word.release or word.is_reference for word in words):
        # "for Juno" and "via I0123abc" are values; "specs of Juno" continues a
        # sentence.
        first = words[0]
        return bool(first.release or first.is_reference or _LINK.match(first.written))
    return not words and bool(match["linking"] or match["join"].strip() or not text[match.end() :])


def _words(number: int, text: str, start: int, known: dict[str, str]) -> Iterator[NamedRelease]:
    """The words of a value, without remarks in parentheses."""
    value = _REMARK.sub(lambda remark: " " * len(remark[0]), text[start:])
    for match in _WORD.finditer(value):
        parts = [match] if "://" in match[0] else re.finditer(r"[^/+]+", match[0])
        offset = start + (0 if "://" in match[0] else match.start())
        for part in parts:
            word = part[0].strip(_EDGES)
            if not word or word.lower() == "and":
                continue
            column = offset + part.start() + part[0].index(word) + 1
            release = canonical(word) if word.isascii() else None
            release = known.get(release or word.lower(), release)
            is_reference = not release and bool(_REFERENCE.fullmatch(word))
            yield NamedRelease(word, release, number, column, is_reference)


def _folded(
    text: str, start: int, following: Iterable[MessageLine], known: dict[str, str]
) -> Iterator[NamedRelease]:
    """The words of the lines that continue a list, as trailers are folded."""
    value = text[start:].rstrip()
    for line in following:
        if not _FOLDED.match(line.text) or (value and not value.endswith((",", " and"))):
            break
        if _TAG.match(line.text):  # another tag, which may be folded as well
            break
        value = line.text.rstrip()
        yield from _words(line.number, line.text, 0, known)


def _misspelt(lines: tuple[MessageLine, ...], known: dict[str, str]) -> Iterator[Tag]:
    """The lines that would be tags but for a typo in their key."""
    for line in lines:
        match = _LOOKALIKE.match(line.text)
        if not match or _TAG.match(line.text):
            continue
        key = match["key"]
        import difflib  # hardly any message has such a line

        alike = difflib.SequenceMatcher(None, key.lower(), TAG_KEY.lower()).ratio()
        if alike < _LOOKALIKE_RATIO:
            continue
        words = tuple(_words(line.number, line.text, match.end(), known))
        column = match.start("key") + 1
        text = line.text[column - 1 :].rstrip()
        yield Tag(line.number, column, text, words, f'the key is "{key}"')
