"""The sections of a document's template, with the guidance below their titles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from specslint.model.document import Document, Section
from specslint.server.checkouts import Opened
from specslint.server.cross_references import text_at
from specslint.server.text import Text


class Asked(NamedTuple):
    """A section of a template, and its guidance: the raw text below its title."""

    path: str
    section: Section
    guidance: str


def asked(opened: Opened, titles: Sequence[str]) -> Asked | None:
    """The template's section for the first of some titles that it has, or None.

    :param titles: the titles to look for, in this order.
    """
    release = opened.reader.release_for(opened.path)
    outline = None if release is None else opened.reader.templates.outline(release)
    if outline is None or outline.source is None or outline.source == opened.path:
        return None
    source = text_at(opened, outline.source)
    parsed = opened.checkout.parser.parse(source) if source else None
    if source is None or not isinstance(parsed, Document):
        return None
    known = {}
    for top in parsed.below_title:
        known[top.title] = top
        for section in top.sections:
            known.setdefault(section.title, section)
    for title in titles:
        if title in known:
            section = known[title]
            return Asked(outline.source, section, _below(Text(source), section))
    return None


def _below(text: Text, section: Section) -> str:
    """The text between a section's title and its first subsection."""
    end = section.sections[0].line if section.sections else section.end_line + 1
    lines = text.source[
        text.engine_offset(section.line + 2, 1) : text.engine_offset(end, 1)
    ].splitlines()
    while lines and (not lines[-1].strip() or set(lines[-1].strip()) <= set("=-~^\"'`")):
        lines.pop()
    return "\n".join(lines).strip("\n")


def section_at(sections: Sequence[Section], line: int) -> Section | None:
    """The section whose title is on a line, or None."""
    for section in sections:
        if section.line <= line <= section.end_line:
            return section if section.line == line else section_at(section.sections, line)
    return None
