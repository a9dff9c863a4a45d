"""The examples of configuration in the page on editors are sound."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib

import pytest

from tests.conftest import PROJECT
from tests.e2e.test_documents import blocks_of

PAGE = "doc/editor.rst"
EXTENSION = PROJECT / "editors" / "vscode"


def test_the_example_for_helix() -> None:
    (block,) = blocks_of(PAGE, "toml")
    helix = tomllib.loads(block)
    assert helix["language-server"]["specslint"] == {"command": "specslint", "args": ["server"]}
    assert {language["language-servers"][0] for language in helix["language"]} == {"specslint"}


def test_the_example_for_kate() -> None:
    (block,) = blocks_of(PAGE, "json")
    assert json.loads(block)["servers"]["rst"]["command"] == ["specslint", "server"]


def test_the_extension_for_visual_studio_code() -> None:
    manifest = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    assert (EXTENSION / manifest["main"]).is_file()
    settings = manifest["contributes"]["configuration"]["properties"]
    assert settings["specslint.command"]["default"] == ["specslint", "server"]
    assert f"specslint-{manifest['version']}.vsix" in (PROJECT / PAGE).read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_extension_is_javascript() -> None:
    subprocess.run(["node", "--check", str(EXTENSION / "extension.js")], check=True)
