"""The last tree, broken in each way that a rule on trees is about: only that is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from specslint.config.settings import Config
from specslint.engine import Report, check
from specslint.engine.cache import Cache
from specslint.engine.settings import Settings
from specslint.engine.specs import Parser
from specslint.vcs.repository import Repository as GitRepository
from specslint.vcs.sources import Revision
from tests.conftest import Repository
from tests.corpus.mutations.model import Place, places, verdict
from tests.corpus.mutations.tree import MUTATIONS, File, State, Tree, TreeMutation

SAMPLE = 25


class Whole:
    """The last tree, and the findings in it before it is broken."""

    def __init__(self, repository: GitRepository) -> None:
        source = Revision(repository.git, repository.commit(repository.resolve("HEAD")).tree)
        self.files: Tree = {
            entry.path: File(
                b"" if entry.target else source.read(entry.path, 1 << 20),
                entry.executable,
                entry.target,
            )
            for entry in source.entries("specs")
        }
        self.specs = [
            path
            for path, file in self.files.items()
            if path.endswith(".rst") and path.count("/") == 3 and not file.target
        ]
        self._parser = Parser(Config())
        self._settings = Settings(cache=Cache(pytest.fail, Path("/nowhere")))
        self.before = places(self.report(self.files))

    def report(self, files: Tree) -> Report:
        """All findings in a tree; those of unchanged files are cached."""
        return check(
            State(files),
            Config(closed_releases=True),
            parser=self._parser,
            settings=self._settings,
        )

    def judge(self, mutation: TreeMutation, path: str, chance: Random) -> list[str] | None:
        """What is wrong with the report on a broken tree; None where it cannot be broken so."""
        broken = mutation.make(self.files, path, chance)
        if broken is None:
            return None
        before: Counter[Place] = Counter()
        for (code, where, line), times in self.before.items():
            before[code, broken.moved.get(where, where), line] += times
            if where in broken.copied:
                before[code, broken.copied[where], line] += times
        report = self.report(broken.files)
        found = verdict(report, before, broken.expected, mutation.brings, mutation.hides)
        return [f"{kind}: {what}" for kind, whats in found._asdict().items() for what in whats]


@pytest.fixture(scope="module")
def whole(corpus: Repository) -> Iterator[Whole]:
    with GitRepository.open(corpus.root) as repository:
        yield Whole(repository)


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.code}-{m.name}")
def test_what_is_broken_is_found(whole: Whole, mutation: TreeMutation) -> None:
    chance = Random(mutation.name)
    faults: list[str] = []
    made = 0
    for path in chance.sample(whole.specs, len(whole.specs)):
        judged = whole.judge(mutation, path, chance)
        if judged is not None:
            made += 1
            faults += judged
        if made == SAMPLE:
            break
    print(f"{mutation.code} {mutation.name}: {made} trees, {len(faults)} faults")
    assert made == SAMPLE
    assert not faults
