"""The sentences for docutils' messages: every message of docutils has one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import docutils
import pytest

from specslint.model.document import Document
from specslint.parsing import parse, wording
from tools.random_markup import BLOCKS

_ROOT = Path(docutils.__file__).parent
_MODULES = (
    "parsers/rst/states.py",
    "parsers/rst/__init__.py",
    "parsers/rst/roles.py",
    "parsers/rst/tableparser.py",
    "transforms/references.py",
    "transforms/misc.py",
    "transforms/parts.py",
    "nodes.py",
    "utils/__init__.py",
    "utils/code_analyzer.py",
)
_REPORTING = ("warning", "error", "severe", "system_message", "malformed_table")
_RAISING = (
    "MarkupError",
    "TableMarkupError",
    "ValueError",
    "BadOptionError",
    "BadOptionDataError",
    "DuplicateOptionError",
    "NameValueError",
    "LexerError",
)
# The beginnings of messages that are not about a text: about calls, documents made by
# programs, or combinations of others that are tested by themselves.
_OTHER = re.compile(
    r'x$|Malformed table\. x$|`path` value|"x" is n|.*, x$|.*footnotex |.* foundx$'
)


def written(node: ast.expr) -> str:
    """The text of an expression, with an x for what is inserted at run time."""
    match node:
        case ast.Constant():
            return str(node.value)
        case ast.JoinedStr():
            return "".join(map(written, node.values))
        case ast.BinOp(op=ast.Add()):
            return written(node.left) + written(node.right)
        case ast.BinOp(op=ast.Mod()):
            return re.sub(r"%[sdr]", "x", written(node.left))
    return "x"


def messages() -> Iterator[str]:
    """The messages of the installed docutils that a spec can cause."""
    directives = sorted((_ROOT / "parsers/rst/directives").glob("*.py"))
    for file in (*(_ROOT / name for name in _MODULES), *directives):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            function = node.func
            name = getattr(function, "attr", getattr(function, "id", ""))
            first = node.args[len(node.args) > 1 and name in ("system_message", "malformed_table")]
            text = written(first)
            if name == "unindent_warning":
                yield f"{text} ends without a blank line; unexpected unindent"
            elif name in ("malformed_table", "TableMarkupError"):
                yield f"Malformed table. {text}"
            elif name in (*_REPORTING, *_RAISING):
                yield text


def test_every_message_of_the_installed_docutils_is_known() -> None:
    texts = {wording.normalised(text) for text in messages()}
    assert len(texts) > 120
    details = [
        re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(form)))
        for entry in wording.DETAILS
        for form in entry.forms
    ]
    unknown = {
        text
        for text in texts
        if wording.plain(text) == text
        and not _OTHER.match(text)
        and not any(detail.fullmatch(text) for detail in details)
    }
    assert unknown == set()


@pytest.mark.parametrize(
    "entry",
    [*wording.WARNINGS, *wording.ERRORS],
    ids=lambda entry: entry.forms[0],
)
def test_the_sentences(entry: wording.Entry) -> None:
    names = {name for form in entry.forms for name in re.findall(r"\{(\w+)\}", form)}
    used = set(re.findall(r"\{(\w+)\}", entry.sentence))
    assert used <= names
    # The finding first, then what to do, in words that do not need docutils' source.
    assert re.search(r": | — ", entry.sentence)
    assert len(entry.sentence) <= 160
    jargon = "unindent;|start-string|interpreted text|body element|explicit markup|block quote"
    assert not re.search(jargon, entry.sentence, re.IGNORECASE)
    for form in entry.forms:
        text = re.sub(r"\{\w+\}", "y", form)
        assert wording.plain(text) != text


def found(text: str) -> list[tuple[int, str]]:
    document = parse(f"Title\n=====\n\n{text}")
    assert isinstance(document, Document)
    return [(message.line, message.text) for message in document.messages]


def test_messages_on_damaged_blocks_are_in_plain_words() -> None:
    told = [message for block in BLOCKS for message in found(f"{block}\n\nEnd.\n")]
    assert len(told) > 200
    docutils_own = re.compile(
        "unexpected unindent|start-string|Malformed table|Unexpected|invalid option|Error in "
    )
    assert [text for _, text in told if docutils_own.search(text)] == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("* a\nb\n", 5, "an empty line is missing after the list"),
        ("text\nmore\n  indented\n", 6, "this line has unexpected indentation"),
        ("text\nmore\n  * indented\n", 6, "a list needs an empty line before it"),
        ("+---+\n| a |\n| b\n+---+\n", 6, "this line does not end at the table's right border"),
        ("+---+\n| a |\n+---+\nx\n", 7, "an empty line is missing after the table"),
        ("+---+\n| a |\n| b |\n\nx\n", 6, "the table has no closing border"),
        ("===  ===\na    b\n===  ====\nc    d\n===  ===\n", 6, "this border of the table differs"),
        ("===  ===\na bcd  e\n===  ===\n", 5, "the text is wider than its column"),
        ("a__ b__\n\n__ https://a.example/\n", 4, "links that end with two underscores: 2"),
        ("a\n\nb__\n\nc__\n\n__ https://a.example/\n", 6, "links that end with two underscores"),
        ("[1]_ [2]_\n\n.. [1]\n.. [2]\n\nx\n", 6, "this footnote is empty"),
        ("`a <https://b.example/>`_\n\n`a <https://c.example/>`_\n", 6, 'the name "a" is given'),
        (".. image:: a\n   :width: 2vw\n", 5, "write a length such as"),
        (".. code:: c\n   :number-lines: x\n\n   a\n", 5, ":number-lines: takes a number"),
        (
            ".. note:: a\n   :name: x\n\n.. tip:: b\n   :name: x\n",
            8,
            'the name "x" is given twice',
        ),
        ("a\n\n----\n", 6, "a line across the page is at the end of the document"),
        (".. [1]\n\nx [1]_\n", 4, "this footnote is empty"),
    ],
)
def test_the_location_and_the_message(text: str, line: int, words: str) -> None:
    assert any(number == line and words in told for number, told in found(text)), found(text)


def test_unknown_messages_are_shown_unchanged() -> None:
    assert wording.plain("Something new") == "Something new"


def test_long_names_are_shortened() -> None:
    told = wording.plain(f'Unknown target name: "{"a" * 100}"')
    assert "…" in told
    assert len(told) < 160


def test_each_rule_has_its_messages() -> None:
    assert {code for code, _ in wording.originals()} == {"RST001", "RST002"}
