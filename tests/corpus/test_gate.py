"""specslint and the gate of nova-specs agree: on all specs, on damaged ones, on trees."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from random import Random

import pytest

from specslint.config.settings import Config
from specslint.engine.specs import Parser
from tests import gate
from tests.conftest import Repository
from tests.gate_compare import text_differences, tree_differences
from tests.gate_damages import DAMAGES, damaged
from tests.gate_trees import random_tree
from tools.gate_oracle import specs_of

pytestmark = pytest.mark.skipif(
    gate.directory() is None, reason="the gate's tests are not beside the corpus"
)
TEXTS = 500
TREES = 300


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with gate.in_process() as pool:
        yield pool


@pytest.mark.slow
def test_damaged_specs(corpus: Repository, pool: ProcessPoolExecutor) -> None:
    chance = Random("gate")
    texts = specs_of(corpus.root)
    made: list[tuple[str, gate.Text]] = []
    while len(made) < TEXTS:
        text = chance.choice(texts)
        found = damaged(text.content.decode(), chance)
        if found:
            made.append((found[0], text._replace(content=found[1])))
    assert len({kind for kind, _ in made}) > len(DAMAGES) * 0.9
    said = text_differences([text for _, text in made], pool, Parser(Config()))
    assert [(kind, what) for (kind, _), what in zip(made, said, strict=True) if what] == []


@pytest.mark.slow
def test_trees(pool: ProcessPoolExecutor) -> None:
    chance = Random("trees")
    trees = [random_tree(chance) for _ in range(TREES)]
    said = tree_differences(trees, pool)
    assert [(tree, what) for tree, what in zip(trees, said, strict=True) if what] == []


def test_the_gate_refuses_some_and_accepts_some(pool: ProcessPoolExecutor) -> None:
    chance = Random("trees")
    refusals = list(pool.map(gate.tree_refusal, [random_tree(chance) for _ in range(60)]))
    assert 10 < sum(map(bool, refusals)) < 55
