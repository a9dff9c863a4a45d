""" "specslint init", and the files that it writes: with real pre-commit, tox and terminal."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program, call, must, pre_commit

WRITTEN = [".pre-commit-config.yaml", "pyproject.toml", "tox.ini"]


@pytest.fixture
def bare(sample: Repository) -> Repository:
    """The sample repository before anything was set up."""
    sample.git("rm", "-q", *WRITTEN)
    sample.git("commit", "-q", "-m", "Nothing is set up")
    return sample


def changed(repository: Repository) -> list[str]:
    lines = repository.git("status", "--porcelain", "--untracked-files=all").splitlines()
    return sorted(line[3:] for line in lines)


def test_without_a_terminal_it_asks_nobody(
    program: Program, checkout: Repository, bare: Repository
) -> None:
    run = program.run("init", "--repo", str(checkout.root), cwd=bare.root)
    assert run.returncode == 2
    assert run.stdout == ""
    assert "--yes" in run.stderr
    assert changed(bare) == []


def test_what_it_would_write_is_shown(
    program: Program, checkout: Repository, bare: Repository, tmp_path: Path
) -> None:
    arguments = ("init", "--repo", str(checkout.root))
    run = program.run(*arguments, "--dry-run", cwd=bare.root)
    assert run.returncode == 0, run
    for name in WRITTEN:
        assert f"+++ b/{name}\n" in run.stdout
    assert '\n+open-releases = ["kilo"]\n+project = "nova"\n' in run.stdout
    assert changed(bare) == []
    written = program.run(*arguments, "--yes", cwd=bare.root)
    assert written.returncode == 0, written
    assert written.stdout.startswith(run.stdout)
    assert changed(bare) == WRITTEN
    # git can apply the difference that was shown.
    bare.git("clean", "-q", "--force")
    (tmp_path / "difference").write_text(run.stdout)
    bare.git("apply", str(tmp_path / "difference"))
    assert changed(bare) == WRITTEN


def test_a_second_run_has_nothing_to_do(
    program: Program, checkout: Repository, bare: Repository
) -> None:
    program.run("init", "--repo", str(checkout.root), "--yes", cwd=bare.root)
    before = {name: (bare.root / name).read_bytes() for name in WRITTEN}
    for arguments in ((), ("--yes",), ("--dry-run",)):
        run = program.run("init", *arguments, cwd=bare.root)
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout == "Everything is set up: there is nothing to do.\n"
    assert {name: (bare.root / name).read_bytes() for name in WRITTEN} == before


def test_from_below_the_repository_and_by_name(
    program: Program, checkout: Repository, bare: Repository, tmp_path: Path
) -> None:
    below = bare.root / "specs" / "kilo"
    shown = program.run("init", "--repo", str(checkout.root), "--dry-run", cwd=below)
    assert shown.returncode == 0, shown
    named = program.run(
        "init",
        "--repo",
        "checkout",
        "--dry-run",
        "--root",
        str(bare.root),
        cwd=checkout.root.parent,
    )
    assert named.stdout == shown.stdout


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ((), "--repo URL --rev REV"),  # a wheel does not record its origin
        (("--rev", "1.0"), "needs --repo"),
        (("--repo", "https://example.org/x"), "needs --rev"),
        (("--repo", "https://example.org/x", "--rev=--output=x"), "no name of a tag or commit"),
        (("--repo", "nowhere"), "neither a URL nor a directory"),
        (("--repo", "."), "name a clone of specslint"),
        (("--repo", ".", "--rev", "nope"), '"nope" names no commit'),
        (("--repo", "/"), "no git repository"),
        (("--root", "specs"), "no directory"),
    ],
)
def test_arguments_that_cannot_be_used(
    program: Program, bare: Repository, arguments: tuple[str, ...], hint: str
) -> None:
    run = program.run("init", "--yes", *arguments, cwd=bare.root)
    assert run.returncode == 2, run
    assert run.stdout == ""
    assert hint in run.stderr
    assert run.stderr.count("\n") == 1
    assert changed(bare) == []


def test_a_file_that_is_a_link_is_left_alone(
    program: Program, checkout: Repository, bare: Repository, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").write_text("[tox]\n")
    (bare.root / "tox.ini").symlink_to(tmp_path / "elsewhere")
    run = program.run("init", "--yes", "--repo", str(checkout.root), cwd=bare.root)
    assert run.returncode == 2
    assert run.stderr.startswith("specslint: tox.ini cannot be extended: ")
    assert (tmp_path / "elsewhere").read_text() == "[tox]\n"
    assert changed(bare) == ["tox.ini"]


def test_what_is_left_to_do_by_hand_is_told(
    program: Program, checkout: Repository, bare: Repository
) -> None:
    bare.write(".pre-commit-config.yaml", "repos: []\n")
    run = program.run("init", "--yes", "--repo", str(checkout.root), cwd=bare.root)
    assert run.returncode == 1, run
    assert ".pre-commit-config.yaml has text after repos: on the same line" in run.stdout
    assert f"      - repo: {checkout.root}\n" in run.stdout
    assert (bare.root / ".pre-commit-config.yaml").read_text() == "repos: []\n"
    assert "tox.ini" in changed(bare)


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1), ("", 1), ("\x04", 1)])
def test_on_a_terminal_it_asks(
    program: Program, checkout: Repository, bare: Repository, answer: str, code: int
) -> None:
    process, terminal = pty.fork()
    if not process:
        os.chdir(bare.root)
        arguments = ["specslint", "init", "--repo", str(checkout.root)]
        os.execv(program.bin / "specslint", arguments)
    shown = b""
    while b"[y/N] " not in shown:
        shown += os.read(terminal, 4096)
    assert changed(bare) == []
    os.write(terminal, answer.encode() + b"\n" * (answer != "\x04"))
    try:
        while part := os.read(terminal, 4096):
            shown += part
    except OSError:  # how Linux reports that the other side is closed
        pass
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == code, shown
    assert changed(bare) == (WRITTEN if code == 0 else [])
    assert b"\x1b[32m+repos:" in shown
    assert b"Traceback" not in shown


def test_specslint_knows_the_clone_it_was_installed_from(
    checkout: Repository, bare: Repository, tmp_path: Path
) -> None:
    # Without dependencies and isolation, which the fixture of the program covers.
    install = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation")
    must(sys.executable, *install, "--target", tmp_path / "installed", ".", cwd=checkout.root)
    command = (sys.executable, "-m", "specslint", "init", "--dry-run")
    run = must(*command, cwd=bare.root, PYTHONPATH=str(tmp_path / "installed"))
    assert f"+  - repo: {checkout.root}\n" in run.stdout
    assert f'+    rev: "{checkout.git("rev-parse", "HEAD").strip()}"\n' in run.stdout


@pytest.mark.slow
def test_on_nova_specs_a_wrong_spec_is_refused_and_tox_runs(
    program: Program, checkout: Repository, corpus: Repository
) -> None:
    run = program.run("init", "--repo", str(checkout.root), "--yes", cwd=corpus.root)
    assert run.returncode == 0, run
    assert changed(corpus) == WRITTEN
    assert "open-releases" in (corpus.root / "pyproject.toml").read_text()
    corpus.git("add", *WRITTEN)
    assert pre_commit(corpus, "install").returncode == 0
    made = call("git", "commit", "-q", "-m", "Set specslint up", cwd=corpus.root)
    assert made.returncode == 0, made

    template = (corpus.root / "specs/liberty-template.rst").read_text()
    wrong = "specs/liberty/approved/a-wrong-spec.rst"
    corpus.write(wrong, template.replace("Testing\n=======\n", "", 1))
    corpus.git("add", wrong)
    refused = call("git", "commit", "-q", "-m", "Propose a wrong spec", cwd=corpus.root)
    assert refused.returncode != 0
    assert f"{wrong}:" in refused.stdout + refused.stderr
    assert "TPL001 [error]" in refused.stdout + refused.stderr

    forced = call("git", "commit", "-q", "--no-verify", "-m", "Propose it", cwd=corpus.root)
    assert forced.returncode == 0, forced
    tox = call(sys.executable, "-m", "tox", "run", "-e", "specslint", cwd=corpus.root)
    assert tox.returncode == 1, tox
    assert f"{wrong}:" in tox.stdout
    assert "TPL001 [error]" in tox.stdout
    corpus.git("reset", "-q", "--hard", "HEAD^")
    tox = call(sys.executable, "-m", "tox", "run", "-e", "specslint", cwd=corpus.root)
    assert tox.returncode == 0, tox
