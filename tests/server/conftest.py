"""A server with an editor at its other end, and a repository to open files of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, Repository
from tests.server.client import Client


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    """The sample repository, committed."""
    shutil.copytree(SAMPLE, tmp_path / "nova-specs")
    repository = Repository.create(tmp_path / "nova-specs")
    repository.commit("The sample")
    return repository


@pytest.fixture
def editor() -> Iterator[Client]:
    """A session that was not begun yet."""
    with Client() as client:
        yield client
