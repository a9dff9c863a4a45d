"""Fixtures that all tests share: a fixed environment for git, and a repository."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

PROJECT = Path(__file__).parent.parent
SAMPLE = PROJECT / "examples" / "nova-specs"

SLOW = "\nNot plain, *on* and ``on``:\n\n  Words.\n\n  -- *Who*\n" * 200
"""Appended to any spec, it keeps the parser busy for a moment."""

IDENTITY = {
    "GIT_AUTHOR_NAME": "A. Uthor",
    "GIT_AUTHOR_EMAIL": "author@example.org",
    "GIT_AUTHOR_DATE": "2015-01-01T12:00:00+0000",
    "GIT_COMMITTER_NAME": "C. Ommitter",
    "GIT_COMMITTER_EMAIL": "committer@example.org",
    "GIT_COMMITTER_DATE": "2015-01-01T12:00:00+0000",
}

_UNWANTED = {
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "PYTHONPATH",
    "PYTHONWARNINGS",
    "MAKEFLAGS",  # of the make that runs the tests
    "PYTEST_ARGS",  # given to that make
    "MFLAGS",
    "MAKELEVEL",
}


@pytest.fixture(scope="session", autouse=True)
def heard_signals() -> None:
    """Restore signals that are ignored if the tests were started in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session", autouse=True)
def pinned_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's git settings, locale, colours and cache out of every test."""
    with pytest.MonkeyPatch.context() as patch:
        # git sets these if the tests run inside a hook; they would lead a test's git to
        # the user's repository.
        for name in list(os.environ):
            if name.startswith(("GIT_", "PRE_COMMIT")) or name in _UNWANTED:
                patch.delenv(name)
        for name, value in IDENTITY.items():
            patch.setenv(name, value)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@dataclass(frozen=True)
class Repository:
    """A real git repository in a temporary directory."""

    root: Path

    @classmethod
    def create(cls, root: Path) -> Repository:
        root.mkdir(parents=True, exist_ok=True)
        repository = cls(root)
        repository.git("init", "-q", "-b", "master")
        return repository

    def git(self, *arguments: str, check: bool = True) -> str:
        """The output of git.

        :raises AssertionError: git failed, and ``check`` is true.
        """
        run = subprocess.run(
            ["git", *arguments], cwd=self.root, capture_output=True, text=True, check=False
        )
        if check and run.returncode:
            raise AssertionError(f"git {' '.join(arguments)}: {run.stdout}{run.stderr}")
        return run.stdout

    def write(self, path: str, text: str) -> None:
        """Write a file and create its directories."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def commit(self, message: str) -> str:
        """Commit everything; return the hash."""
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", message)
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository.create(tmp_path / "repository")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
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


def copied(template: Path, root: Path) -> Repository:
    """A copy of a repository, whose index is refreshed for the copied files."""
    shutil.copytree(template, root, symlinks=True, dirs_exist_ok=True)
    repository = Repository(root)
    repository.git("update-index", "-q", "--refresh", check=False)
    return repository


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample repository, all of it in one commit."""

    def make(root: Path) -> None:
        shutil.copytree(SAMPLE, root, dirs_exist_ok=True)
        Repository.create(root).commit("The sample")

    return made_once(tmp_path_factory, "sample", make)


@pytest.fixture
def sample(sample_template: Path, tmp_path: Path) -> Repository:
    """A copy of the sample repository, all of it in one commit."""
    return copied(sample_template, tmp_path / "nova-specs")
