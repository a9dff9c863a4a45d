"""Ways to damage a spec, for the comparison with the gate of nova-specs.

None of them states the expected result: the gate determines it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Lines = list[str]
Damage = Callable[[Lines, Random], "Lines | str | bytes | None"]

ODD = (
    "\t\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2028\u2029\u202e\u200b\u200d\u3000\ufeff"
    "\x00\x07\xad"
)
ADORNMENTS = "=-~^*+#.:'\"`_<>!"
_LINE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\Z")
_WORDS = "the scheduler asks every compute host for what it has and weighs the answers "

DAMAGES: dict[str, Damage] = {}


def _damage(damage: Damage) -> Damage:
    DAMAGES[damage.__name__.strip("_")] = damage
    return damage


def titles(lines: Lines) -> list[int]:
    """The indexes of what looks like a title with an underline."""
    return [
        n
        for n in range(len(lines) - 1)
        if lines[n].strip() and not _LINE.match(lines[n]) and _LINE.match(lines[n + 1])
    ]


def _on_title(name: str) -> Callable[[Callable[[Lines, int, Random], object]], Damage]:
    """Damage one title: any, or (``first``) the document's."""

    def decorate(change: Callable[[Lines, int, Random], object]) -> Damage:
        def damage(first: bool) -> Damage:
            def make(lines: Lines, chance: Random) -> Lines | None:
                found = titles(lines)
                if not found:
                    return None
                lines = list(lines)
                change(lines, found[0] if first else chance.choice(found), chance)
                return lines

            return make

        DAMAGES[f"{name} (any)"] = damage(False)
        DAMAGES[f"{name} (first)"] = damage(True)
        return DAMAGES[f"{name} (any)"]

    return decorate


@_on_title("no title")
def _gone(lines: Lines, at: int, chance: Random) -> None:
    del lines[at : at + 2]


@_on_title("no title, no overline")
def _gone_with_overline(lines: Lines, at: int, chance: Random) -> None:
    start = at - 1 if at and _LINE.match(lines[at - 1]) else at
    del lines[start : at + 2]


@_on_title("no underline")
def _no_underline(lines: Lines, at: int, chance: Random) -> None:
    del lines[at + 1]


@_on_title("no words")
def _no_words(lines: Lines, at: int, chance: Random) -> None:
    lines[at] = chance.choice(("", " ", "\t", "\xa0"))


@_on_title("no overline")
def _overline(lines: Lines, at: int, chance: Random) -> None:
    if at and _LINE.match(lines[at - 1]):
        del lines[at - 1]
    else:
        lines.insert(at, lines[at + 1])


@_on_title("adornment")
def _adornment(lines: Lines, at: int, chance: Random) -> None:
    sign = chance.choice(ADORNMENTS)
    lines[at + 1] = sign * len(lines[at + 1])
    if at and _LINE.match(lines[at - 1]) and chance.random() < 0.7:
        lines[at - 1] = lines[at + 1]


@_on_title("length")
def _length(lines: Lines, at: int, chance: Random) -> None:
    length = chance.choice((0, 1, 2, 3, 4, 5, len(lines[at]) - 1, len(lines[at]) + 9))
    lines[at + 1] = lines[at + 1][:1] * max(length, 0)
    if at and _LINE.match(lines[at - 1]) and chance.random() < 0.5:
        lines[at - 1] = lines[at + 1]


@_on_title("indentation")
def _indentation(lines: Lines, at: int, chance: Random) -> None:
    for number in (at - 1, at, at + 1):
        if number >= 0 and chance.random() < 0.5:
            lines[number] = chance.choice((" ", "   ", "\t", "\xa0")) + lines[number]


@_on_title("blank line")
def _blank(lines: Lines, at: int, chance: Random) -> None:
    where = chance.choice((at, at + 1, at + 2))
    lines.insert(where, chance.choice(("", "", "text", ".. comment", "* item", "::")))


@_on_title("no blank line")
def _no_blank(lines: Lines, at: int, chance: Random) -> None:
    for number in (at + 2, at - 1):
        if 0 <= number < len(lines) and not lines[number]:
            del lines[number]


@_on_title("name")
def _name(lines: Lines, at: int, chance: Random) -> None:
    text = lines[at]
    cut = chance.randrange(len(text) + 1)
    lines[at] = chance.choice(
        (
            text.upper(),
            text.lower(),
            text.title(),
            text + "s",
            text + ":",
            text[:-1],
            text[:cut] + text[cut + 1 :],
            text.replace(" ", "  "),
            text.replace(" ", "\t"),
            text.replace(" ", "\xa0"),
            text.replace(" ", "-"),
            text.split(" ")[0],
            text + " impact",
            text + " ",
            text + "\t",
            " " + text,
            "1. " + text,
            "* " + text,
            "- " + text,
            text[::-1],
            "Caf\u00e9 " + text,
            "\u4e2d\u6587" + text,
        )
    )
    if chance.random() < 0.5:
        lines[at + 1] = lines[at + 1][:1] * (len(lines[at]) + 4)


