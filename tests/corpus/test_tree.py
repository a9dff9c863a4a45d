"""Trees of the history: one in which a spec was misplaced, and the head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from specslint.config.settings import Config
from specslint.engine import Report, check
from specslint.engine.specs import Parser
from specslint.model.findings import Diagnostic, Severity
from specslint.vcs.repository import Repository as GitRepository
from specslint.vcs.sources import Revision
from tests.conftest import Repository

# Merged in February 2015 one directory too high, where the repository's own gate did
# not look; two commits later it was moved.
MISPLACED = "specs/kilo/ec2-api-required-additions.rst"


@pytest.fixture(scope="module")
def git_repository(corpus: Repository) -> Iterator[GitRepository]:
    with GitRepository.open(corpus.root) as repository:
        yield repository


def report_at(repository: GitRepository, revision: str, parser: Parser) -> Report:
    commit = repository.commit(repository.resolve(revision))
    return check(
        Revision(repository.git, commit.tree), Config(closed_releases=True), parser=parser
    )


def errors(report: Report) -> list[Diagnostic]:
    return [d for d in report.diagnostics if d.severity is Severity.ERROR]


def test_the_misplaced_spec_at_each_commit_where_it_stood(
    corpus: Repository, git_repository: GitRepository
) -> None:
    touching = corpus.git("log", "--format=%H", "--", MISPLACED).split()
    moved, added = touching  # newest first
    parser = Parser(Config())
    for revision in corpus.git("rev-list", "--ancestry-path", f"{added}^..{moved}^").split():
        held = corpus.git("ls-tree", "--name-only", revision, MISPLACED)
        codes = [
            d.code
            for d in report_at(git_repository, revision, parser).diagnostics
            if d.location.path == MISPLACED
        ]
        assert ("PLC001" in codes) == bool(held)


def test_the_warnings_of_kilo_at_the_head(git_repository: GitRepository) -> None:
    report = report_at(git_repository, "HEAD", Parser(Config()))
    kilo = [d for d in report.diagnostics if d.location.path.startswith("specs/kilo/")]
    counts = Counter(d.code for d in kilo)
    assert {code: counts[code] for code in ("TPL007", "TPL008", "TPL009", "TPL011", "TPL013")} == {
        "TPL007": 2,
        "TPL008": 3,
        "TPL009": 1,
        "TPL011": 2,
        # 11 names differ from the blueprint's; in 3, the file cannot be renamed as advised.
        "TPL013": 8,
    }
    assert not errors(Report(tuple(kilo), 0))
