"""Texts that lines are added to, and what is to be added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Texts = Mapping[str, str | None]
"""The content of files by their names; None where there is no such file."""


class Wanted(NamedTuple):
    """What is to be set up; where specslint is to be had is None if nobody knows."""

    repo: str | None
    rev: str | None
    project: str | None
    open_release: str | None


class ByHandError(Exception):
    """A file is not extended: its owner has to do it.

    :param path: the file.
    :param reason: why, in words that follow its name.
    :param lines: what belongs there.
    """

    def __init__(self, path: str, reason: str, lines: Sequence[str]) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason
        self.lines = tuple(lines)


def lines_of(text: str) -> list[str]:
    """The lines with their ends; ``str.splitlines`` knows more ends than files have."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def inserted(text: str, at: int, new: Sequence[str]) -> str:
    """The text with lines added before the line of an index, ended as its first one is."""
    lines = lines_of(text)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += end
    return "".join([*lines[:at], *(line + end for line in new), *lines[at:]])


def appended(text: str, new: Sequence[str]) -> str:
    """The text with lines added behind it, and a blank line between."""
    lines = lines_of(text)
    blank = [""] if lines and lines[-1].strip() else []
    return inserted(text, len(lines), [*blank, *new])
