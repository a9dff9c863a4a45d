"""An independent implementation of the gate's checks, from their description.

Nothing of specslint is imported. The description is that of the rules TPL001 to TPL003,
TXT001 to TXT004 and PLC001 to PLC003; docutils finds the titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from docutils import nodes
from docutils.core import publish_doctree

_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 5,
}
_LIMIT = 79
_STATUSES = ("approved", "implemented")

Outline = Mapping[str, tuple[str, ...]]
"""Each section's title, with those of its subsections."""


class Titles(NamedTuple):
    """How a spec's titles differ from its template's."""

    missing: frozenset[str]
    extra: frozenset[str]
    missing_below: tuple[str, ...]  # sorted


class Lines(NamedTuple):
    """The numbers of the lines that have a fault, and the number of carriage returns."""

    too_long: frozenset[int]
    trailing: frozenset[int]
    zero_width: frozenset[int]
    carriage_returns: int


def optional(release: str) -> frozenset[str]:
    """The titles that a spec of a release may omit."""
    return frozenset({"History", "Upgrade impact" if release == "queens" else "Feature Liaison"})


@lru_cache(maxsize=512)
def outline(text: str) -> Outline | None:
    """The titles below the title of a text; None if docutils finds no title."""
    tree: Any = publish_doctree(text, settings_overrides=_SETTINGS)
    if not tree.children or not isinstance(tree[0], nodes.title):
        return None
    found: dict[str, tuple[str, ...]] = {}
    for section in tree:
        if isinstance(section, nodes.section):
            below = (node for node in section if isinstance(node, nodes.section))
            # Of sections with the same title, the last one counts.
            found[_written(section)] = tuple(_written(node) for node in below)
    return found


def _written(section: Any) -> str:
    """The title of a section with its markup."""
    return str(section[0].rawsource)


def titles(spec: str, template: str, release: str) -> Titles | None:
    """Compare a spec's titles with its template's; None if the spec does not have one title."""
    wanted, found = outline(template), outline(spec)
    if found is None or wanted is None:
        return None
    may_lack = optional(release)
    missing = {title for title in wanted if title not in found} - may_lack
    extra = {title for title in found if title not in wanted}
    below = [
        title
        for section in wanted
        if section in found
        for title in wanted[section]
        if title not in found[section] and title not in may_lack
    ]
    return Titles(frozenset(missing), frozenset(extra), tuple(sorted(below)))


def lines(text: str) -> Lines:
    """Find the faults of the lines of a text."""
    too_long, trailing, zero_width = set(), set(), set()
    in_literal = False
    for number, line in _universal(text):
        if line[-1:] == " ":
            trailing.add(number)
        if "\u200b" in line:
            zero_width.add(number)
        if in_literal and (line == "" or line[0] == " "):
            continue
        in_literal = "::" in line
        if len(line) <= _LIMIT or "http://" in line or "https://" in line:
            continue
        if len(line.split()) > 1 or line != line.rstrip():
            too_long.add(number)
    return Lines(frozenset(too_long), frozenset(trailing), frozenset(zero_width), text.count("\r"))


def _universal(text: str) -> Iterator[tuple[int, str]]:
    """The lines as text mode reads them, each with its number counting line feeds only."""
    for number, raw in enumerate(text.split("\n"), 1):
        yield from ((number, line) for line in raw.removesuffix("\r").split("\r"))


def placement(paths: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Misplaced paths: the code of the rule, and the path.

    Names that begin with a dot, and everything in such directories, are ignored.

    :param paths: those of all files.
    """
    found = set()
    entries: dict[str, list[bool]] = {}  # of a release: whether each file in it is misplaced
    for path in paths:
        root, *below = path.split("/")
        if root != "specs" or not below:
            continue
        is_hidden = any(part[0] == "." for part in below)
        misplaced = path.endswith(".rst") and not is_hidden and not _is_place(below)
        if misplaced:
            found.add(("PLC001", path))
        if len(below) < 2 or below[0] == "abandoned":
            continue
        if len(below) > 2 and below[1] in _STATUSES:
            # A hidden file in a directory there is reported, as the directory is.
            hidden_inside = is_hidden and below[0][0] != "." and below[2][0] != "."
            if hidden_inside or (not path.endswith(".rst") and not is_hidden):
                found.add(("PLC002", path))
        elif below[1:] not in (["approved"], ["implemented"], ["redirects"]) and not (
            below[1] == "redirects" and below[2][0] == "."
        ):
            release, entry = below[:2]
            if release[0] != "." and entry[0] != ".":
                entries.setdefault(f"{root}/{release}/{entry}", []).append(misplaced)
    # A misplaced path, and a directory of only such paths, has been reported already.
    return frozenset(
        found | {("PLC003", top) for top, misplaced in entries.items() if not all(misplaced)}
    )


def _is_place(below: list[str]) -> bool:
    """Whether a path below ``specs/`` may be that of a spec or a template."""
    if len(below) == 1:
        return below[0].endswith("-template.rst") and below[0] != "-template.rst"
    if len(below) == 2:
        return below[0] == "abandoned"
    release, status, *name = below
    if len(name) != 1 or name == [".rst"] or release == "abandoned":
        return False
    return status == "approved" or (status == "implemented" and release != "backlog")
