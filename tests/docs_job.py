"""Documents on which a docs job fails, one for each kind of warning, and valid ones.

The kinds are those that the sources of Sphinx 9.0.4 (its core, ``domains/std``,
``domains/citation``, ``domains/math``, ``highlighting``, ``environment``) and of
docutils 0.22 (``parsers/rst``, ``transforms``) can report on a document.
"""

# ruff: noqa: E501 - a document is best read in few lines

from __future__ import annotations

_T = "Title\n=====\n\n"

WARNED = {
    # docutils: inline markup
    "emphasis": "a *b\n",
    "strong": "a **b\n",
    "literal": "a ``b\n",
    "interpreted": "a `b\n",
    "substitution-start": "a |b c\n",
    "inline-target": "a _`b\n",
    "two-roles": "a :sub:`b`:sup: c\n",
    "unknown-role": "a :rfe:`b` c\n",
    "unknown-domain-role": "a :rfe:b:`c` d\n",
    "unknown-target": "a_ b\n",
    "unknown-phrase": "`a b`_ c\n",
    "unknown-footnote": "a [1]_ b\n",
    "unknown-auto-footnote": "a [#]_ b\n",
    "unknown-symbol-footnote": "a [*]_ b\n",
    "unknown-named-footnote": "a [#n]_ b\n",
    "unknown-substitution": "a |b| c\n",
    "alias-unknown": "`a <b_>`_ c\n",
    "pep-role": "a :pep:`x` b\n",
    "rfc-role": "a :rfc:`x` b\n",
    # docutils: blocks
    "bullet-list-end": "* a\nb\n",
    "enumerated-list-end": "1. a\n2. b\nc\n",
    "definition-list-end": "a\n  b\nc\n",
    "field-list-end": "a\n\n:b: c\nd\n",
    "option-list-end": "-a  b\nc\n",
    "line-block-end": "| a\nb\n",
    "block-quote-end": "a\n\n  b\nc\n",
    "explicit-end": ".. a comment\nb\n",
    "doctest-end": ">>> a\n\n  b\n c\n",
    "unexpected-indentation": "a\nb\n  c\n",
    "definition-unindent": "a\n  b\n   c\n  d\n e\n",
    "literal-expected": "a::\n\nb\n",
    "literal-end": "a::\n\n  b\nc\n",
    "literal-quoting": "a::\n\n> b\n* c\n",
    "grid-table": "+--+\n|a |\n+-+\n",
    "grid-table-columns": "+--+--+\n|a |b |\n+--+-+\n",
    "simple-table-margin": "=== ===\na   b\nc dd  e\n=== ===\n",
    "simple-table-end": "=== ===\na   b\n\n",
    "table-blank": "+--+\n|a |\n+--+\nb\n",
    "underline-shorter": "Long title\n--------\n\na\n",
    "overline-short": "--------\nLong title\n--------\n\na\n",
    "overline-mismatch": "----------\nLong title\n~~~~~~~~~~\n\na\n",
    "overline-alone": "------\nTitle\n\na\n",
    "overline-incomplete": "------\nTitle",
    "title-level": "A\n-\n\nB\n~\n\nC\n^\n\nD\n-\n\nE\n^\n\nF\n",
    "title-in-list": "* a\n\n  B\n  -----\n\n  c\n",
    "transition-start": "A\n-\n\n-----\n\nb\n",
    "transition-end": "a\n\n-----\n",
    "transitions": "a\n\n-----\n\n-----\n\nb\n",
    "target-malformed": ".. _a b\n\nx\n",
    "target-empty": ".. __a_: b_ c\n\nx\n",
    "duplicate-target": ".. _a: http://a.example/\n.. _a: http://b.example/\n\na_\n",
    "duplicate-label": ".. _a:\n\nb\n\n.. _a:\n\nc\n",
    "duplicate-footnote": "[1]_\n\n.. [1] a\n.. [1] b\n",
    "duplicate-citation": "[A]_\n\n.. [A] a\n.. [A] b\n",
    "duplicate-substitution": ".. |a| replace:: b\n.. |a| replace:: c\n\n|a|\n",
    "substitution-circular": ".. |a| replace:: |b|\n.. |b| replace:: |a|\n\n|a|\n",
    "substitution-empty": ".. |a|\n\nb\n",
    "substitution-of-block": ".. |a| note:: b\n\n|a|\n",
    "indirect-unknown": ".. _a: b_\n\na_\n",
    "indirect-circular": ".. _a: b_\n.. _b: a_\n\na_ b_\n",
    "anonymous-references": "`a`__ `b`__\n\n__ http://a.example/\n",
    "anonymous-targets": "a\n\n__ http://a.example/\n",
    "directive-unknown": ".. nota:: a\n",
    "directive-of-extension": ".. graphviz::\n\n   a\n",
    "directive-of-domain": ".. a:b:: c\n",
    "directive-argument": ".. image::\n",
    "directive-arguments": ".. code-block:: a b\n\n   c\n",
    "directive-no-content": ".. image:: http://a.example/b.png\n\n   c\n",
    "directive-content": ".. note::\n\nb\n",
    "directive-option-unknown": ".. note::\n   :a: b\n\n   c\n",
    "directive-option-value": ".. list-table::\n   :header-rows: x\n\n   * - a\n",
    "directive-option-twice": ".. list-table::\n   :header-rows: 1\n   :header-rows: 1\n\n   * - a\n",
    "directive-option-block": ".. list-table::\n   :header-rows: 1\n   a\n\n   * - a\n",
    "directive-flag-value": ".. code-block:: text\n   :linenos: 1\n\n   a\n",
    "code-no-content": ".. code:: python\n\na\n",
    "code-option": ".. code-block:: python\n   :number-lines:\n\n   a\n",
    "image-option": ".. image:: http://a.example/b.png\n   :align: x\n",
    "figure-caption": ".. figure:: http://a.example/b.png\n\n   * a\n",
    "list-table-rows": ".. list-table::\n\n   * - a\n     - b\n   * - c\n",
    "list-table-list": ".. list-table::\n\n   a\n",
    "list-table-header": ".. list-table::\n   :header-rows: 2\n\n   * - a\n",
    "list-table-widths": ".. list-table::\n   :widths: 1 2\n\n   * - a\n",
    "list-table-empty": ".. list-table::\n\na\n",
    "csv-table-empty": ".. csv-table:: a\n\nb\n",
    "csv-table-quotes": '.. csv-table:: a\n\n   "b" c "\n',
    "table-no-table": ".. table:: a\n\n   b\n",
    "topic-nested": ".. note::\n\n   .. topic:: a\n\n      b\n",
    "sidebar-nested": ".. sidebar:: a\n\n   .. sidebar:: b\n\n      c\n",
    "replace-context": ".. replace:: a\n",
    "unicode-context": ".. unicode:: a\n",
    "role-missing": ".. role::\n",
    "contents-depth": ".. contents::\n   :depth: x\n",
    "parsed-literal-empty": ".. parsed-literal::\n\na\n",
    "parsed-literal-markup": ".. parsed-literal::\n\n   *a\n",
    # Sphinx: directives
    "todo-empty": ".. todo::\n\na\n",
    "seealso-empty": ".. seealso::\n\na\n",
    "versionadded-argument": ".. versionadded::\n\na\n",
    "toctree-option": ".. toctree::\n   :depth: 1\n",
    "toctree-document": ".. toctree::\n\n   nowhere\n",
    "toctree-glob": ".. toctree::\n   :glob:\n\n   nowhere/*\n",
    "highlight-argument": ".. highlight::\n",
    "emphasize-lines": ".. code-block:: text\n   :emphasize-lines: x\n\n   a\n",
    "emphasize-lines-range": ".. code-block:: text\n   :emphasize-lines: 5\n\n   a\n",
    "code-dedent": ".. code-block:: text\n   :dedent: 4\n\n   abc\n",
    "centered-argument": ".. centered::\n",
    "centered-markup": ".. centered:: *a\n",
    "only-argument": ".. only::\n\n   a\n",
    "hlist-columns": ".. hlist::\n   :columns: x\n\n   * a\n",
    "glossary-terms": ".. glossary::\n\n   a\n\n   b\n     c\n",
    "glossary-blank": ".. glossary::\n\n   a\n     b\n   c\n     d\n",
    "glossary-indent": ".. glossary::\n\n     a\n   b\n     c\n",
    # Sphinx: code
    "lexer-unknown": ".. code-block:: nosuch\n\n   a\n",
    "lexer-json": ".. code-block:: json\n\n   {'a': 1}\n",
    "lexer-python": ".. code-block:: python\n\n   a = $b\n",
    "lexer-sourcecode": ".. sourcecode:: yaml\n\n   a: [1\n   b: @c\n",
    "lexer-code": ".. code:: javascript\n\n   a = “b”\n",
    "lexer-highlight": ".. highlight:: json\n\n::\n\n  {'a': 1}\n",
    "lexer-highlight-code-block": ".. highlight:: json\n\n.. code-block::\n\n   {'a': 1}\n",
    "lexer-in-list": "* a\n\n  .. code-block:: json\n\n     {'a': 1}\n",
    "lexer-unknown-forced": ".. code-block:: nosuch\n   :force:\n\n   a\n",
    # Sphinx: references
    "footnote-unreferenced": ".. [1] a\n",
    "footnote-auto-unreferenced": ".. [#] a\n",
    "footnote-named-unreferenced": ".. [#a] b\n",
    "footnote-symbol-unreferenced": ".. [*] b\n",
    "citation-unreferenced": ".. [Never] b\n",
    "citation-unknown": "[Nowhere]_ a\n",
    "citation-of-section": "[Part]_ a\n\nPart\n----\n\nb\n",
    "citation-of-other-case": "[cited]_ a\n",
    "citation-twice": "[Common-Note]_\n\n.. [Common-Note] a\n",
    "ref-unknown": ":ref:`nowhere`\n",
    "ref-titled-unknown": ":ref:`a <nowhere>`\n",
    "ref-no-title": ".. _no-title:\n\nA.\n\n:ref:`no-title`\n",
    "ref-to-link": ".. _to-link: http://a.example/\n\nto-link_ :ref:`to-link`\n",
    "ref-to-title": "Part\n----\n\n:ref:`part`\n",
    "std-ref-unknown": ":std:ref:`nowhere`\n",
    "label-twice": ".. _shared:\n\nPart\n----\n\na\n",
    "label-twice-of-code": ".. code-block:: text\n   :caption: a\n   :name: shared\n\n   b\n",
    "label-reserved": ".. _genindex:\n\nPart\n----\n\na\n",
    "doc-unknown": ":doc:`nowhere`\n",
    "doc-suffix": ":doc:`defines.rst`\n",
    "doc-absolute": ":doc:`/nowhere`\n",
    "doc-above": ":doc:`../../../../../nowhere`\n",
    "term-unknown": ":term:`nowhere`\n",
    "term-twice": ".. glossary::\n\n   Common\n     a\n",
    "numref-unknown": ":numref:`nowhere`\n",
    "numref-off": ":numref:`shot`\n",
    "numref-paragraph": ".. _plain:\n\nA.\n\n:numref:`plain`\n",
    "numref-section": ":numref:`shared`\n",
    "keyword-unknown": ":keyword:`nowhere`\n",
    "option-unknown": ":option:`--nowhere`\n",
    "confval-unknown": ":confval:`nowhere`\n",
    "eq-unknown": ":eq:`nowhere`\n",
    "eq-twice": ".. math::\n   :label: sum\n\n   a\n",
    "any-unknown": ":any:`nowhere`\n",
    # Sphinx: files
    "image-missing": ".. image:: nowhere.png\n",
    "image-missing-absolute": ".. image:: /nowhere.png\n",
    "image-missing-outside": ".. image:: ../../../../../../../nowhere.png\n",
    "figure-missing": ".. figure:: nowhere.png\n\n   a\n",
    "image-missing-substitution": ".. |a| image:: nowhere.png\n\n|a|\n",
    "image-pattern-missing": ".. image:: nowhere.*\n",
    "image-missing-above": ".. image:: ../approved/pictures/there.png\n",
    "download-missing": ":download:`nowhere.sh`\n",
}
"""Documents that Sphinx, or docutils inside it, warns of."""

