"""Where in the raw text something is that the parser has found."""

from __future__ import annotations

import pytest

from specslint.model.document import Document, unexpanded
from specslint.parsing import _has_longer_line, parse
from specslint.parsing.head import Head, plain_head
from specslint.parsing.locate import Locator
from specslint.parsing.tables import misaligned_row


def locator(text: str) -> Locator:
    return Locator(tuple(text.split("\n")))


@pytest.mark.parametrize(
    ("line", "offsets"),
    [
        ("abc", {0: 0, 2: 2, 3: 3, 9: 3}),
        ("\tb", {0: 0, 8: 1, 9: 2}),
        ("a\tb", {0: 0, 1: 1, 8: 2, 9: 3}),
        ("1234567\tb", {7: 7, 8: 8, 9: 9}),
        ("12345678\tb", {8: 8, 16: 9}),
        ("a\t\tb", {8: 2, 16: 3}),
    ],
)
def test_offsets_in_a_line_with_tabs(line: str, offsets: dict[int, int]) -> None:
    assert {offset: unexpanded(line, offset) for offset in offsets} == offsets


@pytest.mark.parametrize(
    ("number", "span"),
    [(1, (1, 1, 4)), (2, (2, 3, 6)), (3, (3, 1, 1)), (0, (1, 1, 4)), (9, (3, 1, 1))],
)
def test_a_whole_line(number: int, span: tuple[int, int, int]) -> None:
    assert locator("one\n  two  \n").line(number) == span


@pytest.mark.parametrize(
    ("text", "block", "first", "offset", "length", "span"),
    [
        pytest.param("a *b c", "a *b c", 1, 2, 1, (1, 3, 4), id="on the line"),
        pytest.param("x\n\n- a *b\n  c", "a *b\nc", 3, 2, 2, (3, 5, 7), id="in an item"),
        pytest.param("x\n\n- a\n  b *c", "a\nb *c", 3, 4, 1, (4, 5, 6), id="on the second line"),
        pytest.param("x\na *b", "a *b", 1, 2, 1, (2, 3, 4), id="a line below"),
        pytest.param("a *b\nx", "a *b", 2, 2, 1, (1, 3, 4), id="a line above"),
        pytest.param("a *b\nx\ny", "a *b", 3, 2, 1, (1, 3, 4), id="two lines above"),
        pytest.param("a *b\nx\na *b", "a *b", 2, 2, 1, (3, 3, 4), id="below before above"),
        pytest.param("a\t*b", "a       *b", 1, 8, 1, (1, 3, 4), id="behind a tab"),
        pytest.param("a *bc", "a *bc", 1, 2, 99, (1, 3, 6), id="up to the end of the line"),
        pytest.param("x\n  yz", "a *b", 2, 2, 1, (2, 3, 5), id="nowhere: the line"),
        pytest.param("x\ny\nz", "a\n\nb", 1, 2, 1, (2, 1, 2), id="on a blank line of the block"),
    ],
)
def test_a_place_in_a_block(
    text: str, block: str, first: int, offset: int, length: int, span: tuple[int, int, int]
) -> None:
    assert locator(text).inline(block, first, offset, length) == span


TARGETS = """\
.. _One: https://a.example/
.. _`Two: or so`: x
.. _Three

.. [#four] A note.
.. figure:: x.png
   :name: five

See _`six` and `seven <https://b.example/>`_ or `eight <https://c.example/>`__.
.. _ one:
"""


@pytest.mark.parametrize(
    ("name", "spans"),
    [
        ("one", [(1, 5, 8)]),
        ("two: or so", [(2, 6, 16)]),
        ("four", [(5, 6, 10)]),
        ("five", [(7, 11, 15)]),
        ("six", [(9, 7, 10)]),
        ("seven", [(9, 17, 22)]),
        ("eight", []),
        ("x" * 301, []),
        (":" * 8, []),
    ],
)
def test_the_targets_of_a_name(name: str, spans: list[tuple[int, int, int]]) -> None:
    assert list(locator(TARGETS).targets(name)) == spans


