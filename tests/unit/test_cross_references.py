"""What a document defines for others, and what it refers to in them."""

from __future__ import annotations

import pytest

from specslint.model.document import Document
from specslint.parsing import parse

TEXT = """\
A title
=======

.. _one:

Section
-------

Words.

.. _two:

A paragraph.

.. _`Three Words`:

.. _four:
.. figure:: a/b.png
   :name: five
   :alt: x

   A caption

.. image:: data:image/png;base64,xxx
.. image:: https://example.org/x.png
.. image:: c.png
   :target: four_

.. table:: A table
   :name: six

   == ==
   a  b
   == ==

.. code-block:: python
   :name: seven
   :caption: Code

   x = 1

.. code-block:: python
   :name: eight

   x = 1

.. _nine:

.. rubric:: A rubric

.. _ten:

term
  definition

.. _eleven:

:field: x

Some _`inline target` here.

.. [Book] A book.
.. [1] A note.
.. [#auto] Another.

.. glossary::

   cell
     Hosts.

   host
   node
     A machine.

.. option:: --all, -a ALL

   All.

.. confval:: size

.. math:: e = m
   :label: sum

.. _out: https://example.org

See [Book]_ and [1]_ and [#auto]_, :ref:`one`, :ref:`text <two>`, :doc:`other`,
:term:`cell`, :option:`--all`, :numref:`six`, :eq:`sum`, :download:`x.txt`, :any:`four`,
:keyword:`if`, out_, |sub|.

.. |sub| image:: sub.png

.. toctree::
   :maxdepth: 1

   first
   Second <second>
   https://example.org

.. toctree::
   :glob:

   all/*
"""


def parsed(text: str) -> Document:
    document = parse(text)
    assert isinstance(document, Document)
    return document


def marked(text: str, line: int, column: int, end_column: int) -> tuple[int, str]:
    return line, text.split("\n")[line - 1][column - 1 : end_column - 1]


def test_definitions() -> None:
    found = [
        (d.kind, d.name, *marked(TEXT, d.line, d.column, d.end_column))
        for d in parsed(TEXT).definitions
    ]
    assert found == [
        ("label", "one", 4, "_one:"),
        ("label", "two", 11, "_two:"),
        ("label", "three words", 15, "_`Three Words`"),
        ("label", "four", 17, "_four:"),
        ("label", "five", 19, "five"),
        ("label", "six", 30, "six"),
        ("label", "seven", 37, "seven"),
        ("label", "eight", 43, "eight"),
        ("label", "nine", 47, "_nine:"),
        ("label", "ten", 51, "_ten:"),
        ("label", "eleven", 56, "_eleven:"),
        ("label", "inline target", 60, "_`inline target`"),
        ("label", "book", 62, ".. [Book] A book."),
        ("citation", "Book", 62, "[Book]"),
        ("term", "cell", 68, "cell"),
        ("term", "host", 71, "host"),
        ("term", "node", 72, "node"),
        ("option", "--all", 75, "--all"),
        ("option", "-a", 75, "-a"),
        ("confval", "size", 79, "size"),
        ("equation", "sum", 82, "sum"),
    ]


def test_what_a_reference_to_a_label_shows() -> None:
    labels = [d for d in parsed(TEXT).definitions if d.kind == "label"]
    counted = ["one", "three words", "four", "six", "seven"]
    assert [d.name for d in labels if d.counted] == counted
    assert [d.name for d in labels if d.has_title] == [*counted, "nine", "ten", "eleven"]
    assert [d.name for d in labels if d.is_section] == ["one"]


