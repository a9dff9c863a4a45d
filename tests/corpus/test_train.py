"""The fast track and the placement in the longer history: all commits from Juno to Train.

Only paths, hashes and numbers of it are used here, none of its text.
"""

from __future__ import annotations

from collections import Counter

import pytest

from specslint.config.settings import Config
from specslint.model.findings import Severity
from tests.conftest import Repository
from tools.history import findings, identity

pytestmark = pytest.mark.slow

FAMILIES = ["FTK,PLC,MSG"]

# The defects of that history, and what reviewers would have wanted to know at the time.
ERRORS = {
    ("FTK001", "3ac4cf5c896c"),  # the key is misspelt
    ("FTK001", "dd99fde136a8"),  # enable-sriov-nic-features, 97 % unchanged
    ("FTK003", "ab06e63d26dc"),  # it follows on another spec, and is no copy of it
    ("FTK006", "c1ed8e501fe3"),  # names the release proposed to
    ("PLC004", "64762a90b161"),  # was never approved
    ("PLC004", "37a4bfa90385"),  # approved without a spec, which came later
}
SIMILAR = {
    "5477a3ccc14b",  # cells-quota-api-db
    "a3e3d7ff8d19",  # enable-sriov-nic-features
    "00ce7f8f21de",  # reshape-provider-tree
    "23d7fb593729",  # detach-boot-volume
    "365993e749c4",  # show-server-numa-topology
}
MALFORMED = {
    "0590329d4860",  # spaces in the key
    "75335db54e92",  # a release in the key
    "e55f3b23d025",  # a commit
    "83c8c3254b27",
    "3958d2d448d1",  # a sentence
    "f43ecee477ed",
    "9a6fb0c5926e",
    "b0a5defef498",
    "5d8e7a46c6be",
    "d3839362a822",  # a sentence with the change that was approved
    "57985d7b9437",
}
RENAMED = {
    "222220eb2804",  # within mitaka
    "5c7476e06808",  # within queens
    "e340d84cd9c6",  # within rocky
}

Found = dict[tuple[str, Severity], set[str]]


@pytest.fixture(scope="module")
def found(train: Repository) -> Found:
    """For each rule and severity the commits in which a finding appears first."""
    config = Config().with_options(select=FAMILIES)
    seen = set()
    commits: Found = {}
    for commit, diagnostic, line in findings(train.root, config):
        key = identity(diagnostic, line)
        if key not in seen:
            seen.add(key)
            of = commits.setdefault((diagnostic.code, diagnostic.severity), set())
            of.add(commit[:12])
    return commits


def test_errors_are_true(found: Found) -> None:
    errors = {
        (code, commit)
        for (code, severity), commits in found.items()
        if severity is Severity.ERROR and code != "PLC001"
        for commit in commits
    }
    assert errors == ERRORS


def test_untagged_copies(found: Found) -> None:
    assert found["FTK001", Severity.WARNING] == SIMILAR


def test_malformed_tags(found: Found) -> None:
    assert found["FTK004", Severity.WARNING] == MALFORMED


def test_renamed_specs_need_a_redirect(found: Found) -> None:
    assert found["PLC006", Severity.WARNING] > RENAMED


def test_tagged_copies_are_judged_mildly(found: Found) -> None:
    counts = Counter({key: len(commits) for key, commits in found.items()})
    assert counts["FTK011", Severity.ERROR] == 0
    # Of some hundred and fifty tagged copies, three of four are 95 % unchanged or more.
    assert counts["FTK011", Severity.INFO] > 30
    assert counts["FTK011", Severity.WARNING] < 45
    assert not counts["FTK005", Severity.ERROR]
    assert not counts["FTK009", Severity.WARNING]
