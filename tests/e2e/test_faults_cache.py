"""A broken cache, no home, no git: the output is the same."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import DIRTY, FINDING, Completed, Program, call, outcome


def table(file: Path, *statements: str) -> None:
    with sqlite3.connect(file) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def each(directory: Path, change: Callable[[Path], object]) -> None:
    files = [path for path in directory.rglob("*") if path.is_file()]
    assert len(files) >= 2
    for file in files:
        change(file)


def replaced(make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Replace each file by something else."""

    def change(file: Path) -> None:
        file.unlink()
        make(file)

    return lambda directory: each(directory, change)


def moved_away(make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Replace the cache directory by something else."""

    def change(directory: Path) -> None:
        shutil.rmtree(directory)
        make(directory)

    return change


RESULTS = "results-1.sqlite3"
DAMAGE: dict[str, Callable[[Path], object]] = {
    "truncated": lambda d: each(d, lambda f: f.write_bytes(f.read_bytes()[:700])),
    "emptied": lambda d: each(d, lambda f: f.write_bytes(b"")),
    "garbage": lambda d: each(d, lambda f: f.write_bytes(os.urandom(5000))),
    "holes": lambda d: each(d, lambda f: f.write_bytes(f.read_bytes().replace(b"\0", b"\xff"))),
    "other findings": lambda d: each(
        d, lambda f: f.write_bytes(f.read_bytes().replace(b"TXT001", b"TXT002"))
    ),
    "another's tables": lambda d: table(
        d / RESULTS, "DROP TABLE results", "CREATE TABLE results (a)"
    ),
    "another's values": lambda d: table(d / RESULTS, "UPDATE results SET value = 7"),
    "another's texts": lambda d: table(d / RESULTS, "UPDATE results SET value = 'x'"),
    "directories": replaced(Path.mkdir),
    "fifos": replaced(os.mkfifo),
    "links to devices": replaced(lambda file: file.symlink_to("/dev/zero")),
    "a file": moved_away(Path.touch),
    "a loop": moved_away(lambda directory: directory.symlink_to(directory.name)),
    "from the future": lambda d: each(d, lambda f: os.utime(f, (2**33, 2**33))),
}
TOLD = ("directories", "fifos", "a file", "a loop")  # it cannot be repaired


@pytest.mark.parametrize("name", DAMAGE)
def test_a_cache_that_is_none(
    program: Program,
    sample: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert program.run(DIRTY, cwd=sample.root).returncode == 1
    DAMAGE[name](tmp_path / "specslint")
    for words in ((DIRTY,), (DIRTY, "--color=never"), (DIRTY, "--color=never", "-q")):
        run = program.run(*words, cwd=sample.root, timeout=30)
        assert (run.returncode, run.stdout) == (1, FINDING)
        told = run.stderr.startswith("specslint: nothing is remembered of this run: the cache in ")
        assert run.stderr.count("\n") == told == (name in TOLD), run.stderr


def test_a_clock_that_goes_backwards(
    program: Program, sample: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are compared by content, whatever their times."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    file = sample.root / DIRTY
    for moment in (2**33, 0, 2**33):
        os.utime(file, (moment, moment))
        assert outcome(program.run(DIRTY, cwd=sample.root)) == (1, FINDING, "")
    status = file.stat()
    file.write_bytes(file.read_bytes().replace(b"  \n", b"..\n"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    run = program.run(DIRTY, cwd=sample.root)
    assert outcome(run) == (1, FINDING.splitlines(keepends=True)[0], "")


# --- no home directory ------------------------------------------------------------


def homeless(program: Program, sample: Repository, home: str | None, *words: str) -> Completed:
    """Run with another home, or none, and no directory for caches."""
    unset = ("env", "-u", "XDG_CACHE_HOME", "-u", "HOME")
    names = [] if home is None else [f"HOME={home}"]
    return call(*unset, *names, program.bin / "specslint", *words, cwd=sample.root)


@pytest.mark.parametrize("home", ["/proc/nowhere", "/dev/null"])
def test_a_home_that_cannot_be_written(program: Program, sample: Repository, home: str) -> None:
    run = homeless(program, sample, home, DIRTY)
    assert (run.returncode, run.stdout) == (1, FINDING)
    told = f"specslint: nothing is remembered of this run: the cache in {home}/.cache/specslint: "
    assert run.stderr.startswith(told)
    assert run.stderr.count("\n") == 1
    assert outcome(homeless(program, sample, home, DIRTY, "--no-cache")) == (1, FINDING, "")


@pytest.mark.parametrize("home", [None, "", "~", ".", "home"])
def test_no_home(program: Program, sample: Repository, home: str | None) -> None:
    """The cache must not be in the tree under check: a patch could bring it.

    "~" is the home of a user whom the system does not know, as in a container.
    """
    assert outcome(homeless(program, sample, home, DIRTY, "--no-cache")) == (1, FINDING, "")
    run = homeless(program, sample, home, "cache", "info")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("/")
    assert not run.stdout.startswith(str(sample.root))


def test_no_git(program: Program, sample: Repository, tmp_path: Path) -> None:
    """Files are checked without it; a change cannot be, and one line says so."""
    for path in ("", str(tmp_path)):
        assert outcome(program.run(DIRTY, cwd=sample.root, env={"PATH": path})) == (1, FINDING, "")
        for words in (("--commit", "HEAD"), ("--staged",), ("commit-msg",)):
            run = program.run(*words, cwd=sample.root, env={"PATH": path})
            assert outcome(run) == (
                2,
                "",
                "specslint: git cannot be run: install it, or put it on the PATH\n",
            )
