"""Ctrl-C, SIGTERM, and a worker that is killed: nothing hangs, nothing is left."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SLOW, Repository
from tests.e2e.conftest import DIRTY, Program, call

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@pytest.fixture
def many(sample: Repository) -> Repository:
    """Enough specs to keep several processes busy for a while."""
    text = (sample.root / DIRTY).read_text()
    for number in range(240):
        sample.write(f"specs/kilo/approved/copy-{number}.rst", f"{text}\n.. {number}\n{SLOW}")
    return sample


def started(program: Program, sample: Repository, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [program.bin / "specslint", "--no-cache", "-j", "3", *words],
        cwd=sample.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def children(process: int) -> list[int]:
    """The running child processes of a process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # ended meanwhile
        if int(parent) == process and state != "Z":
            found.append(int(status.parent.name))
    return found


def workers_of(run: subprocess.Popen[str]) -> list[int]:
    """Its workers, once all have started."""
    for _ in range(3000):
        found = children(run.pid)
        if len(found) == 3:
            return found
        assert run.poll() is None, "it ended before its workers could be met"
        time.sleep(0.002)
    raise AssertionError("no workers")


def gone(processes: list[int]) -> bool:
    """Whether they end by themselves within a reasonable time."""
    for _ in range(600):
        if not any(Path(f"/proc/{process}").exists() for process in processes):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def ended() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that a test starts; they are ended if the test fails."""
    runs: list[subprocess.Popen[str]] = []
    yield runs
    for run in runs:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            run.communicate()


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.05, 0.2])
@pytest.mark.parametrize("words", [(), ("--diff",)], ids=["check", "diff"])
def test_an_interrupt_from_the_terminal(
    program: Program,
    many: Repository,
    ended: list[subprocess.Popen[str]],
    words: tuple[str, ...],
    delay: float,
) -> None:
    run = started(program, many, *words)
    ended.append(run)
    workers = workers_of(run)
    time.sleep(delay)
    os.killpg(run.pid, signal.SIGINT)
    assert run.communicate(timeout=60) == ("", "")
    assert run.returncode == 130
    assert gone(workers)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_ended_from_outside_it_leaves_no_worker_and_no_word(
    program: Program, many: Repository, ended: list[subprocess.Popen[str]], number: signal.Signals
) -> None:
    run = started(program, many)
    ended.append(run)
    workers = workers_of(run)
    run.send_signal(number)
    assert run.communicate(timeout=60) == ("", "")
    assert run.returncode == -number
    assert gone(workers)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_a_killed_worker_leaves_undone_is_done(
    program: Program, many: Repository, ended: list[subprocess.Popen[str]], number: signal.Signals
) -> None:
    expected = program.run("--no-cache", "-j", "1", cwd=many.root)
    run = started(program, many)
    ended.append(run)
    for worker in workers_of(run):
        os.kill(worker, number)
    assert run.communicate(timeout=60) == (expected.stdout, "")
    assert run.returncode == expected.returncode == 1


def test_an_interrupt_at_the_start(program: Program, sample: Repository, tmp_path: Path) -> None:
    """From the first line of specslint's own code on; before that, Python handles it."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == os.environ.get('INTERRUPTED'):\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    for module in (
        "specslint.cli.main",
        "specslint.config.settings",
        "specslint.commands.change",
        "docutils",
        "subprocess",
    ):
        run = call(
            program.bin / "specslint", "--commit", "--no-cache",
            cwd=sample.root, PYTHONPATH=str(tmp_path), INTERRUPTED=module,
        )  # fmt: skip
        assert (run.returncode, run.stdout, run.stderr) == (130, "", ""), module
