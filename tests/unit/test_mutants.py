"""The tests that are chosen for a mutant: ``tools/mutants.py``."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tools import mutants
from tools.mutants import Coverage, Mutant, lines_affected

CODE = """\
import re

LIMIT = 3
UNUSED = (
    4
)


@cache
def first(size=2):
    if (
        size > LIMIT
    ):
        return 1
    return [
        size
        for _ in range(2)
    ]


class Value:
    width = 1

    def area(self):
        return self.width * LIMIT
"""


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        pytest.param(14, {14}, id="a statement"),
        pytest.param(16, {15, 16, 17, 18}, id="a statement of several lines"),
        pytest.param(12, {11, 12, 13}, id="the head of a block"),
        pytest.param(10, set(range(10, 19)), id="the head of a function"),
        pytest.param(9, set(range(10, 19)), id="its decorator"),
        pytest.param(3, {12, 25}, id="a constant"),
        pytest.param(22, {25}, id="an attribute"),
        pytest.param(5, set(), id="a name that nothing in the module uses"),
    ],
)
def test_the_lines_whose_execution_depends_on_a_line(line: int, lines: set[int]) -> None:
    assert lines_affected(CODE, line) == lines


def test_the_shortest_tests_of_a_line_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("code.py").write_text(CODE, encoding="utf-8")
    coverage = Coverage(
        {"code.py": {14: ["slow", "quick", "", "long"], 25: ["other"]}},
        {"quick": 0.1, "slow": 1.0, "long": 5.0, "other": 0.2},
    )

    def chosen(line: int) -> list[str]:
        return coverage.of(Mutant("code.py", "core/NumberReplacer", 0, line), budget=2)

    assert chosen(14) == ["quick", "slow"]
    assert chosen(16) == ["quick", "other", "slow"]  # no test executes it: all of the module
    assert chosen(3) == ["other"]  # the lines that use the constant
    assert chosen(5) == ["quick", "other", "slow"]  # all tests of the module


ONE, TWO = "tests/unit/test_one.py", "tests/unit/test_two.py"


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        (None, {"", f"{ONE}::a", f"{TWO}::b"}),
        (ONE, {"", f"{TWO}::b"}),
        ("tests/unit/data.txt", {""}),
        ("tests/helper.py", set()),
        ("specslint/code.py", set()),
    ],
)
def test_the_coverage_is_kept_of_tests_for_which_nothing_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str | None, kept: set[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(mutants, "STORED", tmp_path / "stored")
    for path in ("specslint/code.py", "tests/helper.py", "tests/unit/data.txt", ONE, TWO):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text("")
    files = (ONE, TWO)
    tests = {"", f"{ONE}::a", f"{TWO}::b"}
    lines = {"specslint/code.py": {1: sorted(tests)}}
    mutants.Stored(mutants.keys_of(files), tests, lines, {f"{ONE}::a": 1.0}).save()
    if changed:
        Path(changed).write_text("x = 1")
    stored = mutants.Stored.load(mutants.keys_of(files))
    assert stored.known == kept
    assert stored.tests == {"specslint/code.py": {1: sorted(kept)}}
    assert stored.seconds == ({f"{ONE}::a": 1.0} if f"{ONE}::a" in kept else {})
    # A run with other tests only.
    assert mutants.Stored.load(mutants.keys_of([])).known == kept & {""}


MADE = """\
def make(more):
    def made(value):
        return value + more
    return made

made = make(1)
"""


def test_a_function_that_was_made_by_another_one_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made_at_import.py").write_text(MADE)
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("made_at_import")
    mutant = Mutant("made_at_import.py", "core/ReplaceBinaryOperator_Add_Sub", 0, 3)
    assert mutants._patch(mutant, MADE.replace("value + more", "value - more"))
    assert (module.made(5), module.make(2)(5)) == (4, 3)
    # Its closure has no other cells.
    assert not mutants._patch(mutant, MADE.replace("value + more", "value"))
    assert module.made(5) == 4
