"""A git on the PATH that prints what git never prints: one line, and exit code 2."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Completed, Program, call

INVOCATIONS = [
    ("--commit", "HEAD"), ("--range", "HEAD^..HEAD"), ("--staged",), ("status", "kilo"),
]  # fmt: skip
PRINTED = {
    "random bytes": f"printf '{''.join(f'{chr(92)}{n * 37 % 256:03o}' for n in range(256))}'",
    "a negative size": r"printf 'a blob -5\n'",
    "a size that is no number": r"printf 'a blob x\n'",
    "half a change": r"printf ':100644 100644 a b R100\0x\0'",
    "no path": r"printf ':100644 100644 a b A\0'",
    "words": r"printf 'words words words words\n'",
}
# The commands that the real git answers.
HONEST = {
    "none": "",
    "names": "*rev-parse*|*ls-files*|*hash-object*",
    "trees": "*rev-parse*|*cat-file*|*ls-tree*|*hash-object*",
}


def wrapped(directory: Path, printed: str, honest: str) -> str:
    """A PATH with a program instead of git, which answers some commands as git does."""
    file = directory / "bin" / "git"
    file.parent.mkdir()
    case = f'case "$*" in {honest}) PATH="$SANE" exec git "$@";; esac\n' if honest else ""
    file.write_text(f"#!/bin/sh\n{case}{printed}\n")
    file.chmod(0o755)
    return f"{file.parent}{os.pathsep}{os.environ['PATH']}"


def assert_is_refused(run: Completed) -> None:
    assert run.returncode == 2, run
    assert run.stderr.startswith("specslint: ")
    assert run.stderr.count("\n") == 1, run


@pytest.mark.parametrize("honest", HONEST)
@pytest.mark.parametrize("printed", PRINTED)
def test_a_git_that_prints_something_else(
    program: Program, sample: Repository, tmp_path: Path, printed: str, honest: str
) -> None:
    sample.write("message", "Say it\n")
    sample.commit("Say it")
    path = wrapped(tmp_path, PRINTED[printed], HONEST[honest])
    refused = 0
    for words in INVOCATIONS:
        run = program.run(*words, cwd=sample.root, env={"PATH": path, "SANE": os.environ["PATH"]})
        if run.returncode == 2:
            assert_is_refused(run)
            refused += 1
        else:  # what the program printed does not matter, such as the settings of git
            assert run.stderr == ""
    assert refused


@pytest.mark.parametrize("words", INVOCATIONS, ids=" ".join)
def test_a_git_that_never_stops_printing(
    program: Program, sample: Repository, tmp_path: Path, words: tuple[str, ...]
) -> None:
    path = wrapped(tmp_path, "yes", "")
    command = f'ulimit -d 400000; exec "{program.bin}/specslint" "$@"'
    run = call("sh", "-c", command, "sh", *words, cwd=sample.root, PATH=path)
    assert_is_refused(run)
    assert "memory" in run.stderr
