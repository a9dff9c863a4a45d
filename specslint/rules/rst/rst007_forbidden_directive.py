"""RST007 forbidden-directive."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._messages import of_kind


@rule(code="RST007", name="forbidden-directive", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """A directive reads a file or a URL, or passes raw text through.

    Why:
        Reviewers read a spec as plain text, so all of its content must be in the
        file. A program that runs on patches from anyone must not read the files
        that a spec names; specslint never reads them.

    Bad:
        .. include:: ../common.rst

    Good:
        the text itself

    Source:
        docutils' documentation on security ("Deploying Docutils Securely").
    """
    for message, location in of_kind(spec, MessageKind.FORBIDDEN_DIRECTIVE):
        yield Finding(
            location,
            f'"{message.subject}" is not allowed, because it reads a file or URL, or passes raw '
            "text on: put the text itself into the spec",
        )
