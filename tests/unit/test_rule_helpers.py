"""What several rules share: adornments of titles, lists of names, orders of sections."""

from __future__ import annotations

import sys

import pytest

from specslint.model.change import Comparison
from specslint.model.document import Section
from specslint.model.spec import SourceText, Spec
from specslint.rules import all_rules, written_docstring
from specslint.rules._titles import adornments, first_line, fitted
from specslint.rules.fasttrack._tags import listed, where
from specslint.rules.template.tpl004_section_order import _longest_rising


def spec(text: str) -> Spec:
    return Spec("specs/kilo/approved/add-colds.rst", SourceText(text))


def section(title: str, line: int) -> Section:
    return Section(title, title, line, 1, line + 1, has_content=True)


# --- titles -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "style"),
    [
        pytest.param("===\nOne\n===\n\nText", 2, ("=", True), id="at the top, without a line end"),
        pytest.param("\n===\nOne\n===\n", 3, ("=", True), id="below a blank line"),
        pytest.param(".. x\n===\nOne\n===\n", 3, ("=", True), id="below a comment"),
        pytest.param("One\n===\nTwo\n===", 3, ("=", False), id="below another title"),
        pytest.param("One\n===", 1, ("=", False), id="at the end, without a line end"),
        pytest.param("===\nOne\n", 2, None, id="only an overline"),
        pytest.param("One", 1, None, id="no line below"),
        pytest.param("==\nOne\n===\n", 2, ("=", False), id="lines of different lengths"),
        pytest.param("---\nOne\n===\n", 2, ("=", False), id="lines of different characters"),
        pytest.param("\nOne\n=-=\n", 2, None, id="different characters in the line"),
        pytest.param("\nOne\naaa\n", 2, None, id="no punctuation"),
    ],
)
def test_the_style_of_a_title(text: str, line: int, style: tuple[str, bool] | None) -> None:
    found = adornments(spec(text), line)
    assert (found and found.style) == style


def test_a_section_begins_at_its_overline() -> None:
    lines = spec("===\nOne\n===\n\nTwo\n---\n")
    assert first_line(lines, section("One", 2)) == 1
    assert first_line(lines, section("Two", 5)) == 5
    assert first_line(lines, section("Two", 4)) == 4


@pytest.mark.parametrize(
    ("text", "title", "former", "lengths"),
    [
        pytest.param("One\n===\n", "Three", "", [5], id="longer"),
        pytest.param("One\n=====\n", "Three", "", [], id="as long"),
        pytest.param("One\n=======\n", "Three", "", [], id="shorter"),
        pytest.param("Three\n=====\n", "One", "Three", [3], id="a shorter title instead"),
        pytest.param("Three\n=======\n", "One", "Three", [], id="the line was longer"),
        pytest.param("Three\n====\n", "One", "Three", [], id="the line was shorter"),
        pytest.param("Three\n====\n", "Seventh", "Three", [7], id="and a longer title instead"),
        pytest.param("===\nOne\n===\n", "Three", "One", [5, 5], id="two lines"),
        pytest.param("=====\n One\n=====\n", " Three", " One", [6, 6], id="an indented title"),
        pytest.param("One\n===\n", "\u65e5\u672c", "", [4], id="wide characters"),
    ],
)
def test_the_lines_around_a_new_title(
    text: str, title: str, former: str, lengths: list[int]
) -> None:
    found = adornments(spec(text), 2 if text.startswith("=") else 1)
    assert found is not None
    assert [len(edit.text) for edit in fitted(found, title, former)] == lengths


# --- messages ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "removed", "introduction", "text"),
    [
        ("", "", 0, "the text as a whole"),
        ("", "", 3, "the introduction"),
        ("A", "", 0, '"A"'),
        ("A", "B", 0, '"A" and "B"'),
        ("A", "B", 3, 'the introduction, "A" and "B"'),
        ("ABC", "", 0, '"A", "B" and "C"'),
        ("ABC", "", 3, 'the introduction, "A" and 2 more sections'),
        ("ABC", "DE", 0, '"A", "B" and 3 more sections'),
    ],
)
def test_where_a_copy_differs(changed: str, removed: str, introduction: int, text: str) -> None:
    sections = tuple(section(title, 1) for title in changed)
    comparison = Comparison(0.9, sections, tuple(removed), introduction=introduction)
    assert where(comparison) == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ("", ""),
        ("a", '"a"'),
        ("ab", '"a" and "b"'),
        ("abcdef", '"a", "b", "c", "d", "e" and "f"'),
        ("abcdefg", '"a", "b", "c", "d", "e", "f" and 1 more'),
        ("abcdefgh", '"a", "b", "c", "d", "e", "f" and 2 more'),
    ],
)
def test_of_many_names_the_first_are_listed(names: str, text: str) -> None:
    assert listed(names) == text


# --- the order of sections --------------------------------------------------


@pytest.mark.parametrize(
    ("ranks", "rising"),
    [
        ([], []),
        ([0], [0]),
        ([0, 1, 2], [0, 1, 2]),
        ([2, 1, 0], [2]),
        ([0, 3, 1, 2], [0, 2, 3]),
        ([1, 2, 0, 3], [0, 1, 3]),
        ([0, 4, 5, 1, 6], [0, 1, 2, 4]),
        ([3, 4, 5, 0, 1], [0, 1, 2]),
        ([3, 4, 0, 1, 2, 5], [2, 3, 4, 5]),
    ],
)
def test_the_longest_run_of_sections_in_order(ranks: list[int], rising: list[int]) -> None:
    assert _longest_rising(ranks) == rising


# --- the docstrings of rules ------------------------------------------------


def test_docstrings_are_read_from_the_source() -> None:
    check = all_rules()["TXT001"].check
    module = check.__module__
    assert written_docstring(module, "check") == check.__doc__
    assert written_docstring(module) == sys.modules[module].__doc__
    assert written_docstring(module, "no_such_function") == ""
    assert written_docstring("specslint.model.document", "Section") == "", "it is a class"
