"""The installed program: a wheel of the working files, in an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROJECT, SAMPLE, Repository

Completed = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Program:
    """specslint as a user has it: installed from a wheel, with what it depends on."""

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
        """Run ``specslint``; it may not crash, hang or ask."""
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


@pytest.fixture(scope="session", autouse=True)
def pre_commit_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache for pre-commit that is not the user's; the hooks are installed once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.mktemp("pre-commit")))
        yield


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The working files of the project, committed: what a fresh clone would hold."""
    root = tmp_path_factory.mktemp("specslint") / "checkout"
    names = must(
        "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=PROJECT
    ).stdout.split("\0")
    for name in names:
        if (PROJECT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, root / name, follow_symlinks=False)
    repository = Repository.create(root)
    repository.commit("The working files")
    return repository


@pytest.fixture(scope="session")
def program(checkout: Repository, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program, with its declared dependencies and nothing else."""
    base = tmp_path_factory.mktemp("installed")
    must(sys.executable, "-m", "build", "--wheel", "--outdir", base, checkout.root, cwd=base)
    (wheel,) = base.glob("*.whl")
    must(sys.executable, "-m", "venv", base / "venv", cwd=base)
    must(base / "venv/bin/python", "-m", "pip", "install", "--quiet", wheel, cwd=base)
    return Program(wheel, base / "venv" / "bin")


@pytest.fixture
def sample(tmp_path: Path) -> Repository:
    """The sample repository, all of it in one commit."""
    repository = Repository.create(tmp_path / "nova-specs")
    shutil.copytree(SAMPLE, repository.root, dirs_exist_ok=True)
    repository.commit("The sample")
    return repository
