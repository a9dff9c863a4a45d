"""Random slips of an author in a real spec: for the comparison with Sphinx."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_SIGNS = "`*_:|[]<>\\=-#.~+\"'{}$?"
_LANGUAGES = "json python javascript yaml console bash ini xml http text jsno c sql none".split()
_ROLES = (
    ":ref:`{0}`", ":ref:`text <{0}>`", ":doc:`{0}`", ":doc:`/specs/{0}`", ":term:`{0}`",
    ":numref:`{0}`", ":download:`{0}`", ":file:`{0}`", ":class:`{0}`", ":rfe:`{0}`",
    ":option:`{0}`", ":any:`{0}`", ":keyword:`{0}`", ":eq:`{0}`", "[{0}]_", "[#{0}]_", "[9]_",
    "`{0}`__", "`{0}`_", "|{0}|", ":abbr:`{0}`", ":pep:`{0}`", ":rfc:`{0}`", ":kbd:`{0}`",
)  # fmt: skip
_BLOCKS = (
    ".. image:: {0}.png\n",
    ".. figure:: {0}.png\n   :alt: x\n\n   Caption\n",
    ".. note:: {0}\n",
    ".. note::\n",
    ".. {0}::\n",
    ".. {0}:: x\n\n   y\n",
    ".. code-block:: {1}\n\n   {{'a': \"b\"\n",
    ".. code-block:: {1}\n   :linenos:\n\n   a = $b ?\n",
    ".. code-block::\n\n   x\n",
    ".. code::\n\n   x\n",
    ".. highlight:: {1}\n",
    ".. code-block:: {1}\n   :emphasize-lines: 1,9\n\n   x\n",
    ".. code-block:: {1}\n   :force:\n\n   a = $b ?\n",
    ".. code-block:: {1}\n   :caption: x\n   :name: {0}\n\n   1\n",
    ".. [9] {0}\n",
    ".. [#] {0}\n",
    ".. [#{0}] x\n",
    ".. [{0}] x\n",
    ".. _{0}:\n\nText.\n",
    ".. _{0}: https://docs.example/\n",
    "__ https://docs.example/\n",
    ".. todo:: {0}\n",
    ".. versionadded:: 1.0\n   {0}\n",
    ".. versionadded::\n",
    ".. seealso:: {0}\n",
    ".. list-table:: {0}\n   :header-rows: 1\n\n   * - a\n     - b\n   * - c\n",
    ".. list-table::\n\n   * - a\n",
    ".. table:: {0}\n\n   = =\n   a b\n   = =\n",
    "+---+\n| a |\n+---+\n",
    "= =\na b\n= =\n1 2\n= =\n",
    ".. only:: html\n\n   {0}\n",
    ".. toctree::\n\n   {0}\n",
    ".. math::\n   :label: {0}\n\n   a\n",
    ".. rubric:: {0}\n",
    ".. glossary::\n\n   {0}\n     x\n",
    ".. graphviz::\n\n   x\n",
    ".. parsed-literal::\n\n   *{0}\n",
    ".. literalinclude:: {0}\n",
    ".. topic:: {0}\n\n   x\n",
    ".. contents::\n",
    ".. sidebar:: {0}\n\n   x\n",
    "::\n\n  {0}\n",
    ">>> {0}\n1\n",
    "{0}\n  x\n",
    ":{0}: x\n",
    "-a  {0}\n",
    "| {0}\n| x\n",
    "----\n",
    ".. container:: {0}\n\n   x\n",
    ".. class:: {0}\n",
    ".. |{0}| replace:: x\n",
    ".. epigraph::\n\n   {0}\n",
    ".. admonition:: {0}\n\n   x\n",
    ".. centered:: {0}\n",
    ".. hlist::\n\n   * {0}\n",
    ".. index:: {0}\n",
    ".. code-block:: {1} {0}\n\n   x\n",
    ".. csv-table:: {0}\n\n   a, b\n",
    ".. deprecated:: 1\n",
    ".. tabularcolumns:: |l|\n",
    ".. attention::\n\n   {0}\n",
    ".. danger:: {0}\n   :class: x\n",
)

Damage = Callable[[random.Random, list[str]], None]


def damaged(text: str, seed: int) -> str:
    """A text with one to three faults.

    :param text: a spec.
    :param seed: determines the result.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    lines = text.split("\n")
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chance.choice(_DAMAGES)(chance, lines)
    return "\n".join(lines)


