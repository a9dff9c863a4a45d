"""Fixtures of the tests of single modules."""

from __future__ import annotations

import pytest

from tests.conftest import Repository
from tests.hooks import HOOK, JUNO, KILO, SPEC, install


@pytest.fixture
def copied(repository: Repository) -> Repository:
    """A repository with a spec in juno, the hook, and a copy for kilo in the index."""
    repository.write(JUNO, SPEC)
    repository.write("README.rst", "Our specs\n")
    repository.commit("The specs of juno")
    install(repository, HOOK)
    repository.write(KILO, SPEC)
    repository.git("add", KILO)
    return repository
