"""TXT008 conflict-marker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule

# Git always writes a label behind the marker; without one it may be a title's adornment.
_LABELLED = re.compile(r"(<{7}|>{7}|\|{7}) ")
_MARKERS = ("<<<<<<<", ">>>>>>>", "|||||||")
_SEPARATOR = "======="


def _marker_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The numbers and markers of the marker lines, in order.

    Seven equals signs underline a title of seven characters: they are a marker
    only where a conflict has begun before and ends after them.
    """
    separators: list[int] | None = None  # None outside a conflict
    for number, line in enumerate(lines, 1):
        match = _LABELLED.match(line)
        if match:
            marker = match[1]
            if marker[0] == ">":
                for separator in separators or ():
                    yield separator, _SEPARATOR
                separators = None
            elif marker[0] == "<":
                separators = []
            yield number, marker
        elif separators is not None and line == _SEPARATOR:
            separators.append(number)


@rule(code="TXT008", name="conflict-marker", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    """Resolve merge conflicts before committing.

    There is one finding for each marker line. A marker counts only at the beginning of a
    line, so an indented example may show a conflict. A line of seven equals signs counts
    only inside a conflict, because it may be the underline of a title.

    Why:
        Git writes these markers where it could not merge. The text between them
        exists in two versions, and nobody has chosen one.

    Bad:
        <<<<<<< HEAD
        The driver retries twice.
        =======
        The driver retries three times.
        >>>>>>> Retry more often

    Good:
        The driver retries three times.

    Source:
        git-merge(1), "How conflicts are presented".
    """
    if not any(marker in spec.source.text for marker in _MARKERS):
        return
    lines = [line.rstrip("\r") for line in spec.lines]
    for number, marker in sorted(_marker_lines(lines)):
        yield Finding(
            spec.at(number, 1, len(lines[number - 1]) + 1),
            f'conflict marker "{marker}": resolve the conflict and delete the marker lines',
        )
