"""TPL009 placeholder-left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.document import ProseKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import TO_WRITE, Spec
from specslint.rules import rule
from specslint.rules.template._blueprints import blueprint_name

_ASSIGNEE = "<launchpad-id or None>"
_ADVICE = {
    _ASSIGNEE: 'write a Launchpad name, or "None"',
    TO_WRITE: 'write what the template asks for, or "None"',
}
_TITLE = "Example Spec - The title of your blueprint"
_BLUEPRINT = "example"
_LONGEST = 50  # of what says that something is left to write
_TO_DO = re.compile(
    r"\W*(?P<mark>TODO|TBD|TBA|FIXME|XXX|to be (?:done|decided|determined|defined|written))"
    r"(?:\([^()\n]*\))?\W*\Z",
    re.IGNORECASE,
)


@rule(code="TPL009", name="placeholder-left", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """A placeholder of the template was not replaced.

    Why:
        The template contains an example title, an example blueprint and a
        placeholder for the assignee, which only the author can replace.
        "specslint repropose" and "specslint new" write a placeholder into each new
        section. A paragraph that only says TODO or TBD is reported as info.

    Bad:
        Primary assignee:
          <launchpad-id or None>

    Good:
        Primary assignee:
          ada-lovelace

    Source:
        The text of the release's template.
    """
    if spec.outline is None:
        return
    text = spec.source.text
    left = [
        (placeholder, advice) for placeholder, advice in _ADVICE.items() if placeholder in text
    ]
    for number, line in enumerate(spec.lines, 1) if left else ():
        for placeholder, advice in left:
            column = line.find(placeholder) + 1
            if column:
                yield Finding(
                    spec.at(number, column, column + len(placeholder)),
                    f'placeholder "{placeholder}" was not replaced: {advice}',
                )
    if spec.document is None:
        return
    for prose in spec.document.prose:
        if len(prose.text) < _LONGEST and prose.kind is ProseKind.PARAGRAPH:
            found = _TO_DO.match(prose.text)
            if found:
                yield Finding(
                    spec.at(prose.line, spec.lines[prose.line - 1].find(prose.text) + 1),
                    f'this paragraph only says "{found["mark"]}": write the text, or "None"',
                    Severity.INFO,
                )
    for title in spec.document.sections[:1]:
        if title.title in (spec.outline.title, _TITLE):
            yield Finding(
                spec.at(title.line, title.column, title.end_column),
                "the title is still the example of the template: write your own title",
            )
    for reference in spec.document.references:
        if blueprint_name(reference.uri, spec.project) == _BLUEPRINT:
            yield Finding(
                spec.at(reference.line, reference.column, reference.end_column),
                "the blueprint is still the example of the template: write the URL of your own",
            )
