"""Converts a release's template to the outline that its specs must follow."""

from __future__ import annotations

from specslint.model.document import Document, normalised
from specslint.model.spec import Outline, OutlineSection

GUIDANCE_WORDS = 5
"""Shorter paragraphs may be a spec's own text."""


def outline_from(
    document: Document, release: str, source: str, optional: frozenset[str] = frozenset()
) -> Outline:
    """The outline of a parsed template.

    :param document: the template.
    :param release: its release.
    :param source: its path in the tree.
    :param optional: sections and subsections that a spec may omit.
    """
    # If the template has a section twice, the gate uses the last one.
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
    """The built-in outline of a release, or None.

    It contains the section titles only: the template's text must not be copied.
    """
    import tomllib
    from importlib import resources

    outlines = resources.files("specslint") / "outlines"
    # The name is untrusted: one that is too long for a file would raise an error.
    if f"{release}.toml" not in {data.name for data in outlines.iterdir()}:
        return None
    data = outlines / f"{release}.toml"
    table = tomllib.loads(data.read_text(encoding="utf-8"))
    sections = tuple(
        OutlineSection(section["title"], tuple(section.get("subsections", ())))
        for section in table["section"]
    )
    return Outline(release, None, sections, optional)
