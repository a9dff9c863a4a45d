"""The environment of the process: no working directory, no docstrings, low limits."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Repository
from tests.e2e.conftest import Program, call, must

GONE = "specslint: the working directory is gone: change into a clone\n"


@pytest.mark.parametrize(
    "words",
    [
        "", "x.rst", "--commit HEAD", "--staged", "--fix", "commit-msg m", "status", "init",
        "repropose x", "--root {}", "--root {} --output-file o", "--root {} --baseline b",
        "status --root {}", "init --root {} --yes",
    ],
)  # fmt: skip
def test_a_working_directory_that_is_gone(
    program: Program, sample: Repository, tmp_path: Path, words: str
) -> None:
    command = f"mkdir gone && cd gone && rmdir ../gone && exec {program.bin}/specslint "
    run = call("sh", "-c", command + words.format(sample.root), cwd=tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", GONE)
    assert sample.git("status", "--porcelain") == ""


@pytest.mark.parametrize("words", ["rule TXT001", "rule", "cache info", "--version", "--help"])
def test_what_needs_none(program: Program, tmp_path: Path, words: str) -> None:
    command = f"mkdir gone && cd gone && rmdir ../gone && exec {program.bin}/specslint "
    run = call("sh", "-c", command + words, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout


@pytest.mark.parametrize(
    "words",
    ["rule TXT001", "rule TPL FTK", "rule", "rule TXT001 --format json", "--format sarif"],
)
def test_without_docstrings(program: Program, sample: Repository, words: str) -> None:
    plain = program.run(*words.split(), cwd=sample.root)
    bare = program.run(*words.split(), cwd=sample.root, env={"PYTHONOPTIMIZE": "2"})
    assert (bare.returncode, bare.stdout, bare.stderr) == (
        plain.returncode, plain.stdout, plain.stderr,
    )  # fmt: skip


def test_the_reference_without_docstrings() -> None:
    code = (
        "from specslint.rules import all_rules; from tools.generate_docs import reference; "
        "print(reference(all_rules().values()))"
    )
    plain, bare = (
        must(sys.executable, *options, "-c", code, cwd=PROJECT) for options in ((), ("-OO",))
    )
    assert bare.stdout == plain.stdout
