"""FTK001 missing-tag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import COMMIT_MESSAGE_PATH, Finding, Location, Scope, Severity
from specslint.model.message import CommitMessage
from specslint.rules import rule
from specslint.rules.fasttrack._tags import IN_SUBSTANCE, SIMILAR, line_for, untagged


@rule(code="FTK001", name="missing-tag", severity=Severity.ERROR, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Tag the copy of a spec that an earlier release approved.

    It is an error if at least 95 % of the text is unchanged, in the introduction and the
    sections that both templates have. Names of releases do not count, and neither do the
    sections that change with every release: History, Assignee(s), Feature Liaison, Project
    Priority, Work Items, Dependencies and References.

    It is a warning if 80 % to 94 % is unchanged: the author knows whether anything
    functional changed, and adds the tag if not. A misspelled tag such as
    ``Previosly-approved`` does not count as a tag, because a search does not find it.

    Why:
        A tagged copy is on the fast track: one +2 merges it. Without the tag, it
        waits for a full review like any new proposal.

    Bad:
        Propose quick-resize again

        Change-Id: I0123456789012345678901234567890123456789

    Good:
        Propose quick-resize again

        Previously-approved: juno
        Change-Id: I0123456789012345678901234567890123456789

    Source:
        The README of nova-specs on specs that were approved in an earlier release.
    """
    message = changes.message
    if message is None:
        return
    copies = tuple(untagged(changes, SIMILAR))
    count = Counter(source.path for _, source, _ in copies)
    for addition, source, comparison in copies:
        tag = line_for([source.release])
        location, advice = _place(message, tag)
        copy = addition.place
        # The name tells which spec it is, unless there are several.
        is_clear = copy.name == source.name and count[source.path] == 1
        what = "untagged copy" if is_clear else f"{copy.path} is an untagged copy"
        finding = f"{what} of {source.path} ({comparison.percent} % unchanged): "
        if comparison.alike >= IN_SUBSTANCE:
            yield Finding(location, f"{finding}{advice}")
        else:
            advice = (
                f"if nothing functional changed, {advice}; else say in the message what changed"
            )
            yield Finding(location, f"{finding}{advice}", Severity.WARNING)


def _place(message: CommitMessage, tag: str) -> tuple[Location, str]:
    """Return where the tag belongs, and what to do."""
    if message.misspelt:
        found = message.misspelt[0]
        return found.location, f'write line {found.line} as "{tag}"'
    if message.change_ids:
        line = message.change_ids[0].line
        return Location(COMMIT_MESSAGE_PATH, line), f'add "{tag}" above the Change-Id'
    return message.end, f'add "{tag}" at the end of the message'