@pytest.mark.parametrize(
    ("rows", "near", "line"),
    [
        (["b", "c"], 2, 2),
        (["b", "c"], 4, 2),
        (["b", "c"], 6, 2),
        (["b", "c"], 7, None),
        (["a", "b"], 1, 1),
        (["a", "c"], 1, None),
        (["e", "f"], 6, 6),
        (["d", "e"], 5, 5),
        (["f"], 7, 7),
    ],
)
def test_a_block_of_lines(rows: list[str], near: int, line: int | None) -> None:
    assert locator("a\n  b\nc \n\n- d\n  e\nf").block(rows, near) == line


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (".. [1]\n", [1]),
        (".. [1]\n   Text.\n", []),
        (".. [1]\n\n   Text.\n", []),
        (".. [1]\nText.\n", [1]),
        ("  .. [a]\n  Text.\n", [1]),
        (".. [1] Text.\n.. [2]\n", [2]),
    ],
)
def test_notes_without_a_text(text: str, notes: list[int]) -> None:
    assert [span.line for span in locator(text).empty_notes()] == notes


URI = "https://a.example/very/long"


@pytest.mark.parametrize(
    ("text", "line", "span"),
    [
        pytest.param(f"x\nSee {URI}.", 2, (2, 5, 32), id="on the line"),
        pytest.param(f"See {URI}.\nx", 2, (1, 5, 32), id="on the line above"),
        pytest.param(f"See {URI}.\nx\ny", 3, (3, 1, 2), id="not two lines above"),
        pytest.param("x\nSee `it\n<https://a.example/very/\nlong>`_", 2, (4, 1, 5), id="wrapped"),
        pytest.param(f"{URI}\nx\nSee {URI}", 3, (3, 5, 32), id="the later one"),
    ],
)
def test_the_place_of_a_link(text: str, line: int, span: tuple[int, int, int]) -> None:
    assert locator(text).reference(URI, line) == span


@pytest.mark.parametrize(
    ("text", "title", "last"),
    [
        ("Text\nOne\n===", 2, 1),
        ("Text\n===\nOne\n===", 3, 1),
        ("Text\n=\nOne\n===", 3, 2),
        ("Text\naaa\nOne\n===", 3, 2),
        ("Text\n=-=\nOne\n===", 3, 2),
        ("One\n===", 1, 0),
        ("===\nOne\n===", 2, 0),
    ],
)
def test_the_end_of_a_section_above_a_title(text: str, title: int, last: int) -> None:
    assert locator(text).end_above(title) == last


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (["+--+--+", "|a |b |", "+--+--+"], 0),
        (["+--+--+", "|a |b  |", "+--+--+"], 1),
        (["+--+--+", "|a |b|", "+--+--+"], 1),
        (["+--+--+", "|a |b |", "|a |b  ", "+--+--+"], 2),
        (["+--+--+", "|a |b |", "|a |b |"], 2),
        (["+--+--+", "|a |b|", "|a |b |"], 2),
        (["+--+--+", "|a |b |", "+==+==+"], 2),
    ],
)
def test_the_row_at_which_a_table_is_malformed(rows: list[str], index: int) -> None:
    assert misaligned_row(rows) == index


LINK = "https://blueprints.launchpad.net/nova/+spec/cold-boot"
TITLE = "====\nBoot\n====\n\n"


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (f"{TITLE}{LINK}\n", Head("Boot", LINK)),
        (f"..\n A comment\n\n{TITLE}{LINK}\n", Head("Boot", LINK)),
        (f"{TITLE}Words.\n\n{LINK}\n", Head("Boot", LINK)),
        (f"{TITLE}`Cold boot <{LINK}>`_\n", Head("Boot", LINK)),
        (f"{TITLE}Words.\n\n`Cold\nboot\n<{LINK}>`__\n", Head("Boot", LINK)),
        (f"{TITLE}Words\n`Cold boot <{LINK}>`_\n", None),
        (f"{TITLE}See {LINK}\n", None),
        (f"{TITLE}Words *so*.\n\n{LINK}\n", None),
        (f"{TITLE}.. _x: y\n\n{LINK}\n", None),
        (f"{TITLE}Part\n----\n\n{LINK}\n", None),
        (f"====\nBoot\n====\n{LINK}\n", Head("Boot", LINK)),
        (f"====\nBoot\n---\n\n{LINK}\n", None),
        (f"Boot\n====\n\n{LINK}\n", None),
        (f"====\n*Boot*\n====\n\n{LINK}\n", None),
        (f"====\nToo long\n====\n\n{LINK}\n", None),
        (f"====\nB\u00f6ot\n====\n\n{LINK}\n", None),
        (f"Words.\n\n{TITLE}{LINK}\n", None),
        (TITLE, None),
        ("====\nBoot", None),
        ("", None),
    ],
)
def test_the_head_of_a_plain_spec(text: str, head: Head | None) -> None:
    assert plain_head(text) == head