def test_uses() -> None:
    found = [
        (u.kind, u.target, *marked(TEXT, u.line, u.column, u.end_column))
        for u in parsed(TEXT).uses
    ]
    assert found == [
        ("image", "a/b.png", 18, "a/b.png"),
        ("image", "c.png", 26, "c.png"),
        ("citation", "Book", 86, "[Book]_"),
        ("ref", "one", 86, ":ref:`one`"),
        ("ref", "two", 86, ":ref:`text <two>`"),
        ("doc", "other", 86, ":doc:`other`"),
        ("term", "cell", 87, ":term:`cell`"),
        ("option", "--all", 87, ":option:`--all`"),
        ("numref", "six", 87, ":numref:`six`"),
        ("eq", "sum", 87, ":eq:`sum`"),
        ("download", "x.txt", 87, ":download:`x.txt`"),
        ("any", "four", 87, ":any:`four`"),
        ("keyword", "if", 88, ":keyword:`if`"),
        ("image", "sub.png", 90, "sub.png"),
        ("toctree", "first", 95, "first"),
        ("toctree", "Second <second>", 96, "Second <second>"),
        ("toctree", "https://example.org", 97, "https://example.org"),
        ("toctree-glob", "all/*", 102, "all/*"),
    ]
    assert [u.target for u in parsed(TEXT).uses if u.has_text] == ["Book", "two"]


GLOSSARY = ".. glossary::\n\n   "


FAR = "\n" * 70


@pytest.mark.parametrize(
    ("text", "name", "line", "column"),
    [
        pytest.param(f"{GLOSSARY}a\n     b: c.\n\n   b\n     d.\n", "b", 6, 4, id="mentioned"),
        pytest.param(f"{GLOSSARY}ab\n     c.\n\n   b\n     d.\n", "b", 6, 4, id="an end"),
        pytest.param(f"{GLOSSARY}b-a\n     c.\n\n   b\n     d.\n", "b", 6, 4, id="a start"),
        pytest.param(f"{GLOSSARY}*b* : c\n     d.\n", "b", 3, 5, id="with markup"),
        pytest.param(f"{GLOSSARY}b *a*\n     d.\n", "b a", 3, 4, id="not written as it is read"),
        pytest.param(".. option:: --b-c, --b\n", "--b", 1, 20, id="an option"),
        pytest.param(".. option:: -b=X, -c [Y]\n", "-c", 1, 19, id="with arguments"),
        pytest.param(".. option:: --all\n            -a\n", "-a", 2, 13, id="on another line"),
        pytest.param(f"See _a: b.\n\n.. _a:{FAR}Text.\n", "a", 3, 4, id="far above its block"),
        pytest.param(f".. _a:{FAR}_a: Text.\n", "a", 1, 4, id="far above its mention"),
        pytest.param(f"A\n=\n\n* .. _a:{FAR}  Text\n\na_\n", "a", 4, 6, id="in a list"),
        pytest.param(f"A\n=\n\na_\n\n.. _a:\n.. _B c:{FAR}B\n=\n", "b c", 7, 4, id="of two"),
        pytest.param(".. code::\n\n   .. _a:\n\n.. _a:\n\nA\n-\n", "a", 5, 4, id="in code"),
        pytest.param("A sum.\n\n.. math:: sum\n   :label: sum\n", "sum", 4, 12, id="an equation"),
        pytest.param("* .. math::\n     :label:  b\n\n     b\n", "b", 2, 15, id="in an item"),
    ],
)
def test_where_a_name_is_defined(text: str, name: str, line: int, column: int) -> None:
    (found,) = (d for d in parsed(text).definitions if d.name == name)
    assert (found.line, found.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (".. [1] A note.\n", [("footnote", "1", 1)]),
        (".. [1] A note.\n\n[1]_\n", []),
        (".. [#] A note.\n", [("footnote", "#", 1)]),
        ("[#]_\n\n.. [#] A note.\n.. [#] Another.\n", [("footnote", "#", 3)]),
        (".. [#a] A note.\n", [("footnote", "#a", 1)]),
        ("x\n\n.. [*] A note.\n", [("footnote", "*", 3)]),
        ("[*]_\n\n.. [*] A note.\n", []),
        (".. [A] A book.\n.. [b] Another.\n\n[b]_\n", [("citation", "A", 1)]),
        (".. [A] A book.\n\n[a]_\n", [("citation", "A", 1)]),
    ],
)
def test_notes_that_nothing_refers_to(text: str, found: list[tuple[str, str, int]]) -> None:
    messages = parsed(f"T\n=\n\n{text}").messages
    assert [
        (m.text, m.subject, m.line - 3) for m in messages if m.text in ("footnote", "citation")
    ] == found
