"""Runs the benchmarks: ``python -m benchmarks``."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence

from benchmarks import report
from benchmarks.inputs import PROJECT, InputError, Seeds, seeds
from benchmarks.measure import RunError, compare
from benchmarks.peers import OWN, PEERS, Environment, InstallError, install_own, install_peers
from benchmarks.rows import ROWS, Bench, Pair, Sizes

WORK = PROJECT / "build" / "bench"
PAGE = PROJECT / "doc" / "benchmarks.rst"
QUICK = Sizes(100, 1_000)
CORES = 2  # the limits of the ratios assume as many


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the tables.

    :param arguments: the arguments after the program's name; those of the process if
        None.
    :returns: the exit code: 0 if everything was measured, whatever the result.
    """
    options = _parser().parse_args(arguments)
    limit_cores()
    try:
        tell("installing specslint and the others")
        own, peers = install_own(WORK), install_peers(WORK)
        found = seeds(WORK / "inputs")
        sizes = QUICK if options.quick else Sizes()
        bench = Bench(WORK / "inputs", own, peers, found, sizes)
        results = run(bench, options)
    except (InputError, InstallError, RunError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    print(report.times(results), report.rest(results), report.commands(results), sep="\n\n")
    notes = notes_on(bench, found, sizes)
    facts = {**report.machine(), **versions(own, peers)}
    print("", *notes, *(f"{name}: {value}" for name, value in facts.items()), sep="\n")
    if options.write:
        PAGE.write_text(report.page(results, notes, facts), encoding="utf-8")
    return 0


def run(bench: Bench, options: argparse.Namespace) -> list[report.Result]:
    """Measure the rows that the options name.

    :raises InputError: their inputs cannot be created.
    :raises RunError: a program failed.
    """
    cache = WORK / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    variables = {"XDG_CACHE_HOME": str(cache)}
    results = []
    for row in options.rows:
        tell(f"row {row}: making its inputs")
        for pair in bench.pairs(row):
            runs = options.runs or pair.runs
            tell(f"row {row}: {pair.title}, beside {pair.theirs.name}, {runs} times")
            result = compare(pair.ours, pair.theirs, runs, variables)
            ratio = result.ratio(lambda usage: usage.wall)
            tell(f"row {row}: {ratio:.2f}{_at_most(pair)}")
            results.append((pair, result))
    return results


def limit_cores() -> None:
    """Limit this process, and so its children, to two cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def notes_on(bench: Bench, found: Seeds, sizes: Sizes) -> list[str]:
    """The notes that are needed to read the tables."""
    specs = f"The specs are copies of {len(found.specs)} from {found.source}"
    notes = [
        f"{specs}, each with a name, a blueprint and a line of its own; the "
        f"{bench.small.count:,} specs have {bench.small.size / 1e6:.1f} MB. One spec is the one "
        "of median size. All is committed, and packed as in a clone.",
        f"All programs are kept to {CORES} cores. Each peer is called as its manual has it; "
        "rstcheck is kept from printing notices below warnings, and gitlint reads the message "
        "that specslint reads.",
    ]
    if not bench.has_cache:
        notes.append("This specslint has no cache: it has none in the rows on a warm one, either.")
    if sizes == QUICK:
        notes.append("This is a quick run with smaller trees: the bars are for larger ones.")
    return notes


def versions(own: Environment, peers: Environment) -> dict[str, str]:
    """Each package's version; docutils' differs between the two environments."""
    docutils = peers.versions(("docutils",))["docutils"]
    return {**own.versions(OWN), **peers.versions(PEERS), "docutils of the peers": docutils}


def tell(text: str) -> None:
    """Print the progress to standard error."""
    print(f"benchmarks: {text}", file=sys.stderr, flush=True)


def _at_most(pair: Pair) -> str:
    return "" if pair.bar is None else f" (the bar: at most {pair.bar:g})"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    everything = ",".join(map(str, ROWS))
    add("--rows", type=_rows, default=list(ROWS), metavar="N,N", help=f"default: {everything}")
    add("--runs", type=_positive, metavar="N", help="pairs of runs (default: 3 to 15, by row)")
    add("--quick", action="store_true", help="trees of a tenth of the size")
    add("--write", action="store_true", help=f"write {PAGE.relative_to(PROJECT)}")
    return parser


def _rows(text: str) -> list[int]:
    rows = [int(word) for word in text.split(",")]
    if not set(rows) <= set(ROWS):
        raise ValueError(text)
    return rows


def _positive(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
