"""The benchmark of the server measures what it says. No test asserts a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.editor import chosen, main, session
from tests.conftest import SAMPLE, Repository
from tests.server.test_diagnostics import SPEC


def test_a_session_has_the_requested_number_of_edits(clone: Repository) -> None:
    found = session(clone.root, SPEC, 4)
    assert len(found.waits) == 4
    assert found.start_cpu > 0
    assert min(found.memory) > 1e6


def test_the_specs_are_chosen_by_their_sizes() -> None:
    typical, largest = chosen(SAMPLE)
    sizes = [file.stat().st_size for file in SAMPLE.glob("specs/*/*/*.rst")]
    assert (SAMPLE / largest).stat().st_size == max(sizes)
    assert Path(typical).suffix == ".rst"


def test_a_table_is_printed(clone: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(clone.root), SPEC, "--edits", "2"]) == 0
    assert Path(SPEC).name in capsys.readouterr().out
