"""Inserts a section at its position in the template, in the style of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from specslint.model.document import Section
from specslint.model.findings import Edit
from specslint.model.spec import Spec
from specslint.rules._titles import adornments, first_line, width

Style = tuple[str, bool]
"""The character of a title's underline, and whether there is an overline."""

_USUAL: tuple[Style, ...] = (
    ("=", True),
    ("=", False),
    ("-", False),
    ("~", False),
    ("^", False),
)
_TARGET = re.compile(r"\.\. _[^:]+:\s*\Z")


def styles(spec: Spec, title: Section) -> tuple[Style, Style]:
    """The styles of a spec's sections and subsections; those of the templates if it has none.

    :param title: the section that the document's title is.
    """
    levels = ([title], title.sections, [sub for top in title.sections for sub in top.sections])
    found: list[Style] = []
    for level, sections in enumerate(levels):
        written = (adornments(spec, section.line) for section in sections)
        own = next((adornment.style for adornment in written if adornment), None)
        free = (style for style in _USUAL[level:] if style not in found)
        found.append(own or next(free))
    return found[1], found[2]


def heading(title: str, style: Style) -> list[str]:
    """A title with its adornments, as lines."""
    character, is_over = style
    line = character * width(title)
    return [line, title, line] if is_over else [title, line]


def line_for(spec: Spec, after: Section, before: Section | None = None) -> int:
    """The first line of a new section: after another one and before what follows.

    :param after: the section that it follows.
    :param before: the one that it precedes, where that is in ``after``.
    """
    line = first_line(spec, before) if before else after.end_line + 1
    if line > len(spec.lines):
        line = len(spec.lines) + 1
        while line > 2 and not spec.lines[line - 2].strip():
            line -= 1
        return line
    # A target before the next section belongs to that section.
    start = line
    while start > 2 and (
        not spec.lines[start - 2].strip() or _TARGET.match(spec.lines[start - 2])
    ):
        start -= 1
        if _TARGET.match(spec.lines[start - 1]):
            line = start
    return line


def insertion(
    spec: Spec, line: int, blocks: Sequence[Sequence[str]], rows: Sequence[str] = ()
) -> Edit:
    """The edit that inserts blocks of lines before a line, with blank lines around each.

    :param rows: lines that go on with what stands above, and so come first.
    """
    lines = list(rows)
    if blocks:
        if rows or spec.lines[line - 2].strip():
            lines.append("")
        lines += [text for block in blocks for text in (*block, "")]
        if line > len(spec.lines) or (line == len(spec.lines) and not spec.lines[-1]):
            lines.pop()  # the end of the file follows
    text = "".join(part + spec.line_end for part in lines)
    if line > len(spec.lines):
        # The last line has no line feed, and the text begins behind it.
        line, column = len(spec.lines), len(spec.lines[-1]) + 1
        return Edit(line, column, line, column, spec.line_end + text)
    return Edit(line, 1, line, 1, text)
