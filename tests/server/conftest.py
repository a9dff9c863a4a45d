"""A server with an editor at its other end, and a repository to open files of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Repository
from tests.server.client import Client


@pytest.fixture
def clone(sample: Repository) -> Repository:
    """The sample repository, committed."""
    return sample


@pytest.fixture
def editor() -> Iterator[Client]:
    """A session that was not begun yet."""
    with Client() as client:
        yield client