def _at(chance: random.Random, lines: list[str], pattern: str = r"\S") -> int:
    """The index of a line that matches, or of any line."""
    found = [n for n, line in enumerate(lines) if re.search(pattern, line)]
    return chance.choice(found) if found else 0


def _word(chance: random.Random, lines: list[str]) -> str:
    words = re.findall(r"[A-Za-z][\w-]+", lines[_at(chance, lines, r"[A-Za-z]{3}")])
    return chance.choice(words) if words else "word"


def _drop_sign(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines, r"[`*_:|\]=-]")
    places = [m.start() for m in re.finditer(r"[`*_:|\]=-]", lines[n])]
    if places:
        at = chance.choice(places)
        lines[n] = lines[n][:at] + lines[n][at + 1 :]


def _add_sign(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines)
    at = chance.randrange(len(lines[n]) + 1)
    lines[n] = lines[n][:at] + chance.choice(_SIGNS) + lines[n][at:]


def _drop_line(chance: random.Random, lines: list[str]) -> None:
    if len(lines) > 3:
        del lines[chance.randrange(len(lines))]


def _drop_blank(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines, r"\A\Z")
    if len(lines) > 3:
        del lines[n]


def _add_blank(chance: random.Random, lines: list[str]) -> None:
    lines.insert(chance.randrange(len(lines)), "")


def _repeat(chance: random.Random, lines: list[str]) -> None:
    n = chance.randrange(len(lines))
    lines.insert(n, lines[n])


def _indent(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines)
    lines[n] = " " * chance.randint(1, 4) + lines[n]


def _dedent(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines, r"\A +\S")
    lines[n] = lines[n][min(chance.randint(1, 3), len(lines[n]) - len(lines[n].lstrip())) :]


def _shorten(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines, r"\A[=~^-]{4,}\Z")
    lines[n] = lines[n][: -chance.randint(1, 3)]


def _swap(chance: random.Random, lines: list[str]) -> None:
    n = chance.randrange(max(len(lines) - 1, 1))
    lines[n : n + 2] = reversed(lines[n : n + 2])


def _join(chance: random.Random, lines: list[str]) -> None:
    n = chance.randrange(max(len(lines) - 1, 1))
    lines[n : n + 2] = [" ".join(lines[n : n + 2])]


def _relabel(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines, r"\.\. (?:code|sourcecode|code-block)::")
    lines[n] = re.sub(r":: ?\w*\Z", f":: {chance.choice(_LANGUAGES)}", lines[n])


def _spoil_name(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines, r"\.\. [\w-]+::|:[a-z-]+:")
    match = re.search(r"[a-z]{3,}(?=:)", lines[n])
    if match:
        at = chance.randrange(*match.span())
        lines[n] = lines[n][:at] + lines[n][at + 1 :]


def _spoil_code(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines, r"\A {3,}\S")
    at = chance.randrange(len(lines[n]))
    lines[n] = lines[n][:at] + chance.choice("'\"$?`!{,;\\\u201c") + lines[n][at:]


def _add_role(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines, r"\A[A-Za-z]")
    role = chance.choice(_ROLES).format(_word(chance, lines))
    words = lines[n].split(" ")
    words.insert(chance.randint(1, len(words)), role)
    lines[n] = " ".join(words)


def _add_block(chance: random.Random, lines: list[str]) -> None:
    block = chance.choice(_BLOCKS).format(_word(chance, lines), chance.choice(_LANGUAGES))
    blank = [n for n, line in enumerate(lines) if not line]
    n = chance.choice(blank) if blank else len(lines)
    before = [""] if chance.random() < 0.9 else []
    lines[n:n] = [*before, *block.split("\n")]


def _spoil_note(chance: random.Random, lines: list[str]) -> None:
    n = _at(chance, lines, r"\[#?\w+\]")
    lines[n] = re.sub(r"\[(#?)(\w+)\]", rf"[\g<1>{chance.randint(1, 12)}]", lines[n], count=1)


_DAMAGES: tuple[Damage, ...] = (
    _drop_sign, _drop_sign, _add_sign, _drop_line, _drop_blank, _drop_blank, _add_blank, _repeat,
    _indent, _indent, _dedent, _shorten, _swap, _join, _relabel, _spoil_name, _spoil_code,
    _add_role, _add_role, _add_block, _add_block, _add_block, _spoil_note, _spoil_note,
)  # fmt: skip
