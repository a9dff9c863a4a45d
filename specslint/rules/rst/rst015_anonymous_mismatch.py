"""RST015 anonymous-mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._messages import of_kind


@rule(code="RST015", name="anonymous-mismatch", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """The numbers of anonymous references and of anonymous targets differ.

    Why:
        References with two underscores lead to the anonymous targets in the same
        order. If the numbers differ, none of the references becomes a link, and a
        strict docs job fails.

    Bad:
        See the `first page`__ and the `second page`__.

        __ https://docs.openstack.org/nova/

    Good:
        See the `first page`__ and the `second page`__.

        __ https://docs.openstack.org/nova/
        __ https://docs.openstack.org/placement/

    Source:
        The reStructuredText specification of docutils, "Anonymous Hyperlinks".
    """
    for message, location in of_kind(spec, MessageKind.ANONYMOUS_MISMATCH):
        numbers = [word for word in message.original.split() if word.isdigit()]
        references, targets = (*numbers, "some", "some")[:2]
        yield Finding(
            location,
            f"{references} anonymous references and {targets} anonymous targets: give every "
            "`text`__ its own __ target, in the same order",
        )
