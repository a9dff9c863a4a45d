"""Links and devices of the tree at the paths that are written: nothing outside is changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import DIRTY, Completed, Program

LINK = "is a symbolic link, which is not followed"

OUTPUTS = [
    ("--output-file", "{}"),
    ("--format", "json={}"),
    ("--format", "sarif={}"),
    ("--write-baseline", "{}"),
    ("--commit", "HEAD", "--output-file", "{}"),
    ("--staged", "--format", "junit={}"),
    ("--fix", "--output-file", "{}"),
    ("status", "--output-file", "{}"),
]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A directory outside of the tree, with a file that must stay unchanged."""
    directory = tmp_path / "outside"
    directory.mkdir()
    (directory / "report").write_text("precious")
    return directory


def refused(run: Completed, *fragments: str) -> None:
    assert run.returncode == 2, run
    assert run.stderr.count("\n") == 1, run
    for fragment in fragments:
        assert fragment in run.stderr


def untouched(outside: Path) -> None:
    assert [path.name for path in outside.iterdir()] == ["report"]
    assert (outside / "report").read_text() == "precious"


def with_file(words: tuple[str, ...], file: str) -> list[str]:
    return [word.format(file) for word in words]


@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
@pytest.mark.parametrize("name", ["out/report", "out/new", "deep/er/report", "deep/er/new"])
def test_a_directory_of_the_tree_that_is_a_link(
    program: Program, sample: Repository, outside: Path, words: tuple[str, ...], name: str
) -> None:
    (sample.root / "out").symlink_to(outside)
    (sample.root / "deep").mkdir()
    (sample.root / "deep/er").symlink_to(outside)
    run = program.run(*with_file(words, name), cwd=sample.root)
    refused(run, f"{name}: cannot be written: {name.rpartition('/')[0]} {LINK}")
    untouched(outside)


@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
def test_a_file_of_the_tree_that_is_a_link(
    program: Program, sample: Repository, outside: Path, words: tuple[str, ...]
) -> None:
    (sample.root / "report").symlink_to(outside / "report")
    refused(program.run(*with_file(words, "report"), cwd=sample.root), LINK)
    (sample.root / "fresh").symlink_to(outside / "fresh")
    refused(program.run(*with_file(words, "fresh"), cwd=sample.root), LINK)
    untouched(outside)


@pytest.mark.parametrize(
    "name",
    [
        "../nova-specs/out/report",
        "./out/../out/report",
        "specs/../out/report",
        "{root}/out/report",
    ],
)
def test_other_names_of_the_same_path(
    program: Program, sample: Repository, outside: Path, name: str
) -> None:
    (sample.root / "out").symlink_to(outside)
    path = name.format(root=sample.root)
    refused(program.run("--output-file", path, cwd=sample.root), f"out {LINK}")
    untouched(outside)


def test_the_tree_by_way_of_a_link_of_the_users(
    program: Program, sample: Repository, outside: Path, tmp_path: Path
) -> None:
    (sample.root / "out").symlink_to(outside)
    (tmp_path / "clone").symlink_to(sample.root)
    path = tmp_path / "clone/out/report"
    refused(program.run("--output-file", str(path), cwd=sample.root), f"out {LINK}")
    root = ("--root", str(tmp_path / "clone"))
    refused(program.run(*root, "--output-file", str(path), cwd=tmp_path), f"out {LINK}")
    untouched(outside)
    # A link that is not the tree's own is followed.
    run = program.run("--output-file", str(tmp_path / "clone/report"), cwd=sample.root)
    assert (run.returncode, run.stderr) == (1, "")
    assert (sample.root / "report").read_text()


def test_a_link_of_the_tree_to_the_tree(program: Program, sample: Repository) -> None:
    """It would choose what is overwritten."""
    (sample.root / "out").symlink_to(".")
    before = (sample.root / DIRTY).read_bytes()
    refused(program.run("--output-file", f"out/{DIRTY}", cwd=sample.root), f"out {LINK}")
    assert (sample.root / DIRTY).read_bytes() == before


def test_what_the_user_names_outside_is_theirs(
    program: Program, sample: Repository, outside: Path, tmp_path: Path
) -> None:
    (tmp_path / "way").symlink_to(outside)
    for name in (outside / "new", tmp_path / "way/newer"):
        run = program.run("--output-file", str(name), cwd=sample.root)
        assert (run.returncode, run.stderr) == (1, "")
        assert "TXT001" in name.read_text()
    assert sorted(path.name for path in outside.iterdir()) == ["new", "newer", "report"]


THINGS: dict[str, Callable[[Path], object]] = {
    "a fifo": os.mkfifo,
    "a directory": Path.mkdir,
    "a device": lambda path: path.symlink_to("/dev/null"),
}


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
def test_a_file_of_the_tree_that_is_none(
    program: Program, sample: Repository, words: tuple[str, ...], thing: str
) -> None:
    THINGS[thing](sample.root / "report")
    refused(program.run(*with_file(words, "report"), cwd=sample.root, timeout=30), "report: ")


