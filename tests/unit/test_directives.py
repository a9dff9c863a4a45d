"""The arguments, options and contents that directives of Sphinx and docutils accept."""

from __future__ import annotations

import pytest

from specslint.model.document import Document
from specslint.parsing import parse
from specslint.parsing.sphinx import _last_line


def parsed(text: str) -> Document:
    document = parse(text)
    assert isinstance(document, Document)
    return document


SOUND = """
.. code-block:: text
.. code-block:: text

   x
.. code-block:: text
   :linenos:

   x
.. code-block:: text
   :emphasize-lines: 1

   x
.. code-block:: text
   :emphasize-lines: 1,2-3, -2,2-

   x
   y
   z
.. code-block:: text
   :lineno-start: -3
   :name: a
   :class: b
   :caption: c
   :force:

   x
.. code::

   x
.. code:: python
   :number-lines:

   x
.. code:: python
   :number-lines: 0

   x
.. highlight:: python
   :linenothreshold: 1
   :force:
.. toctree::
   :maxdepth: -1
   :numbered:
   :caption: X
   :hidden:
   :glob:

   a
.. toctree::
   :numbered: 3
   :titlesonly:
   :reversed:
   :includehidden:

   a
.. hlist::
   :columns: 2

   * a
.. index:: a; b
   :name: c
.. versionadded:: 1.0 *text*
.. versionadded:: 1.0

   *text*
.. deprecated:: 1.0
.. centered:: *x*
.. tabularcolumns:: |l|
.. only:: html or not latex

   *x*
.. todolist::
.. todo:: *x*
.. acks::

   * a
.. glossary::
   :sorted:

   a
     b
.. math:: a
   :label: b
   :nowrap:
.. math::
.. option:: a
   :x: y

   *b*
.. py:function:: f(x)
   :module: y
.. program:: *x
.. rst-class:: x

   *x*
"""