DEFINES = """\
Defines
=======

.. _shared:

Shared
------

See [Common-Note]_ and [Cited]_.

.. [Common-Note] a
.. [Cited] b

.. _shot:

.. figure:: http://a.example/b.png

   A caption.

.. _rubric:

.. rubric:: A rubric

.. _terms:

one
  A term.

.. _fields:

:one: A field.

.. _anonymous:

A paragraph.

.. _rows:

.. list-table:: Rows

   * - a

.. code-block:: text
   :caption: A text
   :name: named-code

   a

.. note:: a
   :name: named-note

.. glossary::

   Common
     A term.

   Second
   Third : classified
     More.

.. option:: --all, -a <what>

   All.

.. confval:: size

   A size.

.. math::
   :label: sum

   a + b
"""
"""What other documents refer to, and whose names they define again."""

RIGHT = {
    "defines": DEFINES[DEFINES.index("..") :],
    "refs": ":ref:`shared`, :ref:`SHARED`, :ref:`x <anonymous>`, :ref:`rubric`, :ref:`terms`,\n"
    ":ref:`fields`, :ref:`rows`, :ref:`named-code`, :ref:`shot`, :ref:`search`, :std:ref:`shared`\n",
    "refs-escaped": ":ref:`!nowhere`, :doc:`!nowhere`, ``:ref:`x```\n",
    "docs": ":doc:`defines`, :doc:`x <defines>`, :doc:`/index`, :doc:`../../../index`,\n"
    ":doc:`/specs/kilo/approved/defines`\n",
    "terms": ":term:`Common`, :term:`common`, :term:`x <Second>`, :term:`Third`\n",
    "citations": "See [Cited]_.\n",
    "options": ":option:`--all`, :option:`-a`, :confval:`size`, :eq:`sum`, :any:`shared`\n",
    "silent-roles": ":class:`x.Y`, :func:`f`, :envvar:`HOME`, :token:`t`, :mod:`m`, :abbr:`A (b)`,\n"
    ":file:`a/{b}`, :samp:`{c}`, :kbd:`d`, :guilabel:`e`, :menuselection:`f --> g`, :pep:`8`,\n"
    ":rfc:`2119`, :command:`h`, :program:`i`, :regexp:`j`, :dfn:`k`, :manpage:`l(1)`, :cve:`2020-1`,\n"
    ":cwe:`1`, :math:`m`, :sub:`n`, :sup:`o`, :code:`p`, :title:`q`, :py:func:`r`, :c:func:`s`,\n"
    ":index:`t`, :mailheader:`u`, :makevar:`v`, :mimetype:`w`, :newsgroup:`x`, :title-reference:`y`\n",
    "notes": "a [1]_ [#]_ [#n]_ [*]_ [Local]_\n\n.. [1] b\n.. [#] c\n.. [#n] d\n.. [*] e\n"
    ".. [Local] f\n",
    "note-in-note": "a [1]_\n\n.. [1] b [2]_\n.. [2] c\n",
    "admonitions": ".. note:: a\n\n.. warning::\n\n   b\n\n.. todo:: c\n\n.. seealso:: d\n\n"
    ".. admonition:: e\n\n   f\n\n.. tip:: g\n\n.. important:: h\n\n.. caution:: i\n\n"
    ".. danger:: j\n\n.. hint:: k\n\n.. attention:: l\n\n.. error:: m\n",
    "code": ".. code-block:: json\n\n   {\"a\": 1}\n\n.. code-block:: python\n   :linenos:\n"
    "   :emphasize-lines: 1,2\n   :caption: x\n\n   a = 1\n   b = 2\n\n.. code:: console\n\n   $ a\n\n"
    ".. sourcecode:: pycon\n\n   >>> a\n\n.. code-block:: text\n\n   $a ?\n\n.. code-block:: none\n\n"
    "   $a ?\n\n.. code-block:: default\n\n   $a ?\n\n.. code-block::\n\n   $a ?\n",
    "code-empty": ".. code-block:: python\n",
    "code-forced": ".. code-block:: json\n   :force:\n\n   {'a'}\n",
    "code-dedent": ".. code-block:: text\n   :dedent: 2\n\n     abc\n\n.. code-block:: text\n   :dedent:\n"
    "\n   a\n",
    "highlight": ".. highlight:: json\n   :force:\n\n::\n\n  {'a'}\n\n.. highlight:: text\n\n::\n\n  $ ?\n",
    "highlight-lines": ".. highlight:: python\n   :linenothreshold: 5\n\n::\n\n  a = 1\n",
    "literal-blocks": "a::\n\n  $b ?\n\nb::\n\n> $c\n> ?\n\n.. parsed-literal::\n\n   *$a* ?\n",
    "doctests": ">>> a = $b\n? c\n",
    "tables": "=== ===\na   b\n=== ===\n1   2\n=== ===\n\n+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n"
    "+---+---+\n\n.. list-table:: a\n   :header-rows: 1\n   :widths: 1 2\n   :stub-columns: 1\n\n"
    "   * - a\n     - b\n   * - c\n     - d\n\n.. csv-table:: a\n   :header: x, y\n\n   1, 2\n\n"
    ".. table:: a\n   :widths: auto\n\n   = =\n   a b\n   = =\n   1 2\n   = =\n",
    "lists": "* a\n\n  * b\n\n* c\n\n1. d\n2. e\n\n#. f\n#. g\n\na) h\nb) i\n\nterm : class\n  j\n\n"
    ":field: k\n\n-o  l\n--long=m  n\n\n| o\n| p\n",
    "structure": ".. contents::\n   :local:\n\n.. class:: x\n\na\n\n-----\n\nb\n\n.. rubric:: c\n\n"
    ".. container:: d\n\n   e\n\n.. compound::\n\n   f\n\n.. epigraph::\n\n   g\n\n   -- h\n\n"
    ".. only:: html\n\n   i\n\n.. centered:: j\n\n.. hlist::\n   :columns: 2\n\n   * k\n   * l\n",
    "topic": ".. topic:: a\n\n   b\n\n.. sidebar:: c\n\n   d\n",
    "versions": ".. versionadded:: 1.0\n\n.. versionchanged:: 1.0 It *changed*.\n\n"
    ".. deprecated:: 2.0\n   Old.\n\n.. versionremoved:: 3.0\n",
    "objects": ".. function:: f(a)\n\n   b\n\n.. py:class:: C\n   :module: m\n\n   .. py:method:: n()\n\n"
    ".. envvar:: HOME\n\n   c\n\n.. describe:: d\n\n   e\n",
    "links": "`a <http://a.example/>`_, `b`_, c_, `d`__, `e <c_>`__ http://e.example/ <x@y.example>\n\n"
    ".. _b: http://b.example/\n.. _c: http://c.example/\n\n__ http://d.example/\n",
    "substitutions": ".. |a| replace:: *b*\n.. |i| image:: http://a.example/b.png\n\n|a| |i| |version|"
    " |release| |today|\n",
    "images": ".. image:: there.png\n   :alt: a\n   :width: 50%\n\n.. figure:: /specs/kilo/approved/there.png\n"
    "   :align: center\n\n   A *caption*.\n\n   A legend.\n\n.. image:: there.*\n\n"
    ".. image:: data:image/gif;base64,AAAA\n\n:download:`there.png`\n",
    "images-above": ".. image:: ../pictures/there.png\n\n"
    ".. image:: /specs/kilo/approved/../pictures/there.png\n\n.. image:: ./there.png\n",
    "toctrees": ".. toctree::\n   :maxdepth: 1\n   :hidden:\n\n   https://a.example/\n   self\n",
    "comments": ".. a comment\n\n..\n   b *c\n\n.. note: d\n",
    "labels": ".. _own-a:\n.. _own-b:\n\nPart\n----\n\n:ref:`own-a` :ref:`own-b` own-a_\n",
    "index": ".. index:: a, b\n\n.. index::\n   single: c; d\n\nx\n",
    "math": ".. math::\n\n   a^2\n\n.. math:: b\n   :label: own-equation\n   :no-wrap:\n",
    "roles": ".. role:: r\n   :class: x\n\n.. default-role:: code\n\n:r:`a` `b`\n\n.. default-role::\n",
    "author": ".. sectionauthor:: A <a@b.example>\n\n.. tabularcolumns:: |l|\n\na\n",
    "todolist": ".. todolist::\n",
    "acks": ".. acks::\n\n   * a\n   * b\n",
    "empty": ".. math::\n\n.. class:: !\n\nShort title\n---\n\na\n",
    "unicode": "Größe — “quoted”\n\n日本語\n------\n\na\n",
}  # fmt: skip
"""Documents without a warning: the directives and roles that specs use, and some more."""


def documents() -> dict[str, str]:
    """All documents by name."""
    right = {f"right-{name}": _T + text for name, text in RIGHT.items()}
    right["defines"] = DEFINES
    del right["right-defines"]
    warned = {f"warned-{name}": _T + text for name, text in WARNED.items()}
    return {**right, **warned}
