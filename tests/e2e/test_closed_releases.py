"""Findings about closed releases are left out of a run over the whole tree."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program

TEXT = "Quick resize\n============\n\nThe words of {}."
JUNO = "specs/juno/approved/quick-resize.rst"
KILO = "specs/kilo/approved/quick-resize.rst"
LIBERTY = "specs/liberty/approved/quick-resize.rst"
BACKLOG = "specs/backlog/approved/quick-resize.rst"
GONE = "specs/abandoned/quick-resize.rst"
OPTIONS = ("--select", "TXT,PLC", "--format", "json", "--no-cache")


@pytest.fixture
def tree(repository: Repository) -> Repository:
    """Juno is closed, kilo and liberty are open; each spec has no newline at its end."""
    for path in (JUNO, KILO, LIBERTY, BACKLOG, GONE):
        repository.write(path, TEXT.format(path))
    for release in ("juno", "kilo", "liberty", "backlog"):
        repository.write(f"specs/{release}-template.rst", "Title\n=====\n\nIdea\n----\n")
    repository.write("specs/juno/redirects", "no/such/place.rst\n")
    repository.commit("The tree")
    return repository


def found(program: Program, tree: Repository, *words: str) -> tuple[set[str], int | None]:
    """The paths with a finding, and how many findings were left out."""
    run = program.run(*OPTIONS, *words, cwd=tree.root)
    report = json.loads(run.stdout)
    paths = {diagnostic["path"] for diagnostic in report["diagnostics"]}
    return paths, report["summary"].get("hidden")


OPEN = {KILO, LIBERTY, BACKLOG, GONE}
CLOSED = {JUNO, "specs/juno/redirects"}


@pytest.mark.parametrize("words", [(), (".",), ("specs",), ("--closed-releases", "--isolated")])
def test_the_whole_tree(program: Program, tree: Repository, words: tuple[str, ...]) -> None:
    if "--closed-releases" in words:
        assert found(program, tree, *words) == (OPEN | CLOSED, None)
    else:
        assert found(program, tree, *words) == (OPEN, 2)


def test_a_path_shows_what_is_there(program: Program, tree: Repository) -> None:
    assert found(program, tree, JUNO) == ({JUNO}, None)
    assert found(program, tree, "specs/juno") == (CLOSED, None)
    assert found(program, tree, "--release", "juno")[0] >= {JUNO}
    assert found(program, tree, ".", JUNO) == (OPEN | {JUNO}, 1)


def test_errors_are_always_reported(program: Program, tree: Repository) -> None:
    tree.write(JUNO, TEXT.format("a space \nand an end"))
    assert found(program, tree) == (OPEN | {JUNO}, 2)
    run = program.run(*OPTIONS, cwd=tree.root)
    assert run.returncode == 1
    assert found(program, tree, "--severity", "TXT006=error") == (OPEN | {JUNO}, 1)


def test_the_settings_say_what_is_open(program: Program, tree: Repository) -> None:
    tree.write("pyproject.toml", '[tool.specslint]\nopen-releases = ["juno"]\n')
    assert found(program, tree) == (CLOSED | {BACKLOG, GONE}, 2)
    tree.write("pyproject.toml", "[tool.specslint]\nclosed-releases = true\n")
    assert found(program, tree) == (OPEN | CLOSED, None)


def test_without_templates_nothing_is_closed(program: Program, tree: Repository) -> None:
    tree.git("rm", "-q", "specs/*-template.rst")
    assert found(program, tree) == (OPEN | CLOSED, 0)


def test_fixes_follow(program: Program, tree: Repository) -> None:
    program.run("--fix", "--select", "TXT", cwd=tree.root)
    assert (tree.root / KILO).read_text().endswith("\n")
    assert not (tree.root / JUNO).read_text().endswith("\n")
    # An error there is fixed, and nothing else.
    tree.write(JUNO, TEXT.format("a space \nand an end"))
    program.run("--fix", "--select", "TXT", cwd=tree.root)
    assert (tree.root / JUNO).read_text() == TEXT.format("a space\nand an end")
    program.run("--fix", "--select", "TXT", JUNO, cwd=tree.root)
    assert (tree.root / JUNO).read_text().endswith("\n")


def test_other_formats_and_statistics_follow(program: Program, tree: Repository) -> None:
    for words in (("--format", "sarif"), ("--format", "junit"), ("--statistics",)):
        run = program.run("--select", "TXT,PLC", *words, cwd=tree.root)
        assert "kilo" in run.stdout
        assert "juno" not in run.stdout
    run = program.run(*OPTIONS, "--statistics", cwd=tree.root)
    assert "juno" not in json.loads(run.stdout)["statistics"]["releases"]


def test_a_baseline_follows(program: Program, tree: Repository, tmp_path: Path) -> None:
    file = str(tmp_path / "baseline.json")
    program.run("--select", "TXT,PLC", "--write-baseline", file, cwd=tree.root)
    assert found(program, tree, "--baseline", file) == (set(), 2)
    assert found(program, tree, "--baseline", file, "--closed-releases") == (CLOSED, None)
    words = ("--select", "TXT,PLC", "--closed-releases", "--write-baseline", file)
    program.run(*words, cwd=tree.root)
    assert found(program, tree, "--baseline", file) == (set(), 0)
    run = program.run(*OPTIONS, "--baseline", file, cwd=tree.root)
    assert "no longer found" not in run.stderr


def test_a_change_shows_what_it_touches_or_breaks(program: Program, tree: Repository) -> None:
    staged = ("--staged", ".")
    tree.write("specs/juno/approved/other.rst", TEXT.format("another one"))
    tree.git("add", "specs/juno/approved/other.rst")
    assert found(program, tree, *staged) == (OPEN | {"specs/juno/approved/other.rst"}, 2)
    # The hook on placement: a redirect is broken by the change.
    tree.git("reset", "-q", "--hard")
    tree.write("specs/kilo/redirects", "approved/a.rst ../approved/quick-resize.rst\n")
    tree.write("specs/juno/redirects", "approved/a.rst ../../kilo/approved/quick-resize.rst\n")
    tree.commit("Redirects")
    tree.git("rm", "-q", KILO)
    paths, hidden = found(program, tree, *staged, "--select", "PLC")
    assert "specs/juno/redirects" in paths
    assert found(program, tree, "--staged", "--select", "PLC")[1] is None
    assert hidden is not None


def test_a_terminal_says_how_many(program: Program, tree: Repository) -> None:
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [str(program.bin / "specslint"), "--select", "TXT,PLC", "--color", "never"],
        cwd=tree.root,
        stdout=follower,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(follower)
        shown = b""
        try:
            while more := os.read(leader, 4096):
                shown += more
        except OSError:
            pass  # the other end is closed
        process.wait()
    os.close(leader)
    assert b"2 more about closed releases (--closed-releases shows them)" in shown
