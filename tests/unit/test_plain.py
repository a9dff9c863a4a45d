"""The reader without docutils gives the same result, or none."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specslint.model.document import Document, MessageKind, Unparseable
from specslint.parsing import Vocabulary, parse
from specslint.parsing.plain.document import read_plain
from specslint.parsing.reader import read
from tests.rules.examples import PATHS, load, name_of

_TITLE = "Title\n=====\n\n"

PLAIN = {
    "titles": "=====\nTitle\n=====\n\nOne\n---\n\nTwo\n---\n\nDeep\n~~~~\nText at once.\n",
    "indented overline": "=======\n Title\n=======\n\nText.\n",
    "licence": "..\n Some licence,\n on two lines.\n\n http://licence.example/\n\n" + _TITLE,
    "an argument on the next line": _TITLE + ".. code::\n     text\n\n   Words.\n\nText.\n",
    "a comment in a directive": _TITLE + ".. todo:: .. one\n\nText.\n",
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
    "text before the title": "Text.\n\n" + _TITLE + "More.\n",
    "code before the title": "::\n\n  Some licence\n\n" + _TITLE + "Text.\n",
    "titles with markup": "`Title`\n=======\n\n``One`` :code:`x`\n------------------\n\nText.\n\n"
    "1. Two\n------\n\nLate\n::\n\n  a\n",
    "short lines of signs": _TITLE + "::\n  a\n\nb\n..\n\n...\n\nc\n--\n",
    "a transition": _TITLE + "a\n\n----\n\nb\n",
    "empty items": _TITLE + "-\n\nOne\n---\n\n*\n* a\n\n#.\n",
    "letters and numerals": _TITLE + "a. x\nb. y\n\n(i) x\n(ii) y\n\nIV) x\nV) y\n\n#. x\n#. y\n\n"
    "5. z\n\nA. Person\nis no list.\n",
    "a numbered item of two lines": _TITLE + "1. x\n   y\n",
    "an alias on two lines": _TITLE + "See a_.\n\n.. _a: `b\n   c`_\n.. _b c: http://d.example/\n",
    "a URI on two lines": _TITLE + "See a_.\n\n.. _a: http://d.example/b_\n   c\n",
    "fields": _TITLE + ":a: b\n:c *d*: e\n\n   f\n:g:\n\nText.\n",
    "options": _TITLE + "-a  b\n--long=FILE  c\n   d\n-x <y z>, --w  e\n\n--none\n",
    "line blocks": _TITLE + "| a *b*\n| c\n  d\n|\n|   e\n\nText.\n",
    "a session": _TITLE + ">>> a\n'b'\n\nText.\n",
    "quoted literals": _TITLE + "So::\n\n> a_\n> *b\n\nText.\n",
    "backslashes": _TITLE + "a \\* b \\`c\\` **d\\** e** f\\ g `h`\\ s ``i\\`` j\\_\n"
    "http://a.example/b\\_c :sub:`\\*`\n",
    "other roles": _TITLE + "`a`:sub: :sup:`b` :title:`c` `d` :emphasis:`e f`, :kbd:`Ctrl`\n"
    ":ref:`There <label here>` :doc:`/other`, :term:`!no`\n",
    "phrases": _TITLE + "`a b`__ and c__ to `d <e_>`_, `f\ng <http://f.example/ g>`__.\n\n"
    ".. __: http://a.example/\n__ http://c.example/\n   d\n.. _e: http://e.example/\n",
    "indirect targets": _TITLE + "a_ and `b c`_.\n\n.. _a: `b c`_\n.. _b c: d_\n"
    ".. _`d`: http://d.example/\n",
    "chained targets": _TITLE + "a_, b_\n\n.. _a:\n.. _b: http://b.example/\n",
    "odd targets": _TITLE + "`a:b`_ `c/d (e)`_ f_\n\n.. _`a:b`: http://a.example/\n"
    ".. _c/d (e): http://c.example/\\_d\n.. _f : ../f.html\n",
    "labels": ".. _top:\n\n" + _TITLE + "top_, _`mid`, one_.\n\n.. _one:\n\nText.\n\n.. _two:\n"
    ".. _three:\n\n.. list-table:: Named\n\n   * - a\n\n.. _four:\n\nOne\n---\n\n.. _five:\n",
    "notes that nothing refers to": _TITLE + "[#]_ [*]_ [#b]_ b_.\n\n.. [#] a\n.. [#] x\n"
    ".. [#B] b\n.. [#C] c\n.. [*] s\n.. [*] t\n.. [7] d\n.. [Book] It\n\n"
    "* x\n\n  .. [8] [8]\n",
    "notes of all kinds": _TITLE + "[#]_ [1]_ [#a]_ [*]_ [#]_ [*]_ [Book]_ a_ [2]_.\n\n"
    ".. [#] x\n.. [1] y\n.. [#a] z\n.. [*] s\n.. [#] v\n.. [*] t\n.. [Book] It\n.. [2] q\n",
    "a grid table": _TITLE + "+------+-----+\n| a    | *b* |\n+======+=====+\n| c    | - d |\n"
    "|      |     |\n|      | - e |\n+------+-----+\n| http://f.e |\n+------------+\n",
    "a grid table with spans": _TITLE + "+---+---+---+\n| a | b     |\n|   +---+---+\n"
    "|   | c | d |\n+---+---+   |\n| e     |   |\n+-------+---+\n\nText.\n",
    "a simple table": _TITLE + "==== === =====\n"
    "a b  c d\n-------- -----\n1    2   3\n==== === =====\n"
    "*x*  y   z and more\n         z\n\nu        * v\n==== === =====\n",
    "other directives": _TITLE + ".. rubric:: One *two*\n\n.. math::\n\n   a * b\n\n"
    ".. parsed-literal::\n\n   a *b*\n   http://c.example/\n\n"
    ".. image:: /a.png\n   :width: 90%\n\n"
    ".. figure:: c.svg\n\n   A *caption*.\n\n   A legend.\n\n.. NOTE:: x\n.. todo::\n   y\n\n"
    ".. admonition:: `Title`\n\n   z\n\n.. only:: html\n\n   w\n",
    "a list of documents": _TITLE + ".. toctree::\n   :glob:\n   :maxdepth: 1\n\n"
    "   a/*\n   b <c>\n",
    "code of all kinds": _TITLE + ".. code::\n\n   a\n\n.. code-block:: json\n   :caption: It\n"
    "   :linenos:\n\n   {}\n\n.. sourcecode:: python\n   :force:\n\n   x\n",
    "a language for all": _TITLE + ".. highlight:: json\n\nSo::\n\n  {}\n\n.. code::\n\n   []\n\n"
    ".. highlight:: none\n\nSo::\n\n  x\n",
    "a table with a title": _TITLE + ".. table:: It *is*\n   :widths: auto\n\n"
    "   == ==\n   a  b\n   == ==\n",
    "labels of what is counted": _TITLE + "a_ b_ c_ d_\n\n"
    ".. _a:\n\n.. figure:: a.png\n\n   It.\n\n.. _b:\n\n.. figure:: b.png\n\n"
    ".. _c:\n\n.. image:: c.png\n\n"
    ".. _d:\n\n.. code-block:: json\n   :caption: It\n\n   {}\n",
    "a target far inside a paragraph": _TITLE + "Words.\n" * 9 + "_`mid`\n\nmid_\n",
    "its name far above": _TITLE + "The mid.\n" + "\nText.\n" * 9 + "\n" + "Words.\n" * 9
    + "_`mid`\n\nmid_\n",
    "quotes before markup": _TITLE + "\u201c*a* b\u201d \"*c* d\" (*e* f) \u201c*g*. (*) '*'\n",
    "text far above the title": "Words.\n\n..\n A comment.\n\n..\n Another.\n\n" + _TITLE,
    "brackets in addresses": _TITLE + "http://a.example/b)c <http://a.example/b> x@y.example\n",
    "other spaces": _TITLE + "a\u00a0b\u2009c `d\u200be`\n",
    "tabs and other spaces in literal blocks": _TITLE + "A::\n\n\t\u2009a\tb\n \t c\n\n"
    "* B::\n\n    \ta \u2009\n\t\t\n\tb\n\n.. code::\n\n   a\u2009 b\n\ta\t\n\n"
    "::\n\n> a\tb\n\n.. graphviz::\n\n\ta\n    b\tc\n\nEnd `x <http://a.example/>`_.\n",
    "a label with a title's name": _TITLE + "One\n---\n\n.. _two:\n.. _one:\n\na one_\n",
}  # fmt: skip

# Each with the reason why docutils has to parse it.
NOT_PLAIN = {
    "markup between other characters": _TITLE + "\u201c*\u00e4*\n",
    "a name near the start of the paragraph of its target": _TITLE
    + "The mid\n"
    + "is here.\n" * 9
    + "_`mid`\n",
    "the first words in a comment above": "..\n Words.\n\nWords.\n\n" + _TITLE + "More.\n",
    "a target above an indirect one": _TITLE + ".. _a:\n\n.. _b: a_\n",
    "a comment that is quoted above": _TITLE + "So .. is one\n\n.. is one\n",
    "a nested comment that is quoted above": _TITLE + "So .. is one\n\nText.\n\nMore.\n\nYet more."
    "\n\n  .. is one\n",
    "a class that is no name": _TITLE + ".. container:: ====\n\n   Text.\n",
    "an indirect target to a chained one": _TITLE + "a_ b_\n\n.. _a: b_\n.. _b:\n"
    ".. _c: http://c.example/\n",
    "a target at the end of a field": _TITLE + ":a: b\n\n   .. _c:\n:d: e\n",
    "a target at the end of an item": _TITLE + "* a\n\n  .. _b:\n\nOne\n---\n",
    "a comment in a comment": "..\n Some licence,\n ..\n Some licence,\n\n" + _TITLE + "Text.\n",
    "an unclosed sign": _TITLE + "*a\n",
    "an unclosed role": _TITLE + ":ref:`a\n",
    "an unknown role": _TITLE + ":nothing:`a`\n",
    "two roles": _TITLE + ":sub:`a`:sup:\n",
    "an unknown target": _TITLE + "a_\n",
    "a circle of targets": _TITLE + "a_\n\n.. _a: b_\n.. _b: a_\n",
    "one target for two": _TITLE + ".. _a: http://a.example/\n.. _a: http://b.example/\n",
    "an anonymous target too few": _TITLE + "a__ b__\n\n__ http://a.example/\n",
    "a colon in the line after an anonymous target": _TITLE
    + "a__\n\n.. __\n  : http://a.example/\n",
    "a target whose name is wrapped": _TITLE + "`a b`_\n\n.. _a\n   b: http://a.example/\n",
    "an anonymous target too many": _TITLE + "a\n\n__ http://a.example/\n",
    "a note that is not there": _TITLE + "[1]_\n",
    "an automatic note that is not there": _TITLE + "[#]_ [#]_\n\n.. [#] a\n",
    "a citation that is not there": _TITLE + "[A]_\n",
    "a note without a text": _TITLE + "[1]_\n\n.. [1]\n",
    "two notes of a name": _TITLE + "[1]_\n\n.. [1] a\n.. [1] b\n",
    "a tab": _TITLE + "a\tb\n",
    "a tab in a comment": _TITLE + ".. a\tb\n",
    "a tab in code": _TITLE + ".. code-block:: yaml\n\n   a:\tb\n",
    "a tab in a line without text": _TITLE + "a\n\t\nb\n",
    "an indented tab": _TITLE + "* a\n\n\tb\n",
    "many tabs": _TITLE + "::\n\n" + "\t" * 11 + "a\n",
    "a space at an edge": _TITLE + "a \u2009b\n",
    "a carriage return": _TITLE + "a\r\n",
    "a short underline": "Title\n====\n",
    "a short overline": "====\nTitle\n====\n",
    "two lines that differ": "======\nTitle\n=====\n",
    "a title in a list": _TITLE + "* One\n  ---\n",
    "a level left out": "A\n=\n\nB\n-\n\nC\n~\n\nD\n=\n\nE\n~\n",
    "a list that ends at once": _TITLE + "* a\nb\n",
    "an item out of its turn": _TITLE + "1. a\n2. b\n4. c\n",
    "a quote that ends at once": _TITLE + "a\n\n  b\nc\n",
    "a literal block that is none": _TITLE + "a::\n\nb\n",
    "a quoted literal that changes": _TITLE + "a::\n\n> b\n- c\n",
    "a paragraph that is indented on": _TITLE + "a\nb\n  c\n",
    "an unknown directive": _TITLE + ".. a:: b\n",
    "an unknown option": _TITLE + ".. note::\n   :a: b\n\n   c\n",
    "a directive without a body": _TITLE + ".. note::\n",
    "a directive with too much": _TITLE + ".. code:: a b\n\n   c\n",
    "a directive with a colon too few": _TITLE + ".. note: a\n",
    "a file": _TITLE + ".. include:: a\n",
    "a substitution": _TITLE + "|a|\n",
    "a definition for substitutions": _TITLE + ".. |a| replace:: b\n",
    "a line block that ends at once": _TITLE + "| a\nb\n",
    "fields that end at once": _TITLE + ":a: b\nc\n",
    "a grid with a gap": _TITLE + "+--+--+\n|a |b\n+--+--+\n",
    "a grid without an end": _TITLE + "+--+--+\n|a |b |\n",
    "a grid that is no table": _TITLE + "+--+--+\n|a |b |\n+-----+\n|c |d |\n+--+--+\n",
    "text between two columns": _TITLE + "== ==\naaaa\n== ==\n",
    "a span beside the columns": _TITLE + "== ==\na  b\n---\nc  d\n== ==\n",
    "a simple table without an end": _TITLE + "== ==\na  b\n",
    "a transition at the end": _TITLE + "a\n\n----\n",
    "a transition at the start": _TITLE + "----\n\na\n",
    "two transitions": _TITLE + "a\n\n----\n\n----\n\nb\n",
    "an attribution": _TITLE + "a\n\n  b\n\n  -- c\n",
    "an unknown scheme before an address": _TITLE + "a:b http://c.example/\n",
    "a row that is short": _TITLE + ".. list-table::\n\n   * - a\n     - b\n   * - c\n",
    "widths that are too few": _TITLE + ".. list-table::\n   :widths: 1\n\n   * - a\n     - b\n",
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
    assert {message.kind for message in found.messages} <= {MessageKind.UNREFERENCED_NOTE}


TABLES = {
    "one column": "+---+\n| a |\n+---+\n",
    "one column with a head": "+---+\n| a |\n+===+\n| b |\n+---+\n",
    "a head of two lines": "+---+---+\n| a | b |\n| c |   |\n+===+===+\n| d | e |\n+---+---+\n",
    "a blank cell": "+---+---+\n|   | a |\n+---+---+\n",
    "a span over two columns": "+--+--+\n| a_b |\n+--+--+\n|c |d |\n+--+--+\n",
    "a span over two rows": "+--+--+\n|a |b |\n|  +--+\n|  |c |\n+--+--+\n",
    "spans over both": "+--+--+--+\n|a    |b |\n|     +--+\n|     |c |\n+--+--+--+\n"
    "|d |e |f |\n+--+--+--+\n",
    "a span with text in both rows": "+---+---+\n| a | b |\n+---+   |\n| c | d |\n+---+---+\n",
    "a bar in a cell": "+-----+--+\n| a|b |c |\n+-----+--+\n",
    "a plus in a cell": "+-----+--+\n| a+b |c |\n+-----+--+\n",
    "hyphens in a cell": "+-----+--+\n| --- |c |\n+-----+--+\n",
    "a list in a cell": "+------+--+\n| - a  |c |\n|   b  |  |\n|      |  |\n| - d  |  |\n"
    "+------+--+\n",
    "indented text in a cell": "+------+\n|   a  |\n|   b  |\n+------+\n",
    "links in cells": "+-----------+-----+\n| http://a/ | d_e |\n+-----------+-----+\n",
    "a grid in a list": "* a\n\n  +--+--+\n  |b |c |\n  +--+--+\n\n  d\n",
    "a grid and text": "+--+--+\n|b |c |\n+--+--+\n\nText http://a.e/.\n",
    "two columns": "== ==\na  b\nc  d\n== ==\n",
    "a row over the border": "== ==\na  bcdefgh http://i.e/\nc  d\n== ==\n",
    "a head": "=== ==\na   b\n=== ==\nc   d\n=== ==\n",
    "a head and no rows": "=== ==\na   b\n=== ==\n\nText.\n",
    "a head of two rows": "=== ==\na   b\nc   d\n=== ==\ne   f\n=== ==\n",
    "a row of two lines": "=== ==\na   b\n    c\n=== ==\n",
    "a blank line in a row": "=== ==\na   b\n\n    c\nd   e\n=== ==\n",
    "a blank line between rows": "=== ==\na   b\n\nc   d\n=== ==\n",
    "an empty first cell": "=== ==\na   b\n\\   c\n=== ==\n",
    "rows that are underlined": "=== ==\na   b\n--- --\nc   d\n=== ==\n",
    "a span": "=== == ==\na   b  c\n--- -----\nd   e f\n--- -----\ng   h  i\n=== == ==\n",
    "a span in the head": "=== == ==\na   b c\n--- -----\nd   e  f\n=== == ==\n"
    "g   h  i\n=== == ==\n",
    "an underline for each row": "=== == ==\na   b  c\n--- -- --\nd e f\n--- -----\n=== == ==\n",
    "a span of all": "=== == ==\na b c\n---------\ng   h  i\n=== == ==\n",
    "a simple table in a list": "* a\n\n  == ==\n  b  c\n  == ==\n\n  d\n",
    "a simple table and text": "== ==\nb  c\n== ==\n\nText http://a.e/.\n",
}
NO_TABLES = {
    "other letters": "+---+\n| \u4e2d |\n+---+\n",
    "two heads": "+---+\n| a |\n+===+\n| b |\n+===+\n| c |\n+---+\n",
    "a head at the end": "+---+\n| a |\n+===+\n",
    "no rows": "+---+\n+---+\n",
    "a line too long": "+---+\n| ab |\n+---+\n",
    "a line too short": "+---+\n| a|\n+---+\n",
    "a border without its end": "+---+---+\n| a | b |\n+-- +---+\n| c | d |\n+---+---+\n",
    "text before the first column": " == ==\na b  c\n == ==\n",
    "a border of another length": "== ==\na  b\n== ===\n",
    "a span that ends in a column": "=== == ==\na   b  c\n--- ----\nd   e  f\n=== == ==\n",
    "a span that begins late": "=== == ==\na   b  c\n    -----\nd   e  f\n=== == ==\n",
    "a span that ends early": "=== == ==\na   b  c\n--- --\nd   e  f\n=== == ==\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_tables(text: str) -> None:
    found = read_plain(_TITLE + text)
    assert found is not None
    assert found == by_docutils(_TITLE + text)


@pytest.mark.parametrize("text", NO_TABLES.values(), ids=NO_TABLES)
def test_tables_that_are_left_to_docutils(text: str) -> None:
    assert read_plain(_TITLE + text) is None


NUMBERS = {
    3: ("iii", "iv"), 8: ("viii", "ix"), 9: ("ix", "x"), 39: ("xxxix", "xl"), 49: ("xlix", "l"),
    89: ("lxxxix", "xc"), 98: ("xcviii", "xcix"), 398: ("cccxcviii", "cccxcix"),
    399: ("cccxcix", "cd"), 498: ("cdxcviii", "cdxcix"), 499: ("cdxcix", "d"),
    899: ("dcccxcix", "cm"), 999: ("cmxcix", "m"), 4990: ("mmmmcmxc", "mmmmcmxci"),
}  # fmt: skip


@pytest.mark.parametrize("style", ["{}. ", "{}) ", "({}) "])
@pytest.mark.parametrize("value", NUMBERS)
def test_numbered_items(value: int, style: str) -> None:
    for numbers in ((str(value), str(value + 1)), NUMBERS[value]):
        for first, second in (numbers, map(str.upper, numbers)):
            text = f"{_TITLE}{style.format(first)}a\n{style.format(second)}b\n"
            found = read_plain(text)
            assert found == by_docutils(text)
            skipped = f"{_TITLE}{style.format(first)}a\n\n{style.format(first)}b\n"
            assert read_plain(skipped) in (None, by_docutils(skipped))


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_markup_that_is_not_plain_is_left_to_docutils(text: str) -> None:
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
    "\u201c", "?", "#", "!", "\\ ", "`a`__", "a__", "[#]_", "[*]_", "`a <b_>`_", "|a|", "\u200b",
    "\n.. _a:\n", "\n__ http://a.example/\n", "\n.. [#] a\n", "\n| a\n", "\n:a: b\n", "\n-a  b\n",
    "\n+--+--+\n", "\n== ==\n", "\n   :name: a\n", "\n~~~~\n",
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


def test_a_timeout_is_reported() -> None:
    text = _TITLE + ".. _a: http://a.example/\n\n" + ("a_ b\n" * 1000 + "\n") * 150
    found = parse(text, time_limit=0.5)
    assert isinstance(found, Unparseable)
    assert "took more than 0.5 seconds" in found.reason
