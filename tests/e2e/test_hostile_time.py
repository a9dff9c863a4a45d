"""Input that would keep a run busy, or waiting, for ever: one limit on the whole run."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import SLOW, Repository
from tests.e2e.conftest import DIRTY, Program, outcome

TOO_LONG = "specslint: the run took too long: check fewer files at once, or raise --time-limit\n"


def with_slow_specs(sample: Repository, count: int) -> None:
    text = (sample.root / DIRTY).read_text()
    for number in range(count):
        sample.write(f"specs/kilo/approved/slow-{number}.rst", f"{text}{SLOW * 4}{number}\n")


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("invocation", [(), ("--commit", "HEAD"), ("--staged",), ("--fix",)])
def test_a_run_that_takes_too_long(
    program: Program, sample: Repository, invocation: tuple[str, ...], jobs: str
) -> None:
    with_slow_specs(sample, 60)
    if invocation == ("--commit", "HEAD"):
        sample.commit("Many slow ones")
    sample.git("add", "--all")
    words = (*invocation, "--no-cache", "-j", jobs)
    start = time.monotonic()
    run = program.run(*words, "--time-limit", "1", cwd=sample.root, timeout=60)
    assert outcome(run) == (2, "", TOO_LONG)
    assert time.monotonic() - start < 20
    processes = subprocess.run(["ps", "-o", "args"], capture_output=True, text=True, check=True)
    assert str(sample.root) not in processes.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--commit", "HEAD", "--message-file", "{}"),
        ("commit-msg", "--time-limit", "1", "{}"),
        ("--config", "{}"),
        ("--baseline", "{}"),
        ("status", "--reviews", "{}"),
    ],
    ids=lambda words: words[0],
)
def test_a_fifo_that_nobody_writes_to(
    program: Program, sample: Repository, tmp_path: Path, words: tuple[str, ...]
) -> None:
    for fifo in (tmp_path / "fifo", sample.root / "fifo"):
        os.mkfifo(fifo)
        given = [word.format(fifo) for word in words]
        run = program.run(*given, "--time-limit", "1", cwd=sample.root, timeout=60)
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.count("\n") == 1


def test_standard_input_that_never_ends(program: Program, sample: Repository) -> None:
    words = ["-", "--stdin-filename", DIRTY, "--time-limit", "1"]
    process = subprocess.Popen(
        [program.bin / "specslint", *words], cwd=sample.root, stdin=-1, stdout=-1, stderr=-1
    )
    assert process.wait(timeout=60) == 2
    output, errors = process.communicate()
    assert (output, errors) == (b"", TOO_LONG.encode())


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "x", "", "1e99"])
def test_no_time(program: Program, sample: Repository, value: str) -> None:
    run = program.run("--time-limit", value, cwd=sample.root)
    assert run.returncode == 2
    fault = f'"{value}" is not a number of seconds' if value else "the value is empty"
    assert fault in run.stderr
    assert program.run("--time-limit", "0", DIRTY, cwd=sample.root).returncode == 1


# --- memory ---------------------------------------------------------------------


SUBSTITUTIONS = {
    "doubled": "|a29|\n\n.. |a0| replace:: word\n"
    + "".join(f".. |a{i}| replace:: |a{i - 1}| |a{i - 1}|\n" for i in range(1, 30)),
    "doubled, 100 KB": "|a2699|\n\n.. |a0| replace:: word\n"
    + "".join(f".. |a{i}| replace:: |a{i - 1}| |a{i - 1}|\n" for i in range(1, 2700)),
    # In paragraphs of their own: long paragraphs are refused for their length.
    "a chain": "\n\n".join(f"|a{i}|" for i in range(2500))
    + "\n\n.. |a0| replace:: word\n"
    + "".join(f".. |a{i}| replace:: |a{i - 1}| x\n" for i in range(1, 2500)),
    "backwards": "|a29|\n\n"
    + "".join(f".. |a{i}| replace:: |a{i - 1}| |a{i - 1}|\n" for i in range(29, 0, -1))
    + ".. |a0| replace:: word\n",
    "used often": ("|a|\n" * 1000 + "\n") * 20 + ".. |a| replace:: " + "*b*\n   " * 1000 + "\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", SUBSTITUTIONS)
def test_substitutions_that_stand_for_too_much(
    program: Program, sample: Repository, kind: str
) -> None:
    text = (sample.root / DIRTY).read_text()
    sample.write(DIRTY, f"{text}\n{SUBSTITUTIONS[kind]}")
    limited = f"ulimit -d 400000; exec {program.bin}/specslint --no-cache {DIRTY}"
    run = subprocess.run(
        ["sh", "-c", limited],
        cwd=sample.root, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (1, "")
    assert "RST009 [error]" in run.stdout
    assert "its substitutions stand for more text than is parsed" in run.stdout


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_memory_that_is_not_to_be_had(program: Program, sample: Repository, jobs: str) -> None:
    """The spec that needs too much is named, and the others are checked."""
    text = (sample.root / DIRTY).read_text()
    big = "specs/kilo/approved/a-big-one.rst"
    sample.write(big, f"{text}\n" + ("*a* :x:`b`\n" * 500 + "\n") * 180)
    for number in range(30):
        sample.write(f"specs/kilo/approved/small-{number}.rst", f"{text}\n{number}\n")
    limited = (
        f"ulimit -d 120000; exec {program.bin}/specslint --no-cache -j {jobs} --select RST,TXT"
    )
    run = subprocess.run(
        ["sh", "-c", limited],
        cwd=sample.root, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "Traceback" not in run.stderr
    assert (run.returncode, run.stderr) == (1, "")
    (line,) = [line for line in run.stdout.splitlines() if "RST009" in line]
    assert line.startswith(big)
    assert "parsing takes more memory than a run may use" in line
    checked = [line for line in run.stdout.splitlines() if "/small-" in line and "TXT002" in line]
    assert len(checked) == 30
