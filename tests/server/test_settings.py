"""What diagnostics depend on besides their text: settings, other documents, files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import SAMPLE, Repository
from tests.server.client import Client, uri
from tests.server.test_diagnostics import SPEC
from tests.server.test_robust import codes

TEMPLATE = "specs/kilo-template.rst"
REDIRECTS = "specs/kilo/redirects"


@pytest.fixture
def sound(clone: Repository) -> str:
    return (clone.root / SPEC).read_text(encoding="utf-8")


def test_settings_are_read_again_when_they_change(
    editor: Client, clone: Repository, sound: str
) -> None:
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC, f"{sound}\nMore \n")
    assert codes(editor.diagnostics(document)) == ["TXT002"]
    before = (clone.root / "pyproject.toml").read_text(encoding="utf-8")
    clone.write("pyproject.toml", f"{before}\n[tool.specslint.severity]\nTXT002 = 'info'\n")
    editor.notify("workspace/didChangeWatchedFiles", {"changes": []})
    (found,) = editor.diagnostics(document)
    assert found["severity"] == 3
    # While they are wrong, the last ones that were right hold.
    clone.write("pyproject.toml", "[tool.specslint]\nseverity = 1\n")
    editor.change(document, 2, {"text": f"{sound}\nMore again \n"})
    assert "severity" in editor.wait("window/showMessage")["message"]
    editor.change(document, 3, {"text": f"{sound}\nMore \n"})
    (found,) = editor.diagnostics(document, 3)
    assert found["severity"] == 3
    clone.write("pyproject.toml", before)
    editor.change(document, 4, {"text": f"{sound}\nMore again \n"})
    (found,) = editor.diagnostics(document, 4)
    assert found["severity"] == 1


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"debounce": 0, "select": ["TPL"]}, []),
        ({"debounce": 0, "ignore": "TXT002"}, ["TXT006"]),
        ({"debounce": 0, "select": ["TXT002"], "ignore": []}, ["TXT002"]),
    ],
)
def test_the_editor_selects_rules(
    editor: Client, clone: Repository, sound: str, options: Any, expected: list[str]
) -> None:
    editor.start(clone.root, options=options)
    document = editor.open(clone.root / SPEC, f"{sound}\nMore \n\n")
    assert codes(editor.diagnostics(document)) == expected


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"select": ["NONE"]}, "NONE"),
        ({"debounce": "soon"}, "debounce"),
        ({"logLevel": "loud"}, "logLevel"),
        ({"other": 1}, "other"),
        ([1], "no object"),
    ],
)
def test_invalid_options_are_reported(
    editor: Client, clone: Repository, sound: str, options: Any, said: str
) -> None:
    editor.start(clone.root, options=options)
    assert said in editor.wait("window/showMessage")["message"]
    document = editor.open(clone.root / SPEC, f"{sound}\nMore \n")
    assert codes(editor.diagnostics(document)) == ["TXT002"]


def test_diagnostics_wait_until_nobody_types(
    editor: Client, clone: Repository, sound: str
) -> None:
    editor.start(clone.root, options={"debounce": 400})
    document = editor.open(clone.root / SPEC)
    editor.diagnostics(document)
    for version in range(2, 12):
        editor.change(document, version, {"text": f"{sound}\nMore {version} \n"})
    assert codes(editor.diagnostics(document, 11)) == ["TXT002"]
    pushed = [n for n in editor.notifications if n["params"].get("version") in range(2, 11)]
    assert not pushed


def test_requests_that_wait_can_be_cancelled(
    editor: Client, clone: Repository, sound: str
) -> None:
    editor.start(clone.root, pulls=True, options={"debounce": 2000})
    document = editor.open(clone.root / SPEC)
    assert editor.pulled(document) == []
    editor.change(document, 2, {"text": f"{sound}\nMore \n"})
    params = {"textDocument": {"uri": document}}
    first = editor.start_request("textDocument/diagnostic", params)
    second = editor.start_request("textDocument/diagnostic", params)
    editor.notify("$/cancelRequest", {"id": first})
    assert editor.answer(first)["error"]["code"] == -32800
    assert codes(editor.answer(second)["result"]["items"]) == ["TXT002"]


def test_progress_is_reported_to_a_client_that_asks(
    editor: Client, clone: Repository, sound: str
) -> None:
    editor.start(clone.root, pulls=True)
    document = editor.open(clone.root / SPEC, f"{sound}\nMore \n")
    params = {"textDocument": {"uri": document}, "workDoneToken": "mine"}
    answer = editor.request("textDocument/diagnostic", params)
    assert codes(answer["items"]) == ["TXT002"]
    told = [editor.wait("$/progress", lambda p: p["token"] == "mine") for _ in range(2)]
    assert [one["value"]["kind"] for one in told] == ["begin", "end"]


def test_an_unsaved_template_counts_for_its_specs(
    editor: Client, clone: Repository, sound: str
) -> None:
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC)
    assert editor.diagnostics(document) == []
    text = (clone.root / TEMPLATE).read_text(encoding="utf-8")
    template = editor.open(clone.root / TEMPLATE)
    assert editor.diagnostics(template) == []
    more = text.replace("\nReferences\n==", "\nMore of it\n==========\n\nText\n\nReferences\n==")
    editor.change(template, 2, {"text": more})
    (found,) = editor.diagnostics(document)
    assert found["code"] == "TPL001"
    assert "More of it" in found["message"]
    editor.notify("textDocument/didClose", {"textDocument": {"uri": template}})
    assert editor.diagnostics(document) == []


def test_unsaved_redirects_are_checked(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    text = (clone.root / REDIRECTS).read_text(encoding="utf-8")
    document = editor.open(clone.root / REDIRECTS)
    assert editor.diagnostics(document) == []
    editor.change(document, 2, {"text": f"{text}approved/gone.rst ../nowhere.rst\n"})
    assert codes(editor.diagnostics(document, 2)) == ["PLC007"]


def test_a_deleted_file_affects_references_to_it(
    editor: Client, clone: Repository, sound: str
) -> None:
    other = "specs/kilo/approved/retry-volume-detach"
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC, f"{sound}\nSee :doc:`/{other}`.\n")
    assert editor.diagnostics(document) == []
    old, new = uri(clone.root / f"{other}.rst"), uri(clone.root / f"{other}-2.rst")
    (clone.root / f"{other}.rst").rename(clone.root / f"{other}-2.rst")
    editor.notify("workspace/didRenameFiles", {"files": [{"oldUri": old, "newUri": new}]})
    assert codes(editor.diagnostics(document)) == ["RST011"]


def test_each_repository_has_settings_of_its_own(
    editor: Client, clone: Repository, sound: str
) -> None:
    other = Repository.create(clone.root.parent / "other specs")
    shutil.copytree(SAMPLE, other.root, dirs_exist_ok=True)
    other.write("pyproject.toml", "[tool.specslint]\nignore = ['TXT002']\n")
    editor.start(clone.root)
    one = editor.open(clone.root / SPEC, f"{sound}\nMore \n")
    assert codes(editor.diagnostics(one)) == ["TXT002"]
    two = editor.open(other.root / SPEC, f"{sound}\nMore \n")
    assert editor.diagnostics(two) == []


def test_the_client_is_asked_to_watch_files(editor: Client, clone: Repository) -> None:
    watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
    editor.start(clone.root, workspace=watching)
    found = editor.wait("client/registerCapability")
    (registration,) = found["registrations"]
    assert registration["method"] == "workspace/didChangeWatchedFiles"
    assert editor.end() == 0


def test_a_missing_dependency_is_one_line(clone: Repository) -> None:
    code = (
        "import sys; sys.modules['pygls'] = None; from specslint.cli.main import main;"
        "sys.exit(main(['server']))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=clone.root,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1
    assert 'install specslint with its extra "server"' in run.stderr
