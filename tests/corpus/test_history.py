"""Every commit of the history, including merges: its tree, and what it changed.

An error that is not a true defect fails; the true ones are listed here, with their
reasons. Only paths and numbers of the corpus are used, none of its text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

import pytest

from specslint.config.settings import Config
from specslint.engine import Report, check, check_change
from specslint.engine.changes import assemble
from specslint.engine.specs import Parser
from specslint.model.findings import Severity
from specslint.vcs.repository import Repository as GitRepository
from specslint.vcs.sources import Revision
from tests.conftest import Repository

pytestmark = pytest.mark.slow

MESSAGE = "/COMMIT_MSG"


class Defect(NamedTuple):
    """A true defect of the history, and the number of trees and changes with it.

    A change to a spec shows its defects, and so does the merge that brings it.
    """

    code: str
    path: str  # may have wild cards
    trees: int
    changes: int
    reason: str


# Before the gate checked lines and placement, and before the directories of today.
_JUNO = "specs/juno/"
DEFECTS = (
    # The old layout: no directories in a release, and one template for all.
    Defect("PLC001", f"{_JUNO}*.rst", 7710, 180, "stood beside the approved/ of today"),
    Defect("PLC001", "specs/template.rst", 221, 35, "the one template of the time"),
    Defect("TPL010", "specs/template.rst", 19, 17, "had text before its title"),
    Defect(
        "RST001", "specs/template.rst", 9, 8, "had an indentation without a blank line before it"
    ),
    Defect("TXT001", "specs/template.rst", 414, 123, "had lines of more than 79 characters"),
    Defect("TXT001", f"{_JUNO}*.rst", 180, 21, "were merged before lines had to be wrapped"),
    Defect("TXT002", f"{_JUNO}extensible-resource-tracking.rst", 18, 2, "a space at an end"),
    Defect("TXT003", f"{_JUNO}nova-pagination.rst", 13, 2, "had CR LF line ends"),
    # What the gate of its time did not check, or where it did not look.
    Defect("PLC001", "specs/kilo/ec2-api-required-additions.rst", 2, 2, "beside approved/"),
    Defect("TPL003", "specs/kilo/ec2-api-required-additions.rst", 2, 2, 'no "Work Items"'),
    Defect(
        "TXT004",
        "specs/liberty/approved/show-reserved-status-in-os-fixed-ips-api.rst",
        7,
        2,
        "four zero-width spaces in one line",
    ),
    # In no tree: defects of the change itself.
    Defect("PLC004", f"{_JUNO}implemented/deprecate-baremetal-driver.rst", 0, 2, "born there"),
    Defect("FTK001", MESSAGE, 0, 2, "stop-dmcrypt-on-suspend was copied without the tag"),
    Defect("FTK006", MESSAGE, 0, 2, "the tag names the release that it was proposed to"),
)


@pytest.fixture(scope="module")
def git_repository(corpus: Repository) -> Iterator[GitRepository]:
    with GitRepository.open(corpus.root) as repository:
        yield repository


@pytest.fixture(scope="module")
def commits(corpus: Repository) -> list[str]:
    """All commits of the history, oldest first."""
    names = corpus.git("rev-list", "--topo-order", "--reverse", "HEAD").split()
    assert len(names) == 427
    return names


@pytest.fixture(scope="module")
def parser() -> Parser:
    """Shared by all: the history has few more texts than its last tree."""
    return Parser(Config())


def errors(report: Report) -> Iterator[tuple[str, str]]:
    """The code and path of each error."""
    for diagnostic in report.diagnostics:
        if diagnostic.severity is Severity.ERROR:
            yield diagnostic.code, diagnostic.location.path


def defect_of(code: str, path: str) -> Defect | None:
    known = (d for d in DEFECTS if d.code == code and fnmatchcase(path, d.path))
    # A star matches slashes too: files in approved/ have no excuse.
    return next((d for d in known if d.path.count("/") == path.count("/")), None)


def judged(found: Counter[tuple[str, str]]) -> dict[Defect, int]:
    """How often each true defect was found; all others are false, or new."""
    counts: Counter[Defect] = Counter()
    false = {}
    for error, times in found.items():
        defect = defect_of(*error)
        if defect is None:
            false[error] = times
        else:
            counts[defect] += times
    assert not false
    return dict(counts)


def test_every_tree(commits: list[str], git_repository: GitRepository, parser: Parser) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for name in commits:
        revision = Revision(git_repository.git, git_repository.commit(name).tree)
        of_tree = Counter(errors(check(revision, Config(), parser=parser)))
        paths = {entry.path for entry in revision.entries("specs")}
        if any(path.startswith(f"{_JUNO}approved/") for path in paths):
            # From then on, no spec of Juno is elsewhere.
            assert not [path for code, path in of_tree if path.startswith(_JUNO)]
        found += of_tree
    assert judged(found) == {d: d.trees for d in DEFECTS if d.trees}


def test_every_change(commits: list[str], git_repository: GitRepository, parser: Parser) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for name in commits:
        delta = git_repository.changes_of_commit(name, "specs")
        changes = assemble(delta, Config(), parser)
        report = check_change(changes, delta.after, delta.before, Config(), parser)
        found += Counter(errors(report))
    assert judged(found) == {d: d.changes for d in DEFECTS if d.changes}
