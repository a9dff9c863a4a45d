"""The history of nova-specs, for the tests of this directory.

SPECSLINT_CORPUS names a git bundle of the Kilo years; without it, these tests are
skipped. The longer history, up to Train, is searched for beside it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import Repository


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests of this directory if there is no corpus."""
    if os.environ.get("SPECSLINT_CORPUS"):
        return
    reason = pytest.mark.skip(reason="SPECSLINT_CORPUS names no bundle of nova-specs")
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(reason)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A clone of the corpus; its work tree is the newest commit's."""
    root = tmp_path_factory.mktemp("corpus")
    repository = Repository.create(root / "nova-specs")
    repository.git("pull", "-q", os.environ["SPECSLINT_CORPUS"], "master")
    return repository


@pytest.fixture(scope="session")
def train(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A clone of the longer history, which ends with Train."""
    bundle = Path(os.environ["SPECSLINT_CORPUS"]).parent / "nova-specs-train.bundle"
    if not bundle.is_file():
        pytest.skip(f"{bundle} is not there")
    repository = Repository.create(tmp_path_factory.mktemp("train") / "nova-specs")
    repository.git("pull", "-q", str(bundle), "master")
    return repository
