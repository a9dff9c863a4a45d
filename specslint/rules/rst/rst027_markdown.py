"""RST027 markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.document import Prose, ProseKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._prose import hidden, place, prose_of

# A command of root's has one sign, too, and begins with a small letter.
_HEADING = re.compile(r"(?:#{2,6} +\S|# +[A-Z])[^\n]*\Z")
_WIKI_HEADING = re.compile(r"(={1,6}) ?[^=\n]+ ?\1\Z")
_FENCE = re.compile(r"^```+ ?[\w+-]*$", re.MULTILINE)
_LINK = re.compile(r"!?\[(?P<text>[^\[\]\n]+)\]\((?P<uri>(?:https?|mailto):[^\s()]+)\)")
_WIKI_LINK = re.compile(r"(?<![\w\]])\[(?P<uri>https?://[^\s\]]+) +(?P<text>[^\[\]\n]+)\](?!_)")
_WIKI_BOLD = re.compile(r"(?<![\w'])'''(?P<text>[^\s'][^'\n]*)'''(?![\w'])")
_CURLY = re.compile("[\u2018\u2019\u201a\u201c\u201d\u201e]")


@rule(code="RST027", name="markdown", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """Markup of Markdown or a wiki, or quotes of a word processor in code.

    Why:
        A spec is reStructuredText. Headings, links and code of another markup are
        shown as they stand.

    Bad:
        See [the API guide](https://docs.example.org/api).

    Good:
        See `the API guide <https://docs.example.org/api>`_.

    Source:
        The reStructuredText specification of docutils.
    """
    source = spec.source.text
    curly = not source.isascii() and _CURLY.search(source) is not None
    links = "](" in source or "[http" in source or "'''" in source
    for prose in prose_of(spec):
        if prose.text[0] in "#=`" or "\n```" in prose.text:
            yield from _blocks(spec, prose)
        if links:
            yield from _inline(spec, prose)
        if curly:
            yield from _quotes(spec, prose)


def _blocks(spec: Spec, prose: Prose) -> Iterator[Finding]:
    text = prose.text
    if prose.kind is not ProseKind.PARAGRAPH:
        return
    for pattern in (_HEADING, _WIKI_HEADING):
        found = pattern.match(text)
        if found and spec.lines[prose.line - 1].startswith(text[0]):
            yield Finding(
                place(spec, prose, 0, found.end()),
                "this is no title in reStructuredText: put a line of = or - under it, "
                "as long as its text, and remove the signs around it",
            )
    for fence in list(_FENCE.finditer(text))[::2]:
        yield Finding(
            place(spec, prose, fence.start(), fence.end()),
            'code is not fenced in reStructuredText: write ".. code-block:: LANGUAGE", '
            "a blank line, and indent the code",
        )


def _inline(spec: Spec, prose: Prose) -> Iterator[Finding]:
    if not ("](" in prose.text or "[http" in prose.text or "'''" in prose.text):
        return
    masked = hidden(prose)
    for pattern in (_LINK, _WIKI_LINK):
        for found in pattern.finditer(masked):
            yield Finding(
                place(spec, prose, found.start(), found.end()),
                f"this is no link in reStructuredText: write `{found['text']} <{found['uri']}>`_",
            )
    for found in _WIKI_BOLD.finditer(masked):
        yield Finding(
            place(spec, prose, found.start(), found.end()),
            f"this is not bold in reStructuredText: write **{found['text']}**",
        )


def _quotes(spec: Spec, prose: Prose) -> Iterator[Finding]:
    for start, end in prose.marks:
        if prose.text.startswith("``", start):
            found = _CURLY.search(prose.text, start, end)
            if found:
                yield Finding(
                    place(spec, prose, found.start(), found.end()),
                    f"the curly quote {found[0]} stands in code: write a straight one",
                )
