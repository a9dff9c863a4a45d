"""Invalid times of commits: git stores any number, and anybody may write one."""

from __future__ import annotations

import subprocess

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program

pytestmark = pytest.mark.slow

TIMES = [
    "99999999999999",
    "-5",
    str(2**64 - 1),
    str(2**64),
    str(2**63 - 1),
    str(-(2**63)),
    "253402300799",  # the last second of the year 9999
    "253402300800",
    "-62135596800",  # the first of the year 1
    "-62135596801",
    "-50000000000",  # in the fourth century
    "0",
    "",
    "x",
    "1e9",
    "+7",
    "1420113600 +9999",
    "1420113600 -99999999999999",
    "9" * 5000,
    "\u0663",
]
FORMATS = ("text", "markdown", "rst", "json", "html")


def commit_at(repository: Repository, time: str) -> str:
    """A commit of the current tree with any time, as a damaged or hostile tool makes it."""
    tree = repository.git("rev-parse", "HEAD^{tree}").strip()
    parent = repository.git("rev-parse", "HEAD").strip()
    zone = "" if " " in time else " +0000"
    who = f"A. Uthor <a@example.org> {time}{zone}"
    text = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nSay something\n"
    run = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=repository.root, input=text.encode(), capture_output=True, check=True,
    )  # fmt: skip
    return run.stdout.decode().strip()


@pytest.mark.parametrize("time", TIMES, ids=lambda time: repr(time[:24]))
def test_a_time_that_is_none(program: Program, sample: Repository, time: str) -> None:
    first = sample.git("rev-parse", "HEAD").strip()
    sample.git("update-ref", "HEAD", commit_at(sample, time))
    spec = (sample.root / "specs/kilo/approved/quota-usage-history.rst").read_text()
    sample.write("specs/kilo/approved/another.rst", spec)
    sample.git("add", "--all")
    tree = sample.git("write-tree").strip()
    parent = sample.git("rev-parse", "HEAD").strip()
    made = sample.git("commit-tree", tree, "-p", parent, "-m", "Another").strip()
    sample.git("update-ref", "HEAD", made)
    for _ in range(2):  # with that time inside of the history, and at its end
        for words in [
            *(("status", "kilo", "--format", name) for name in FORMATS),
            ("status", "kilo", "--format", "html", "--since", first),
            ("status", "kilo", "--at", "9999-12-31"),
            ("status", "kilo", "--at", "0001-01-01"),
            ("--range", f"{first}..HEAD"),
        ]:
            run = program.run(*words, cwd=sample.root, timeout=60)
            assert run.stderr.count("\n") == (run.returncode == 2), run
            assert len(run.stdout) < 500_000
        sample.git("update-ref", "HEAD", commit_at(sample, time))
        sample.git("reset", "-q", "--mixed")
