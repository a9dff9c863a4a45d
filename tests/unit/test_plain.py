"""The reader without docutils gives the same result, or none."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specslint.model.document import Document, Unparseable
from specslint.parsing import Vocabulary, parse
from specslint.parsing.plain.document import read_plain
from specslint.parsing.reader import read
from tests.rules.examples import PATHS, load, name_of

_TITLE = "Title\n=====\n\n"

PLAIN = {
    "titles": "=====\nTitle\n=====\n\nOne\n---\n\nTwo\n---\n\nDeep\n~~~~\nText at once.\n",
    "indented overline": "=======\n Title\n=======\n\nText.\n",
    "licence": "..\n Some licence,\n on two lines.\n\n http://licence.example/\n\n" + _TITLE,
    "comments": _TITLE + ".. one\n.. two\n   goes on\n\n   and on\n\nText.\n",
    "lists": _TITLE + "* a\n* b\n\n  c\n\n  - d\n\n    + e\n\n1. x\n2. y\n\nText.\n\n"
    "#) auto\n#) more\n",
    "definitions": _TITLE + "term\n  What it is.\nother : class\n  More.\n\n  Yet more.\n",
    "quote": _TITLE + "Said:\n\n  Words.\n\n    Deeper words.\n\n  Words.\n",
    "literal": _TITLE + "Like this::\n\n  *any* `thing\n\nand ::\n\n  |this|\n\n::\n\n  that_\n\n"
    "Said:\n\n  ::\n  words\n",
    "markup": _TITLE + "*a b* and **c\nd**, ``e*f``; `g h` (``i``) \"*j*\" 2 * 3 k_l __m__ n*\n",
    "links": _TITLE + "See http://a.example/x_y?z=1#/c/2,3, <https://b.example/>.\n"
    "And `c <https://c.example/>`_, d_, `e f`_.\n\n.. _d: http://d.example/\n"
    ".. _e f: http://e.example/\n   g\n",
    "places": _TITLE + "Go to `Title`_.\n",
    "notes": _TITLE + "Well known [1]_.\n\n.. [1] A note\n   of http://a.example/\n",
    "roles": _TITLE + "Calls :func:`x.y`, of :mod:`z`; :code:`a b`.\n",
    "directives": _TITLE + ".. note:: Well\n   noted.\n\n.. tip::\n\n   * a\n\n"
    ".. code-block:: python\n\n   x = '*'\n\n.. seqdiag::\n\n   a -> b\n",
    "table": _TITLE + ".. list-table:: Rows\n   :header-rows: 1\n\n   * - a\n     - b\n   * - c\n"
    "     - http://d.example/\n",
    "paths": _TITLE + "/v2/servers is a path.\n\n* /v2/{id}/x\n\n_private too.\n",
    "addresses": _TITLE + "Write to a@b.example, see http://c.example/@d.\n",
    "other letters": _TITLE + "Größe, naïve — “quoted”.\n",
}  # fmt: skip

# Each with the reason why docutils has to parse it.
NOT_PLAIN = {
    "an unclosed sign": _TITLE + "*a\n",
    "an unknown target": _TITLE + "a_\n",
    "one target for two": _TITLE + ".. _a: http://a.example/\n.. _a: http://b.example/\n",
    "a note that is not there": _TITLE + "[1]_\n",
    "a backslash": _TITLE + "a \\* b\n",
    "a tab": _TITLE + "a\tb\n",
    "a no-break space": _TITLE + "a\u00a0b\n",
    "a carriage return": _TITLE + "a\r\n",
    "a label": _TITLE + ".. _here:\n\nGo here_.\n",
    "a citation": _TITLE + "Read [Book]_.\n\n.. [Book] It.\n",
    "a note that nothing refers to": _TITLE + ".. [1] A note\n",
    "a reference to another document": _TITLE + ":ref:`z`\n",
    "a short underline": "Title\n====\n",
    "a level left out": "A\n=\n\nB\n-\n\nC\n~\n\nD\n=\n\nE\n~\n",
    "text before the title": "Text.\n\n" + _TITLE,
    "a list that ends at once": _TITLE + "* a\nb\n",
    "an item out of its turn": _TITLE + "1. a\n3. b\n",
    "a literal block that is none": _TITLE + "a::\n\nb\n",
    "a paragraph that is indented on": _TITLE + "a\nb\n  c\n",
    "an unknown directive": _TITLE + ".. a:: b\n",
    "a directive with a colon too few": _TITLE + ".. note: a\n",
    "a substitution": _TITLE + "|a|\n",
    "a field": _TITLE + ":a: b\n",
    "an option": _TITLE + "--a  b\n",
    "a line block": _TITLE + "| a\n",
    "a grid table": _TITLE + "+-+\n|a|\n+-+\n",
    "a transition": _TITLE + "a\n\n----\n\nb\n",
    "an attribution": _TITLE + "a\n\n  b\n\n  -- c\n",
    "an unknown scheme before an address": _TITLE + "a:b http://c.example/\n",
    "an address with brackets": _TITLE + "http://a.example/b)c\n",
    "an address with more before its bracket": _TITLE + "http://a.example/b)>\n",
    "a row that is short": _TITLE + ".. list-table::\n\n   * - a\n     - b\n   * - c\n",
    "deep indentation": _TITLE + "a::\n\n" + " " * 200 + "b\n",
    "deep lists": _TITLE + "* " * 30 + "a\n",
}


def by_docutils(text: str) -> Document:
    """The reader's result with docutils."""
    document = read(text, Vocabulary())
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_plain_text_is_read_as_by_docutils(text: str) -> None:
    found = read_plain(text)
    assert found is not None
    assert found == by_docutils(text)
    assert not found.messages


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_is_not_plain_is_left_to_docutils(text: str) -> None:
    assert read_plain(text) is None


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_the_examples(path: Path) -> None:
    for text in load(path).files.values():
        found = read_plain(text)
        assert found is None or found == by_docutils(text)


