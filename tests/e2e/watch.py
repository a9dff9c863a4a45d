"""Records what a program opens, connects to and starts, by Python's audit hooks.

Source: PEP 578, and the table of audit events in Python's library reference.
"""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path
from typing import NamedTuple

from tests.conftest import Repository
from tests.e2e.conftest import Completed, Program, call

_HOOK = """
import os, sys
log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def hook(event, arguments):
    if event == "open":
        what = arguments[0]
        if isinstance(what, int):
            return
        what = os.path.abspath(os.fsdecode(what))
    elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "pty.spawn"):
        if event == "subprocess.Popen" and arguments[0] == "":
            return  # what GitPython tries on import, told to use no git: no program has this name
        event, what = "start", str(arguments[:2])
    elif event.startswith("socket.") and event != "socket.__new__" or event == "urllib.Request":
        event, what = "network", str(arguments)
    elif event == "ctypes.dlopen":
        what = str(arguments)
    else:
        return
    os.write(log, (repr((event, what)) + "\\n").encode())
sys.addaudithook(hook)
"""


class Watched(NamedTuple):
    """A run, and what it opened, connected to and started."""

    run: Completed
    opened: list[Path]
    network: list[str]
    started: list[str]


class Watch:
    """Runs Python programs and records their accesses."""

    def __init__(self, directory: Path, *packages: Path) -> None:
        """Prepare; nothing is run yet.

        :param directory: an empty one.
        :param packages: directories of additional packages for the programs.
        """
        directory.mkdir()
        (directory / "sitecustomize.py").write_text(_HOOK)
        self._log = directory / "log"
        self._path = ":".join(map(str, (directory, *packages)))

    def __call__(self, *command: str | Path, cwd: Path) -> Watched:
        """Run a program that is a Python script."""
        self._log.unlink(missing_ok=True)
        run = call(*command, cwd=cwd, PYTHONPATH=self._path, WATCH_LOG=str(self._log))
        events = [ast.literal_eval(line) for line in self._log.read_text().splitlines()]
        assert events, "nothing was watched"
        found = {kind: [what for event, what in events if event == kind] for kind, _ in events}
        opened = [Path(path) for path in found.get("open", [])]
        return Watched(run, opened, found.get("network", []), found.get("start", []))


def strangers(
    watched: Watched, program: Program, repository: Repository, *packages: Path
) -> set[Path]:
    """Opened paths that are neither Python's, specslint's, nor specs or their settings.

    :param packages: directories that were given to the program in addition.
    """
    ours = [
        program.bin.parent,
        Path(sys.base_prefix).resolve(),
        Path(sys.base_prefix),
        Path(os.environ["XDG_CACHE_HOME"]),
        Path(os.devnull),
        *packages,
    ]
    specs = set(repository.root.glob("specs/**/*.rst")) | set(
        repository.root.glob("specs/*/redirects")
    )
    # git asks for the files of a shallow clone by name.
    names = ("pyproject.toml", "setup.cfg", "tox.ini", ".git/shallow")
    specs |= {repository.root / name for name in names}
    return {
        path
        for path in watched.opened
        if path not in specs
        and os.path.lexists(path)  # a template may be searched for where there is none
        and not any(path.is_relative_to(place) for place in ours)
    }
