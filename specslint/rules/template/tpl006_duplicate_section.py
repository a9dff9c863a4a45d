"""TPL006 duplicate-section."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import Section
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.template._comparison import parsed


@rule(code="TPL006", name="duplicate-section", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """A section occurs twice in the same parent section.

    Why:
        Readers easily overlook one of the two. Often one is an empty section that
        remains from the template.

    Bad:
        "Alternatives" at the beginning and at the end of "Proposed change"

    Good:
        one "Alternatives" that contains both texts

    Source:
        The outline of the release's template, which has each title once.
    """
    both = parsed(spec)
    if both is None:
        return
    document, outline = both
    wanted = {section.title: section.subsections for section in outline.sections}
    yield from _duplicates(spec, document.below_title)
    for section in document.below_title:
        titles = wanted.get(section.title, ())
        yield from _duplicates(
            spec, tuple(below for below in section.sections if below.title in titles)
        )


def _duplicates(spec: Spec, sections: tuple[Section, ...]) -> Iterator[Finding]:
    lines: dict[str, int] = {}
    for section in sections:
        first = lines.setdefault(section.title, section.line)
        if first != section.line:
            yield Finding(
                spec.at(section.line, section.column, section.end_column),
                f'section "{section.title}" already exists in line {first}: merge the two',
            )
