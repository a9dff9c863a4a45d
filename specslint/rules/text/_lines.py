"""The lines of a text as the gate reads them."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Severity
from specslint.model.spec import Spec, Status


def gate_severity(spec: Spec) -> Severity | None:
    """A warning for an abandoned spec, which the gate does not check; else the rule's severity."""
    is_abandoned = spec.place is not None and spec.place.status is Status.ABANDONED
    return Severity.WARNING if is_abandoned else None


def gate_lines(spec: Spec) -> Iterator[tuple[int, int, str]]:
    """Each line, with its number and its start index in the line of the file.

    The gate opens files in text mode, where a carriage return ends a line.
    """
    for number, line in enumerate(spec.lines, 1):
        if "\r" not in line:
            yield number, 0, line
            continue
        start = 0
        for part in line.removesuffix("\r").split("\r"):
            yield number, start, part
            start += len(part) + 1
