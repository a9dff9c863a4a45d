"""The oldest declared dependencies, with Sphinx installed, give the findings of the newest.

``tox run -m versions`` does the same with every Python.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.e2e.conftest import Program, must
from tests.unit.test_bounds import NEEDED, SPHINX, bounds
from tools.findings import compare, findings


@pytest.fixture(scope="module")
def oldest(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the lower bounds, and Sphinx."""
    base = tmp_path_factory.mktemp("oldest")
    pinned = {**bounds(NEEDED), "Sphinx": SPHINX}
    pins = [f"{name}=={version}" for name, version in pinned.items()]
    must(sys.executable, "-m", "venv", base, cwd=base)
    python = base / "bin/python"
    must(python, "-m", "pip", "install", "--quiet", program.wheel, *pins, cwd=base)
    return python


@pytest.mark.slow
def test_they_find_the_same(
    program: Program,
    oldest: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("SPECSLINT_CORPUS", raising=False)  # the tests of the corpus cover it
    with ThreadPoolExecutor() as pool:
        lists = pool.map(findings, (str(program.bin / "python"), str(oldest)))
    for name, lines in zip(("newest", "oldest"), lists, strict=True):
        (tmp_path / f"{name}.jsonl").write_text("\n".join([*lines, ""]))
    code = compare(tmp_path)
    printed = capsys.readouterr().out
    assert code == 0, printed
    newest, old = printed.splitlines()
    assert "no Sphinx" in newest
    assert all(f"{n} {v}" in old for n, v in bounds(NEEDED).items())
    assert "no Sphinx" not in old


def test_lists_that_differ_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text("Python 1\nx: 1\ny: 2\n")
    assert compare(tmp_path) == 1
    assert capsys.readouterr().out == f"1 lists in {tmp_path}: nothing to compare\n"
    (tmp_path / "b.jsonl").write_text("Python 2\nx: 1\ny: 2\n")
    (tmp_path / "c.jsonl").write_text("Python 3\nx: 1\ny: 3\n")
    assert compare(tmp_path) == 1
    assert capsys.readouterr().out == (
        "a: Python 1: 2 lines, the same\nb: Python 2: 2 lines, the same\n"
        "c: Python 3: 2 lines, OTHERS\n--- a\n+++ c\n@@ -2 +2 @@\n-y: 2\n+y: 3\n"
    )
