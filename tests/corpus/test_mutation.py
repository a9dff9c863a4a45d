"""Real specs, broken in each way that a rule on specs is about: only that is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from specslint.config.settings import Config
from specslint.engine import Report, check
from specslint.engine.sources import Overlay
from specslint.engine.specs import Parser
from specslint.rules import names
from specslint.vcs.repository import Repository as GitRepository
from specslint.vcs.sources import Revision
from tests.conftest import Repository
from tests.corpus.mutations import change, fasttrack, head, markup, template, text, tree
from tests.corpus.mutations.model import Expected, Mutation, Place, places, shifted, verdict
from tests.corpus.mutations.page import Page

SAMPLE = 25
MUTATIONS = (*template.MUTATIONS, *head.MUTATIONS, *markup.MUTATIONS, *text.MUTATIONS)


class Specs:
    """The specs of the last tree, and the findings in each before it is broken."""

    def __init__(self, repository: GitRepository) -> None:
        tree = repository.commit(repository.resolve("HEAD")).tree
        self._source = Revision(repository.git, tree)
        self._parser = Parser(Config())
        self._before: dict[str, Counter[Place]] = {}
        self.pages = list(self._pages())

    def _pages(self) -> Iterator[Page]:
        paths = [e.path for e in self._source.entries("specs") if not e.target]
        texts = {p: self._source.read(p, 1 << 20).decode() for p in paths if p.endswith(".rst")}
        for release in ("juno", "kilo", "liberty"):
            name = f"specs/{release}-template.rst"
            outline = Page(name, texts[name])
            for path in paths:
                if path.startswith(f"specs/{release}/") and path in texts:
                    page = Page(path, texts[path], outline)
                    if page.is_regular:
                        yield page

    def before(self, page: Page) -> Counter[Place]:
        """The findings in a valid spec."""
        if page.path not in self._before:
            report = check(self._source, Config(), [page.path], parser=self._parser)
            self._before[page.path] = places(report)
        return self._before[page.path]

    def report(self, path: str, content: bytes) -> Report:
        """The findings in a spec with another content, and about its path."""
        source = Overlay(self._source, {path: content})
        return check(source, Config(), [path], parser=self._parser)

    def judge(self, mutation: Mutation, page: Page, chance: Random) -> list[str] | None:
        """The faults of the report on a broken spec; None if it cannot be broken so."""
        mutant = mutation.make(page, chance)
        if mutant is None:
            return None
        report = self.report(page.path, mutant.content)
        before = shifted(self.before(page), page.path, mutant.origins)
        found = verdict(report, before, mutant.expected, mutation.brings, mutation.hides)
        return [
            f"{kind} {page.path}: {what}"
            for kind, whats in found._asdict().items()
            for what in whats
        ]


@pytest.fixture(scope="module")
def specs(corpus: Repository) -> Iterator[Specs]:
    with GitRepository.open(corpus.root) as repository:
        yield Specs(repository)


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.code}-{m.name}")
def test_what_is_broken_is_found(specs: Specs, mutation: Mutation) -> None:
    chance = Random(mutation.name)
    pages = chance.sample(specs.pages, len(specs.pages))
    faults: list[str] = []
    made = 0
    for page in pages:
        judged = specs.judge(mutation, page, chance)
        if judged is not None:
            made += 1
            faults += judged
        if made == SAMPLE:
            break
    print(f"{mutation.code} {mutation.name}: {made} specs, {len(faults)} faults")
    assert made >= SAMPLE
    assert not faults


# After these, the rest of the text has changed, or is not checked.
ALONE = ("TPL", "RST009", "TXT003", "TXT007")
TOGETHER = [mutation for mutation in MUTATIONS if not mutation.code.startswith(ALONE)]
FAULTS = 6


def test_many_faults_in_one_spec_are_found(specs: Specs) -> None:
    chance = Random("many")
    wrong: list[str] = []
    made = 0
    for original in chance.sample(specs.pages, len(specs.pages))[: 4 * SAMPLE]:
        before, page = specs.before(original), original
        expected: list[Expected] = []
        brings: set[str] = set()
        for mutation in chance.sample(TOGETHER, FAULTS):
            mutant = mutation.make(page, chance)
            if mutant is None:
                continue
            now = {origin: number for number, origin in enumerate(mutant.origins, 1) if origin}
            known = [e._replace(line=now.get(e.line, 0), column=0) for e in expected]
            places_of = {e[:3] for e in known}
            if any(not e.line for e in known) or any(e[:3] in places_of for e in mutant.expected):
                continue  # this one would undo another, or be the same
            before = shifted(before, page.path, mutant.origins)
            expected = [*known, *mutant.expected]
            brings |= set(mutation.brings)
            page = Page(page.path, mutant.content.decode(), page.template)
        made += len(expected)
        found = verdict(specs.report(page.path, page.text.encode()), before, expected, brings)
        wrong += [f"{page.path}: {k}: {w}" for k, ws in found._asdict().items() for w in ws]
    print(f"{made} faults in {4 * SAMPLE} specs, {len(wrong)} of them wrong")
    assert made > 4 * SAMPLE * (FAULTS - 2)
    assert not wrong


def test_each_rule_has_a_mutation() -> None:
    of_changes = [made.code for made in (*change.PROPOSALS, *fasttrack.PROPOSALS, *change.LINES)]
    of_trees = [made.code for made in tree.MUTATIONS]
    assert {*(made.code for made in MUTATIONS), *of_trees, *of_changes} == set(names())