@pytest.mark.parametrize(
    "text", [".. " + part for part in SOUND.removeprefix(".. ").split("\n.. ")]
)
def test_what_sphinx_accepts(text: str) -> None:
    assert parsed(f"x\n\n.. {text}\n").messages == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (".. code-block::\n   :linenos: 1\n\n   x\n", 2, "cannot be '1': write nothing"),
        (".. code-block::\n   :emphasize-lines: 2\n\n   x\n", 1, "emphasize are out of range: 2"),
        (".. code-block::\n   :emphasize-lines: 2-1\n\n   x\n", 1, "emphasize are malformed: 2-1"),
        (".. code-block::\n   :emphasize-lines: x\n\n   x\n", 1, "emphasize are malformed: x"),
        (".. code-block::\n   :emphasize-lines:\n\n   x\n", 2, "write a value after it"),
        (".. code-block::\n   :dedent: 1\n\n   x\n", 1, "dedent strips what is no white space"),
        (".. code-block::\n   :dedent: -1\n\n   x\n", 2, "write zero or a greater number"),
        (".. code-block::\n   :lineno-start: x\n\n   x\n", 2, "write a whole number"),
        (".. code-block::\n   :number-lines:\n\n   x\n", 2, "has no option :number-lines:"),
        (".. code-block::\n   :caption:\n\n   x\n", 2, "write a value after it"),
        (".. code-block:: a b\n\n   x\n", 1, "write at most 1 word(s)"),
        (".. code:: python\n", 1, 'the "code" block is empty'),
        (".. code:: python\n   :number-lines: -1\n\n   x\n", 2, ":number-lines: takes a number"),
        (".. highlight:: a\n   :linenothreshold: 0\n", 2, ""),
        (".. highlight:: a\n   :linenothreshold: -1\n", 2, "write a number greater than zero"),
        (".. highlight::\n", 1, "write the required value"),
        (".. toctree::\n   :numbered: x\n\n   a\n", 2, "write a whole number"),
        (".. toctree::\n   :maxdepth: x\n\n   a\n", 2, "write a whole number"),
        (".. toctree::\n   :caption:\n\n   a\n", 2, "is empty: write a value after it"),
        (".. toctree::\n   :hidden: x\n\n   a\n", 2, "write nothing after it"),
        (".. hlist::\n   :columns: x\n\n   * a\n", 2, "write a whole number"),
        (".. index:: a\n\n   text\n", 1, "it must have no content"),
        (".. index::\n", 1, "write the required value"),
        (".. versionadded::\n", 1, "write the required value"),
        (".. versionadded:: 1.0 *text\n", 1, "this * opens"),
        (".. versionadded:: 1.0\n\n   *text\n", 3, "this * opens"),
        (".. centered:: *x\n", 1, "this * opens"),
        (".. centered:: x\n\n   y\n", 1, "it must have no content"),
        (".. tabularcolumns:: |l|\n\n   x\n", 1, "it must have no content"),
        (".. only:: html\n\n   *x\n", 3, "this * opens"),
        (".. todolist:: x\n", 1, "it must have no content"),
        (".. todo:: *x\n", 1, "this * opens"),
        (".. glossary::\n\n   a\n\n   b\n     c\n", 5, "must not be separated by empty lines"),
        (".. glossary::\n\n   a\n     b\n   c\n     d\n", 5, "must be preceded by empty line"),
        (".. glossary::\n\n   .. x\n   a\n     *b\n", 5, "this * opens"),
        (".. glossary::\n\n   a *b\n     c\n", 3, "this * opens"),
        (".. option:: a\n   :x: y\n\n   *b\n", 4, "this * opens"),
        (".. program:: x\n\n   y\n", 1, "it must have no content"),
        (".. rubric:: a\n   :x: y\n", 2, "has no option :x:"),
        (".. image:: a\n   :width: x\n", 2, "write a length such as 50%"),
        (".. image:: a\n   :scale: x\n", 2, "write a whole number"),
        (".. image::\n", 1, "write the required value"),
        (".. figure:: a\n   :align: up\n", 2, 'write one of "left", "center", or "right"'),
        (".. list-table::\n   :widths: 1 2\n\n   * - a\n", 1, "the number of columns is 1"),
        (".. contents::\n   :depth: x\n", 2, "write a whole number"),
        (".. note::\n", 1, 'the "note" block is empty'),
    ],
)
def test_what_they_do_not_accept(text: str, line: int, said: str) -> None:
    messages = parsed(f"x\n\n{text}").messages
    found = [(message.line - 2, message.text) for message in messages]
    if not said:
        assert found == []
        return
    assert [line for line, _ in found] == [line]
    assert said in found[0][1]


@pytest.mark.parametrize(
    ("options", "code", "line"),
    [
        ([], "  one\n    two", 3),
        ([":dedent: 2"], "one\n  two", 4),
        ([":dedent: 1"], " one\n   two", 4),
        ([":dedent:"], "  one\n    two", 4),
        ([":dedent: 0"], "  one\n    two", 4),
        ([":force:", ":linenos:"], "  one\n    two", 5),
    ],
)
def test_the_text_of_a_code_block(options: list[str], code: str, line: int) -> None:
    # The first line decides which indentation is the block's own.
    lines = [".. code-block:: python", *options, "", "#", "  one", "    two"]
    (block,) = parsed("\n   ".join(lines)).code_blocks
    assert block.language == "python"
    assert block.force is (":force:" in options)
    assert block.line == line
    assert block.text.split("\n", 1)[1] == code


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("1", 1), ("3", 3), ("4", 4), ("1,2", 2), ("2,1", 2), ("1, 3", 3), ("2-", 3), ("-2", 2),
        ("1-2", 2), ("2-2", 2), ("5-", 5), ("0", 0),
        ("3-2", None), ("", None), ("-", None), ("1-2-3", None), ("a", None), ("1,", None),
        ("-2-", None),
    ],
)  # fmt: skip
def test_the_last_of_the_lines_to_emphasize(text: str, last: int | None) -> None:
    if last is not None:
        assert _last_line(text, 3) == last
        return
    with pytest.raises(ValueError):  # noqa: PT011 - the caller says what is wrong
        _last_line(text, 3)
