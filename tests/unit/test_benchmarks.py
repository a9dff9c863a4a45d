"""The inputs of the benchmarks have the documented properties. No test asserts a time."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import inputs, report
from benchmarks.measure import Command, Comparison, RunError, Usage, compare
from benchmarks.rows import Pair
from specslint.model.document import Document
from specslint.model.layout import Layout
from specslint.model.spec import Status
from specslint.parsing import parse
from specslint.parsing.plain.document import read_plain
from tests.conftest import PROJECT, SAMPLE

COUNT = 50  # several copies of the sample


@pytest.fixture(scope="module")
def seeds() -> inputs.Seeds:
    return inputs.read_seeds(SAMPLE, "the sample")


@pytest.fixture(scope="module")
def tree(seeds: inputs.Seeds, tmp_path_factory: pytest.TempPathFactory) -> inputs.Tree:
    return inputs.make_tree(tmp_path_factory.mktemp("inputs") / "tree", seeds, COUNT)


def specslint(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "specslint", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_tree_has_the_requested_number_of_specs(tree: inputs.Tree) -> None:
    assert tree.count == COUNT
    found = {path.relative_to(tree.root).as_posix() for path in tree.root.glob("specs/*/*/*.rst")}
    assert found == set(tree.specs)


def test_all_specs_differ(tree: inputs.Tree) -> None:
    assert len({(tree.root / path).read_bytes() for path in tree.specs}) == COUNT
    assert len({Path(path).name for path in tree.specs}) == COUNT


def test_each_spec_has_its_own_blueprint(tree: inputs.Tree) -> None:
    for path in tree.specs:
        assert f"/+spec/{Path(path).stem}\n" in (tree.root / path).read_text()


def test_a_spec_has_the_template_of_the_release_it_is_from(
    tree: inputs.Tree, seeds: inputs.Seeds
) -> None:
    layout = Layout()
    named = {(seed.release, seed.name) for seed in seeds.specs}
    used = set()
    for path in tree.specs:
        place = layout.place(path)
        assert place is not None
        assert place.status is Status.APPROVED
        template = (tree.root / layout.template_path(place.release)).read_bytes()
        name = place.name.rpartition("-")[0]
        assert any(seeds.templates[release] == template for release, n in named if n == name)
        used.add(place.release)
    assert len(used) > 2


def test_everything_is_committed(tree: inputs.Tree) -> None:
    assert inputs.git(tree.root, "status", "--porcelain") == ""
    assert len(inputs.git(tree.root, "ls-files", "specs/*/approved/*.rst").splitlines()) == COUNT


def test_the_placement_of_the_specs_has_no_findings(tree: inputs.Tree) -> None:
    run = specslint(tree.root, "--select", "PLC,TPL014,TPL013")
    assert (run.returncode, run.stdout) == (0, "")


def test_the_same_is_made_twice(tree: inputs.Tree, seeds: inputs.Seeds, tmp_path: Path) -> None:
    again = inputs.make_tree(tmp_path / "again", seeds, COUNT)
    assert again.specs == tree.specs
    assert inputs.git(again.root, "rev-parse", "HEAD^{tree}") == inputs.git(
        tree.root, "rev-parse", "HEAD^{tree}"
    )


def test_one_copy_is_staged_and_its_message_has_the_tag(
    tree: inputs.Tree, seeds: inputs.Seeds, tmp_path: Path
) -> None:
    proposal = inputs.make_proposal(tmp_path / "proposal", seeds, tree)
    staged = inputs.git(proposal.root, "diff", "--cached", "--name-status").splitlines()
    assert staged == [f"A\t{proposal.copy}"]
    assert proposal.source in tree.specs
    assert "\nPreviously-approved: juno\n" in proposal.message.read_text()
    run = specslint(proposal.root, "commit-msg", str(proposal.message))
    assert "error" not in run.stdout
    assert run.returncode == 0
    # Only the tag makes it pass.
    proposal.message.write_text("Propose it again\n")
    run = specslint(proposal.root, "commit-msg", str(proposal.message))
    assert "FTK001" in run.stdout
    assert run.returncode == 1


def test_a_repository_without_specs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(inputs.InputError, match="SPECSLINT_CORPUS"):
        inputs.read_seeds(tmp_path, "nothing")


def test_an_invalid_bundle_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECSLINT_CORPUS", str(tmp_path / "absent"))
    with pytest.raises(inputs.InputError, match="git clone"):
        inputs.seeds(tmp_path)


def python(name: str, code: str, cwd: Path, codes: range = range(2)) -> Command:
    return Command(name, (sys.executable, "-c", code), cwd, codes)


def test_two_programs_alternate_after_a_warm_up(tmp_path: Path) -> None:
    log = tmp_path / "log"

    def logging(name: str) -> Command:
        return python(name, f"open({str(log)!r}, 'a').write({name!r})", tmp_path)

    comparison = compare(logging("a"), logging("b"), 3, {})
    assert log.read_text() == "ab" + "ababab"
    assert len(comparison.ours) == len(comparison.theirs) == 3


def test_the_memory_of_the_measuring_process_does_not_count(tmp_path: Path) -> None:
    large = python("large", "x = bytearray(200_000_000)", tmp_path)
    comparison = compare(large, python("small", "pass", tmp_path), 1, {})
    assert comparison.ours[0].memory > 200_000_000
    assert comparison.theirs[0].memory < 100_000_000


def test_a_program_that_fails_is_not_measured(tmp_path: Path) -> None:
    good = python("good", "pass", tmp_path)
    with pytest.raises(RunError, match="bad ended with 3"):
        compare(python("bad", "raise SystemExit(3)", tmp_path), good, 1, {})


def test_the_ratio_is_the_median_of_the_pairs() -> None:
    ours = tuple(Usage(wall, 1.0, 1) for wall in (2.0, 9.0, 4.0))
    theirs = tuple(Usage(wall, 1.0, 1) for wall in (1.0, 3.0, 4.0))
    assert Comparison(ours, theirs).ratio(lambda usage: usage.wall) == 2.0


def test_the_page_is_well_formed(tmp_path: Path) -> None:
    usage = Usage(12.0, 0.5, 30_000_000)
    command = Command("other", ("/somewhere/bin/other", "specs"), tmp_path)
    pair = Pair(1, "a tree", replace(command, name="specslint"), command, 0.5, 2.0)
    no_bar = replace(pair, row=2, bar=None, memory_bar=None)
    comparison = Comparison((usage,), (usage,))
    text = report.page([(pair, comparison), (no_bar, comparison)], ["A note."], report.machine())
    document = parse(text)
    assert isinstance(document, Document)
    assert document.messages == ()
    assert "/somewhere" not in text
    assert "missed" in text


def test_the_spec_with_markup_has_no_fault(seeds: inputs.Seeds, tmp_path: Path) -> None:
    tree = inputs.make_tree(tmp_path / "tree", inputs.with_markup(seeds), 1)
    found = parse((tree.root / tree.middle).read_text())
    assert isinstance(found, Document)
    assert not found.messages
    assert read_plain((tree.root / tree.middle).read_text()) is not None


def test_the_largest_specs(tree: inputs.Tree) -> None:
    largest = tree.largest(3)
    sizes = [(tree.root / path).stat().st_size for path in largest]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == max((tree.root / path).stat().st_size for path in tree.specs)
