"""Valid specs with random blocks of faulty markup and random changes of their lines.

For the comparison of two versions. A number determines the result.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

Change = Callable[[random.Random, list[str]], None]

_TITLES = "=-~^\"'`#*+.:_"
_WEDGES = (
    "*", "**", "`", "``", "_", "__", "|", "::", ":", ".", "..", "-", "--", "\\", "[", "]", "<",
    ">", "====", "----", "* ", "1. ", "#. ", ".. ", "a_", "[1]_", "[#]_", "[*]_", "[#n]_", "`a`_",
    "`a`__", "*a", "**a", "``a", "`a", "|a", "|a|", "_`a", ":a:`b`", ":ref:`a`", ":pep:`x`",
    ":rfc:`x`", ":raw:`x`", "`a`:b:", ":a:`b`:c:", ":ref:`a`_", "`a <b_>`_",
    "`a <https://a.example/>`_", "`a <https://b.example/>`_", "`a <https://a.example/>`__",
    "anonymous__", "\t", "\u00a0", "\u4e2d\u6587", "e\u0301", "\u201c", ">>> ", "+", "=", "  ",
)  # fmt: skip

BLOCKS = (
    # Tables
    "+---+---+\n| a | b |\n+---+---+\n| c | d |\n+---+---+",
    "+---+---+\n| a | b |\n+---+---+\n| c | d\n+---+---+",
    "+---+---+\n| a | b |\n+---+---+\n| c | d |\n",
    "+---+---+\n| a | b |\n+--+----+\n| c | d |\n+---+---+",
    "+---+---+\n| a | b |\n+---+---+\n| c | d |\n+---+---",
    "+---+---+\n| a | b |\n+===+===+\n| c | d |\n+===+===+\n| e | f |\n+---+---+",
    "+===+===+\n| a | b |\n+---+---+",
    "+---+---+\n| a | b |\n+---+---+\ntext",
    "+---+---+\n| *a | b |\n+---+---+",
    "+-----+---+\n| *a  | b |\n|     |   |\n| * c | d |\n|  e  |   |\n+-----+---+",
    "+---+---+\n| \u00e9 | e\u0301 |\n+---+---+",
    "+---+---+\n| e\u0301  | b |\n+---+---+",
    "+----+---+\n| \u4e2d | b |\n+----+---+",
    "+---+---+\n| a | b |\n  +---+---+",
    "+---+---+\n| a | b |\n+---+---+\n| a_ b|   |\n+---+---+",
    "===  ===\na    b\n===  ===\nc    d\n===  ===",
    "===  ===\na    b\n===  ===\nc d e f\n===  ===",
    "===  ===\na    b\n===  ===\nc    d",
    "===  ===\na    b\n===  ====\nc    d\n===  ===",
    "===  ===\na    b\n===  ===\nc    d\n===  ===\ntext",
    "===  ===\na    b\n--------\nc    d\n===  ===",
    "===  ===  ===\na    b    c\n-------- ---\nc    d    e\n===  ===  ===",
    "===  ===  ===\na    b    c\n---  ------\nc    d    e\n===  ===  ===",
    "===  ===\n*a   b\n===  ===",
    "===  ===\na    b\n\nc    *d\n     e_\n===  ===",
    "===  ===\na    b\n===  ===\n\n===  ===",
    "===  ===\n===  ===",
    ".. table:: T\n   :widths: 1 2 3\n\n   ===  ===\n   a    b\n   ===  ===",
    ".. table:: T\n\n   text",
    ".. table::",
    ".. table:: *T\n   :align: top\n\n   ===  ===\n   a    b\n   ===  ===",
    ".. list-table::\n\n   * - a\n     - b\n   * - c",
    ".. list-table::\n   :header-rows: 3\n\n   * - a\n     - b\n   * - c\n     - d",
    ".. list-table::\n   :stub-columns: 2\n\n   * - a\n     - b",
    ".. list-table::\n   :widths: 1\n\n   * - a\n     - b",
    ".. list-table::\n   :widths: x\n\n   * - a\n     - b",
    ".. list-table::\n\n   text",
    ".. list-table::\n\n   * a\n   * b",
    ".. list-table::",
    ".. list-table::\n   :width: 10 vw\n   :header-rows: -1\n\n   * - a",
    ".. csv-table::\n   :header: a, b\n\n   1, 2, 3\n   *x, 4",
    ".. csv-table::\n   :file: x.csv",
    ".. csv-table::",
    '.. csv-table::\n\n   "a, b',
    ".. csv-table::\n   :delim: xx\n\n   a",
    ".. csv-table::\n   :header-rows: 2\n\n   a, b",
    ".. csv-table::\n   :widths: 1, 2\n\n   a",
    # Transitions and titles
    "----",
    "----\n\n----",
    "text\n\n----\n\n=====\n\ntext",
    "* a\n\n  ----\n\n  b",
    "  quote\n\n  ----",
    ".. note::\n\n   a\n\n   ----\n\n   b",
    ".. note::\n\n   Title\n   =====\n\n   b",
    "* Title\n  =====",
    "  Title\n  =====",
    "Title\n==",
    "Title\n===",
    "Title of a section\n====",
    "Title of a section\n------",
    "=====\nTitle",
    "=====\nTitle\n",
    "=====\nTitle\ntext",
    "=====\nTitle\n------",
    "=====\nTitle\n===",
    "====\nTitle of a section\n====",
    "=====\n=====\nTitle\n=====",
    "=====\n\nText\n=====",
    "==\nTitle\n==",
    "Deep\n%%%%\n\nDeeper\n&&&&&&\n\nBack\n====",
    "Skip\n!!!!\n\ntext",
    "*Title\n======",
    "Title_\n======",
    "Title\n=====\nTitle\n=====",
    "A\n-\n\nB\n~\n\nC\n=\n\nD\n~",
    "!!!!\n\ntext\n\n!!!!!!",
    ".. topic:: T\n\n   Title\n   =====",
    ".. topic:: T\n\n   .. topic:: U\n\n      text",
    ".. topic::",
    ".. topic:: T",
    ".. sidebar:: T\n\n   .. sidebar:: U\n\n      text",
    ".. sidebar::\n   :subtitle: x\n\n   text",
    "* a\n\n  .. topic:: T\n\n     text",
    ".. rubric::",
    ".. rubric:: a\n\n   b",
    # Lists, quotes and blocks
    "* a\nb",
    "* a\n  * b\n* c",
    "* a\n   b\n  c",
    "text\n  indented\nback",
    "text\nmore\n  indented",
    "text\n\n  quote\nback",
    "1. a\n3. b",
    "1. a\n2. b\ntext",
    "3. a\n4. b",
    "a) x\nc) y",
    "i. x\nii. y\niv. z",
    "(1) a\n2) b",
    "#. a\n#. b\ntext",
    "IIII. x",
    ":a: b\ntext",
    ":a: b\n   c\n  d\n:e:",
    ":a:\n:b: *c",
    "-a  option\n--long=x  other\ntext",
    "-a\n-b  x",
    "--a=b=c  x",
    "-o <file name>  x",
    "-o FILE extra more  x",
    "| a\n| b\ntext",
    "| a\n|   b\n  c\n| *d",
    "term\n  definition\ntext",
    "term : *class\n  definition",
    "term::\n  definition",
    "term\n  definition\n text",
    "a::\n\ntext",
    "a::\n  block\ntext",
    "a::\n\n  block\ntext",
    "a::\n\n> quoted\n> lines\n* other",
    "a::\n\n> quoted\n text",
    "a::\n\n> quoted\ntext",
    "::",
    "a::\n\n  one\n two\n\ntext",
    ">>> a\n1\ntext\n\n>>> *b",
    "  quote\n\n  -- *who",
    "  quote\n  -- who\n   more\ntext",
    # Explicit markup
    ".. comment\ntext",
    ".. comment\n   more\n  less\ntext",
    ".. note:: a\ntext",
    ".. note::",
    ".. note:: *a",
    ".. note::\n   :class: x\n   :other: y\n\n   a",
    ".. note::\n   :class:\n\n   a",
    ".. note::\n   :class: !\n\n   a",
    ".. note::\n   :name:\n\n   a",
    ".. note::\n   :name: x\n\n   a\n\n.. tip::\n   :name: x\n\n   b",
    ".. admonition::",
    ".. admonition:: T",
    ".. admonition:: *T\n\n   a",
    ".. nota:: a",
    ".. code-block:: python\n   :linenos: x\n\n   a",
    ".. code-block:: python\n   :number-lines: x\n\n   a",
    ".. code-block:: python python\n\n   a",
    ".. code-block:: python",
    ".. code-block::\n   :nope:\n\n   a",
    ".. code-block:: python\n   :linenos:\n   :linenos:\n\n   a",
    ".. code-block:: python\n   :two words: a\n\n   a",
    ".. code-block:: python\n   :name: * a\n\n   a",
    ".. code-block:: python\n   a\n   b",
    ".. parsed-literal::\n\n   *a\n   b_",
    ".. math::",
    ".. math::\n   :label: x\n\n   a\n\n   b",
    ".. image::",
    ".. image:: a b\n   :width: 10vw\n   :height: 1.5rem",
    ".. image:: a\n   :width: 10 px\n   :height: -1",
    ".. image:: a\n   :width: 50%\n   :scale: 20 %",
    ".. image:: a\n   :width: 1.2.3px\n",
    ".. image:: a\n   :width: .5em\n   :height: 10%",
    ".. image:: a\n   :width: 10Q\n   :scale: x",
    ".. image:: a\n   :width: wide",
    ".. image:: a\n   :align: nowhere",
    ".. image:: a\n   :align: top\n   :target: b_\n   :alt:",
    ".. image:: a\n   :loading: slow",
    ".. image:: a\n\n   content",
    ".. figure:: a\n\n   * caption",
    ".. figure:: a\n   :figwidth: x\n   :align: top\n\n   caption",
    ".. figure:: a\n   :figwidth: image\n   :width: 3 ch\n\n   *caption\n\n   legend_",
    ".. figure:: a\n\n   ..\n\n   legend",
    ".. figure::",
    ".. contents::\n   :depth: x",
    ".. contents:: T\n   :backlinks: nowhere",
    ".. note::\n\n   .. contents::",
    ".. contents::\n   :local:",
    ".. sectnum::\n   :depth: 2\n   :start: x",
    ".. container:: !",
    ".. container:: a\n\n   *b",
    ".. container:: a",
    ".. class:: !",
    ".. class:: a",
    ".. class:: a\n\n   b\n\n   *c",
    ".. class::",
    ".. role:: x\n\n:x:`y`",
    ".. role:: x(y)\n\n:x:`y`",
    ".. role::",
    ".. role:: !",
    ".. role:: x y",
    ".. role:: x(raw)\n   :format: html\n\n:x:`y`",
    ".. role:: x(code)\n   :language: python\n\n:x:`y`",
    ".. default-role:: x\n\n`y`",
    ".. default-role:: emphasis\n\n`y`",
    ".. title:: T",
    ".. meta::\n   :a: b\n   c",
    ".. meta::",
    ".. meta::\n   :a b=c d: e\n   :keywords:",
    ".. header:: a",
    ".. header::",
    ".. raw:: html\n\n   <b>",
    ".. include:: x",
    ".. date::",
    ".. replace:: a",
    ".. unicode:: 0x20",
    ".. |d| date:: %Y",
    ".. |a| replace:: b",
    ".. |a| replace:: *b",
    ".. |a| replace:: b\n\n   c",
    ".. |a| replace:: * b",
    ".. |a| replace::",
    ".. |a| replace:: |a|\n\n|a|",
    ".. |a| replace:: |b|\n.. |b| replace:: |a|\n\n|a|",
    ".. |a| replace:: b_\n\n|a|_",
    ".. |a| replace:: b__",
    ".. |a| replace:: [#]_",
    ".. |a| replace:: _`b`",
    ".. |a| replace:: [1]_ x\n\n|a|",
    ".. |a| image:: b\n   :align: left\n\n|a|",
    ".. |a| image:: b\n   :width: 2vmin\n\n|a|",
    ".. |a| unicode:: 0xZZ",
    ".. |a| unicode:: 0x110000000",
    ".. |a| unicode:: U+2014 .. dash\n   :trim:\n\nx|a|y",
    ".. |a| note:: b",
    ".. |a| b",
    ".. |a|",
    ".. |a b",
    ".. |a| nota:: b",
    ".. |a| class:: b",
    ".. |a| figure:: b",
    ".. |A| replace:: b\n.. |a| replace:: c\n\n|A| |a| |nope|",
    ".. |a| replace:: b\n.. |a| replace:: c",
    "|undefined| text |a|_ |b|__",
    # Targets, notes, references
    ".. _a:\n.. _a:\n\ntext",
    ".. _a: https://a.example/\n.. _a: https://b.example/\n\na_",
    ".. _a: https://a.example/\n.. _a: https://a.example/\n\na_",
    ".. _a: b_\n.. _b: a_\n\na_",
    ".. _a: nope_\n\na_",
    ".. _a: nope_",
    ".. _a b: c\n\n`a b`_",
    ".. _a:b: c",
    ".. _a",
    ".. _`a: b",
    ".. _: x",
    ".. __: https://a.example/",
    "__ https://a.example/",
    "anonymous__",
    "one__ two__\n\n__ https://a.example/",
    "one__\n\n__ https://a.example/\n__ https://b.example/",
    "__ nope_\n\nx__",
    "`a`__ `b`__\n\n.. __: a_",
    "`here <https://a.example/>`_ `here <https://b.example/>`_",
    "`here <https://a.example/>`_ and\nthen `here <https://a.example/>`_",
    "`here <https://a.example/>`_\n\n.. _here: https://b.example/",
    ".. _here:\n\n`here <https://b.example/>`_",
    "`Testing <https://a.example/>`_",
    "`here <nope_>`_ `here <nope_>`__",
    "`a<b`_ `<b>`_ `a <>`_",
    "_`inline` and _`inline`\n\ninline_",
    ".. [1] a\n.. [1] b\n\n[1]_",
    ".. [1]",
    ".. [#]",
    ".. [#n]\n.. [#n] x\n\n[#n]_",
    ".. [Cite]",
    ".. [Cite] a\n.. [Cite] b\n\n[Cite]_",
    ".. [1] *a",
    "[1]_ [2]_ [9]_",
    "[#]_ [#]_\n\n.. [#] a",
    "[#]_",
    "[*]_ [*]_\n\n.. [*] a",
    "[*]_",
    "[#nope]_ [Nope]_",
    ".. [#a] x\n.. [1] y\n\n[#]_ [1]_ [#a]_",
    "[1]_\n\n.. [1] a\n  b\n c",
    "a_ `b c`_ `Proposed change`_ `proposed  Change`_",
    "`a`_ `a`_\n\n.. _a: https://a.example/",
    ".. _ref:\n\nSection\n-------\n\nref_",
    ".. _end:",
    # Roles
    ":nope:`x` `x`:nope: :ref:`x` :func:`x",
    ":emphasis:`a *b*` :sub:`x` :title:`y`",
    ":pep:`99999` :rfc:`0` :pep:`x` :rfc:`x` :rfc:`822#s`",
    ":raw:`x`",
    ":code:`x`\n\n:restructuredtext-unimplemented-role:`x`",
    ":a b:`x` ::`x` :a:b:`c`",
    "``a`b`` `a``b` *a**b* **a*b**",
    "x*y* *x*y `a`b ``a``b",
    "https://a.example/x_y_ mailto:a@b.example a@b.example",
    # Directives of Sphinx
    ".. seealso:: *a",
    ".. seealso::\n   a\n  b",
    ".. versionadded:: 1.0\n\n   *a",
    ".. toctree::\n   :maxdepth: x\n\n   a",
    ".. only:: html\n\n   Title\n   =====\n\n   *x",
    ".. glossary::\n\n   a\n     *b",
    ".. todo:: *a",
    ".. graphviz::\n\n   digraph {}",
    ".. function:: f(x)\n\n   :param x: *y",
    ".. literalinclude:: x",
    ".. restructuredtext-test-directive:: a\n   :b: c\n\n   d",
    ".. epigraph::\n\n   *a\n\n   -- b\nc",
    ".. compound::",
    ".. line-block::\n\n   *a\n   b",
    ".. target-notes::\n   :class: !",
    ".. target-notes::",
    ".. highlights::\n",
    ".. pull-quote:: x\n",
)  # fmt: skip
"""Blocks of markup, most of them with a fault."""


def damaged(specs: Sequence[str], number: int) -> Iterator[str]:
    """Damage specs.

    :param specs: the texts to begin with.
    :param number: how many damaged texts to generate; each block of ``BLOCKS`` is alone
        in one of the first.
    """
    for index in range(number):
        chance = random.Random(index)  # noqa: S311 - no secret
        lines = chance.choice(specs).split("\n")
        if index < len(BLOCKS):
            _insert(chance, lines, BLOCKS[index], nested=False)
        else:
            for _ in range(chance.choice((1, 1, 2, 3, 5))):
                chance.choice(_CHANGES)(chance, lines)
        yield "\n".join(lines)


def _insert(chance: random.Random, lines: list[str], block: str, *, nested: bool) -> None:
    # Usually between two blocks.
    blanks = [number for number, line in enumerate(lines) if not line] or [0]
    at = chance.choice(blanks)
    indent, lead = "", ""
    if nested:
        lead, indent = chance.choice(
            (
                ("", ""),
                ("", "  "),
                ("* ", "  "),
                (".. note:: ", "   "),
                (".. only:: x\n\n   ", "   "),
            )
        )
    first, *rest = block.split("\n")
    new = [*f"{lead or indent}{first}".split("\n"), *(f"{indent}{line}".rstrip() for line in rest)]
    before, after = ([] if nested and chance.random() < 0.1 else [""] for _ in range(2))
    lines[at:at] = [*before, *new, *after]


def _block(chance: random.Random, lines: list[str]) -> None:
    _insert(chance, lines, chance.choice(BLOCKS), nested=True)


def _two_blocks(chance: random.Random, lines: list[str]) -> None:
    block = "\n".join((chance.choice(BLOCKS), *chance.choice(((), ("",))), chance.choice(BLOCKS)))
    _insert(chance, lines, block, nested=True)


def _at(chance: random.Random, lines: list[str]) -> int:
    texts = [number for number, line in enumerate(lines) if line]
    return chance.choice(texts) if texts else 0


def _wedge(chance: random.Random, lines: list[str]) -> None:
    number = _at(chance, lines)
    line, at = lines[number], chance.randrange(len(lines[number]) + 1)
    spaced = chance.choice(("", " "))
    wedge = f"{spaced}{chance.choice(_WEDGES)}{chance.choice(('', ' '))}"
    lines[number] = line[:at] + wedge + line[at + chance.choice((0, 0, 1)) :]


def _indent(chance: random.Random, lines: list[str]) -> None:
    number = _at(chance, lines)
    last = number + chance.choice((1, 1, 2, 5))
    by = chance.choice((" ", "  ", "   ", "    ", "\t"))
    lines[number:last] = [line and by + line for line in lines[number:last]]


def _outdent(chance: random.Random, lines: list[str]) -> None:
    number = chance.choice([n for n, line in enumerate(lines) if line[:1] == " "] or [0])
    lines[number] = lines[number][chance.choice((1, 2, 4)) :]


def _delete(chance: random.Random, lines: list[str]) -> None:
    del lines[_at(chance, lines)]


def _join(chance: random.Random, lines: list[str]) -> None:
    del lines[chance.choice([n for n, line in enumerate(lines) if not line] or [0])]


def _part(chance: random.Random, lines: list[str]) -> None:
    lines.insert(_at(chance, lines), "")


def _swap(chance: random.Random, lines: list[str]) -> None:
    number = _at(chance, lines)
    lines[number : number + 2] = reversed(lines[number : number + 2])


def _twice(chance: random.Random, lines: list[str]) -> None:
    number = _at(chance, lines)
    last = number + chance.choice((1, 3, 9))
    lines[last:last] = lines[number:last]


def _cut(chance: random.Random, lines: list[str]) -> None:
    del lines[max(3, chance.randrange(len(lines))) :]


def _underline(chance: random.Random, lines: list[str]) -> None:
    found = [n for n, line in enumerate(lines) if re.match(r"([=~^-])\1+\Z", line)]
    if found:
        number = chance.choice(found)
        line = lines[number]
        shorter = line[: chance.choice((1, 2, 3, 4, 6, len(line)))]
        lines[number] = chance.choice((shorter, chance.choice(_TITLES) * len(line), ""))


_CHANGES: tuple[Change, ...] = (
    _block, _block, _block, _block, _two_blocks, _two_blocks, _wedge, _wedge, _indent, _outdent,
    _delete, _join, _part, _swap, _twice, _cut, _underline,
)  # fmt: skip
