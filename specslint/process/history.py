"""The History section: a table with a row for each release that a spec was proposed to.

Source: the templates of nova-specs since liberty; the rows are "Introduced" for the
first release and, in the specs, usually "Re-proposed" for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from specslint.model.document import Section
from specslint.model.releases import CODENAMES
from specslint.parsing.tables import tables

TITLE = "History"
_HEADER = ("Release Name", "Description")
_INTRODUCED, _AGAIN = "Introduced", "Re-proposed"


class Row(NamedTuple):
    """Lines to insert after a line (counted from 1) of the table."""

    after: int
    lines: tuple[str, ...]


def label(release: str) -> str:
    """A release as the tables name it: ``Kilo``, ``2026.1 Gazpacho``."""
    codename = next((name for name, number in CODENAMES.items() if number == release), "")
    return (
        f"{release} {codename.capitalize()}".strip()
        if release[:1].isdigit()
        else (release.capitalize())
    )


def is_known(lines: Sequence[str], section: Section) -> bool:
    """Whether a section contains just one table, with releases and descriptions."""
    found = tables(_text(lines[section.line - 1 : section.end_line]))
    return len(found) == 1 and found[0][:1] == (_HEADER,)


def new_table(releases: Iterable[str], target: str) -> list[str]:
    """The table of a spec that had none.

    :param releases: those that approved it, oldest first.
    :param target: the one that it is proposed to.
    """
    lines = [".. list-table:: Revisions", "   :header-rows: 1", "", *_row(3, *_HEADER)]
    for number, release in enumerate((*releases, target)):
        lines += _row(3, label(release), _AGAIN if number else _INTRODUCED)
    return lines


def new_row(lines: Sequence[str], section: Section, target: str) -> Row | str:
    """The row to add to the table of a spec, or why there is none to add.

    Nothing is added unless the new table, parsed again, is the old one and the new row.

    :param lines: the lines of the spec.
    :param section: its History.
    :param target: the release that the spec is proposed to.
    """
    if not is_known(lines, section):
        return f'"{TITLE}" holds no list-table of {" and ".join(_HEADER)}: add a line there'
    own = list(lines[section.line - 1 : section.end_line])
    (before,) = tables(_text(own))
    names = {target.casefold(), label(target).casefold()}
    if any(row and row[0].casefold() in names for row in before):
        return f'"{TITLE}" has a row for {label(target)} already'
    starts = [i for i, line in enumerate(own) if line.lstrip(" ").startswith("* - ")]
    if starts:
        indent = _indent(own[starts[-1]])
        end = starts[-1] + 1
        while end < len(own) and own[end].strip() and _indent(own[end]) > indent:
            end += 1
        row = _row(indent, label(target), _AGAIN)
        after = tables(_text([*own[:end], *row, *own[end:]]))
        if after == ((*before, (label(target), _AGAIN)),):
            return Row(section.line - 1 + end, tuple(row))
    return f'"{TITLE}" is written in a way that is not known: add a line for {label(target)}'


def _row(indent: int, name: str, description: str) -> list[str]:
    return [f"{' ' * indent}* - {name}", f"{' ' * indent}  - {description}"]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _text(lines: Iterable[str]) -> str:
    return "\n".join(line.rstrip("\r") for line in lines) + "\n"
