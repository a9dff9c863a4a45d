"""Texts of any size: for each kind of line, as many as fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

HEAD = "=====\nTitle\n=====\n\n"

# The repeated lines; {0} is replaced by the line's number.
_LINES = {
    "words": "Some words in a paragraph that goes on and on without an end\n",
    "paragraphs": "Some words in a paragraph of its own, number {0}\n\n",
    "emphasis": "*a* **b** ``c`` ",
    "unclosed emphasis": "*a ",
    "unclosed literals": "``a ",
    "unknown references": "a{0}_ ",
    "phrases": "`a phrase {0}`_ ",
    "unclosed phrases": "`a phrase ",
    "embedded URIs": "`a {0} <https://example.org/{0}>`_ ",
    "URIs": "https://example.org/{0} ",
    "roles": ":ref:`x{0}` ",
    "unknown roles": ":x{0}:`a` ",
    "titles": "T{0}\n=====\n\n",
    "titles alike": "Testing\n=======\n\n",
    "titles that are nearly so": "testin{0}\n========\n\n",
    "short underlines": "Title {0} of some length\n===\n\n",
    "bullets": "* an item\n",
    "bullets after text": "text\n* an item\n",
    "numbers": "#. an item\n",
    "fields": ":field{0}: value\n",
    "options": "-a, --all{0}  an option\n",
    "definitions": "term {0}\n  what it is\n",
    "line blocks": "| a line\n",
    "quotes": "text\n\n    a quote\n\n",
    "grid tables": "+---+---+\n| a | b |\n",
    "simple tables": "=== ===\na   b\n=== ===\n\n",
    "footnotes": ".. [#n{0}] a note\n",
    "comments in footnotes": ".. [#] .. x\n",
    "citations": ".. [C{0}] a note\n",
    "citations that are used": "[C{0}]_\n\n.. [C{0}] a note\n\n",
    "definitions of substitutions": ".. |s{0}| replace:: text\n",
    "substitutions": "|s{0}| ",
    "targets": ".. _t{0}: https://example.org/\n",
    "targets alike": ".. _t: https://example.org/{0}\n",
    "targets twice": ".. _t{0}: https://a.example/\n.. _t{0}: https://b.example/\n",
    "internal targets": ".. _t{0}:\n\ntext\n\n",
    "internal targets in a row": ".. _t{0}:\n",
    "anonymous targets": "__ https://example.org/\n",
    "anonymous references": "`a`__ ",
    "comments": ".. a comment\n\n",
    "two dots": "..\n",
    "pragmas": ".. specslint: disable=TXT002\n\ntext \n\n",
    "directives": ".. note:: text\n\n",
    "unknown directives": ".. nothing{0}:: text\n\n",
    "one colon": ".. note: text\n\n",
    "images": ".. image:: a{0}.png\n\n",
    "code": ".. code-block:: python\n\n    x = {0}\n\n",
    "literal blocks": "text::\n\n    literal\n\n",
    "colons": "::\n",
    "backslashes": "\\a",
    "one long word": "a",
    "underscores": "a_",
    "stars": "*",
    "backquotes": "`",
    "bars": "|",
    "brackets": "[",
    "angles": "<",
    "rows": "=",
    "dashes": "-\n",
    "spaces": " ",
    "spaces at the ends": "a \n",
    "blank lines": "\n",
    "blank lines with spaces": " \n",
    "tabs": "a\tb",
    "tabs at the starts": "\ta\n",
    "carriage returns": "a\r\n",
    "carriage returns in a line": "a\r",
    "form feeds": "a\f",
    "separators": "a\u2028",
    "zero-width": "a\u200b",
    "joiners": "\U0001f468\u200d",
    "combining": "a\u0301",
    "wide": "\u4e2d ",
    "markers": "<<<<<<< a\n=======\n>>>>>>> b\n",
    "long lines": "word " * 30 + "\n",
    "broken literals": "`` a``b`` ",
    "links without underscores": "`text <https://example.org/{0}>` ",
    "broken directives": "..note::\n\n",
    "braces": ".. code-block:: json\n\n    {{\n\n",
    "placeholders": "<launchpad-id or None> ",
    "blueprints": "https://blueprints.launchpad.net/nova/+spec/a{0} ",
    "licences": "creative commons attribution 3.",
}


def grown(line: str, size: int, head: str = HEAD) -> str:
    """Lines up to a size in characters, numbered if they have a placeholder."""
    text = [head]
    length, number = len(head), 0
    while length < size:
        made = line.format(number) if "{" in line else line
        text.append(made)
        length += len(made)
        number += 1
    return "".join(text)


def _maker(line: str) -> Callable[[int], str]:
    return lambda size: grown(line, size)


TEXTS: Mapping[str, Callable[[int], str]] = {name: _maker(line) for name, line in _LINES.items()}
"""By what they have many of: a function of the size."""

_MESSAGE_LINES = {
    "spaces behind a key": " ",
    "keys": "bp ",
    "keys and dots": "bp.",
    "keys and slashes": "bp/a/",
    "folded tags": " Previously-approved: juno,\n",
    "tags": "Previously-approved: juno\n",
    "tags without a colon": "Previously approved juno\n",
    "words in a tag": "juno, ",
    "words that are none": "x{0} ",
    "remarks": "(juno) ",
    "open remarks": "(",
    "nearly tags": "Previosly-approved: juno\n",
    "dependencies": "Depends-On: {0}\n",
    "Change-Ids": "Change-Id: I{0:040d}\n",
    "URLs of blueprints": "blueprints.launchpad.net/",
    "blank lines": "\n",
    "comments": "# {0}\n",
}

MESSAGES: Mapping[str, Callable[[int], str]] = {
    name: lambda size, line=line, head=head: grown(line, size, head)  # type: ignore[misc]
    for head in ("Say something\n\nbp", "Say something\n\nPreviously-approved: ", "a\n\n")
    for name, line in ((f"{what}, after {head!r}", line) for what, line in _MESSAGE_LINES.items())
}
"""Messages, likewise."""
