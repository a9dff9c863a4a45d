"""MSG003 depends-on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import COMMIT_MESSAGE_PATH, Finding, Location, Scope, Severity
from specslint.rules import rule

# Compiled on first use, since few messages have a Depends-On.
_CHANGE_ID = r"(?i)I[0-9a-f]{40}\Z"
# Gerrit's own addresses, old and new, and those of the other systems that Zuul knows.
_REVIEW = r"""(?ix)
    https?://[^/\s]+/ (?:
        (?:[\w.-]+/)? (?:\#/)? (?: c/(?:\S+/\+/)?\d+(?:/\d+)? | q/I[0-9a-f]{40} )
      | \d+
      | \S+/ (?:pull|merge_requests)/\d+
    ) /?\Z
    """


@rule(code="MSG003", name="depends-on", severity=Severity.WARNING, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Write the URL of a review, or a Change-Id, in Depends-On.

    A line names one review. Write one line for each dependency.

    Why:
        Zuul tests and merges a change together with its dependencies, and silently
        ignores a line that it does not understand.

    Bad:
        Depends-On: the resize spec

    Good:
        Depends-On: https://review.opendev.org/c/openstack/nova-specs/+/100000

    Source:
        Zuul's documentation on cross-project dependencies.
    """
    for trailer in changes.message.depends_on if changes.message else ():
        if re.match(_CHANGE_ID, trailer.value) or re.match(_REVIEW, trailer.value):
            continue
        found = f'"{trailer.value}"'
        end = trailer.column + len(trailer.value)
        yield Finding(
            Location(COMMIT_MESSAGE_PATH, trailer.line, trailer.column, trailer.line, end),
            f"Depends-On has the invalid value {found}: write the URL of one review, or a"
            " Change-Id (I and 40 hexadecimal digits)",
        )
