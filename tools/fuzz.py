"""Fuzzes specslint, guided by code coverage: ``make fuzz``.

Each target of ``tests/fuzz/`` runs in a process of its own, in which Atheris mutates
the seeds. With ``--blind``, coverage is not measured: the seeds, and the inputs that
earlier runs have added to them, are changed at random, several times as many per second.
Inputs that fail are kept in ``build/fuzz/finds/``, the smallest one for each place in the
code, with the traceback beside it; ``--minimise`` makes such an input smaller. To keep one
as a test, put it into ``tests/fuzz/corpus/<target>/``.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import re
import resource
import signal
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
"""Seconds per input: more than the limit of a spec, which is RST009's."""

SECONDS = 60
"""Seconds per target, unless given."""

MEMORY = 2048
"""Megabytes per target."""

_EXECUTED = re.compile(r"^stat::number_of_executed_units: (\d+)", re.MULTILINE)
_SIZE = 2048

Target = Callable[[bytes], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the targets.

    :param arguments: the arguments after the program's name; those of the process if
        None.
    :returns: 1 if any input failed, else 0.
    """
    options = _parser().parse_args(arguments)
    targets = _targets(blind=options.blind or bool(options.minimise))
    if options.minimise:
        target, file = options.minimise
        minimise(targets[target], Path(file))
        return 0
    if options.runs < 0 and not options.seconds:
        options.seconds = SECONDS
    names = options.targets.split(",") if options.targets else list(targets)
    unknown = set(names) - set(targets)
    if unknown:
        print(f"fuzz: no such target: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    waiting, running = names[::-1], dict[int, tuple[str, float]]()
    failed = 0
    while waiting or running:
        if waiting and len(running) < options.jobs:
            name = waiting.pop()
            running[_start(name, targets[name], options)] = name, time.monotonic()
            continue
        process, status = os.wait()
        if process in running:
            name, begun = running.pop(process)
            failed += _tell(name, status, time.monotonic() - begun)
    return int(failed > 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    add = parser.add_argument
    add("--targets", metavar="NAME,NAME", help="default: all")
    add("--runs", type=int, default=-1, metavar="N", help="inputs for each target")
    add("--seconds", type=int, default=0, metavar="N", help="for each target (default: 60)")
    add("--seed", type=int, default=1, metavar="N", help="the same one tries the same inputs")
    add("--jobs", type=int, default=1, metavar="N", help="targets at a time")
    add("--blind", action="store_true", help="do not measure coverage")
    add("--minimise", nargs=2, metavar=("TARGET", "FILE"), help="make FILE smaller, in place")
    return parser


def _targets(*, blind: bool) -> dict[str, Target]:
    """The targets; unless ``blind``, all that they import is instrumented for coverage."""
    instrumented: Any = contextlib.nullcontext()
    if not blind:
        atheris = importlib.import_module("atheris")
        instrumented = atheris.instrument_imports(include=["specslint", "docutils"])
    with instrumented:
        from specslint.rules import all_rules
        from tests.fuzz.targets import TARGETS

        all_rules()
        for name, target in TARGETS.items():  # the seeds cause the lazy imports
            for seed in sorted((SEEDS / name).glob("*")):
                target(seed.read_bytes())
    return dict(TARGETS)


# --- one target ---------------------------------------------------------------


def _start(name: str, target: Target, options: argparse.Namespace) -> int:
    """Fuzz a target in a process of its own, and return the process id."""
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
    if options.blind:
        _run_blind(name, _Keeping(target, finds), [grown, SEEDS / name], options)
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
        _Keeping(target, finds),
        internal_libfuzzer=True,
    )
    atheris.Fuzz()
    os._exit(0)


def _run_blind(
    name: str, target: Target, directories: Sequence[Path], options: argparse.Namespace
) -> None:
    """Run a target on random changes of known inputs, and end the process."""
    from tests.fuzz.mutations import mutations
    from tests.fuzz.words import dictionary

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {TIMEOUT} s")

    signal.signal(signal.SIGALRM, stop)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY << 20, MEMORY << 20))
    known = [path.read_bytes() for place in directories for path in sorted(place.iterdir())]
    end = time.monotonic() + options.seconds if options.seconds else float("inf")
    done = 0
    for data in mutations(known, dictionary(name), options.seed, _SIZE):
        if done == options.runs or time.monotonic() > end:
            break
        signal.alarm(TIMEOUT)
        target(data)
        signal.alarm(0)
        done += 1
    print(f"stat::number_of_executed_units: {done}", flush=True)
    os._exit(0)


def _quoted(word: str) -> str:
    """A word in the syntax of a libFuzzer dictionary."""
    return (
        '"'
        + "".join(
            chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\x{byte:02X}"
            for byte in word.encode()
        )
        + '"'
    )


class _Keeping:
    """A target that stores inputs that fail, and continues."""

    def __init__(self, target: Target, directory: Path) -> None:
        self._target = target
        self._directory = directory

    def __call__(self, data: bytes) -> None:
        try:
            self._target(data)
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
    """The type of an error, and the last line of specslint or docutils in its traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    for frame in frames:
        if "specslint/" in frame.filename or "docutils/" in frame.filename:
            last = frame
    if isinstance(error, AssertionError):
        last = frames[-1]
    return f"{type(error).__name__} {Path(last.filename).stem} {last.lineno}"


def _tell(name: str, status: int, seconds: float) -> bool:
    """Print one line about the run of a target, and return whether any input failed."""
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


# --- minimisation -----------------------------------------------------------


def minimise(target: Target, file: Path) -> None:
    """Remove everything from an input without which it still fails at the same place."""

    def fails(data: bytes) -> str:
        try:
            target(data)
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
