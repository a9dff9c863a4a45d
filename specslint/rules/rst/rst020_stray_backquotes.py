"""RST020 stray-backquotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.document import Prose
from specslint.model.findings import Edit, Finding, Severity
from specslint.model.spec import Spec
from specslint.model.typing import NamedTuple
from specslint.rules import rule
from specslint.rules.rst._prose import hidden, place, reported, signs_of

# Backquotes that no literal begins or ends with, or a pair of them with a space inside.
# Those that are spoken of stand between quotes or behind a backslash.
_PAIR = (
    r"(?<![\\`\"'])``(?:(?P<before> *)[^\s`\"'](?:[^`\n]*?[^\s`])?(?P<behind> *)``(?![`\w])"
    r"|(?![`\"']))"
)
# A literal that holds the backquotes of its own end and those of the next one: its own
# stand behind a space or before a word, or are too few or too many.
_INSIDE = (
    r"``[^`]*(?:(?<=\s)(?P<space>``)(?!`)|(?<=[^`\s])(?:``(?P<word>(?=\w))"
    r"|(?P<single>`)(?=[^`])[^`]*``|(?P<more>`{3,})))(?!\Z).*``\Z"
)
# The context of a single backquote: a word before it, or the end of a link.
_GLUED = r"(?<=\w)(?P<at>`)[^\s`\0](?:[^`\n\0]*[^\s`\0])?`(?![`\w])"
_WORD = r"(?:\A|[^\w`:.-])[\w.-]+\Z"
_WORD_LENGTH = 60
_LINK_END = r"(?:(?<![\0`])\s|^)<[^<>`\0\s]+>(?P<at>`)__?(?!\w)"


@rule(code="RST020", name="stray-backquotes", severity=Severity.WARNING, fix="unsafe")
def check(spec: Spec) -> Iterator[Finding]:
    """Backquotes have no partner, or touch a word.

    Why:
        A literal must begin after, and end before, a space or a punctuation mark.
        Otherwise the page shows the backquotes, or the literal continues to the end
        of the next one.

    Bad:
        The ``instance``s of ``host`` are moved.

    Good:
        The instances of ``host`` are moved.

    Source:
        The reStructuredText specification of docutils, "Inline markup
        recognition rules".
    """
    known = reported(spec)
    for prose in signs_of(spec).quoted:
        if prose.text.count("`") != _expected(prose):
            for slip in sorted(_slips(prose)):
                location = place(spec, prose, slip.at, slip.at + slip.length)
                if known.get(location.line, location.end_column + 1) > location.end_column:
                    edits = [
                        Edit(*place(spec, prose, start, end)[1:], text)
                        for start, end, text in slip.edits
                    ]
                    fix = spec.fix(edits, safe=False)
                    yield Finding(location, slip.message, fix=fix)


def _expected(prose: Prose) -> int:
    """How many backquotes the markup of a block has where each of them is right."""
    text = prose.text
    return sum(
        4 if text.startswith("``", start) else 2 * ("`" in text[start:end])
        for start, end in prose.marks
    )


class _Slip(NamedTuple):
    """Where backquotes are wrong, how many, what to do, and the edits that do it.

    An edit puts a text in place of what stands between two places.
    """

    at: int
    length: int
    message: str
    edits: tuple[tuple[int, int, str], ...] = ()


def _slips(prose: Prose) -> Iterator[_Slip]:
    text = prose.text
    for start, end in prose.marks:
        mark = text[start:end]
        if mark.startswith("``"):
            if inside := re.match(_INSIDE, mark, re.DOTALL):
                yield _inside(start, inside)
        elif mark[0] == "`" and mark.endswith("``"):
            message = "one backquote opens and two close it: write two at both ends"
            yield _Slip(start, 1, message, ((start, start, "`"),))
    masked = hidden(prose)
    for match in re.finditer(_PAIR, masked):
        at = match.start()
        spaces = [match.span(name) for name in ("before", "behind") if match[name]]
        if spaces:
            message = "this is not a literal: remove the space inside its backquotes"
            yield _Slip(at, 2, message, tuple((*span, "") for span in spaces))
        elif at and not masked[at - 1].isspace():
            message = "this literal is shown with its backquotes: put a space before it"
            yield _Slip(at, 2, message, ((at, at, " "),))
        else:
            yield _Slip(
                at,
                2,
                "these backquotes are shown as they are: close them with two more, or remove them",
            )
    for match in re.finditer(_GLUED, masked):
        at = match.start("at")
        if not re.search(_WORD, masked[max(at - _WORD_LENGTH, 0) : at]):
            continue
        message = "these backquotes are shown as they are: put a space before the first"
        yield _Slip(at, 1, message, ((at, at, " "),))
    for match in re.finditer(_LINK_END, masked):
        message = "the link is shown as it is: put a backquote before its text as well"
        yield _Slip(match.start("at"), 1, message)


def _inside(start: int, inside: re.Match[str]) -> _Slip:
    """The slip of a literal that goes on to the end of the next one."""
    at = start + inside.end(inside.lastgroup or 0)
    if inside["space"] is not None:
        return _Slip(at - 2, 2, "the literal does not end here: remove the space before")
    if inside["word"] is not None:
        message = "the literal does not end here: put a space after the backquotes"
        return _Slip(at - 2, 2, message, ((at, at, "\\ "),))
    message = "the literal does not end here: close it with two backquotes"
    single = inside["single"] is not None
    return _Slip(start, 2, message, ((at, at, "`"),) if single else ())