@pytest.mark.parametrize(
    ("text", "fragment"),
    [("a Stop", "sTOP"), ("a \u017ftop", "stop"), ("a stop", "\u017ftop"), ("a \u212a", "k")],
)
def test_a_fragment_in_other_capitals(text: str, fragment: str) -> None:
    found = locator(text).text(fragment, 1)
    assert found is not None
    assert (found.line, found.column) == (1, 3)


@pytest.mark.parametrize(
    ("text", "is_longer"),
    [
        ("", False), ("abc", False), ("abcd", True), ("abc\n", False), ("a\nabc\nab", False),
        ("a\nabcd\nab", True), ("ab\n\n\nabcd", True), ("abc\nabc\nabc", False),
        ("\nabcd\n", True),
    ],
)  # fmt: skip
def test_whether_a_line_is_longer_than_three_characters(text: str, is_longer: bool) -> None:
    assert _has_longer_line(text, 3) is is_longer


FAR = "Title\n=====\n\nOne\n" + "\n" * 70


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("* a\n\n  see it__ now\n", (3, 7), id="a reference without a target"),
        pytest.param("a\n\n__ https://a.example\n", (3, 1), id="a target without a reference"),
        pytest.param("* a\n\n  __ https://a.example\n", (3, 3), id="such a target in an item"),
        pytest.param("|s| b\n\n.. |s| replace:: see |nix| now\n", (3, 22), id="in a replacement"),
        pytest.param(".. contents:: see |nix|\n\nA\n-\n", (1, 19), id="in a table of contents"),
        pytest.param("See\n\na_\n\n.. _a: b_\n.. _b: a_\n", (5, 1), id="a circle of targets"),
        pytest.param("* a\n\n  .. [#] b\n", (3, 6), id="a numbered footnote in an item"),
        pytest.param("term\n  .. [A] b\n", (2, 6), id="a citation in a definition"),
    ],
)
def test_messages_for_which_docutils_may_have_no_line(text: str, place: tuple[int, int]) -> None:
    messages = document(text).messages
    assert [(m.line - FAR.count("\n"), m.column) for m in messages] == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("* a\n\n  ..\n     b\n", (3, 3), id="in an item"),
        pytest.param('.. csv-table::\n\n   a,".. b"\n', (1, 1), id="in a table of values"),
        pytest.param("* ..\n    b\n\n  ..\n    b\n", (1, 3), id="the same text twice"),
        pytest.param(
            "a\n\n+---+------+\n| a | ..   |\n|   |    b |\n+---+------+\n",
            (3, 1),
            id="in a cell of several lines",
        ),
    ],
)
def test_comments_for_which_docutils_has_no_line(text: str, place: tuple[int, int]) -> None:
    comment = document(text).comments[0]
    assert (comment.text, comment.line - FAR.count("\n"), comment.column) == ("b", *place)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("* .. image:: a.png\n", [(1, 14)], id="in an item"),
        pytest.param("term\n  .. image:: a.png\n", [(2, 14)], id="in a definition"),
        pytest.param("a |b| c\n\n.. |b| image:: a.png\n", [(3, 16)], id="in a substitution"),
    ],
)
def test_images_for_which_docutils_may_have_no_line(
    text: str, places: list[tuple[int, int]]
) -> None:
    uses = document(text).uses
    assert [(use.line - FAR.count("\n"), use.column) for use in uses] == places


def document(text: str) -> Document:
    """The document of a text whose first words are far above."""
    parsed = parse(FAR + text)
    assert isinstance(parsed, Document)
    return parsed