@_on_title("markup")
def _markup(lines: Lines, at: int, chance: Random) -> None:
    text = lines[at]
    lines[at] = chance.choice(
        (
            f"*{text}*",
            f"**{text}**",
            f"``{text}``",
            f"`{text}`",
            f"`{text}`_",
            f"`{text}`__",
            f"|{text}|",
            f"{text}_",
            f":ref:`{text}`",
            f":title:`{text}`",
            f"_`{text}`",
            f"\\{text}",
            f"{text[:2]}\\{text[2:]}",
            f"{text[:2]}\\ {text[2:]}",
            f"*{text}",
            f"{text}*",
            f"``{text}",
            f"[{text}]_",
            f"`{text} <https://example.org/>`_",
            f"{text}::",
        )
    )
    lines[at + 1] = lines[at + 1][:1] * (len(lines[at]) + 2)
    if at and _LINE.match(lines[at - 1]):
        lines[at - 1] = lines[at + 1]


@_on_title("odd character")
def _odd_in_title(lines: Lines, at: int, chance: Random) -> None:
    number = chance.choice((at - 1, at, at, at, at + 1, at + 2))
    number = min(max(number, 0), len(lines) - 1)
    text, sign = lines[number], chance.choice(ODD)
    cut = chance.choice((0, len(text), chance.randrange(len(text) + 1)))
    lines[number] = text[:cut] + sign + text[cut:]


@_on_title("joined by an odd character")
def _joined(lines: Lines, at: int, chance: Random) -> None:
    start = max(0, at + chance.choice((-2, -1, 0, 0, 1)))
    lines[start : start + 2] = [chance.choice(ODD).join(lines[start : start + 2])]


@_on_title("twice")
def _twice(lines: Lines, at: int, chance: Random) -> None:
    where = chance.choice((at + 2, len(lines), *titles(lines)))
    lines[where:where] = ["", lines[at], lines[at + 1], "", "None", ""]


@_on_title("another level")
def _level(lines: Lines, at: int, chance: Random) -> None:
    other = chance.choice(titles(lines))
    lines[at + 1] = lines[other + 1][:1] * len(lines[at])


@_on_title("extra before")
def _extra(lines: Lines, at: int, chance: Random) -> None:
    sign = chance.choice((lines[at + 1][:1], *ADORNMENTS[:5]))
    text = chance.choice(("Notes", "Testing", "History", "Alternatives", "Upgrade impact"))
    new = [text, sign * len(text), "", "None", ""]
    lines[at:at] = [sign * len(text), *new] if chance.random() < 0.3 else new


@_on_title("inside a block")
def _inside(lines: Lines, at: int, chance: Random) -> None:
    block = chance.choice(
        (
            "..",
            ".. note::",
            ".. todo::",
            ".. only:: html",
            ".. seealso::",
            ".. code-block:: python",
            ".. figure:: x.png",
            ".. container:: x",
            ".. class:: x",
            ".. table::",
            ".. list-table::",
            ".. topic:: x",
            ".. sidebar:: x",
            ".. epigraph::",
            ".. unheard:: x",
            "text::",
            "::",
            "* item",
            "term",
        )
    )
    end = min(len(lines), at + chance.choice((2, 4, 40)))
    lines[at:end] = [block, "", *("   " + line if line else "" for line in lines[at:end]), ""]


@_on_title("block behind")
def _block_behind(lines: Lines, at: int, chance: Random) -> None:
    lines[at + 2 : at + 2] = ["", *chance.choice(_BLOCKS).split("\n"), ""]


@_on_title("block before")
def _block_before(lines: Lines, at: int, chance: Random) -> None:
    start = at - 1 if at and _LINE.match(lines[at - 1]) else at
    new = ["", *chance.choice(_BLOCKS).split("\n"), ""]
    lines[start:start] = new if chance.random() < 0.8 else new[:-1]


@_on_title("everything behind is gone")
def _cut(lines: Lines, at: int, chance: Random) -> None:
    del lines[at + chance.choice((0, 1, 2, 3)) :]


@_on_title("everything before is gone")
def _beheaded(lines: Lines, at: int, chance: Random) -> None:
    del lines[: at + chance.choice((0, 1, 2))]


