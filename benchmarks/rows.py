"""The rows of the tables: the commands that are compared, and the limit of each ratio."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks import inputs
from benchmarks.inputs import Hook
from benchmarks.measure import Command
from benchmarks.peers import Environment

ROWS = range(1, 11)
LARGEST = 100


@dataclass(frozen=True)
class Pair:
    """Two commands to compare; ``bar`` is the limit of the ratio of their times."""

    row: int
    title: str
    ours: Command
    theirs: Command
    bar: float | None = None
    memory_bar: float | None = None
    runs: int = 5


@dataclass(frozen=True)
class Sizes:
    """The numbers of specs in the smaller and in the larger tree."""

    small: int = 1_000
    large: int = 10_000


class Bench:
    """Creates the pairs of each row, and their inputs, on demand."""

    def __init__(
        self, work: Path, own: Environment, peers: Environment, seeds: inputs.Seeds, sizes: Sizes
    ) -> None:
        self._work = work
        self._own = own
        self._peers = peers
        self._seeds = seeds
        self._sizes = sizes
        self.has_cache = own.offers("specslint", "--no-cache")
        self._uncached = ("--no-cache",) if self.has_cache else ()

    @cached_property
    def small(self) -> inputs.Tree:
        """The tree of most rows."""
        return inputs.make_tree(self._work / "small", self._seeds, self._sizes.small)

    @cached_property
    def large(self) -> inputs.Tree:
        """The tree that shows how the time grows."""
        return inputs.make_tree(self._work / "large", self._seeds, self._sizes.large)

    @cached_property
    def proposal(self) -> inputs.Proposal:
        """The commit that is being made."""
        return inputs.make_proposal(self._work / "proposal", self._seeds, self.small)

    @cached_property
    def longer(self) -> inputs.Tree | None:
        """The newest tree of the longer history, if it is at hand."""
        return inputs.longer_history(self._work)

    def pairs(self, row: int) -> Iterator[Pair]:
        """The comparisons of a row."""
        return (
            self._tree,
            self._tree_cached,
            self._spec,
            self._spec_cached,
            self._message,
            self._growth,
            self._commit,
            self._longer,
            self._largest,
            self._markup,
        )[row - 1]()

    def _tree(self) -> Iterator[Pair]:
        title = f"whole tree, no cache, {self.small.count:,} specs"
        ours = self._specslint(self.small, *self._uncached)
        yield Pair(1, title, ours, self._whole("sphinx-lint"), 0.7)
        yield Pair(1, title, ours, self._whole("doc8"), 0.2, runs=3)
        rstcheck = self._whole("rstcheck", "--recursive", "--report-level", "warning")
        yield Pair(1, title, ours, rstcheck, 0.5, runs=3)

    def _tree_cached(self) -> Iterator[Pair]:
        title = f"whole tree, warm cache, {self.small.count:,} specs"
        yield Pair(2, title, self._specslint(self.small), self._whole("sphinx-lint"), 0.04)

    def _spec(self) -> Iterator[Pair]:
        spec = self.small.middle
        ours = self._specslint(self.small, *self._uncached, spec)
        words = (self._peers.program("rst-lint"), spec)
        # Its exit code is 2 for errors, and 1 for warnings.
        theirs = Command("rst-lint", words, self.small.root, range(3))
        yield Pair(3, "one spec, no cache", ours, theirs, 0.9, runs=15)

    def _spec_cached(self) -> Iterator[Pair]:
        ours = self._specslint(self.small, self.small.middle)
        words = (self._own.program("python"), "-c", "pass")
        theirs = Command("python -c pass", words, self.small.root, range(1))
        yield Pair(4, "one spec, warm cache", ours, theirs, 2.5, runs=15)

    def _message(self) -> Iterator[Pair]:
        root, message = self.proposal.root, ".git/COMMIT_EDITMSG"
        words = (self._peers.program("gitlint"), "--msg-filename", message)
        # Its exit code is the number of findings, up to 252.
        gitlint = Command("gitlint", words, root, range(253))
        specslint = (self._own.program("specslint"), "commit-msg")
        title = f"commit-msg hook, one added copy, {self.small.count:,} specs in the tree"
        if self._own.offers("specslint", "--no-cache", "commit-msg"):
            cold = Command("specslint", (*specslint, "--no-cache", message), root)
            yield Pair(5, f"{title}, no cache", cold, gitlint, runs=15)
            title += ", warm cache"
        ours = Command("specslint", (*specslint, message), root)
        yield Pair(5, title, ours, gitlint, 1.6, runs=15)

    def _growth(self) -> Iterator[Pair]:
        title = f"{self.large.count:,} specs, no cache"
        ours = self._specslint(self.large, *self._uncached)
        theirs = self._specslint(self.small, *self._uncached)
        theirs = Command(f"itself, {self.small.count:,}", theirs.words, theirs.cwd)
        yield Pair(6, title, ours, theirs, 11.0, 1.3, runs=3)

    def _commit(self) -> Iterator[Pair]:
        title = (
            f"git commit of one added copy by pre-commit, {self.small.count:,} specs in the tree"
        )
        specslint = self._own.program("specslint")
        ours = self._committed(
            "specslint",
            Hook(f"{specslint} --ignore PLC", files=inputs.SPECS),
            Hook(f"{specslint} --staged --select PLC ."),
            Hook(f"{specslint} commit-msg", stage="commit-msg"),
        )
        theirs = self._committed(
            "doc8, gitlint",
            Hook(self._peers.program("doc8"), files=inputs.SPECS),
            Hook(f"{self._peers.program('gitlint')} --msg-filename", stage="commit-msg"),
        )
        yield Pair(7, title, ours, theirs, 0.8, runs=15)

    def _longer(self) -> Iterator[Pair]:
        if self.longer:
            title = f"whole tree of the longer history, no cache, {self.longer.count:,} specs"
            ours = self._specslint(self.longer, *self._uncached)
            theirs = Command("sphinx-lint", self._whole("sphinx-lint").words, self.longer.root)
            yield Pair(8, title, ours, theirs, 0.7)

    def _largest(self) -> Iterator[Pair]:
        if self.longer:
            largest = self.longer.largest(LARGEST)
            rst_lint = (self._peers.program("rst-lint"),)
            specslint = (self._own.program("specslint"), *self._uncached)
            for title, specs, limit in (
                (f"the {LARGEST} largest of these one by one, no cache", largest, 0.9),
                ("the largest of these, no cache", largest[:1], 1.0),
            ):
                ours = self._each("specslint", specslint, specs, self.longer)
                theirs = self._each("rst-lint", rst_lint, specs, self.longer)
                yield Pair(9, title, ours, theirs, limit, runs=3)

    def _markup(self) -> Iterator[Pair]:
        tree = inputs.make_tree(self._work / "markup", inputs.with_markup(self._seeds), 1)
        ours = self._specslint(tree, *self._uncached, tree.middle)
        words = (self._peers.program("rst-lint"), tree.middle)
        theirs = Command("rst-lint", words, tree.root, range(3))
        yield Pair(
            10, "one spec with tables, roles and code, no cache", ours, theirs, 0.9, runs=15
        )

    def _each(
        self, name: str, words: tuple[str, ...], specs: tuple[str, ...], tree: inputs.Tree
    ) -> Command:
        """A program that is started for each of some specs."""
        script = f'for spec; do {shlex.join(words)} "$spec"; done; true'
        shown = " ".join((name, *words[1:], "SPEC"))
        return Command(name, ("/bin/sh", "-c", script, "sh", *specs), tree.root, range(1), shown)

    def _committed(self, name: str, *hooks: inputs.Hook) -> Command:
        """A commit through hooks, which is undone."""
        root = self._work / f"commit-{len(hooks)}"
        proposal = inputs.make_proposal(root, self._seeds, self.small)
        inputs.install_hooks(proposal, self._peers.program("pre-commit"), hooks)
        script = "git commit -q -F .git/MESSAGE && git reset -q --soft HEAD~1"
        return Command(name, ("/bin/sh", "-c", script), root, range(1), "git commit")

    def _specslint(self, tree: inputs.Tree, *words: str) -> Command:
        return Command("specslint", (self._own.program("specslint"), *words), tree.root)

    def _whole(self, name: str, *options: str) -> Command:
        words = (self._peers.program(name), *options, "specs")
        return Command(name, words, self.small.root)
