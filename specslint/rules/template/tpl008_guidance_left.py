"""TPL008 guidance-left."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import normalised
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule


@rule(code="TPL008", name="guidance-left", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """A paragraph of the template's instructions is still there.

    Why:
        The template's text tells the author what to write. Where it was left, the
        reader cannot tell the proposal from its instructions.

    Bad:
        a section that begins with the template's own question

    Good:
        the author's answer alone

    Source:
        The text of the release's template.
    """
    if spec.document is None or spec.outline is None or not spec.outline.guidance:
        return
    for paragraph in spec.document.paragraphs:
        if normalised(paragraph.text) not in spec.outline.guidance:
            continue
        words = " ".join(paragraph.text.split()[:6])
        yield Finding(
            spec.at(paragraph.line, paragraph.column),
            f'left over from the template ("{words} …"): delete it',
        )
