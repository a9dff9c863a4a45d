"""Adding lines to texts, and the values that ``init`` adds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Texts = Mapping[str, str | None]
"""The content of files by name; None if there is no such file."""


class Wanted(NamedTuple):
    """What to set up; the origin of specslint is None if it is unknown.

    ``layout`` are keys that describe where specs stand, if nothing else does.
    """

    repo: str | None
    rev: str | None
    project: str | None
    open_release: str | None
    layout: tuple[tuple[str, tuple[str, ...]], ...] = ()


class ByHandError(Exception):
    """A file cannot be extended; its owner has to do it.

    :param path: the file.
    :param reason: why, to follow the file's name.
    :param lines: the lines to add.
    """

    def __init__(self, path: str, reason: str, lines: Sequence[str]) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason
        self.lines = tuple(lines)


def lines_of(text: str) -> list[str]:
    """The lines with their ends; ``str.splitlines`` splits at more characters than files do."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def inserted(text: str, at: int, new: Sequence[str]) -> str:
    """The text with lines inserted before an index, with the line end of the text's first line."""
    lines = lines_of(text)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += end
    return "".join([*lines[:at], *(line + end for line in new), *lines[at:]])


def appended(text: str, new: Sequence[str]) -> str:
    """The text with lines appended, after a blank line."""
    lines = lines_of(text)
    blank = [""] if lines and lines[-1].strip() else []
    return inserted(text, len(lines), [*blank, *new])