@_on_title("what stands below is gone")
def _emptied(lines: Lines, at: int, chance: Random) -> None:
    following = [n for n in titles(lines) if n > at]
    del lines[at + 2 : following[0] if following else len(lines)]


@_on_title("section moves")
def _moves(lines: Lines, at: int, chance: Random) -> None:
    following = [n for n in titles(lines) if n > at]
    end = following[0] if following else len(lines)
    section = lines[at:end]
    del lines[at:end]
    where = chance.choice([*titles(lines), len(lines)])
    lines[where:where] = section


_BLOCKS = (
    "A paragraph.",
    "* a list\n* of two",
    "1. one\n2. two",
    ".. a comment",
    "..",
    "..\n  another comment",
    ".. _target:",
    ".. _elsewhere: https://example.org/",
    ".. [1] a footnote",
    ".. |name| replace:: text",
    ".. |name| replace:: |name|",
    ".. |release2| replace:: |undefined|",
    ".. contents::",
    ".. sectnum::",
    ".. note:: Mind this.",
    ".. note::",
    ".. warnign:: x",
    ".. todo:: x",
    ".. toctree::\n\n   x",
    ".. meta::\n   :keywords: x",
    ".. header:: x",
    ".. class:: x",
    ".. role:: x",
    ".. default-role:: literal",
    ".. include:: /nowhere",
    ".. raw:: html\n\n   <hr>",
    ".. image:: x.png",
    ".. table::\n\n   x",
    ".. csv-table::\n\n   a, b",
    ".. code::\n\n   x",
    ".. code-block:: json\n\n   {}",
    ".. parsed-literal::\n\n   x",
    ".. math:: x",
    ".. replace:: x",
    ".. unicode:: 0x20",
    ".. date::",
    ".. target-notes::",
    ".. compound::\n\n   x",
    ".. container:: x\n\n   x",
    ".. rubric:: x",
    ".. topic:: x\n\n   x",
    ".. title:: Another",
    ":field: list",
    ":Author: somebody",
    "-a  an option",
    "| a line\n| block",
    ">>> doctest",
    "    a quote",
    "term\n  definition",
    "::\n\n  literal",
    "text::\n\n  literal",
    "text::\n  literal",
    "text::\n\n> quoted\n> literal",
    "----",
    "=======",
    "=======\nAnother\n=======",
    "===\nAnother\n===",
    "=== ===\none two\n=== ===\n1   2\n=== ===",
    "=== ===\none two\n=== ===\n1 2 3 4\n",
    "+---+\n| x |\n+---+",
    "+---+\n| x \n+---+",
    "__ https://example.org/",
    "`anonymous`__",
    "`nowhere`_",
    "*never ends",
    "``never ends",
    "|never|",
    ":unheard:`x`",
    "Another\n-----",
    "Another\n--",
    "\tx",
    "\x0c",
    "\u2028",
)


@_damage
def _block(lines: Lines, chance: Random) -> Lines:
    lines = list(lines)
    at = chance.randrange(len(lines) + 1)
    new = chance.choice(_BLOCKS).split("\n")
    lines[at:at] = ["", *new, ""] if chance.random() < 0.7 else new
    return lines


@_damage
def _at_the_start(lines: Lines, chance: Random) -> Lines:
    return [*chance.choice(_BLOCKS).split("\n"), *([""] * chance.randrange(2)), *lines]


@_damage
def _no_head(lines: Lines, chance: Random) -> Lines | None:
    found = titles(lines)
    return lines[max(0, found[0] - 1) :] if found else None


@_damage
def _blank_lines(lines: Lines, chance: Random) -> Lines:
    how = chance.randrange(4)
    if how == 0:
        return [line for line in lines if line]
    if how == 1:
        return [part for line in lines for part in (line, "")]
    blank = [n for n, line in enumerate(lines) if not line] or [0]
    at = chance.choice(blank)
    if how == 2:
        return lines[:at] + lines[at + 1 :]
    return [*lines[:at], chance.choice(("  ", "\t", "\xa0", "\x0c")), *lines[at + 1 :]]


@_damage
def _indents(lines: Lines, chance: Random) -> Lines:
    at = chance.randrange(len(lines))
    end = min(len(lines), at + chance.choice((1, 1, 3, 20, len(lines))))
    by = chance.choice((" ", "  ", "    ", "\t", "        " * 12))
    if chance.random() < 0.3:
        return [*lines[:at], *(line.lstrip() for line in lines[at:end]), *lines[end:]]
    return [*lines[:at], *(by + line if line else "" for line in lines[at:end]), *lines[end:]]


