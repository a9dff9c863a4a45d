"""What the documentation of a spec publishes of its text: no comments, and nothing hidden."""

from __future__ import annotations

import re

from specslint.model.spec import SourceText, Spec
from specslint.parsing.words import ADORNMENT

_EXPLICIT = re.compile(
    r"""
    ( [ ]* (?: (?: [-*+|\u2022] | [(]? (?: \w{1,3} | [#] ) [.)] | : [^:]+ : ) [ ]+ )* )
    (?: [.][.] (?: [ ]+ (.*) )? | __ [ ] .* )
    """,
    re.X,
)
"""The start of explicit markup: a comment, target, directive, substitution or footnote."""

_NOTE = re.compile(r"\[[^]]+\] ")
_DIRECTIVE = re.compile(r"([a-z-]+) ?::(?!\S)", re.I | re.A)
_SHOWN_DIRECTIVES = frozenset(
    "admonition attention caution danger error hint important note tip"
    " warning seealso todo-list versionadded versionchanged deprecated"
    " code code-block sourcecode parsed-literal highlights epigraph pull-quote"
    " compound topic sidebar rubric centered table list-table csv-table figure"
    " glossary hlist productionlist".split()
)
"""The directives whose text is published. Any other may hide that a spec is a copy."""

_STYLED_DIRECTIVES = frozenset("container class rst-class cssclass only".split())
"""The directives whose text may be published or not; their arguments are never."""

_OPTION = re.compile(r" *:[\w-]+:(?: |$)")
_CLASS = re.compile(r" *:(?:rst-|css)?class:", re.I)
_COMMENT_IN_TABLE = re.compile(r" *\|(?:.*\|)? *\.\.(?: |$)")
_LINK = re.compile(r"`([^`<>]*)<[^`>]*>`__?")
_ROLE = re.compile(r":(?:[\w.+-]+:){0,3}([\w.+-]+):`([^`<(]*)[^`]*`")
_SHOWN_ROLES = frozenset(
    "abbr any code command cve cwe dfn doc download emphasis envvar file guilabel kbd keyword"
    " literal manpage menuselection numref option pep ref rfc samp strong sub subscript sup"
    " superscript term title title-reference".split()
)
_SUBSTITUTION = re.compile(r"\|[^| ](?:[^|]*[^| ])?\|")
_REPLACEMENT = re.compile(
    r"^[ ]*\.\.[ ]+ \|([^|\n]+)\| [ ]+replace[ ]?::[ ] ( .* (?:\n[ ]+\S.*)* )", re.I | re.M | re.X
)
_DEPTH = 3
_MOST_REPLACED = 1 << 20
"""In characters; docutils has a limit of its own."""

_DEFAULT_ROLE = re.compile(r" *\.\. +default-role ?::")
_PLAIN_ROLE = re.compile(r"(?<![`:\w])`[^`]+`(?![`_])")


def published(spec: Spec, *, styled: bool = False) -> Spec:
    """A spec without the text that is not published; the lines keep their numbers.

    :param spec: the spec, with or without a document.
    :param styled: whether to keep the text with a class of its own, which a style sheet may
        hide, and that for some formats only.
    """
    text = "\n".join(_shown_lines(spec, styled=styled))
    if "`" in text:
        text = _LINK.sub(lambda link: _shortened(link[0], link[1]), text)
        text = _ROLE.sub(
            lambda role: _shortened(role[0], role[2] if role[1].lower() in _SHOWN_ROLES else ""),
            text,
        )
    return spec._replace(source=SourceText(_replaced(text, "\n".join(spec.lines))))


def _shown_lines(spec: Spec, *, styled: bool) -> list[str]:
    """The lines, those empty that are not published; see :func:`published`."""
    lines = [line.expandtabs() for line in spec.lines]
    hides_plain_role = any(map(_DEFAULT_ROLE.match, lines))
    number = title_line(spec)
    # Fields below the title are settings of the page.
    while number < len(lines) and (not lines[number].strip() or ADORNMENT.match(lines[number])):
        number += 1
    in_fields = False
    while number < len(lines) and (
        _OPTION.match(lines[number]) or (in_fields and _is_below(lines[number], 1))
    ):
        in_fields = True
        lines[number] = ""
        number += 1
    number = 0
    while number < len(lines):
        if hides_plain_role:
            lines[number] = _PLAIN_ROLE.sub("", lines[number])
        if _COMMENT_IN_TABLE.match(lines[number]):
            while number < len(lines) and lines[number].lstrip()[:1] in ("|", "+"):
                lines[number] = ""
                number += 1
            continue
        found = _EXPLICIT.match(lines[number])
        number += 1
        if found:
            rest = found[2] or ""
            note = _NOTE.match(rest)
            if note and not _EXPLICIT.match(rest, note.end()):
                continue
            shown = _DIRECTIVE.match(rest)
            name = shown[1].lower() if shown else ""
            is_styled = styled and name in _STYLED_DIRECTIVES
            if name not in _SHOWN_DIRECTIVES and not is_styled:
                shown = None
            lines[number - 1] = rest[shown.end() :] if shown and not is_styled else ""
            column = len(found[1]) + 1
            is_option = False
            while number < len(lines) and _is_below(lines[number], column):
                if shown and not lines[number].strip():
                    break  # the body is published
                is_option = is_option or _OPTION.match(lines[number]) is not None
                if shown and not styled and _CLASS.match(lines[number]):
                    shown = None  # it may be one that is not displayed
                if not shown or is_option:
                    lines[number] = ""
                number += 1
    return lines


def _replaced(text: str, whole: str) -> str:
    """A text with the texts that substitutions stand for, or with nothing for an image.

    :param whole: the text with the definitions.
    """
    if "|" not in text:
        return text
    texts = {name.casefold(): " ".join(by.split()) for name, by in _REPLACEMENT.findall(whole)}
    left = _MOST_REPLACED

    def by(name: re.Match[str]) -> str:
        nonlocal left
        shown = texts.get(name[0][1:-1].casefold(), "")
        left -= len(shown)
        return _shortened(name[0], shown if left > 0 else "")

    for _ in range(_DEPTH):
        text = _SUBSTITUTION.sub(by, text)
    return text


def _shortened(text: str, shown: str) -> str:
    return shown + "\n" * (text.count("\n") - shown.count("\n"))


def without_comments(spec: Spec) -> list[str]:
    """The lines of a spec, those of comments empty, since comments are not published.

    Otherwise comments alone would make a copy differ from its source.
    """
    lines = list(spec.lines)
    for comment in spec.document.comments if spec.document else ():
        number = comment.line - 1
        if not lines[number]:
            continue  # already left out, with what is below it
        lines[number] = ""
        if not comment.text.strip():
            continue  # what is indented below it is a quotation
        number += 1
        while number < len(lines) and _is_below(lines[number], comment.column):
            lines[number] = ""
            number += 1
    return lines


def title_line(spec: Spec) -> int:
    """The line of a spec's title, from 1, or 0 if it has none."""
    return spec.document.sections[0].line if spec.document and spec.document.sections else 0


def _is_below(line: str, column: int) -> bool:
    """Whether a line is blank, or begins to the right of a column."""
    text = line.lstrip()
    return not text or len(line) - len(text) >= column
