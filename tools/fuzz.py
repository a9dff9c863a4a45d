"""Throw changed inputs at the program, led by what code they reach: ``make fuzz``.

Each door of ``tests/fuzz/`` gets a process of its own, in which Atheris changes the
seeds. What a door does not take is kept in ``build/fuzz/finds/``, the smallest input
for each place in the code, with the traceback beside it; ``--minimise`` makes such an
input smaller. To keep a find as a test, put it into ``tests/fuzz/corpus/<door>/``.
"""

from __future__ import annotations

import argparse
import importlib
import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent
SEEDS = PROJECT / "tests" / "fuzz" / "corpus"
WORK = PROJECT / "build" / "fuzz"

TIMEOUT = 25
"""Seconds for an input: above what a spec may take by itself, which is RST009's."""

SECONDS = 60
"""For a door, where nothing else is said."""

MEMORY = 2048
"""Megabytes for a door."""

_EXECUTED = re.compile(r"^stat::number_of_executed_units: (\d+)", re.MULTILINE)
_SIZE = 2048

Door = Callable[[bytes], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the doors.

    :param arguments: the words after the program's name; those of the process
        without.
    :returns: 1 where anything was found, or 0.
    """
    options = _parser().parse_args(arguments)
    doors = _doors()
    if options.minimise:
        door, file = options.minimise
        minimise(doors[door], Path(file))
        return 0
    if options.runs < 0 and not options.seconds:
        options.seconds = SECONDS
    names = options.doors.split(",") if options.doors else list(doors)
    unknown = set(names) - set(doors)
    if unknown:
        print(f"fuzz: no such door: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    waiting, running = names[::-1], dict[int, tuple[str, float]]()
    failed = 0
    while waiting or running:
        if waiting and len(running) < options.jobs:
            name = waiting.pop()
            running[_start(name, doors[name], options)] = name, time.monotonic()
            continue
        process, status = os.wait()
        if process in running:
            name, begun = running.pop(process)
            failed += _tell(name, status, time.monotonic() - begun)
    return int(failed > 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    add = parser.add_argument
    add("--doors", metavar="NAME,NAME", help="default: all")
    add("--runs", type=int, default=-1, metavar="N", help="inputs for each door")
    add("--seconds", type=int, default=0, metavar="N", help="for each door (default: 60)")
    add("--seed", type=int, default=1, metavar="N", help="the same one tries the same inputs")
    add("--jobs", type=int, default=1, metavar="N", help="doors at a time")
    add("--minimise", nargs=2, metavar=("DOOR", "FILE"), help="make FILE smaller, in place")
    return parser


def _doors() -> dict[str, Door]:
    """The doors, with all that they import made to tell what of it is reached."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["specslint", "docutils"]):
        from specslint.rules import all_rules
        from tests.fuzz.doors import DOORS

        all_rules()
        for name, door in DOORS.items():  # what is imported late is imported by the seeds
            for seed in sorted((SEEDS / name).glob("*")):
                door(seed.read_bytes())
    return dict(DOORS)


# --- one door ---------------------------------------------------------------


def _start(name: str, door: Door, options: argparse.Namespace) -> int:
    """Fuzz a door in a process of its own, and return that process's number."""
    from tests.fuzz.words import dictionary

    grown, finds = WORK / "corpus" / name, WORK / "finds" / name
    for directory in (grown, finds):
        directory.mkdir(parents=True, exist_ok=True)
    words = WORK / f"{name}.dict"
    words.write_text("".join(f"{_quoted(word)}\n" for word in dictionary(name)))
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    log = os.open(WORK / f"{name}.log", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    flags = {
        "runs": options.runs,
        "max_total_time": options.seconds,
        "seed": options.seed,
        "timeout": TIMEOUT,
        "report_slow_units": TIMEOUT,
        "rss_limit_mb": MEMORY,
        "max_len": _SIZE,
        "dict": words,
        "artifact_prefix": f"{finds}/",
        "print_final_stats": 1,
        "reload": 0,
        "verbosity": 1,
    }
    words_of = [f"-{flag}={value}" for flag, value in flags.items()]
    atheris: Any = importlib.import_module("atheris")
    atheris.Setup(
        ["fuzz", *words_of, str(grown), str(SEEDS / name)],
        _Keeping(door, finds),
        internal_libfuzzer=True,
    )
    atheris.Fuzz()
    os._exit(0)


def _quoted(word: str) -> str:
    """A word as a dictionary of libFuzzer has it."""
    return (
        '"'
        + "".join(
            chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\x{byte:02X}"
            for byte in word.encode()
        )
        + '"'
    )


class _Keeping:
    """A door that keeps what it does not take, and goes on."""

    def __init__(self, door: Door, directory: Path) -> None:
        self._door = door
        self._directory = directory

    def __call__(self, data: bytes) -> None:
        try:
            self._door(data)
        except Exception as error:
            self._keep(data, error)

    def _keep(self, data: bytes, error: Exception) -> None:
        where = re.sub(r"\W+", "-", place_of(error))
        file = self._directory / where
        if not file.exists() or len(data) < file.stat().st_size:
            file.write_bytes(data)
            said = "".join(traceback.format_exception(error))
            file.with_name(f"{where}.txt").write_text(said, errors="backslashreplace")


def place_of(error: BaseException) -> str:
    """What kind of error it is, and the last line of ours or docutils' that it came by."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    for frame in frames:
        if "specslint/" in frame.filename or "docutils/" in frame.filename:
            last = frame
    if isinstance(error, AssertionError):
        last = frames[-1]
    return f"{type(error).__name__} {Path(last.filename).stem} {last.lineno}"


def _tell(name: str, status: int, seconds: float) -> bool:
    """Say in a line how it went, and return whether anything was found."""
    log = (WORK / f"{name}.log").read_text(errors="replace")
    executed = _EXECUTED.search(log)
    finds = [file for file in sorted((WORK / "finds" / name).iterdir()) if file.suffix != ".txt"]
    said = f"{int(executed[1]) if executed else 0:>9} runs in {seconds:>5.0f} s"
    if status:
        said += f"; it stopped: see {WORK / f'{name}.log'}"
    print(f"{name:<10}{said}, {len(finds)} finds", flush=True)
    for file in finds:
        print(f"          {file}", flush=True)
    return bool(finds or status)


# --- a smaller input --------------------------------------------------------


def minimise(door: Door, file: Path) -> None:
    """Take away from an input all without which it still fails at the same place."""

    def fails(data: bytes) -> str:
        try:
            door(data)
        except Exception as error:
            return place_of(error)
        return ""

    data = file.read_bytes()
    place = fails(data)
    if not place:
        print(f"fuzz: {file} is taken", file=sys.stderr)
        return
    size = max(1, len(data) // 2)
    while size:
        start = 0
        while start < len(data):
            less = data[:start] + data[start + size :]
            if fails(less) == place:
                data = less
            else:
                start += size
        size //= 2
    file.write_bytes(data)
    print(f"{place}: {data!r}")


if __name__ == "__main__":
    sys.exit(main())
