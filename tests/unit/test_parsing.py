"""The parser: locations, what it never reads, and that documents do not affect each other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from specslint.model.document import Document, MessageKind, ProseKind, Section, Unparseable
from specslint.parsing import MAX_SIZE, Vocabulary, parse


def parsed(text: str, vocabulary: Vocabulary | None = None) -> Document:
    document = parse(text, vocabulary)
    assert isinstance(document, Document)
    return document


def marked(text: str) -> list[str]:
    """The location of each message, as the text that it covers."""
    lines = text.split("\n")
    return [lines[m.line - 1][m.column - 1 : m.end_column - 1] for m in parsed(text).messages]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one\ntwo *three\n", "*", id="second-line"),
        pytest.param("* a\n\n  * b\n    c ``d\n", "``", id="nested-list"),
        pytest.param("term\n  one\n  two |x| y\n", "|x|", id="definition"),
        pytest.param(":field: one\n   two foo_ x\n", "foo_", id="field"),
        pytest.param("| one\n| two foo_\n", "foo_", id="line-block"),
        pytest.param(".. note:: one\n   two foo_ x\n", "foo_", id="admonition"),
        pytest.param(".. [1] one [1]_\n   two foo_ x\n", "foo_", id="footnote"),
        pytest.param("> x\n\n  one\n  two foo_ x\n", "foo_", id="block-quote"),
        pytest.param("+----+------+\n| a  | foo_ |\n+----+------+\n", "foo_", id="grid-table"),
        pytest.param("==  =====\na   foo_\n==  =====\n", "foo_", id="simple-table"),
        pytest.param("a \\*b\\* *c\n", "*", id="after-escapes"),
        pytest.param("a\tb\tfoo_ x\n", "foo_", id="tabs"),
        pytest.param("日本語 foo_ x\n", "foo_", id="wide-characters"),
        pytest.param("e\u0301e\u0301 foo_ x\n", "foo_", id="combining-characters"),
        pytest.param("a `very\nlong name`_ x\n", "`very", id="wrapped-phrase"),
        pytest.param("foo\n\nfoo_\n", "foo_", id="same-word-before"),
        pytest.param("A foo_\n======\n\nx\n", "foo_", id="in-a-title"),
    ],
)
def test_a_message_stands_at_its_offence(text: str, expected: str) -> None:
    assert marked(text) == [expected]


def test_each_of_several_is_found() -> None:
    text = "foo_ and foo_\nand |a| and foo_ and *b\n"
    document = parsed(text)
    places = [(m.line, m.column) for m in document.messages]
    assert places == [(1, 1), (1, 10), (2, 5), (2, 13), (2, 22)]


def test_titles_are_found_wherever_docutils_says_they_are() -> None:
    text = "====\nOver\n====\n\nUnder\n-----\n\nx\n\n  quoted\n\nDeep *er*\n~~~~~~~~~\n\n*\n"
    title = parsed(text).sections[0]
    assert (title.title, title.line, title.column, title.end_line) == ("Over", 2, 1, 16)
    under = title.sections[0]
    assert (under.title, under.line) == ("Under", 5)
    deep = under.sections[0]
    assert (deep.title, deep.text, deep.line) == ("Deep *er*", "Deep er", 12)
    assert not deep.has_content


@pytest.mark.parametrize("character", ["\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_characters_that_end_no_line_do_not_move_the_places(character: str) -> None:
    document = parsed(f"T\n=\n\na{character}b\n\nfoo_\n")
    assert [m.line for m in document.messages] == [6]


@pytest.mark.parametrize("end", ["\r", "\x1c", "\x85", "\u2028"])
def test_a_line_end_of_docutils_ends_a_title_and_is_located(end: str) -> None:
    text = f"T\n=\n\nx{end}{end}Over{end}----\n\n* a{end}* b\n\nfoo_\n"
    document = parsed(text)
    (title,) = document.sections
    section = title.sections[0]
    assert (section.title, section.line, section.column) == ("Over", 4, 4)
    assert (section.end_line, title.end_line) == (9, 9)
    assert [(m.line, m.column) for m in document.messages] == [(8, 1)]
    # What rules read line by line in the file is left out.
    assert (document.prose, document.code_blocks) == ((), ())


def test_carriage_returns_do_not_move_the_places() -> None:
    document = parsed("T\r\n=\r\n\r\na\r\n\r\nfoo_\r\n")
    assert [(s.title, s.line) for s in document.sections] == [("T", 1)]
    assert [m.line for m in document.messages] == [6]


def test_a_byte_order_mark_hides_no_title() -> None:
    assert [s.title for s in parsed("\ufeffT\n=\n\nx\n").sections] == ["T"]


def test_a_role_of_one_document_is_unknown_to_the_next() -> None:
    assert parsed(".. role:: red\n\n:red:`x`\n").messages == ()
    assert [m.kind for m in parsed(":red:`x`\n").messages] == [MessageKind.UNKNOWN_ROLE]


def test_a_default_role_ends_with_its_document() -> None:
    parsed(".. default-role:: nonsense-role\n")
    assert parsed("`x`\n").messages == ()


def test_configured_names_hold_for_one_parse() -> None:
    text = ".. plan:: x\n\n:who:`y`\n"
    vocabulary = Vocabulary(frozenset({"plan"}), frozenset({"who"}))
    assert parsed(text, vocabulary).messages == ()
    kinds = [m.kind for m in parsed(text).messages]
    assert kinds == [MessageKind.UNKNOWN_DIRECTIVE, MessageKind.UNKNOWN_ROLE]


def test_hints_do_not_depend_on_what_was_parsed_before() -> None:
    before = parsed(":redd:`x`\n").messages
    parsed(".. role:: red\n\n:red:`x`\n")
    assert parsed(":redd:`x`\n").messages == before


@pytest.mark.parametrize(
    "directive",
    [
        ".. include:: {}",
        ".. literalinclude:: {}",
        ".. raw:: html\n   :file: {}",
        ".. csv-table::\n   :file: {}",
        ".. figure:: {}\n   :figwidth: image",
        ".. image:: {}",
        ".. |x| image:: {}\n\n|x|",
    ],
)
def test_nothing_that_a_document_names_is_read(directive: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    os.mkfifo(secret)  # opening it would block forever
    document = parsed(directive.format(secret) + "\n")
    assert all(m.kind is MessageKind.FORBIDDEN_DIRECTIVE for m in document.messages)


def test_the_configuration_of_docutils_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docutils.conf").write_text(
        "[general]\nreport_level: 5\nfile_insertion_enabled: 1\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCUTILSCONFIG", str(tmp_path / "docutils.conf"))
    assert len(parsed("foo_\n").messages) == 1


def test_endless_markup_is_reported_without_a_crash() -> None:
    for text in ("- " * 4_000, "\n\n".join(" " * i + "x" for i in range(1_000))):
        result = parse(text)
        assert isinstance(result, Unparseable)
        assert "nested too deep" in result.reason


@pytest.mark.parametrize("between", ["", "\n", "__\n"])
def test_endless_targets_in_a_row_are_reported(between: str) -> None:
    """docutils passes all their names on from each to the next."""
    for count, is_read in ((300, True), (1_100, False)):
        text = "".join(f".. _t{i}:\n{between}" for i in range(count))
        result = parse(f"{text}\nSome text.\n")
        assert isinstance(result, Unparseable) is not is_read
        if isinstance(result, Unparseable):
            assert result.reason == "more than 1000 internal targets stand in a row"
            assert 500 < result.line < 2_100


def test_targets_with_text_in_between_are_not_in_a_row() -> None:
    text = "".join(f".. _t{i}:\n\nText.\n\n" for i in range(1_100))
    assert not isinstance(parse(text), Unparseable)


def test_a_text_that_is_too_large_is_not_parsed() -> None:
    result = parse("x\n" * MAX_SIZE)
    assert isinstance(result, Unparseable)
    assert "more than" in result.reason


@pytest.mark.parametrize(
    ("line", "is_read"),
    [
        ("x" * 10_000, True),
        ("x" * 10_001, False),
        ("x" * 9_998 + "   ", True),
        ("x\t" * 1_250, True),
        ("x\t" * 1_250 + "y", False),
        ("x" * 6_000 + "\u2028" + "x" * 6_000, True),
    ],
    ids=range(6),
)
def test_docutils_does_not_read_a_text_with_an_overlong_line(line: str, is_read: bool) -> None:
    result = parse(f"T\n=\n\n{line}\n")
    assert isinstance(result, Document) is is_read
    assert isinstance(result, Document) or result.line == 4


@pytest.mark.parametrize(
    ("line", "lines", "is_parsed"),
    [
        ("some words and ``one literal``, more words, *stress*", 500, True),
        ('"name": "a value", "other": [1, 2, 3],', 500, True),
        ("``one literal`` " * 10, 200, False),
        ("a:b " * 15, 500, False),
        ("a:b " * 15, 150, True),
    ],
)
def test_the_markup_of_a_long_paragraph_is_limited(
    line: str, lines: int, *, is_parsed: bool
) -> None:
    result = parse("T\n=\n\n" + f"{line}\n" * lines)
    assert isinstance(result, Document) is is_parsed
    assert isinstance(result, Document) or "too much markup" in result.reason


def test_parsing_that_takes_too_long_is_aborted() -> None:
    result = parse(("`" * 3 + "a *b `c |d\n" * 500 + "\n") * 40, time_limit=0.05)
    assert isinstance(result, Unparseable)
    assert "processor time" in result.reason


def test_the_time_limit_leaves_nothing_behind() -> None:
    assert isinstance(parse("a *b `c |d\n" * 20_000, time_limit=0.05), Unparseable)
    assert parsed("T\n=\n\nx\n").messages == ()


def test_the_preamble_is_what_is_neither_comment_nor_target() -> None:
    assert parsed(".. c\n\n.. _t:\n\nT\n=\n\nx\n").preamble_line is None
    assert parsed(".. c\n\n..\n\n  quoted\n\nT\n=\n\nx\n").preamble_line == 5
    assert parsed("\n\nwords\nhere\n\nT\n=\n\nx\n").preamble_line == 3


def test_references_are_found_in_all_spellings() -> None:
    text = (
        "See https://a.example/1 and `two <https://a.example/2>`_\n"
        "and `three\n<https://a.example/\n3>`__ and four_.\n\n.. _four: https://a.example/4\n"
    )
    found = {(r.uri[-1], r.line, r.column) for r in parsed(text).references}
    assert {("1", 1, 5), ("2", 1, 35), ("3", 4, 1)} <= found
    assert any(uri == "4" for uri, _, _ in found)


def test_a_comment_of_many_lines_stands_where_it_begins() -> None:
    text = ".. one\n\n   more\n\n   still\n\n* x\n\n  .. two\n     more\n\n.. one\n"
    assert [c.line for c in parsed(text).comments] == [1, 9, 12]


def test_a_comment_that_swallows_a_directive() -> None:
    text = "x\n\n  .. note: a\n\n* y\n\n  .. code-block: b\n\n.. words: c\n"
    comments = [(c.swallows, c.line, c.column) for c in parsed(text).comments]
    assert comments == [("note", 3, 3), ("code-block", 7, 3), ("", 9, 1)]


def test_wordings_of_several_docutils_releases_have_one_sentence() -> None:
    (message,) = parsed("Title\n=====\n\nText.\n\n----\n").messages
    assert (message.text, message.line) == (
        "a line across the page is at the end of the document: put text after it, or delete it",
        6,
    )
    (message,) = parsed("Title\n=====\n\n----\n\nText.\n").messages
    assert "is at the start of the document or section: put text before it" in message.text
    (message,) = parsed("Title\n=====\n\na\n\n----\n\n----\n\nText.\n").messages
    assert message.text.startswith("two lines across the page follow each other")


@pytest.mark.parametrize(
    ("figure", "line", "column"),
    [
        pytest.param(".. figure:: a.png\n\n   .. _b:\n\n   c\n", 1, 1, id="no caption"),
        pytest.param(".. figure:: a.png\n   :figname: b\n\n   c\n", 2, 4, id="a new option"),
    ],
)
def test_what_not_all_releases_report_of_figures(figure: str, line: int, column: int) -> None:
    (message,) = parsed(figure).messages
    assert (message.line, message.column) == (line, column)


def test_a_table_before_the_title_is_at_its_first_line() -> None:
    document = parsed("..\n Licence.\n\n+---+\n|   |\n| a |\n+---+\n\nTitle\n=====\n\nText.\n")
    assert document.preamble_line == 4


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("..\n   one\n\nText\n", [1], id="on its own line"),
        pytest.param(".. one\n.. one\n\n.. one\n", [1, 2, 4], id="the same words"),
        pytest.param("Dots .. one\n\n.. one\n", [3], id="not in a text"),
        pytest.param("* .. one\n\n  .. two\n\n* .. one\n", [1, 3, 5], id="in items"),
        pytest.param(".. one\n\n   more\n\n\n\nText\n", [1], id="with blank lines"),
        pytest.param("term\n  .. one\n\n\n", [2], id="at the end"),
    ],
)
def test_the_lines_of_comments(text: str, lines: list[int]) -> None:
    comments = parsed(text + "\n*Text* |x|\n").comments  # docutils reads it
    assert [comment.line for comment in comments] == lines


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Two\n\n===\nTwo\n===\n", [(4, 1)]),
        ("One\n===\n\nTwo\n\nTwo\n---\n", [(1, 1), (6, 1)]),
        ("Two\n===\nTwo\n---\nTwo\n---\n", [(1, 1), (3, 1), (5, 1)]),
        ("===\nOne\n===\n\n  Two\n\nTwo\n---\n", [(2, 1), (7, 1)]),
        ("* One\n\nOne\n===\n", [(3, 1)]),
        ("====\n One\n====\n", [(2, 2)]),
        ("One \n===\n", [(1, 1)]),
        ("\ufeffOne\n===\n", [(1, 2)]),
    ],
)
def test_the_places_of_titles(text: str, places: list[tuple[int, int]]) -> None:
    def places_of(sections: Iterable[Section]) -> Iterator[tuple[int, int]]:
        for section in sections:
            yield section.line, section.column
            yield from places_of(section.sections)

    for more in "\nText\n", "\nText |x|\n":  # docutils reads the second one
        assert list(places_of(parsed(text + more).sections)) == places


LEVELS = "A\n=\n\nB\n-\n\nC\n~\n"


@pytest.mark.parametrize(
    ("text", "line", "marked"),
    [
        pytest.param("x\n\nOne two\n====\n", 3, "One two", id="an underline"),
        pytest.param("x\n\n=====\nOne two\n=====\n", 4, "One two", id="an overline"),
        pytest.param("=====\nOne\n----\n", 2, "One", id="a mismatch"),
        pytest.param("=====\nOne\n\nx\n", 2, "One", id="no underline"),
        pytest.param(f"{LEVELS}\nD\n=\n\nE\n~\n", 13, "E", id="a level"),
        pytest.param(f"{LEVELS}\nD\n=\n\n~\nE\n~\n", 14, "E", id="an overlined level"),
        pytest.param("* a\n\n  One\n  ---\n", 3, "One", id="in an item"),
        pytest.param("* a\n\n  ----\n\n  b\n", 3, "----", id="a transition in an item"),
        pytest.param("a\n\n* ----\n", 3, "* ----", id="an item that is a transition"),
        pytest.param("a\n\n* ====\n  One\n", 3, "* ====", id="an overline alone"),
    ],
)
def test_messages_about_titles_stand_at_their_words(text: str, line: int, marked: str) -> None:
    message = parsed(text).messages[0]
    found = text.split("\n")[message.line - 1][message.column - 1 : message.end_column - 1]
    assert (message.line, found) == (line, marked)


FAR = "Title\n=====\n\nOne\n\nx\n" + "\n" * 70


@pytest.mark.parametrize(
    ("directive", "line", "column"),
    [
        pytest.param(".. versionadded:: 1.0 One foo_", 1, 23, id="behind the version"),
        pytest.param(".. versionadded::  1.0\n   One foo_", 2, 4, id="below the version"),
        pytest.param(".. versionadded::\n   1.0\n   One foo_", 3, 4, id="below both"),
        pytest.param(".. versionadded::\n   1.0 One foo_", 2, 8, id="below the directive"),
        pytest.param(".. note::\n\n   .. deprecated:: 2.0 One foo_", 3, 24, id="in a note"),
        pytest.param(".. centered:: One foo_", 1, 15, id="a centred line"),
    ],
)
def test_the_text_of_an_argument_is_where_it_is_written(
    directive: str, line: int, column: int
) -> None:
    document = parsed(f"{FAR}{directive}\n\nOne foo_\n")
    above = FAR.count("\n")
    below = above + directive.count("\n") + 3
    texts = [(p.line, p.column) for p in document.paragraphs if p.text == "One foo_"]
    assert texts == [(above + line, column), (below, 1)]
    messages = [(m.line, m.column) for m in document.messages]
    assert messages == [(above + line, column + 4), (below, 5)]
    prose = [p.line for p in document.prose if p.text == "One foo_"]
    assert prose == [above + line, below]


def test_the_terms_of_a_glossary_are_on_their_lines() -> None:
    document = parsed(f"{FAR}.. glossary::\n\n   g\n     One\n\n   gloss\n   s\n     Two\n")
    above = FAR.count("\n")
    terms = [(p.text, p.line - above) for p in document.prose if p.kind is ProseKind.TERM]
    assert terms == [("g", 3), ("gloss", 6), ("s", 7)]
