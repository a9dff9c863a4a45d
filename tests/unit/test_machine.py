"""The optimised reader gives docutils' own tree and messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.plain import by_docutils, by_specslint
from tests.rules.examples import PATHS, load, name_of

# Pieces of specs, valid and invalid, to be combined at random.
_PIECES = [
    "words", "*a*", "**b**", "``c``", "`d`", "`e`_", "f_", "g__", "`h`__", "|i|", "[1]_", "[#]_",
    "[#j]_", "[K]_", "_`l`", ":m:`n`", ":ref:`o`", "https://a.example/b_c", "p@q.example", "*r",
    "``s", "`t", "\\*u", "v\\_", "\\", "`w <x_>`_", "`y <https://z.example>`__", "a_b__c", "__d",
]  # fmt: skip
_BLOCKS = [
    "Title\n=====", "Section\n---", "=====\nOver\n=====", "* item\n* item", "  quote",
    "a::\n\n   b",
    ".. _t: https://t.example/", ".. _e:", "__ https://anonymous.example", ".. [1] note",
    ".. [#] auto", ".. [K] cited", ".. |i| replace:: text", ".. note:: x", ".. nota:: x", ".. c",
    "1. one\n2. two", ":field: body", "| line\n| block", "== ==\na  b\n== ==", "+-+\n|a|\n+-+",
    "----", ">>> doctest", "-o  option", "term\n  definition", ".. image:: x", ".. contents::",
    ".. figure:: x\n   :target: f_", ".. code-block:: python\n   :linenos:\n\n   x", "> quoted",
    ".. role:: m", ".. default-role:: m", ".. class:: k", ".. include:: x", "   too deep",
]  # fmt: skip

_paragraphs = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=8).map(" ".join)
_texts = st.lists(
    st.tuples(
        st.sampled_from(["", "  ", "* ", "\t"]),
        st.one_of(st.sampled_from(_BLOCKS), _paragraphs),
        st.sampled_from(["\n", "\n\n"]),
    ).map("".join),
    max_size=12,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(_texts)
@example(".. |i| replace:: text\n  `e`_ *r\n")
def test_damaged_specs(text: str) -> None:
    assert by_specslint(text) == by_docutils(text)


# RST009's examples cannot be parsed, and docutils itself fails on the other.
_PARSEABLE = [
    path for path in PATHS if "RST009" not in path.parts and path.stem != "nested-substitution"
]


@pytest.mark.parametrize("path", _PARSEABLE, ids=name_of)
def test_the_examples(path: Path) -> None:
    for text in load(path).files.values():
        assert by_specslint(text) == by_docutils(text)
