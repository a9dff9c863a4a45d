"""RST021 link-without-underscore."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.findings import Edit, Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._prose import place, signs_of

_LINK = r"`[^`:][^`]*<(?:https?|ftp|mailto):[^<>`]+>`\Z"


@rule(code="RST021", name="link-without-underscore", severity=Severity.WARNING, fix="unsafe")
def check(spec: Spec) -> Iterator[Finding]:
    """A link has no underscore at its end.

    Why:
        Without the underscore, it is not a link: the page shows its text and the URL
        in angle brackets, in italics.

    Bad:
        See `the API guide <https://docs.example.org/api>`.

    Good:
        See `the API guide <https://docs.example.org/api>`_.

    Source:
        The reStructuredText specification of docutils, "Embedded URIs and
        Aliases".
    """
    for prose in signs_of(spec).quoted:
        for start, end in prose.marks:
            if prose.text[end - 2 : end] == ">`" and re.match(_LINK, prose.text[start:end]):
                last = place(spec, prose, end - 1, end)
                behind = last.line, last.column + 1
                yield Finding(
                    place(spec, prose, start, end),
                    "the link is shown as it is: put an underscore after its last backquote",
                    fix=spec.fix([Edit(*behind, *behind, "_")], safe=False),
                )
