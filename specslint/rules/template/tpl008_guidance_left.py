"""TPL008 guidance-left."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule


@rule(code="TPL008", name="guidance-left", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """A paragraph of the template's instructions is still in the spec.

    Why:
        The text of the template tells authors what to write. If it remains, readers
        cannot distinguish the proposal from the instructions.

    Bad:
        a section that begins with a question from the template

    Good:
        only the author's answer

    Source:
        The text of the release's template.
    """
    if spec.document is None or spec.outline is None or not spec.outline.guidance:
        return
    for paragraph in spec.document.paragraphs:
        if paragraph.text.casefold() not in spec.outline.guidance:
            continue
        words = " ".join(paragraph.text.split()[:6])
        yield Finding(
            spec.at(paragraph.line, paragraph.column),
            f'instructions of the template are left ("{words} …"): delete them',
        )
