"""The language server reports on real specs what the command line does, even during edits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from random import Random

import pytest

from tests.conftest import Repository
from tests.server.client import Client, Message, at
from tests.server.test_diagnostics import command_line, in_words

pytestmark = pytest.mark.slow

_WORDS = ("\n", " ", "=", "`", "*", "``", "x", "\t", ".. note::\n\n", "\U0001f600", "| |", "]_")


@pytest.fixture
def editor() -> Iterator[Client]:
    with Client() as client:
        yield client


def test_all_documents(editor: Client, corpus: Repository) -> None:
    root = corpus.root
    files = sorted(
        str(file.relative_to(root))
        for file in root.glob("specs/**/*")
        if file.is_file() and not file.is_symlink()
    )
    words = ("--no-cache", "--format", "json", *files)
    run = subprocess.run(
        [sys.executable, "-m", "specslint", *words], cwd=root, capture_output=True, check=False
    )
    expected: dict[str, list[Message]] = {}
    for found in json.loads(run.stdout)["diagnostics"]:
        expected.setdefault(found["path"], []).append(found)
    assert len(expected) > 20
    # With this encoding, columns are in characters.
    editor.start(root, pulls=True, encodings=["utf-32"])
    for file in files:
        document = editor.open(root / file)
        assert in_words(editor.pulled(document)) == sorted(
            (d["code"], d["severity"], d["line"] - 1, d["column"] - 1, d["message"])
            for d in expected.get(file, ())
        ), file
        editor.notify("textDocument/didClose", {"textDocument": {"uri": document}})
    assert editor.end() == 0
    assert editor.log == ""


@pytest.mark.parametrize("seed", range(4))
def test_random_edits(editor: Client, corpus: Repository, seed: int) -> None:
    chance = Random(seed)
    files = sorted(corpus.root.glob("specs/kilo/*/*.rst"))
    file = chance.choice([file for file in files if not file.is_symlink()])
    path = str(file.relative_to(corpus.root))
    text = file.read_text(encoding="utf-8")
    editor.start(corpus.root, pulls=True, encodings=["utf-32"])
    document = editor.open(file)
    for version in range(2, 42):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice((0, 0, 1, 3, 20)))
        new = chance.choice(_WORDS)
        where = {"start": position(text, start), "end": position(text, end)}
        editor.change(document, version, {"range": where, "text": new})
        text = text[:start] + new + text[end:]
        if version % 8 == 0:
            assert in_words(editor.pulled(document)) == command_line(corpus.root, path, text)
    assert editor.end() == 0
    assert editor.log == ""


def position(text: str, offset: int) -> Message:
    before = text[:offset]
    return at(before.count("\n"), offset - before.rfind("\n") - 1)
