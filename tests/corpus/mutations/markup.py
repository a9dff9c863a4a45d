"""RST: faults of the markup of a spec."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from tests.corpus.mutations.model import Mutant, Mutation, mutant
from tests.corpus.mutations.page import Page, changed, put, text_of

_SHORTEST = 4  # docutils does not treat a shorter line as an underline
_LARGEST = 1 << 20
_DEEPEST = 100


class _Fault(NamedTuple):
    """Lines to insert into a spec, and the line and column of the fault in them."""

    code: str
    name: str
    lines: tuple[str, ...]
    line: int = 1
    column: int = 1
    brings: Mapping[str, str] = {}


_FAULTS = (
    _Fault(
        "RST001",
        "an indentation that is not expected",
        ("The hosts are asked in turn,", "one after the other:", "  and then they answer.", ""),
        line=3,
        column=3,
    ),
    _Fault(
        "RST001",
        "a simple table with text in its margin",
        ("=====  =====", "One    Two", "=====  =====", "first second", "=====  =====", ""),
        line=4,
    ),
    _Fault(
        "RST001",
        "a grid table with a row that is too short",
        ("+-----+-----+", "| One | Two |", "+=====+=====+", "| 1  | 2   |", "+-----+-----+", ""),
        line=4,
    ),
    _Fault(
        "RST001",
        "an option that the directive does not have",
        (".. note::", "   :colour: red", "", "   Mind the gap.", ""),
        line=2,
        column=4,
    ),
    _Fault(
        "RST001",
        "a directive without its content",
        (".. warning::", ""),
    ),
    _Fault("RST002", "emphasis without an end", ("The hosts are *asked in turn.", ""), 1, 15),
    _Fault("RST002", "a literal without an end", ("The hosts are ``asked in turn.", ""), 1, 15),
    _Fault(
        "RST002",
        "emphasis without an end in the second line of an item",
        ("* The hosts are asked", "  in turn, and *answer then.", ""),
        line=2,
        column=16,
    ),
    _Fault(
        "RST002",
        "a list that ends without a blank line",
        ("* The hosts are asked.", "* They answer.", "The rest is done by them.", ""),
        line=3,
    ),
    _Fault(
        "RST002",
        "a comment that ends without a blank line",
        (".. nobody reads this", "The rest is done by the hosts.", ""),
        line=2,
    ),
    _Fault("RST003", "an unknown directive", (".. nota:: Mind the gap.", ""), 1, 4),
    _Fault(
        "RST003",
        "an unknown directive in a list in a Sphinx directive",
        (
            ".. seealso::",
            "",
            "   * First",
            "",
            "     .. codeblok:: python",
            "",
            "        a = 1",
            "",
        ),
        line=5,
        column=9,
    ),
    _Fault("RST004", "an unknown role", ("It calls :fnuc:`boot` again.", ""), 1, 10),
    _Fault(
        "RST004",
        "an unknown role in a table",
        ("=====  =======", "One    Two", "=====  =======", "1      :x:`2`", "=====  =======", ""),
        line=4,
        column=8,
    ),
    _Fault("RST005", "a reference without a target", ("See `the unwritten page`_.", ""), 1, 5),
    _Fault(
        "RST005",
        "a footnote without a target, in a second line",
        ("The hosts are asked in turn", "as was said before [987]_.", ""),
        line=2,
        column=20,
    ),
    _Fault("RST005", "an underscore that makes a link", ("It sets os_vif_ there.", ""), 1, 9),
    _Fault("RST007", "a file is included", (".. include:: ../../kilo-template.rst", ""), 1, 4),
    _Fault("RST007", "raw text", (".. raw:: html", "", "   <b>Mind</b>", ""), 1, 4),
    _Fault(
        "RST007",
        "a table is read from a file",
        (".. csv-table:: Hosts", "   :file: hosts.csv", ""),
        column=4,
    ),
    _Fault(
        "RST007",
        "a table is read from the network",
        (".. csv-table:: Hosts", "   :header: a, b", "   :url: https://example.org/t", ""),
        column=4,
    ),
    _Fault(
        "RST007",
        "code is read from a file, in a list",
        ("* First", "", "  .. literalinclude:: /etc/hostname", ""),
        line=3,
        column=6,
    ),
    _Fault("RST008", "a note with one colon", (".. note: Mind the gap.", "")),
    _Fault(
        "RST008",
        "code with one colon, in a list",
        ("* First", "", "  .. code-block: python", "", "     a = 1", ""),
        line=3,
        column=3,
    ),
    _Fault("RST010", "a note that nothing refers to", (".. [#unread] Words in a note.", ""), 1, 4),
    _Fault("RST011", "a label that is not there", ("See :ref:`no-such-label` for it.", ""), 1, 5),
    _Fault(
        "RST011",
        "a document that is not there",
        ("It is told in", ":doc:`/specs/kilo/approved/no-such-spec`.", ""),
        line=2,
    ),
    _Fault("RST012", "a picture that is not there", (".. image:: no-such-picture.png", ""), 1, 12),
    _Fault(
        "RST013",
        "code in a language that is not known",
        (".. code-block:: no-such-language", "", "   a = 1", ""),
        column=17,
    ),
    _Fault(
        "RST013",
        "code that its lexer stumbles over",
        (".. code-block:: json", "", '   {"one": 1,', '    "two" = ?}', ""),
        line=4,
        column=11,
        brings={"RST024": "and so it is no JSON"},
    ),
    _Fault("RST015", "an anonymous link without a target", ("See `the hosts`__ first.", ""), 1, 5),
    _Fault("RST020", "a literal that sticks to a word", ("The host``s`` are asked.", ""), 1, 9),
    _Fault("RST020", "a literal with one quote too few", ("It calls `boot`` again.", ""), 1, 10),
    _Fault(
        "RST021",
        "a link without its underscore",
        ("See `the hosts <https://example.org/hosts>` first.", ""),
        column=5,
    ),
    _Fault("RST022", "a role without its first colon", ("It calls func:`boot` again.", ""), 1, 10),
    _Fault("RST023", "a directive without its blank", ("..note:: Mind the gap.", ""), 1, 1),
    _Fault(
        "RST024",
        "JSON with a comma too many",
        (".. code-block:: json", "", '   {"one": 1,', '    "two": 2,}', ""),
        line=4,
        column=14,
    ),
    _Fault(
        "RST025",
        "a list without its empty line",
        ("The hosts are asked:", "* the first one", "* and the second", ""),
        line=2,
    ),
    _Fault(
        "RST026",
        "a block without its empty line",
        ("An example::", "  nova list", "", "It lists the hosts.", ""),
        column=11,
    ),
    _Fault(
        "RST027",
        "a link of Markdown",
        ("See [the hosts](https://example.org/hosts) first.", ""),
        column=5,
    ),
)


# What a fault may be nested in: the lines before it, and its indentation.
_AROUND: tuple[tuple[tuple[str, ...], int], ...] = (
    ((), 0),
    (("* Words before it.", ""), 2),
    (("Words before it.", ""), 4),
    (("Its name", "    Words before it.", ""), 4),
    ((".. note::", ""), 3),
    ((".. seealso::", "", "   Words before it.", ""), 3),
    (("#. Words before it.", "", "   * More of them.", "", "     .. tip::", ""), 8),
    ((".. list-table::", "", "   * - One", "     - Two", "   * - Three", "     - Four", ""), 7),
)


def _put(fault: _Fault) -> Mutation:
    def make(page: Page, chance: Random) -> Mutant | None:
        at = chance.choice(page.gaps).line
        before, indent = chance.choice(_AROUND)
        inside = (" " * indent + line if line else "" for line in fault.lines)
        lines = put(page, at, *before, *inside)
        line = at + len(before) + fault.line - 1
        return mutant(page, lines, (fault.code, line, indent + fault.column))

    return Mutation(fault.code, fault.name, make, fault.brings)


def _underline(level: int) -> Mutation:
    def make(page: Page, chance: Random) -> Mutant | None:
        found = [
            title
            for title in page.headings
            if title.level == level
            and len(title.text) == len(page.line(title.line + 1)) > _SHORTEST
        ]
        if not found:
            return None
        title = chance.choice(found)
        length = chance.randrange(_SHORTEST, len(title.text))
        lines = page.numbered
        around = (title.line - 1, title.line + 1) if level == 0 else (title.line + 1,)
        for number in around:
            lines[number - 1] = page.line(number)[:length], number
        return mutant(page, lines, ("RST006", title.line, 1))

    return Mutation("RST006", f"a line at a title of level {level} is too short", make)


# --- what cannot be parsed ---------------------------------------------------------


def _too_deep(page: Page, chance: Random) -> Mutant | None:
    at = chance.choice(page.gaps).line
    quotes = [line for depth in range(_DEEPEST + 10) for line in (" " * depth + "so", "")]
    return mutant(page, put(page, at, *quotes), ("RST009", at + 2 * _DEEPEST, 1))


def _too_large(page: Page, chance: Random) -> Mutant | None:
    line = "Words about it."
    rest = _LARGEST - len(text_of(page.numbered))
    lines = put(page, len(page.lines), *[line] * (rest // len(line)))
    return mutant(page, lines, ("RST009", 1, 1))


def _no_text(page: Page, chance: Random) -> Mutant | None:
    number = chance.randrange(1, len(page.lines))
    return mutant(page, changed(page, number, "\0" + page.line(number)), ("RST009", 1, 1))


_UNREAD: Mapping[str, str] = dict.fromkeys(
    ("TPL", "RST", "TXT", "SUP"), "what was not parsed was not judged"
)

MUTATIONS = (
    *map(_put, _FAULTS),
    *map(_underline, (0, 1, 2)),
    Mutation("RST009", "quotes in quotes", _too_deep, hides=_UNREAD),
    Mutation("RST009", "a file too large", _too_large, hides=_UNREAD),
    Mutation("RST009", "a NUL byte", _no_text, hides=_UNREAD),
)
