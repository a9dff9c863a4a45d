"""RST008 swallowed-directive."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Edit, Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule


@rule(code="RST008", name="swallowed-directive", severity=Severity.WARNING, fix="unsafe")
def check(spec: Spec) -> Iterator[Finding]:
    """A directive with only one colon is a comment.

    Why:
        Without the second colon, the whole block is a comment and is not published.
        No other tool reports it.

    Bad:
        .. note: This is not published.

    Good:
        .. note:: This is published.

    Source:
        The reStructuredText specification of docutils, "Directives" and
        "Comments".
    """
    comments = spec.document.comments if spec.document else ()
    for comment in comments:
        if comment.swallows:
            start = f".. {comment.swallows}:"
            end = comment.column + len(start)
            is_there = spec.lines[comment.line - 1].startswith(start, comment.column - 1)
            edits = [Edit(comment.line, end, comment.line, end, ":")] if is_there else []
            yield Finding(
                spec.at(comment.line, comment.column, end),
                f'"{start}" is a comment, and so is its text: write "{start}:"',
                fix=spec.fix(edits, safe=False),
            )
