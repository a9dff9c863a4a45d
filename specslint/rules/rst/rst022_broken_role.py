"""RST022 broken-role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._names import ROLES
from specslint.rules.rst._prose import hidden, place, prose_of, signs_of

_WRAPPED = rf"`:(?P<role>{ROLES}):`"
# What may stand before the text of a role, all in one line: its name with a colon too few,
# too many, with a space behind it, or behind a word.
_BEFORE = rf"(?P<before>\w?:+|(?<!\w))(?P<role>{ROLES})(?P<behind>:+ ?)\Z"
_REACH = 60  # characters; no role has a longer name
_IN_TEXT = re.compile(
    # The colon before the look behind it: it is looked for in no time.
    rf":(?<![\w:`\0/.]:)(?P<role>{ROLES})(?::(?=\w)(?P<word>[\w.-]+)|`(?P<text>[^`\n\0]+)`)"
)


@rule(code="RST022", name="broken-role", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """A role lacks a colon or a backquote, or touches a word.

    Why:
        The page shows the source text of a malformed role, without a link.

    Bad:
        See ref:`the other spec`.

    Good:
        See :ref:`the other spec`.

    Source:
        The reStructuredText specification of docutils, "Interpreted Text".
    """
    signs = signs_of(spec)
    in_text = _IN_TEXT.search(signs.lines) is not None
    for prose in prose_of(spec) if in_text else signs.quoted:
        text = prose.text
        if in_text and _IN_TEXT.search(text):
            for written in _IN_TEXT.finditer(hidden(prose)):
                yield Finding(
                    place(spec, prose, written.start(), written.end()),
                    _message(written["role"], written["word"] or written["text"]),
                )
        if not (":`" in text or ": `" in text or "`:" in text):
            continue
        before = re.compile(_BEFORE)
        for start, end in prose.marks:
            mark = prose.text[start:end]
            if mark[0] != "`" or mark[-1] != "`":
                continue
            begin = max(prose.text.rfind("\n", 0, start) + 1, start - _REACH)
            if mark[1] == "`":
                found = before.search(prose.text, begin, start)
                if found is None or found["before"] + found["behind"] != "::":
                    continue
                first, text = found.start(), mark.strip("`")
            elif found := re.match(_WRAPPED, mark):
                first, text = start, mark[found.end() :].strip("`")
            elif (found := before.search(prose.text, begin, start)) and not _is_sound(found):
                first, text = found.start("role"), mark.strip("`")
            else:
                continue
            yield Finding(place(spec, prose, first, end), _message(found["role"], text))


def _is_sound(found: re.Match[str]) -> bool:
    """Whether what stands there is an English word, a colon and a space."""
    return not found["before"] and found["behind"].endswith(" ")


def _message(role: str, text: str) -> str:
    shown = " ".join(text.split())
    return (
        f'the role "{role}" is shown as text: write :{role}:`{shown}`, '
        "with a space or a punctuation mark around it"
    )
