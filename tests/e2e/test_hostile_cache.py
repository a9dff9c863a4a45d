"""Caches that another user could have written: neither read nor written."""

from __future__ import annotations

import shutil
from hashlib import blake2b
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import DIRTY, Completed, Program

TOLD = "specslint: nothing is remembered of this run: the cache in {}: {}\n"


def run_with(program: Program, sample: Repository, base: Path, *words: str) -> Completed:
    return program.run(*words, cwd=sample.root, env={"XDG_CACHE_HOME": str(base)})


def poison(program: Program, sample: Repository, base: Path) -> None:
    """Store results in a cache that report no findings in a bad spec.

    The keys of a cache depend on the content, not on who wrote it: so the results of
    another user's modified specslint, one without rules, would be accepted.
    """
    assert run_with(program, sample, base, DIRTY).returncode == 1
    answers = list((base / "specslint/answers-1").iterdir())
    assert answers
    for file in answers:
        content = file.read_bytes()[16:].replace(b"TXT001 [error]", b"TXT001 [a lie]")
        file.write_bytes(blake2b(content, digest_size=16).digest() + content)
    assert "[a lie" in run_with(program, sample, base, DIRTY).stdout  # the attack works


def files_in(directory: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}


@pytest.mark.parametrize("place", [".cache", "specs/.cache", ".git/cache", "."])
def test_a_cache_in_the_tree(
    program: Program, sample: Repository, tmp_path: Path, place: str
) -> None:
    poison(program, sample, tmp_path / "made")
    base = sample.root / place
    shutil.copytree(tmp_path / "made", base, dirs_exist_ok=True)
    before = files_in(base / "specslint")
    run = run_with(program, sample, base, DIRTY)
    assert run.returncode == 1
    assert "[a lie" not in run.stdout
    reason = "it stands in the repository under check"
    directory = base / "specslint" if place != "." else sample.root / "specslint"
    assert run.stderr == TOLD.format(directory, reason)
    assert files_in(base / "specslint") == before


def test_a_cache_in_the_tree_through_a_link(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    poison(program, sample, tmp_path / "made")
    shutil.copytree(tmp_path / "made", sample.root / ".cache")
    before = files_in(sample.root / ".cache")
    (tmp_path / "link").symlink_to(sample.root / ".cache")
    run = run_with(program, sample, tmp_path / "link", DIRTY)
    assert "[a lie" not in run.stdout
    assert "it stands in the repository under check" in run.stderr
    # And from another directory, where no whole output is cached.
    (tmp_path / "clone").symlink_to(sample.root)
    run = program.run(
        "--root", str(tmp_path / "clone"), str(sample.root / DIRTY),
        cwd=tmp_path, env={"XDG_CACHE_HOME": str(sample.root / ".cache")},
    )  # fmt: skip
    assert "it stands in the repository under check" in run.stderr
    assert files_in(sample.root / ".cache") == before


def test_nothing_is_made_in_the_tree(program: Program, sample: Repository) -> None:
    run_with(program, sample, sample.root / "new", DIRTY)
    assert not (sample.root / "new").exists()
    assert sample.git("status", "--porcelain") == ""


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o707, 0o1777])
@pytest.mark.parametrize("place", ["specslint", "specslint/answers-1"])
def test_a_cache_that_others_can_write_to(
    program: Program, sample: Repository, tmp_path: Path, mode: int, place: str
) -> None:
    base = tmp_path / "base"
    poison(program, sample, base)
    (base / place).chmod(mode)
    before = files_in(base)
    run = run_with(program, sample, base, DIRTY)
    assert run.returncode == 1
    assert "[a lie" not in run.stdout
    if place == "specslint":
        assert run.stderr == TOLD.format(base / place, f"others may write to {base / place}")
        assert files_in(base) == before


def test_a_directory_above_it_that_others_can_write_to(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    base = tmp_path / "above/base"
    poison(program, sample, base)
    (tmp_path / "above").chmod(0o777)
    run = run_with(program, sample, base, DIRTY)
    assert "[a lie" not in run.stdout
    assert f"others may write to {tmp_path / 'above'}" in run.stderr
    # As in /tmp, where only the owner may rename a file.
    (tmp_path / "above").chmod(0o1777)
    assert "[a lie" in run_with(program, sample, base, DIRTY).stdout


def test_a_link_in_place_of_a_cached_output(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    base = tmp_path / "base"
    assert run_with(program, sample, base, DIRTY).returncode == 1
    (answer,) = (base / "specslint/answers-1").iterdir()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    answer.unlink()
    answer.symlink_to(victim)
    assert run_with(program, sample, base, DIRTY).returncode == 1
    assert victim.read_text() == "precious"


def test_clearing_follows_no_link(program: Program, sample: Repository, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").write_text("x")
    (tmp_path / "base").mkdir()
    (tmp_path / "base/specslint").symlink_to(tmp_path / "precious")
    run = run_with(program, sample, tmp_path / "base", "cache", "clear")
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "None" not in run.stderr
    assert (tmp_path / "precious/file").exists()