def test_a_directive_that_a_project_has_of_its_own() -> None:
    text = _TITLE + ".. note::\n\n   *never closed\n"
    found = parse(text)
    assert isinstance(found, Document)
    assert len(found.messages) == 1
    own = parse(text.replace("*", ""), Vocabulary(directives=frozenset(("note",))))
    assert isinstance(own, Document)
    assert not own.paragraphs  # the body of such a directive may be anything


# Plain blocks, to be combined and damaged.
_BLOCKS = st.sampled_from([block.removeprefix(_TITLE) for block in PLAIN.values()])
_WEDGES = st.sampled_from([
    "", " ", "  ", "\n", "\n\n", "*", "**", "`", "``", "_", "__", "|", "::", ":", ".", "..",
    "-", "--", "/", "\\", "(", ")", "[", "]", "<", ">", "'", '"', "=", "====", "----", "* ", "1. ",
    ".. ", "a_", "[1]_", "`a`", "`a`_", "*a*", "``a``", ":ref:`a`", ":a:", "http://a.example/b",
    "a@b.example", "a:b", "mailto:a@b.example", "\n  ", "\n* ", "\n\n  ", "\u00e9", "\u2014",
    "\u201c", "?", "#", "!",
])  # fmt: skip
_damages = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 3), _WEDGES), max_size=4)


@settings(max_examples=1000, deadline=None)
@given(st.lists(_BLOCKS, min_size=1, max_size=4), _damages)
def test_damaged_text(blocks: list[str], damages: list[tuple[int, int, str]]) -> None:
    text = _TITLE + "\n".join(blocks)
    for place, length, wedge in damages:
        at = place % (len(text) + 1)
        text = text[:at] + wedge + text[at + length :]
    found = read_plain(text)
    assert found is None or found == read(text, Vocabulary())


# Each would take hours with a pattern that backtracks.
_LONG = {
    "a long word": "a" * 500_000 + " `b`",
    "long words": ("a" * 1000 + "\n") * 400 + "`b` c_",
    "dots": "http://a.example/" + "." * 400_000 + "b",
    "underscores": "_" * 300_000 + "a_",
    "stars": "a* " * 100_000,
    "backquotes": "`a` " * 100_000,
    "spaces": "`a" + (" " * 70 + "b") * 5000 + " <http",
    "punctuation": "http://a.example/b" + ")" * 300_000 + "c",
    "colons": "a::" * 100_000,
    "an underlined name": "a" + "_b" * 150_000 + "_",
}


@pytest.mark.parametrize("text", _LONG.values(), ids=_LONG)
def test_long_texts_are_read_in_time(text: str) -> None:
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(60)
    try:
        read_plain(_TITLE + text + "\n")
        read_plain(_TITLE + ".. " + text + "\n")
    finally:
        signal.alarm(0)


def _give_up(*_: object) -> None:
    raise AssertionError("it goes on and on")


def test_what_takes_too_long_is_told() -> None:
    text = _TITLE + ".. _a: http://a.example/\n\n" + "a_ b\n" * 100_000
    found = parse(text, time_limit=0.5)
    assert isinstance(found, Unparseable)
    assert "took more than 0.5 seconds" in found.reason
