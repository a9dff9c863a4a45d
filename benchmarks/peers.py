"""Virtual environments of specslint and of the programs that it is compared with."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.inputs import PROJECT, environment

PEERS = ("doc8", "sphinx-lint", "rstcheck", "restructuredtext-lint", "gitlint", "pre-commit")
OWN = ("specslint", "docutils", "GitPython")


class InstallError(Exception):
    """An environment cannot be created; one line says why."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment."""

    root: Path

    def program(self, name: str) -> str:
        """The path of an installed program."""
        return str(self.root / "bin" / name)

    def versions(self, names: tuple[str, ...]) -> dict[str, str]:
        """The versions of the installed packages among some."""
        script = (
            "import importlib.metadata as m, json, sys;"
            "print(json.dumps({name: m.version(name) for name in sys.argv[1:]}))"
        )
        found = json.loads(_run(self.program("python"), "-c", script, *names))
        return {str(name): str(version) for name, version in found.items()}

    def offers(self, program: str, option: str, *words: str) -> bool:
        """Whether the output of ``program words --help`` contains an option."""
        return option in _run(self.program(program), *words, "--help")


def install_peers(work: Path) -> Environment:
    """The environment of the other programs; a new one has the newest versions.

    :raises InstallError: pip failed.
    """
    made = _environment(work / "venv-peers")
    stamp = made.root / "installed"
    if not stamp.exists():
        _pip(made, *PEERS)
        stamp.touch()
    return made


def install_own(work: Path) -> Environment:
    """The environment of specslint, installed from the working files as a user would.

    :raises InstallError: pip failed.
    """
    made = _environment(work / "venv-own")
    _pip(made, str(PROJECT))
    _pip(made, "--force-reinstall", "--no-deps", str(PROJECT))
    return made


def _environment(root: Path) -> Environment:
    made = Environment(root)
    if not Path(made.program("pip")).exists():
        shutil.rmtree(root, ignore_errors=True)
        root.parent.mkdir(parents=True, exist_ok=True)
        _run(sys.executable, "-m", "venv", str(root))
        # As in the environments of pre-commit: the scripts that an older pip installs
        # import ``re``, which takes a third of the start of Python.
        _pip(made, "--upgrade", "pip")
    return made


def _pip(made: Environment, *arguments: str) -> None:
    _run(
        made.program("python"),
        *("-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *arguments,
    )


def _run(*command: str) -> str:
    run = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if run.returncode:
        reason = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise InstallError(f"{' '.join(command[:5])}: {reason}")
    return run.stdout
