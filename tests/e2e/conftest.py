"""The installed program: a wheel of the working files, in an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from tests.conftest import PROJECT, SAMPLE, Repository

Completed = subprocess.CompletedProcess[str]

DIRTY = "specs/kilo/approved/retry-volume-detach.rst"
"""The spec of the sample repository that has findings."""

FINDING = (
    f"{DIRTY}:35:80: TXT001 [error] the line has 89 characters, at most 79 are allowed: wrap it\n"
    f"{DIRTY}:101:22: TXT002 [error] 2 spaces at the end of the line: remove them\n"
)
"""The findings in it, as text."""


@dataclass(frozen=True)
class Program:
    """specslint as a user has it: installed from a wheel, with its dependencies."""

    wheel: Path
    bin: Path

    def run(
        self,
        *arguments: str,
        cwd: Path,
        stdin: str = "",
        env: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> Completed:
        """Run ``specslint``; it must not crash, hang or prompt."""
        run = subprocess.run(
            [str(self.bin / "specslint"), *arguments],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert "Traceback" not in run.stdout + run.stderr, run.stderr
        assert run.returncode in (0, 1, 2), run
        return run


def outcome(run: Completed) -> tuple[int, str, str]:
    """The exit code, the standard output and the standard error of a run."""
    return run.returncode, run.stdout, run.stderr


def call(*command: str | Path, cwd: Path, **environment: str) -> Completed:
    """Run a tool, whatever its exit code."""
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def must(*command: str | Path, cwd: Path, **environment: str) -> Completed:
    """Run a tool that has to succeed."""
    run = call(*command, cwd=cwd, **environment)
    assert run.returncode == 0, f"{command}: {run.stdout}{run.stderr}"
    return run


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A directory that all processes of one test run share; the first one fills it."""
    own = factory.getbasetemp()
    # With pytest-xdist, each process has a directory of its own inside the run's.
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            making = shared.with_name(f"{name}.making")
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            make(making)
            making.rename(shared)
    return shared


@pytest.fixture(scope="session", autouse=True)
def pre_commit_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache for pre-commit that is not the user's; the hooks are installed once."""
    with pytest.MonkeyPatch.context() as patch:
        home = _made_once(tmp_path_factory, "pre-commit", lambda _: None)
        patch.setenv("PRE_COMMIT_HOME", str(home))
        yield


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The working files of the project, committed, as in a fresh clone."""

    def make(root: Path) -> None:
        names = must(
            "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=PROJECT
        ).stdout.split("\0")
        for name in names:
            if (PROJECT / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(PROJECT / name, root / name, follow_symlinks=False)
        Repository.create(root).commit("The working files")

    return Repository(_made_once(tmp_path_factory, "checkout", make))


@pytest.fixture(scope="session")
def program(checkout: Repository, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program, with its declared dependencies and nothing else."""

    def build(base: Path) -> None:
        must(sys.executable, "-m", "build", "--wheel", "--outdir", base, checkout.root, cwd=base)

    def install(base: Path) -> None:
        # The directory is renamed at the end, so scripts must not contain its name.
        venv = base.with_name("installed") / "venv"
        must(sys.executable, "-m", "venv", venv, cwd=base)
        must(venv / "bin/python", "-m", "pip", "install", "--quiet", wheel, cwd=base)

    (wheel,) = _made_once(tmp_path_factory, "wheel", build).glob("*.whl")
    _made_once(tmp_path_factory, "environment", install)
    return Program(wheel, wheel.parent.with_name("installed") / "venv/bin")


@pytest.fixture
def sample(tmp_path: Path) -> Repository:
    """The sample repository, all of it in one commit."""
    repository = Repository.create(tmp_path / "nova-specs")
    shutil.copytree(SAMPLE, repository.root, dirs_exist_ok=True)
    repository.commit("The sample")
    return repository