# --- paths that specslint chooses ------------------------------------------------


def test_fixes(program: Program, sample: Repository, tmp_path: Path) -> None:
    for directory in ("specs", "specs/kilo", "specs/kilo/approved"):
        away = tmp_path / "away"
        shutil.copytree(sample.root / directory, away)
        shutil.rmtree(sample.root / directory)
        (sample.root / directory).symlink_to(away)
        before = {path: path.read_bytes() for path in away.rglob("*.rst")}
        run = program.run("--fix", "--unsafe-fixes", DIRTY, cwd=sample.root)
        assert run.returncode in (1, 2), run
        assert "symbolic link" in run.stdout + run.stderr
        assert {path: path.read_bytes() for path in away.rglob("*.rst")} == before
        shutil.rmtree(away)
        (sample.root / directory).unlink()
        sample.git("checkout", "-q", "--", ".")


@pytest.mark.parametrize("file", ["pyproject.toml", "tox.ini", ".pre-commit-config.yaml"])
def test_init(program: Program, sample: Repository, outside: Path, file: str) -> None:
    (sample.root / file).unlink(missing_ok=True)
    (sample.root / file).symlink_to(outside / "report")
    refused(program.run("init", "--yes", cwd=sample.root), file, "symbolic link")
    (sample.root / file).unlink()
    (sample.root / file).symlink_to(outside / "new")
    refused(program.run("init", "--yes", cwd=sample.root), file, "symbolic link")
    untouched(outside)


@pytest.mark.parametrize("directory", ["specs/kilo", "specs/kilo/approved"])
def test_repropose(program: Program, sample: Repository, outside: Path, directory: str) -> None:
    words = ("repropose", "cap-console-sessions", "--partial")
    assert program.run(*words, "--dry-run", cwd=sample.root).returncode == 0
    shutil.rmtree(sample.root / directory)
    (sample.root / directory).symlink_to(outside)
    refused(program.run(*words, cwd=sample.root))  # by git already, since the tree is not clean
    sample.git("update-index", "--assume-unchanged", *sample.git("ls-files", directory).split())
    refused(program.run(*words, cwd=sample.root))
    untouched(outside)


COMMANDS = [
    ("move", "retry-volume-detach", "--to", "implemented"),
    ("move", "retry-volume-detach", "--to", "abandoned"),
    ("open", "liberty"),
    ("new", "a-name", "--to", "kilo"),
    ("close", "kilo", "--to", "liberty", "--output-file", "report"),
    ("repropose", "cap-console-sessions", "--partial"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("target", ["report", "new", "."])
def test_links_at_every_path_of_a_command(
    program: Program, sample: Repository, outside: Path, words: tuple[str, ...], target: str
) -> None:
    """Whether it refuses or replaces the link: what the link leads to stays as it is."""
    paths = (
        "specs/kilo/redirects", "specs/kilo/implemented", "specs/abandoned", "specs/liberty",
        "specs/liberty-template.rst", "specs/liberty/redirects", "specs/kilo/approved/a-name.rst",
        "specs/kilo/approved/cap-console-sessions.rst", "report",
    )  # fmt: skip
    clean = sample.git("rev-parse", "HEAD").strip()
    for path in paths:
        link = sample.root / path
        shutil.rmtree(link, ignore_errors=True)
        link.unlink(missing_ok=True)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(outside / target)
        sample.commit("A link")
        run = program.run(*words, cwd=sample.root)
        assert run.returncode in (0, 2), run
        assert run.returncode == 0 or run.stderr.count("\n") == 1
        untouched(outside)
        sample.git("reset", "-q", "--hard", clean)
        sample.git("clean", "-q", "-f", "-d")


@pytest.mark.parametrize(
    "pattern",
    [
        "../outside/{release}/{name}.rst", "/tmp/{release}/{name}.rst",
        "~/../{release}/{name}.rst",
        "specs/{release}/../../../outside/{name}.rst", ".git/{release}/{name}.rst",
        "specs/{release}/.GIT/{name}.rst",
    ],
)  # fmt: skip
def test_a_layout_that_leads_out_of_the_tree(
    program: Program, sample: Repository, outside: Path, pattern: str
) -> None:
    sample.write("pyproject.toml", f'[tool.specslint]\napproved = "{pattern}"\n')
    sample.commit("Another layout")
    refused(program.run("new", "a-name", cwd=sample.root), "must be a path relative to")
    untouched(outside)


@pytest.mark.parametrize("name", ["../../outside/new", "..", "a/b", "/tmp/new", "a\nb", "-x"])
def test_names_that_lead_out_of_the_tree(
    program: Program, sample: Repository, outside: Path, name: str
) -> None:
    refused(program.run("new", "--", name, cwd=sample.root))
    refused(program.run("new", "a-name", f"--to={name}", cwd=sample.root))
    refused(program.run("open", "--", name, cwd=sample.root))
    untouched(outside)
