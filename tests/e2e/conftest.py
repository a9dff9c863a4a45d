"""The installed program: a wheel of the working files, in an environment of its own."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Repository, copied, made_once
from tests.hooks import HOOK, JUNO, KILO, SPEC, install

Completed = subprocess.CompletedProcess[str]

BROKEN = [
    "specs/kilo/approved/quota-usage-history.rst",
    "specs/kilo/approved/retry-volume-detach.rst",
    "specs/kilo/approved/trace-live-migration.rst",
    "specs/kilo/boot-order-hints.rst",
]
"""The files of the sample repository that have errors, or are misplaced."""

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
        processor_time: int | None = None,
    ) -> Completed:
        """Run ``specslint``; it must not crash, hang or prompt.

        :param processor_time: the limit in seconds of each of its processes. Other than
            the timeout, it does not depend on what else the machine does.
        """

        def limited() -> None:
            if processor_time is not None:
                resource.setrlimit(resource.RLIMIT_CPU, (processor_time, processor_time))

        run = subprocess.run(
            [str(self.bin / "specslint"), *arguments],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            preexec_fn=limited,
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


def pre_commit(repository: Repository, *arguments: str) -> Completed:
    return call(sys.executable, "-m", "pre_commit", *arguments, cwd=repository.root)


def configuration_of_the_readme() -> str:
    readme = (PROJECT / "README.rst").read_text()
    block = re.search(r"\.\. code-block:: yaml\n\n((?:   .*\n|\n)+)", readme)
    assert block
    return re.sub(r"^   ", "", block[1], flags=re.MULTILINE)


def set_up(repository: Repository, checkout: Repository) -> None:
    """Follow the README."""
    config = configuration_of_the_readme().replace("/path/to/specslint", str(checkout.root))
    repository.write(".pre-commit-config.yaml", config)
    updated = pre_commit(repository, "autoupdate", "--bleeding-edge")
    assert updated.returncode == 0, updated
    installed = pre_commit(repository, "install")
    assert installed.returncode == 0, installed
    assert "commit-msg" in installed.stdout
    repository.git("add", "--all")
    repository.git("commit", "-q", "--no-verify", "-m", "Use pre-commit")


@pytest.fixture(scope="session", autouse=True)
def pre_commit_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache for pre-commit that is not the user's; the hooks are installed once."""
    with pytest.MonkeyPatch.context() as patch:
        home = made_once(tmp_path_factory, "pre-commit", lambda _: None)
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

    return Repository(made_once(tmp_path_factory, "checkout", make))


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

    (wheel,) = made_once(tmp_path_factory, "wheel", build).glob("*.whl")
    made_once(tmp_path_factory, "environment", install)
    return Program(wheel, wheel.parent.with_name("installed") / "venv/bin")


@pytest.fixture(scope="session")
def hooked_template(
    sample_template: Path, checkout: Repository, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The sample repository without its faults, and with the hooks of pre-commit."""

    def make(root: Path) -> None:
        repository = copied(sample_template, root)
        repository.git("rm", "-q", *BROKEN)
        repository.git("commit", "-q", "-m", "No faults")
        set_up(repository, checkout)

    return made_once(tmp_path_factory, "hooked", make)


@pytest.fixture
def clone(hooked_template: Path, tmp_path: Path) -> Repository:
    """A copy of the sample repository without its faults, and with the hooks of pre-commit."""
    return copied(hooked_template, tmp_path / "nova-specs")


@pytest.fixture
def corpus(tmp_path: Path) -> Repository:
    """A clone of nova-specs as it was when Kilo was released."""
    bundle = os.environ.get("SPECSLINT_CORPUS")
    if not bundle:
        pytest.skip("SPECSLINT_CORPUS names no bundle of nova-specs")
    root = tmp_path / "corpus"
    must("git", "clone", "-q", "-b", "master", bundle, root, cwd=tmp_path)
    return Repository(root)


@pytest.fixture
def reproposal(repository: Repository) -> Repository:
    """A repository with a spec in juno, the hook, and a copy for kilo in the index."""
    repository.write(JUNO, SPEC)
    repository.write("README.rst", "Our specs\n")
    repository.commit("The specs of juno")
    install(repository, HOOK)
    repository.write(KILO, SPEC)
    repository.git("add", KILO)
    return repository
