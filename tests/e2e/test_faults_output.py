"""Output that cannot be written: a closed pipe, a full disk."""

from __future__ import annotations

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import DIRTY, Program, call

DRAFT = ("-", "--stdin-filename", "specs/kilo/approved/draft.rst")
FULL = "specslint: the output cannot be written: no space left on device\n"

SAYING = [
    (),
    ("--no-cache",),
    (DIRTY,),
    ("--format", "json"),
    ("--commit", "HEAD"),
    ("--diff",),
    ("--fix",),
    ("--show-settings",),
    ("--help",),
    ("--version",),
    ("rule", "--all"),
    ("rule", "--help"),
    ("cache", "info"),
    ("init", "--dry-run"),
]


def shell(program: Program, sample: Repository, line: str, **environment: str) -> tuple[int, str]:
    """The exit code and standard error of a shell command in which $S is the program."""
    run = call(
        "bash", "-c", line, cwd=sample.root, S=str(program.bin / "specslint"), **environment
    )
    return run.returncode, run.stderr


@pytest.mark.parametrize("words", SAYING, ids=" ".join)
def test_a_full_disk_behind_standard_output(
    program: Program, sample: Repository, words: tuple[str, ...]
) -> None:
    for buffering in ({"PYTHONUNBUFFERED": ""}, {"PYTHONUNBUFFERED": "1"}):
        line = f"$S {' '.join(words)} >/dev/full"
        assert shell(program, sample, line, **buffering) == (2, FULL)
        assert shell(program, sample, f"{line} 2>&1", **buffering) == (2, "")


def test_a_remembered_answer_and_a_full_disk(program: Program, sample: Repository) -> None:
    assert program.run(DIRTY, cwd=sample.root).returncode == 1
    assert shell(program, sample, f"$S {DIRTY} >/dev/full") == (2, FULL)


def test_a_full_disk_behind_standard_error(program: Program, sample: Repository) -> None:
    assert shell(program, sample, "$S --no-such-option 2>/dev/full") == (2, "")
    # The file is fixed all the same, and the code says that not all was printed.
    assert shell(program, sample, f"$S --fix {DIRTY} 2>/dev/full")[0] == 2
    assert sample.git("diff", "--name-only") == f"{DIRTY}\n"


@pytest.mark.parametrize("words", SAYING, ids=" ".join)
def test_a_reader_that_leaves(
    program: Program, sample: Repository, words: tuple[str, ...]
) -> None:
    line = f"$S {' '.join(words)} | true; exit ${{PIPESTATUS[0]}}"
    for buffering in ({"PYTHONUNBUFFERED": ""}, {"PYTHONUNBUFFERED": "1"}):
        code, errors = shell(program, sample, line, **buffering)
        assert code in (0, 1)
        assert errors == "" or (words == ("--fix",) and errors.startswith("specslint: fixed "))


def test_closed_streams(program: Program, sample: Repository) -> None:
    for line, code in {
        "$S >&-": 1,
        "$S 2>&-": 1,
        "$S <&-": 1,
        "$S --commit HEAD <&- >&- 2>&-": 1,
        "$S --help >&-": 0,
        "$S --diff >&-": 1,
        "$S --nope 2>&-": 2,
    }.items():
        assert shell(program, sample, line) == (code, ""), line
    reason = "specslint: standard input is closed, and no spec can be read from it\n"
    assert shell(program, sample, f"$S {' '.join(DRAFT)} <&-") == (2, reason)


@pytest.mark.parametrize("stray", ["", "\n\nA wide line. "], ids=["as it is", "mended"])
def test_head_takes_what_it_wants(program: Program, sample: Repository, stray: str) -> None:
    sample.write("specs/kilo/approved/long.rst", stray + "*x\n\n`y`_ and z_  \n\n" * 3_000)
    line = "$S --no-cache | head -1; exit ${PIPESTATUS[0]}"
    assert shell(program, sample, line) == (1, "")
