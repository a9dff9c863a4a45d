"""The lines of a text as the gate reads them."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.spec import Spec


def gate_lines(spec: Spec) -> Iterator[tuple[int, int, str]]:
    """Each line, with its number in the file and the index that it begins at there.

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