@_damage
def _odd_character(lines: Lines, chance: Random) -> Lines:
    at = chance.randrange(len(lines))
    text = lines[at]
    cut = chance.choice((0, len(text), chance.randrange(len(text) + 1)))
    return [*lines[:at], text[:cut] + chance.choice(ODD) + text[cut:], *lines[at + 1 :]]


@_damage
def _line_ends(lines: Lines, chance: Random) -> str:
    ends = ("\r\n", "\r", "\r\r\n", "\n\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")
    if chance.random() < 0.5:
        return chance.choice(ends).join(lines)
    share = chance.choice((0.02, 0.2, 0.5))
    other = chance.choice(ends)
    return "".join(line + (other if chance.random() < share else "\n") for line in lines)


@_damage
def _line_length(lines: Lines, chance: Random) -> Lines:
    lines = list(lines)
    at = chance.randrange(len(lines))
    length = chance.choice((78, 79, 80, 81, 200, 9_999, 10_001))
    text = (_WORDS * (length // len(_WORDS) + 1))[:length]
    text = chance.choice(
        (
            text,
            "x" * length,
            "x" * length + " y",
            "x" * length + " ",
            "x" * length + "\xa0y",
            "  " + "x" * length,
            "see http://example.org/ " + text,
            "HTTP://example.org/ " + text,
            text + " https://",
            "\t" + text,
            " " + text,
            "\xa0" + text,
            text + "::",
            "\u4e2d" * (length // 2) + " x",
            text[:40] + "\r" + text[40:],
            text[:40] + "\u2028" + text[40:],
        )
    )
    before = chance.choice(
        ((), ("",), ("text::", ""), ("text::",), ("a::b",), ("::", "", "  x", "y"), (".. x::",))
    )
    indent = chance.choice(("", "", "  ", "\t"))
    lines[at:at] = [*before, indent + text, *([""] * chance.randrange(2))]
    return lines


@_damage
def _line_end(lines: Lines, chance: Random) -> Lines:
    at = chance.randrange(len(lines))
    end = chance.choice((" ", "  ", "\t", " \t", "\t ", "\xa0", " \r", "\r ", "\x0c", " \u2028"))
    return [*lines[:at], lines[at] + end, *lines[at + 1 :]]


@_damage
def _lines_change(lines: Lines, chance: Random) -> Lines:
    lines = list(lines)
    for _ in range(chance.choice((1, 1, 3, 10))):
        if len(lines) < 2:
            break
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        how = chance.randrange(4)
        if how == 0:
            del lines[at]
        elif how == 1:
            lines.insert(at, lines[other])
        elif how == 2:
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at : at + 2] = [" ".join(lines[at : at + 2])]
    return lines


@_damage
def _characters_change(lines: Lines, chance: Random) -> str:
    text = list("\n".join(lines))
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randrange(len(text) + 1)
        sign = chance.choice("\n\n  =-~`*_|:.\\<>[]aZ0" + ODD)
        text[at : at + chance.choice((0, 1))] = [sign]
    return "".join(text)


@_damage
def _bytes_change(lines: Lines, chance: Random) -> bytes:
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    at = chance.randrange(len(data) + 1)
    new = chance.choice((b"\xff", b"\xc3", b"\x80", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\0"))
    return chance.choice((data[:at] + new + data[at:], new + data, data[:at], data[at:]))


@_damage
def _nearly_nothing(lines: Lines, chance: Random) -> str:
    return chance.choice(
        ("", "\n", " ", "x", "\ufeff", "Title\n=====\n", "====\n\n====\n", "..\n")
    )


@_damage
def _nested(lines: Lines, chance: Random) -> Lines:
    depth = chance.choice((10, 30, 60, 95, 130))
    deep = [" " * n + "x" for n in range(depth) for _ in (0, 1)]
    lists = [" " * (2 * n) + "* x" for n in range(depth)]
    at = chance.choice((len(lines), chance.randrange(len(lines))))
    return [*lines[:at], "", *chance.choice((deep, lists)), "", *lines[at:]]


def damaged(text: str, chance: Random) -> tuple[str, bytes] | None:
    """A text with one or two faults.

    :returns: what was done, and the damaged text; None if it could not be done.
    """
    names = [chance.choice(list(DAMAGES)) for _ in range(chance.choice((1, 1, 1, 2)))]
    content: str | bytes = text
    for name in names:
        if isinstance(content, bytes):
            break
        made = DAMAGES[name](content.split("\n"), chance)
        if made is None:
            return None
        content = "\n".join(made) if isinstance(made, list) else made
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return " + ".join(names), data
