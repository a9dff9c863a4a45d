"""A full disk, a kill during a write, and another run at the same time."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import DIRTY, FINDING, Completed, Program, call, outcome

# --- full disks -----------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path, program: Program) -> Callable[..., Completed]:
    """Runs a shell command in which $D is a separate disk of so many kilobytes."""
    directory = tmp_path / "disk"
    directory.mkdir()

    def run(size: int, line: str, cwd: Path) -> Completed:
        mount = f"mount -t tmpfs -o size={size}k none {directory} || exit 99; "
        names = {"D": str(directory), "S": str(program.bin / "specslint")}
        found = call("unshare", "-rm", "bash", "-c", mount + line, cwd=cwd, **names)
        assert "Traceback" not in found.stderr
        return found

    if call("unshare", "-rm", "mount", "-t", "tmpfs", "none", directory, cwd=tmp_path).returncode:
        pytest.skip("no mounts of one's own here")
    return run


FILL = 'dd if=/dev/zero of="$D/fill" bs=1k 2>/dev/null; '


def test_no_room_to_mend(small_disk: Callable[..., Completed], sample: Repository) -> None:
    line = f'cp -r . "$D"; cd "$D"; {FILL} $S --fix; code=$?; rm fill; git status -s; exit $code'
    assert outcome(small_disk(2048, line, sample.root)) == (
        2,
        "",
        f"specslint: {DIRTY} cannot be written and is as it was: no space left on device\n",
    )


@pytest.mark.parametrize(
    "option",
    ["--format json=$D/report", "--format sarif=$D/report", "--output-file $D/report",
     "--write-baseline $D/report"],
)  # fmt: skip
def test_no_room_for_a_report(
    small_disk: Callable[..., Completed], sample: Repository, tmp_path: Path, option: str
) -> None:
    line = f'echo old > "$D/report"; {FILL} $S {option}; code=$?; cd "$D"; cat report; ls -A'
    assert outcome(small_disk(16, f"{line}; exit $code", sample.root)) == (
        2,
        "old\nfill\nreport\n",
        f"specslint: {tmp_path}/disk/report: cannot be written: no space left on device\n",
    )


@pytest.mark.parametrize("size", [4, 8, 16, 24, 32, 64])
def test_no_room_to_remember(
    small_disk: Callable[..., Completed], sample: Repository, tmp_path: Path, size: int
) -> None:
    line = f'export XDG_CACHE_HOME="$D"; $S {DIRTY}; $S {DIRTY}; exec $S {DIRTY}'
    code, output, errors = outcome(small_disk(size, line, sample.root))
    assert (code, output) == (1, FINDING * 3)
    warning = (
        f"specslint: nothing is remembered of this run: the cache in {tmp_path}/disk/specslint: "
        "database or disk is full\n"
    )
    assert errors == warning * errors.count("\n")


# --- kills ----------------------------------------------------------------------

# Before each call that accesses the disk, as reported by Python's profiling hook.
_KILLER = """
import os, signal, sys
left = int(os.environ["KILLED_AT"])
steps = {"open", "write", "flush", "fsync", "fchmod", "fchown", "replace", "rename", "unlink",
         "close", "mkdir", "mkstemp", "connect", "execute", "executemany", "commit"}
modules = ("/specslint/writing", "/specslint/output_cache", "/specslint/engine/cache")
def profile(frame, event, argument):
    global left
    if event == "c_call" and argument.__name__ in steps:
        if any(module in frame.f_code.co_filename for module in modules):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(profile)
"""


def killed(program: Program, sample: Repository, where: Path, step: int, *words: str) -> bool:
    """Run the program and kill it before a certain step of disk access.

    :returns: false if it ended before that.
    """
    where.mkdir(exist_ok=True)
    (where / "sitecustomize.py").write_text(_KILLER)
    environment = {"PYTHONPATH": str(where), "KILLED_AT": str(step)}
    run = call(program.bin / "specslint", *words, cwd=sample.root, **environment)
    assert run.returncode in (1, -signal.SIGKILL), run
    return run.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_killed_at_every_step_of_mending(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    other = "specs/kilo/approved/another-name.rst"
    shutil.copy(sample.root / DIRTY, sample.root / other)
    sample.commit("Two to be mended")
    old = {path: (sample.root / path).read_bytes() for path in (DIRTY, other)}
    new = {path: content.replace(b"  \n", b"\n") for path, content in old.items()}
    steps, seen = 1, set()
    while killed(program, sample, tmp_path / "hook", steps, "--fix", "--no-cache", *old):
        for path in old:
            content = (sample.root / path).read_bytes()
            assert content in (old[path], new[path]), (steps, path)
            seen.add((path, content == new[path]))
            assert (sample.root / path).stat().st_mode & 0o777 == 0o644
        sample.git("reset", "-q", "--hard")
        assert steps < 200
        steps += 1
    assert steps > 10
    assert len(seen) == 4  # before, between, and at the end
    assert {path: (sample.root / path).read_bytes() for path in old} == new


@pytest.mark.slow
def test_killed_at_every_step_of_remembering(
    program: Program, sample: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    step = 1
    while killed(program, sample, tmp_path / "hook", step, DIRTY):
        for words in ((DIRTY,), (DIRTY, "--color=never"), (DIRTY,)):
            assert outcome(program.run(*words, cwd=sample.root)) == (1, FINDING, ""), step
        shutil.rmtree(tmp_path / "cache")
        assert step < 200
        step += 1
    assert step > 4


def test_two_runs_that_mend_the_same(program: Program, sample: Repository) -> None:
    expected = (sample.root / DIRTY).read_bytes().replace(b"  \n", b"\n")
    words: list[str | Path] = [program.bin / "specslint", "--fix", DIRTY]
    for _ in range(3):
        sample.git("checkout", "-q", DIRTY)
        runs = [
            subprocess.Popen(words, cwd=sample.root, stdout=-1, stderr=-1, text=True)
            for _ in range(3)
        ]
        for run in runs:
            output, errors = run.communicate(timeout=60)
            assert (run.returncode, output) == (1, FINDING.splitlines(keepends=True)[0]), errors
        assert (sample.root / DIRTY).read_bytes() == expected
        assert sample.git("status", "--short") == f" M {DIRTY}\n"
