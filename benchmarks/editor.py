"""Measures the language server's response times: ``python -m benchmarks.editor``.

The table has the server's processor time and the time that an editor waits: on a busy
machine, only the former is comparable.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.report import simple_table
from tests.server.client import Client, span

_EVERY = 10  # edits between two readings of the memory use


@dataclass(frozen=True)
class Session:
    """The measurements of one session with a document: seconds, bytes."""

    start: float
    start_cpu: float
    waits: tuple[float, ...]
    cpu: float  # per edit
    memory: tuple[int, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table.

    :param arguments: the arguments after the program's name; those of the process if
        None.
    :returns: the exit code: 0 if everything was measured, whatever the result.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.editor", description=__doc__)
    parser.add_argument("root", type=Path, help="a clone of a spec repository")
    parser.add_argument("specs", nargs="*", help="default: the spec nearest to 20 KB, the largest")
    parser.add_argument("--edits", type=int, default=200, metavar="N")
    options = parser.parse_args(arguments)
    root = options.root.absolute()
    lines: list[tuple[str, ...]] = [
        ("Spec", "KB", "Start", "CPU", "Edit", "95 %", "CPU", "Memory", "at the end")
    ]
    for spec in options.specs or chosen(root):
        session(root, spec, 1)  # fills the cache
        lines.append(tuple(row(root / spec, session(root, spec, options.edits))))
    print(simple_table(lines))
    return 0


def chosen(root: Path) -> list[str]:
    """A typical spec, and the largest one."""
    files = [file for file in root.glob("specs/*/*/*.rst") if not file.is_symlink()]
    typical = min(files, key=lambda file: abs(file.stat().st_size - 20_000))
    largest = max(files, key=lambda file: file.stat().st_size)
    return [str(file.relative_to(root)) for file in (typical, largest)]


def session(root: Path, spec: str, edits: int) -> Session:
    """Open a spec, then insert a word and remove it again, line by line.

    Each edit is checked at once, and the next edit follows after the diagnostics of the
    one before.
    """
    begin = perf_counter()
    with Client((str(Path(sys.executable).parent / "specslint"), "server")) as editor:
        editor.start(root)
        document = editor.open(root / spec)
        editor.diagnostics(document)
        start, start_cpu = perf_counter() - begin, cpu_of(editor.process.pid)
        lines = (root / spec).read_text(encoding="utf-8").count("\n")
        waits, memory = [], [memory_of(editor.process.pid)]
        for number in range(edits):
            line = (number // 2 * 7) % lines
            change = {
                "range": span(line, 0, number % 2 * 5),
                "text": "" if number % 2 else "word ",
            }
            begin = perf_counter()
            editor.change(document, number + 2, change)
            editor.diagnostics(document, number + 2)
            waits.append(perf_counter() - begin)
            if number % _EVERY == 0:
                memory.append(memory_of(editor.process.pid))
        cpu = (cpu_of(editor.process.pid) - start_cpu) / edits
        editor.end()
    return Session(start, start_cpu, tuple(waits), cpu, tuple(memory))


def row(spec: Path, found: Session) -> Iterator[str]:
    """The cells of a session."""
    yield spec.name
    yield f"{spec.stat().st_size / 1000:.0f}"
    yield f"{found.start:.2f} s"
    yield f"{found.start_cpu:.2f} s"
    yield f"{median(found.waits) * 1000:.0f} ms"
    yield f"{sorted(found.waits)[int(len(found.waits) * 0.95)] * 1000:.0f} ms"
    yield f"{found.cpu * 1000:.0f} ms"
    yield f"{max(found.memory) / 1e6:.0f} MB"
    yield f"{found.memory[-1] / 1e6:.0f} MB"


def cpu_of(process: int) -> float:
    """The processor seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(process: int) -> int:
    """The bytes of memory that a process uses."""
    pages = Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
