"""Runs each fuzz target on hypothesis' inputs, the fuzzer's seeds and its earlier finds."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from specslint.model.tree import Entry
from tests.fuzz import words
from tests.fuzz.inputs import entries_of
from tests.fuzz.outputs import assert_harmless, assert_places
from tests.fuzz.strategies import INPUTS
from tests.fuzz.targets import TARGETS
from tests.reports import found
from tools.fuzz import minimise

CORPUS = Path(__file__).parent / "corpus"
SEEDS = sorted(path for path in CORPUS.rglob("*") if path.is_file())

SECONDS = 60
"""The time limit of a whole test; no single input takes more than a second."""

# The targets that parse no RST take less than a millisecond.
EXAMPLES = dict.fromkeys(("spec", "template", "parser", "plain", "fixes", "pragmas", "copies"), 60)
MORE = 250


@contextmanager
def ended() -> Iterator[None]:
    """Fail if an input takes forever."""

    def stop(*_: object) -> None:
        raise AssertionError("it hangs")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_anything_at_all(name: str) -> None:
    @settings(
        max_examples=EXAMPLES.get(name, MORE),
        derandomize=True,  # the same inputs in each run, so that a failure is reproducible
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(INPUTS[name])
    def goes_through(data: bytes) -> None:
        with ended():
            TARGETS[name](data)

    goes_through()


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_what_is_kept(path: Path) -> None:
    with ended():
        TARGETS[path.parent.name](path.read_bytes())


def test_every_target_has_inputs_and_seeds_and_words() -> None:
    assert list(INPUTS) == list(TARGETS)
    assert {path.parent.name for path in SEEDS} == set(TARGETS)
    for name in TARGETS:
        assert all(words.dictionary(name))


# --- the assertions themselves ------------------------------------------------


@pytest.mark.parametrize(
    "character", ["\x1b", "\r", "\x85", "\u202e", "\u2028", "\ufeff", "\udc80"]
)
def test_what_a_terminal_obeys_is_noticed(character: str) -> None:
    with pytest.raises(AssertionError, match="let through"):
        assert_harmless(f"a{character}b\n")


@pytest.mark.parametrize(
    "place", [(0, 1), (3, 1), (1, 0), (1, 5), (2, 1, 1, 1), (1, 2, 1, 1), (1, 1, 2, 3)]
)
def test_a_place_outside_the_text_is_noticed(place: tuple[int, ...]) -> None:
    assert_places([found(place=(1, 4, 2, 2))], ("abc", "d"))
    with pytest.raises(AssertionError):
        assert_places([found(place=place)], ("abc", "d"))


@pytest.mark.parametrize("path", ["a//b", "/a", "a/", "", "a/../b", ".git/x", "a\0"])
def test_what_no_tree_holds_is_no_entry(path: str) -> None:
    assert entries_of(f"f {path}\nf x\nf x/y".encode()) == (Entry("x"),)


def test_a_find_is_made_smaller(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def target(data: bytes) -> None:
        assert not (b"a" in data and b"z" in data)

    file = tmp_path / "find"
    file.write_bytes(bytes(range(256)))
    minimise(target, file)
    assert file.read_bytes() == b"az"
    assert "AssertionError" in capsys.readouterr().out
    file.write_bytes(b"a")
    minimise(target, file)
    assert file.read_bytes() == b"a"
    assert "is taken" in capsys.readouterr().err
