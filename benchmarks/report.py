"""Renders the results as reStructuredText tables."""

from __future__ import annotations

import datetime
import os
import platform
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.measure import Command, Comparison, middle
from benchmarks.rows import Pair

Result = tuple[Pair, Comparison]

_TIMES = ("Row", "Run", "specslint", "Beside", "Takes", "Ratio", "At most", "")
_REST = ("Row", "Beside", "CPU time", "of theirs", "Ratio", "Memory", "of theirs", "Ratio")

_PAGE = """\
.. Made by "make bench WRITE=1": measure again instead of changing it.

==========
Benchmarks
==========

How long specslint takes beside its neighbours, and how that grows with the tree.
Measured on {date}.

Time
====

{times}

A *ratio* is the median of the ratios of runs that followed one another: specslint,
the other, specslint, the other, and so on, after one run of each that is not
counted. *At most* is the bar that is set for it. The time is that of the whole
process, from its start to its end.

Processor and memory
====================

{rest}

The CPU time is that of all processes of a run together, the memory that of the
largest of them at its peak.

What ran
========

{commands}

{notes}

With what
=========

{facts}
"""


def times(results: Sequence[Result]) -> str:
    """The median times, their ratios and the limits."""
    lines = [_TIMES]
    for pair, comparison in results:
        ours, theirs = middle(comparison.ours), middle(comparison.theirs)
        ratio = comparison.ratio(lambda usage: usage.wall)
        lines.append(
            (
                str(pair.row),
                pair.title,
                _seconds(ours.wall),
                pair.theirs.name,
                _seconds(theirs.wall),
                _number(ratio),
                *_verdict(ratio, pair.bar),
            )
        )
    return simple_table(lines)


def rest(results: Sequence[Result]) -> str:
    """CPU time and memory."""
    lines: list[tuple[str, ...]] = [_REST]
    for pair, comparison in results:
        ours, theirs = middle(comparison.ours), middle(comparison.theirs)
        memory = comparison.ratio(lambda usage: usage.memory)
        bar, verdict = _verdict(memory, pair.memory_bar)
        lines.append(
            (
                str(pair.row),
                pair.theirs.name,
                _seconds(ours.cpu),
                _seconds(theirs.cpu),
                _number(comparison.ratio(lambda usage: usage.cpu)),
                _megabytes(ours.memory),
                _megabytes(theirs.memory),
                _number(memory) + (f" (at most {bar}: {verdict})" if bar else ""),
            )
        )
    return simple_table(lines)


def commands(results: Sequence[Result]) -> str:
    """The commands of each row."""
    lines = [("Row", "Command")]
    for pair, _ in results:
        for command in (pair.ours, pair.theirs):
            line = (str(pair.row), f"``{_typed(command)}``")
            if line not in lines:
                lines.append(line)
    return simple_table(lines)


def page(results: Sequence[Result], notes: Iterable[str], facts: Mapping[str, str]) -> str:
    """The whole document.

    :param notes: one paragraph each.
    :param facts: properties of the machine and the programs, without names of machines
        or directories.
    """
    return _PAGE.format(
        date=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        times=times(results),
        rest=rest(results),
        commands=commands(results),
        notes="\n\n".join(notes),
        facts="\n".join(f":{name}: {value}" for name, value in facts.items()),
    )


def machine() -> dict[str, str]:
    """The kind of this machine, and the version of Python."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    model = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return {
        "Processor": model[1].strip() if model else platform.processor() or "unknown",
        "Cores": str(os.cpu_count() or "unknown"),
        "System": f"{platform.system()} on {platform.machine()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def simple_table(lines: Sequence[Sequence[str]]) -> str:
    """A simple table of reStructuredText; the first line is its header.

    No cell of the first column may be empty: its row would continue the one above.
    """
    widths = [max(map(len, column)) or 1 for column in zip(*lines, strict=True)]
    rule = "  ".join("=" * width for width in widths)

    def rows() -> Iterator[str]:
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            yield "  ".join(cells).rstrip()

    head, *body = rows()
    return "\n".join((rule, head, rule, *body, rule))


def _typed(command: Command) -> str:
    """The command as a user types it: without the directory of the program."""
    return command.shown or " ".join((Path(command.words[0]).name, *command.words[1:]))


def _verdict(ratio: float, bar: float | None) -> tuple[str, str]:
    if bar is None:
        return "", ""
    return f"{bar:g}", "held" if ratio <= bar else "missed"


def _seconds(value: float) -> str:
    return f"{value:.1f} s" if value >= 10 else f"{value:.3f} s"


def _number(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"  # also close to a limit


def _megabytes(value: int) -> str:
    return f"{value / 1e6:.0f} MB"
