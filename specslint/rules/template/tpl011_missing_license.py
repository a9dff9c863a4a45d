"""TPL011 missing-license."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule

_MARKS = ("creative commons attribution 3.0", "creativecommons.org/licenses/by/3.0")


@rule(code="TPL011", name="missing-license", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """The notice of the CC-BY 3.0 license is missing above the title.

    Why:
        Specs are published under the Creative Commons Attribution 3.0 Unported
        License, and each says so in a comment above its title.

    Bad:
        a spec that begins with its title

    Good:
        ..
         This work is licensed under a Creative Commons Attribution 3.0 Unported
         License.

         http://creativecommons.org/licenses/by/3.0/legalcode

    Source:
        The first lines of every release's template in nova-specs.
    """
    if spec.outline is None:
        return
    sections = spec.document.sections if spec.document else ()
    end = sections[0].line - 1 if sections else len(spec.lines)
    head = " ".join(" ".join(spec.lines[:end]).casefold().split())
    if not any(mark in head for mark in _MARKS):
        yield Finding(
            spec.at(1),
            "no license notice above the title: copy the comment at the top of the template "
            "(Creative Commons Attribution 3.0 Unported)",
        )
