"""RST010 unreferenced-note."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._messages import of_kind


@rule(code="RST010", name="unreferenced-note", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """Nothing refers to a footnote or a citation.

    Why:
        Sphinx warns, and a strict docs job fails. Often the reference was deleted, or
        lacks its underscore.

    Bad:
        The scheduler asks placement [1].

        .. [1] https://docs.openstack.org/placement/

    Good:
        The scheduler asks placement [1]_.

        .. [1] https://docs.openstack.org/placement/

    Source:
        Sphinx's own conditions: ``UnreferencedFootnotesDetector`` and
        ``CitationDomain.check_consistency``. Any document of the repository may refer to
        a citation.
    """
    for message, location in of_kind(spec, MessageKind.UNREFERENCED_NOTE):
        label = message.subject
        noun = message.text
        yield Finding(
            location,
            f"nothing refers to the {noun} [{label}]: refer to it with [{label}]_, or remove it",
            lifted_by=("citation reference", label) if noun == "citation" else None,
        )
