"""Sphinx in the same process: what it registers in docutils changes nothing."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

PARSE_ALL = """\
import tomllib
from pathlib import Path
from specslint.parsing import parse
for path in sorted(Path("tests/rules").glob("*/*/*/*.toml")):
    for name, text in tomllib.loads(path.read_text()).get("files", {}).items():
        print(path, name, parse(text))
"""

# A builder that writes nothing; everything that an application registers is registered.
BUILD = """\
import sys
from sphinx.application import Sphinx
from docutils.parsers.rst import directives, roles
source = sys.argv[1]
extensions = ["sphinx.ext.todo", "sphinx.ext.autosummary", "sphinx.ext.graphviz"]
app = Sphinx(
    source, None, source + "/out", source + "/out", "dummy",
    confoverrides={"extensions": extensions, "master_doc": "index"}, status=None,
)
app.build()
assert directives._directives["code-block"].__module__.startswith("sphinx.")
assert roles._roles["download"]
"""


def parsed(script: str, *arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, *arguments],
        cwd=PROJECT,
        env={**os.environ, "PYTHONHASHSEED": "0"},  # sets are printed
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.skipif(not importlib.util.find_spec("sphinx"), reason="Sphinx is not installed")
def test_another_program_may_have_set_the_timer(tmp_path: Path) -> None:
    (tmp_path / "index.rst").write_text(
        "Title\n=====\n\n.. code-block:: python\n\n   x = 1\n\n.. todo:: :doc:`index`\n"
    )
    alone = parsed(PARSE_ALL)
    assert len(alone.splitlines()) > 300
    assert "ParserMessage(" in alone
    assert parsed(BUILD + PARSE_ALL, str(tmp_path)) == alone
