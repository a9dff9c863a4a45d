"""Measures whole processes, two programs in alternation."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.inputs import environment

_LAUNCHER = Path(__file__).with_name("launch.py")


class RunError(Exception):
    """A program did not do what was to be measured."""


@dataclass(frozen=True)
class Command:
    """A program and its arguments.

    ``codes`` are the exit codes of a successful run, with or without findings, and
    ``shown`` is what a user would type instead of a script.
    """

    name: str
    words: tuple[str, ...]
    cwd: Path
    codes: range = range(2)
    shown: str = ""


@dataclass(frozen=True)
class Usage:
    """The resource usage of one process and of the children that it waited for."""

    wall: float  # seconds
    cpu: float  # seconds, user and system, of all processes
    memory: int  # bytes, the peak of the largest process


@dataclass(frozen=True)
class Comparison:
    """The usages of two programs that ran in alternation, pair by pair."""

    ours: tuple[Usage, ...]
    theirs: tuple[Usage, ...]

    def ratio(self, value: Callable[[Usage], float]) -> float:
        """The median of the pairs' ratios, which is robust if the machine slows down."""
        pairs = zip(self.ours, self.theirs, strict=True)
        return median(value(our) / value(their) for our, their in pairs)


def middle(usages: tuple[Usage, ...]) -> Usage:
    """The median of each field."""
    return Usage(
        median(usage.wall for usage in usages),
        median(usage.cpu for usage in usages),
        int(median(usage.memory for usage in usages)),
    )


def compare(ours: Command, theirs: Command, runs: int, variables: Mapping[str, str]) -> Comparison:
    """Measure A B A B ..., after an unmeasured run of each.

    The unmeasured run loads the files into memory, and fills the program's cache if it
    has one.

    :param variables: additional environment variables.
    :raises RunError: one of them failed.
    """
    env = {**environment(), **variables}
    codes = [rehearse(command, env) for command in (ours, theirs)]
    usages: tuple[list[Usage], list[Usage]] = ([], [])
    for _ in range(runs):
        for command, code, found in zip((ours, theirs), codes, usages, strict=True):
            found.append(measure(command, code, env))
    return Comparison(tuple(usages[0]), tuple(usages[1]))


def rehearse(command: Command, env: Mapping[str, str]) -> int:
    """Run a command unmeasured, and return its exit code.

    :raises RunError: the code is not that of a successful run.
    """
    run = subprocess.run(
        command.words,
        cwd=command.cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode not in command.codes:
        last = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise RunError(f"{command.name} ended with {run.returncode}: {last}")
    return run.returncode


def measure(command: Command, code: int, env: Mapping[str, str]) -> Usage:
    """Run a command and measure its resource usage.

    :param code: the expected exit code.
    :raises RunError: it has another one.
    """
    run = subprocess.run(
        (sys.executable, "-I", "-S", str(_LAUNCHER), *command.words),
        cwd=command.cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise RunError(f"{command.name} could not be started: {run.stderr.strip()[-200:]}")
    wall, cpu, memory, ended = run.stdout.split()
    if int(ended) != code:
        raise RunError(f"{command.name} ended with {ended}, and with {code} before")
    unit = 1 if sys.platform == "darwin" else 1024
    return Usage(float(wall), float(cpu), int(memory) * unit)
