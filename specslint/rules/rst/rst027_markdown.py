"""RST027 markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.document import Prose, ProseKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._markdown import blocks
from specslint.rules.rst._prose import hidden, place, prose_of, signs_of

# A command of root's has one sign, too, and begins with a small letter.
_HEADING = r"(?:#{2,6} +\S|# +[A-Z])[^\n]*\Z"
_WIKI_HEADING = r"(={1,6}) ?[^=\n]+ ?\1\Z"
_LINK = r"!?\[(?P<text>[^\[\]\n]+)\]\((?P<uri>(?:https?|mailto):[^\s()]+)\)"
_WIKI_LINK = r"(?<![\w\]])\[(?P<uri>https?://[^\s\]]+) +(?P<text>[^\[\]\n]+)\](?!_)"
_WIKI_BOLD = r"(?<![\w'])'''(?P<text>[^\s'][^'\n]*)'''(?![\w'])"
_CURLY = "[\u2018\u2019\u201a\u201c\u201d\u201e]"


@rule(code="RST027", name="markdown", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """The text has markup of Markdown or a wiki, or curly quotes in code.

    Why:
        A spec is reStructuredText. The page shows headings, links and code in another
        markup as plain text.

    Bad:
        See [the API guide](https://docs.example.org/api).

    Good:
        See `the API guide <https://docs.example.org/api>`_.

    Source:
        The reStructuredText specification of docutils.
    """
    messages = spec.document.messages if spec.document else ()
    # If the parser reports a block, that message is enough.
    faulty = {message.line - above for message in messages for above in (0, 1)}
    for block in dict.fromkeys(blocks(spec).values()):
        if faulty.isdisjoint(range(block.first, block.last + 1)):
            yield Finding(
                spec.at(block.first, 1, len(spec.lines[block.first - 1]) + 1), block.message
            )
    source = spec.source.text
    curly = not source.isascii() and re.search(_CURLY, source) is not None
    signs = signs_of(spec)
    bracketed = "[" in source and ("](" in signs.lines or "[http" in signs.lines)
    links = bracketed or "'''" in signs.lines
    headings = not signs.starts.isdisjoint("#=")
    for prose in prose_of(spec) if headings or links or curly else ():
        if prose.text[0] in "#=":
            yield from _headings(spec, prose)
        if links:
            yield from _inline(spec, prose)
        if curly:
            yield from _quotes(spec, prose)


def _headings(spec: Spec, prose: Prose) -> Iterator[Finding]:
    text = prose.text
    if prose.kind is not ProseKind.PARAGRAPH:
        return
    for pattern in (_HEADING, _WIKI_HEADING):
        found = re.match(pattern, text)
        if found and spec.lines[prose.line - 1].startswith(text[0]):
            yield Finding(
                place(spec, prose, 0, found.end()),
                "this is not a title in reStructuredText: put a line of = or - under it, "
                "as long as its text, and remove the signs around it",
            )


def _inline(spec: Spec, prose: Prose) -> Iterator[Finding]:
    if not ("](" in prose.text or "[http" in prose.text or "'''" in prose.text):
        return
    masked = hidden(prose)
    for pattern in (_LINK, _WIKI_LINK):
        for found in re.finditer(pattern, masked):
            right = f"`{found['text']} <{found['uri']}>`_"
            what = "link"
            if found[0][0] == "!":
                what, right = "image", f'".. image:: {found["uri"]}" on a line of its own'
            yield Finding(
                place(spec, prose, found.start(), found.end()),
                f"this is not a{'n' * (what[0] == 'i')} {what} in reStructuredText: write {right}",
            )
    for found in re.finditer(_WIKI_BOLD, masked):
        yield Finding(
            place(spec, prose, found.start(), found.end()),
            f"this is not bold in reStructuredText: write **{found['text']}**",
        )


def _quotes(spec: Spec, prose: Prose) -> Iterator[Finding]:
    for start, end in prose.marks:
        if prose.text.startswith("``", start):
            found = re.compile(_CURLY).search(prose.text, start, end)
            if found:
                yield Finding(
                    place(spec, prose, found.start(), found.end()),
                    f"the curly quote {found[0]} is in code: write a straight quote",
                )
