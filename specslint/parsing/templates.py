"""A release's template to the outline that its specs are held to."""

from __future__ import annotations

from specslint.model.document import Document, normalised
from specslint.model.spec import Outline, OutlineSection

GUIDANCE_WORDS = 5
"""Shorter paragraphs may well be a spec's own words."""


def outline_from(
    document: Document, release: str, source: str, optional: frozenset[str] = frozenset()
) -> Outline:
    """The outline of a parsed template.

    :param document: the template.
    :param release: the release that it is for.
    :param source: its path in the tree.
    :param optional: sections and subsections that a spec may leave out.
    """
    # Where the template has a section twice, the gate goes by the last of them.
    subsections = {
        section.title: tuple(sub.title for sub in section.sections)
        for section in document.unpromoted
    }
    sections = tuple(map(OutlineSection, subsections.keys(), subsections.values()))
    title = document.sections[0].title if document.sections else ""
    return Outline(release, source, sections, optional, title, guidance_of(document))


def guidance_of(document: Document) -> frozenset[str]:
    """The paragraphs of a template that tell the author what to write, normalised."""
    return frozenset(
        normalised(paragraph.text)
        for paragraph in document.paragraphs
        if len(paragraph.text.split()) >= GUIDANCE_WORDS
    )


def builtin_outline(release: str, optional: frozenset[str] = frozenset()) -> Outline | None:
    """The outline that specslint itself holds for a release, or None.

    It knows the sections only: the template's words are not ours to copy.
    """
    import tomllib
    from importlib import resources

    data = resources.files("specslint") / "outlines" / f"{release}.toml"
    if not release.isalnum() or not data.is_file():
        return None
    table = tomllib.loads(data.read_text(encoding="utf-8"))
    sections = tuple(
        OutlineSection(section["title"], tuple(section.get("subsections", ())))
        for section in table["section"]
    )
    return Outline(release, None, sections, optional)
