"""Diagnostics: where they stand, when they come, and that they are the command line's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Repository
from tests.server.client import Client, Message, at, span, uri

SPEC = "specs/kilo/approved/server-group-names-in-notifications.rst"


def command_line(root: Path, path: str, text: str) -> list[tuple[Any, ...]]:
    """What the command line says of a text: code, severity, place and message."""
    words = ("--no-cache", "--format", "json", "--stdin-filename", path, "-")
    run = subprocess.run(
        [sys.executable, "-m", "specslint", *words],
        cwd=root,
        input=text.encode("utf-8", "replace"),
        capture_output=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr
    return sorted(
        (d["code"], d["severity"], d["line"] - 1, d["column"] - 1, d["message"])
        if d["path"] == path
        else (d["code"], d["severity"], 0, 0, f"{d['path']}: {d['message']}")
        for d in json.loads(run.stdout)["diagnostics"]
    )


def in_words(diagnostics: list[Message]) -> list[tuple[Any, ...]]:
    """Diagnostics of the protocol, likewise; only where columns are characters."""
    severities = {1: "error", 2: "warning", 3: "info"}
    return sorted(
        (
            d["code"],
            severities[d["severity"]],
            d["range"]["start"]["line"],
            d["range"]["start"]["character"],
            d["message"],
        )
        for d in diagnostics
    )


def test_findings_are_shown_when_a_document_is_opened(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    text = (clone.root / SPEC).read_text(encoding="utf-8")
    document = editor.open(clone.root / SPEC, text + "\nTrailing \n")
    (found,) = editor.diagnostics(document)
    line = text.count("\n") + 1
    assert found["code"] == "TXT002"
    assert found["severity"] == 1
    assert found["source"] == "specslint"
    assert found["range"] == span(line, 8, 9)
    page = found["codeDescription"]["href"]
    assert page.startswith("file:///")
    assert "Why:" in Path(page.removeprefix("file://")).read_text(encoding="utf-8")
    assert editor.end() == 0
    assert editor.log == ""


def test_diagnostics_follow_what_is_typed(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    text = (clone.root / SPEC).read_text(encoding="utf-8")
    document = editor.open(clone.root / SPEC)
    assert editor.diagnostics(document) == []
    end = at(text.count("\n"), 0)
    editor.change(document, 2, {"range": {"start": end, "end": end}, "text": "\nMore \n"})
    assert [d["code"] for d in editor.diagnostics(document, 2)] == ["TXT002"]
    editor.change(document, 3, {"text": text})
    assert editor.diagnostics(document, 3) == []


def test_they_are_pulled_by_a_client_that_can(editor: Client, clone: Repository) -> None:
    editor.start(clone.root, pulls=True)
    assert editor.capabilities["diagnosticProvider"]["interFileDependencies"] is True
    text = (clone.root / SPEC).read_text(encoding="utf-8")
    document = editor.open(clone.root / SPEC, text + "\nTrailing \n")
    assert [d["code"] for d in editor.pulled(document)] == ["TXT002"]
    assert editor.pulled(uri(clone.root / "specs/kilo/approved/closed.rst")) == []
    assert editor.end() == 0
    assert not editor.notifications  # nothing was pushed besides


@pytest.mark.parametrize(
    ("encodings", "chosen", "column"),
    [(None, "utf-16", 4), (["utf-8", "utf-16"], "utf-8", 8), (["utf-32"], "utf-32", 2)],
)
def test_columns_are_counted_as_the_client_counts(
    editor: Client,
    clone: Repository,
    encodings: list[str] | None,
    chosen: str,
    column: int,
) -> None:
    editor.start(clone.root, encodings=encodings)
    assert editor.capabilities["positionEncoding"] == chosen
    text = (clone.root / SPEC).read_text(encoding="utf-8")
    document = editor.open(clone.root / SPEC, text + "\n\U0001f600\U0001f600 \n")
    (found,) = editor.diagnostics(document)
    line = text.count("\n") + 1
    assert found["range"] == span(line, column, column + 1)
    # What is put behind these characters comes to stand there.
    change = {"range": span(line, column, column + 1), "text": "!"}
    editor.change(document, 2, change)
    assert editor.diagnostics(document, 2) == []


def test_a_document_outside_of_a_spec_repository_is_left_alone(
    editor: Client, tmp_path: Path
) -> None:
    editor.start(tmp_path)
    document = editor.open(tmp_path / "notes.rst", "Trailing \n")
    assert editor.diagnostics(document) == []
    other = Repository.create(tmp_path / "other")
    other.write("README.rst", "Trailing \n")
    assert editor.diagnostics(editor.open(other.root / "README.rst")) == []
    editor.open(tmp_path / "gone.rst", "x")
    untitled = {"uri": "untitled:1", "languageId": "rst", "version": 1, "text": "x \n"}
    editor.notify("textDocument/didOpen", {"textDocument": untitled})
    assert editor.end() == 0
    assert editor.log == ""
