"""Explicit markup: comments, targets, footnotes, directives; and anonymous targets."""

from __future__ import annotations

import re

from specslint.model.document import Comment
from specslint.parsing.plain import DoubtError, directives
from specslint.parsing.plain.found import Found, Label, Note, Placed
from specslint.parsing.plain.inline import (
    SIMPLE_NAME,
    Kind,
    Link,
    escaped,
    normal_name,
    unescaped,
)
from specslint.parsing.plain.lines import Body, Part, ends_properly, first_known_indented
from specslint.parsing.plain.patterns import Pattern
from specslint.parsing.plain.reader import Reader

EXPLICIT = Pattern(r"\.\.(?: +|$)")
ANONYMOUS = Pattern(r"__(?: +|$)")

_FOOTNOTE = Pattern(rf"\.\. +\[([0-9]+|\#(?:{SIMPLE_NAME})?|\*)\](?: +|$)")
_CITATION = Pattern(rf"\.\. +\[({SIMPLE_NAME})\](?: +|$)")
_TARGET_START = Pattern(r"\.\. +_(?![ ]|$)")
_SUBSTITUTION_START = Pattern(r"\.\. +\|(?![ ]|$)")
_DIRECTIVE = Pattern(rf"\.\. +({SIMPLE_NAME}) ?::(?: +|$)")

_TARGET = Pattern(
    r"(?:_|(?!_)(?P<quote>`?)(?![ `])(?P<name>.+?)(?<![\s\x00])(?P=quote))"
    r"(?<!(?<!\x00):)(?<![\s\x00]) ?:(?: +|$)"
)
_INDIRECT = Pattern(rf"(?:(?P<simple>{SIMPLE_NAME})_|`(?! )(?P<phrase>.+?)(?<![\s\x00])`_)$")
_MOST_NESTED = 50  # comments; for each the text above is searched
_SWALLOWED = Pattern(r"[a-z][a-z0-9]*(?:[-_+:.][a-z0-9]+)*:(?:\s|\Z)")


def explicit(reader: Reader, body: Body, at: int) -> int:
    """A comment, a target, a note or a directive."""
    line = body.lines[at]
    if match := _FOOTNOTE.match(line):
        stop = _footnote(reader, body, at, match)
    elif match := _CITATION.match(line):
        stop = _citation(reader, body, at, match)
    elif match := _TARGET_START.match(line):
        part = first_known_indented(body, at, match.end(), until_blank=True)
        stop = _target(reader, body, body.start + at, part)
    elif _SUBSTITUTION_START.match(line):
        raise DoubtError
    elif match := _DIRECTIVE.match(line):
        part = first_known_indented(body, at, match.end())
        directives.directive(reader, body, match[1].lower(), part)
        stop = part.stop
    else:
        stop = _comment(reader, body, at)
    return _ended(body, stop)


def anonymous(reader: Reader, body: Body, at: int) -> int:
    """An anonymous target, which begins with two underscores."""
    match = ANONYMOUS.match(body.lines[at])
    if match is None:
        raise DoubtError
    part = first_known_indented(body, at, match.end(), until_blank=True)
    lines = [escaped(line) for line in part.body.lines]
    _add_target(reader, body, "", lines, body.start + at)
    return _ended(body, part.stop)


def _ended(body: Body, stop: int) -> int:
    """The index after a construct, which another of its kind may follow without a blank line."""
    if not ends_properly(body, stop):
        following = body.lines[stop]
        if not EXPLICIT.match(following) and not ANONYMOUS.match(following):
            raise DoubtError
    return stop


def _footnote(reader: Reader, body: Body, at: int, match: re.Match[str]) -> int:
    label = normal_name(match[1])
    reader.found.footnotes.append(Note(label, body.start + at))
    return _note_body(reader, body, at, match.end())


def _citation(reader: Reader, body: Body, at: int, match: re.Match[str]) -> int:
    number = body.start + at
    reader.found.citations.append(Note(match[1], number))
    reader.found.labels.append(Label(normal_name(match[1]), number, is_citation=True))
    return _note_body(reader, body, at, match.end())


def _note_body(reader: Reader, body: Body, at: int, indent: int) -> int:
    part = first_known_indented(body, at, indent)
    if not any(part.body.lines) or (body.has_titles and not reader.found.titles):
        raise DoubtError
    reader.begin(body)
    reader.read(part.body)
    return part.stop


def _target(reader: Reader, body: Body, number: int, part: Part) -> int:
    lines = [escaped(line) for line in part.body.lines]
    match = _TARGET.match(lines[0])
    if match is None:  # malformed, or the name continues in the next line
        raise DoubtError
    lines[0] = lines[0][match.end() :].strip()
    name = normal_name(unescaped(match["name"] or ""))
    _add_target(reader, body, name, lines, number)
    return part.stop


def _add_target(reader: Reader, body: Body, name: str, lines: list[str], number: int) -> None:
    """Record a target: a URI, an alias of another one, or a location in the text."""
    found = reader.found
    reader.begin(body, is_visible=False)
    link = _link(name, lines)
    if link is not None:
        found.begin_link(link)
        found.links.append(Placed(link, number))
    else:
        link = Link(Kind.LABEL)
        found.add_target(name, number)
    if not name:
        found.anonymous.append(link)


def _link(name: str, lines: list[str]) -> Link | None:
    if lines[-1].strip()[-1:] == "_":
        reference = " ".join(" ".join(line.strip() for line in lines).split())
        if other := _INDIRECT.match(reference):
            wanted = normal_name(unescaped(other["simple"] or other["phrase"]))
            return Link(Kind.ALIAS, wanted, name)
    parts = re.split("\x00[ \n]", " ".join(lines))
    uri = " ".join("".join(unescaped(part).split()) for part in parts)
    return Link(Kind.TARGET, uri, name) if uri else None


def _comment(reader: Reader, body: Body, at: int) -> int:
    lines = body.lines
    number = body.start + at
    following = lines[at + 1] if at + 1 < len(lines) else ""
    first = lines[at][2:].lstrip(" ")
    reader.begin(body, is_visible=False)
    reader.found.begin()  # a comment has no names, nor does it pass them on
    if not following and not first:
        raise DoubtError
    part = first_known_indented(body, at, len(lines[at]) - len(first))
    kept = part.body.lines
    while kept and not kept[-1]:
        kept.pop()
    if kept and not kept[0]:
        kept.pop(0)
    comment = "\n".join(kept)
    raw = reader.found.raw[number - 1]
    column = raw.find(lines[at]) + 1 if raw.count(lines[at]) == 1 else 0
    if not comment or _SWALLOWED.match(comment) or not column:
        raise DoubtError
    if _is_elsewhere(reader.found, body, comment, number):
        raise DoubtError
    reader.found.comments.append(Comment(comment, number, column))
    return part.stop


def _is_elsewhere(found: Found, body: Body, comment: str, number: int) -> bool:
    """Whether docutils' reader may take another place for the beginning of a comment.

    It looks around the line that docutils has, which for a comment inside another block may
    be that of any block above.
    """
    if not body.has_titles and len(found.comments) > _MOST_NESTED:
        return True
    reach = comment.count("\n") + 2
    start = max(0, number - 1 - reach) if body.has_titles else 0
    around = " ".join(found.raw[start : number - 1 + reach])
    first = ".. " + comment.partition("\n")[0]
    return normal_name(around).count(normal_name(first)) != 1
