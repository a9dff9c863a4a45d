"""specslint and the oracle agree on all real specs, on broken ones, and on all real trees."""

from __future__ import annotations

import subprocess
from random import Random

import pytest

from specslint.config.settings import Config
from specslint.engine.specs import Parser
from tests import oracle, verdicts
from tests.conftest import Repository
from tests.corpus.mutations import head, markup, template, text
from tests.corpus.mutations.model import Mutation
from tests.corpus.mutations.page import Page

SAMPLE = 8
# No other findings are reported on a text that cannot be read or parsed.
UNREAD = ("RST009", "TXT007")
ALL = (*template.MUTATIONS, *head.MUTATIONS, *text.MUTATIONS, *markup.MUTATIONS)
BROKEN = [mutation for mutation in ALL if mutation.code not in UNREAD]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser(Config())


@pytest.fixture(scope="module")
def pages(corpus: Repository) -> list[Page]:
    """The specs of the last tree."""
    found = []
    for release in ("juno", "kilo", "liberty"):
        directory = corpus.root / "specs"
        outline = Page("", (directory / f"{release}-template.rst").read_bytes().decode())
        for file in sorted((directory / release).glob("*/*.rst")):
            if not file.is_symlink():
                path = file.relative_to(corpus.root).as_posix()
                found.append(Page(path, file.read_bytes().decode(), outline))
    return found


@pytest.mark.slow
def test_each_version_of_each_spec(corpus: Repository, parser: Parser) -> None:
    """Each against each release's last template: most lack sections of two of them."""
    listing = corpus.git("log", "--raw", "--no-abbrev", "--format=", "--no-renames", "--root")
    blobs = {row.split()[3] for row in listing.splitlines() if row.endswith(".rst")}
    texts = [_text(corpus, blob) for blob in sorted(blobs - {"0" * 40})]
    assert len(texts) > 250
    assert any("\r\n" in one for one in texts)
    found: list[str] = []
    for release in ("juno", "kilo", "liberty"):
        outline = corpus.git("show", f"HEAD:specs/{release}-template.rst")
        path = f"specs/{release}/approved/a-spec.rst"
        for one in texts:
            found += verdicts.differences(path, one, outline, release, parser)
    assert not found


def _text(corpus: Repository, blob: str) -> str:
    """A blob with its original line ends."""
    command = ["git", "cat-file", "blob", blob]
    return subprocess.run(
        command, cwd=corpus.root, capture_output=True, check=True
    ).stdout.decode()


@pytest.mark.slow
@pytest.mark.parametrize("mutation", BROKEN, ids=lambda m: f"{m.code}-{m.name}")
def test_broken_specs(pages: list[Page], parser: Parser, mutation: Mutation) -> None:
    chance = Random(mutation.name)
    found: list[str] = []
    made = 0
    for page in chance.sample(pages, len(pages)):
        mutant = mutation.make(page, chance) if page.is_regular else None
        if mutant and made < SAMPLE:
            made += 1
            content, outline = mutant.content.decode(), page.template.text
            release = page.path.split("/")[1]
            found += verdicts.differences(page.path, content, outline, release, parser)
    assert made == SAMPLE
    assert not found


def test_the_paths_of_each_tree(corpus: Repository) -> None:
    names = corpus.git("log", "--format=%T").split()
    states = {corpus.git("ls-tree", "-r", "--name-only", name, "specs") for name in set(names)}
    assert len(states) > 100
    for state in sorted(states):
        paths = state.split()
        assert verdicts.placement(paths) == oracle.placement(paths)
