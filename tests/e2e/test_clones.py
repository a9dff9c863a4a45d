"""All kinds of clones: the rows of the table in doc/clones.rst."""

from __future__ import annotations

import os
import re
import shlex
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Repository
from tests.e2e.conftest import Completed, Program, call, must

NAME = "report-scheduler-refusals.rst"
JUNO = f"specs/juno/approved/{NAME}"
KILO = f"specs/kilo/approved/{NAME}"
UNTAGGED = "Propose it for Kilo"
TAGGED = f"{UNTAGGED}\n\nPreviously-approved: juno"


@pytest.fixture
def origin(sample: Repository) -> Repository:
    """A repository of two commits, from which the copy of a spec is missing."""
    sample.git("config", "uploadpack.allowFilter", "true")
    sample.git("rm", "-q", KILO)
    sample.git("commit", "-q", "-m", "Take it out")
    return sample


def clone_of(origin: Repository, *options: str) -> Repository:
    clone = Repository(origin.root.parent / "clone")
    origin.git("clone", "-q", *options, origin.root.as_uri(), str(clone.root))
    return clone


def with_hooks(repository: Repository, program: Program) -> Repository:
    """git's own hooks, as documented."""
    name = shlex.quote(str(program.bin / "specslint"))
    common = repository.root / repository.git("rev-parse", "--git-common-dir").strip()
    for hook, command in {
        "pre-commit": f"{name} --staged --select PLC,TXT",
        "commit-msg": f'{name} commit-msg "$1"',
    }.items():
        file = common / "hooks" / hook
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n{command}\n")
        file.chmod(0o755)
    return repository


def propose(repository: Repository, message: str, **environment: str) -> Completed:
    """Commit a copy of juno's spec."""
    text = repository.git("show", f"HEAD:{JUNO}")
    repository.write(KILO, text)
    repository.git("add", KILO)
    return call("git", "commit", "-q", "-m", message, cwd=repository.root, **environment)


def assert_works(repository: Repository, **environment: str) -> None:
    """The hooks reject the untagged copy, and accept the tagged one."""
    refused = propose(repository, UNTAGGED, **environment)
    assert refused.returncode != 0, refused
    assert "FTK001 [error]" in refused.stdout + refused.stderr
    accepted = propose(repository, TAGGED, **environment)
    assert accepted.returncode == 0, accepted
    assert repository.git("log", "-1", "--format=%B").strip() == TAGGED


def test_every_row_is_tried() -> None:
    page = (PROJECT / "doc/clones.rst").read_text()
    names = re.findall(r"^   \* - (.+)$", page, re.MULTILINE)
    assert len(names) - 1 == len(ROWS)
    assert names[1:] == ROWS


ROWS = [
    "Windows' line ends",
    "Intent to add",
    "Amending",
    "A partial clone",
    "A shallow clone",
    "A sparse clone",
    "Through a link",
    "A submodule",
    "A linked work tree",
    "``core.ignorecase``",
    "Precomposed Unicode",
    "``core.safecrlf``",
    "``i18n.commitEncoding``",
    "Another index",
    "Hooks of a program with windows",
]


def test_a_partial_clone(origin: Repository, program: Program) -> None:
    clone = with_hooks(clone_of(origin, "--filter=blob:none"), program)
    assert program.run(cwd=clone.root).stdout == program.run(cwd=origin.root).stdout
    # What a commit removed was never fetched, and is not fetched now.
    run = program.run("--commit", "HEAD", cwd=clone.root)
    assert run.returncode == 2
    assert "fetches nothing: fetch them with git fetch --refetch --no-filter" in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert_works(clone)


def test_a_shallow_clone(origin: Repository, program: Program) -> None:
    clone = with_hooks(clone_of(origin, "--depth=1"), program)
    assert program.run(cwd=clone.root).stdout == program.run(cwd=origin.root).stdout
    run = program.run("--commit", "HEAD", cwd=clone.root)
    assert run.returncode == 2
    assert "git fetch --deepen=1" in run.stderr
    assert_works(clone)


def test_a_sparse_clone(origin: Repository, program: Program) -> None:
    clone = with_hooks(clone_of(origin, "--no-checkout"), program)
    clone.git("sparse-checkout", "set", "--cone", "specs/kilo")
    clone.git("checkout", "-q", "master")
    assert not (clone.root / "specs/juno").exists()
    found = program.run(cwd=clone.root).stdout
    whole = program.run(cwd=origin.root).stdout
    assert found.splitlines() == [line for line in whole.splitlines() if "specs/juno/" not in line]
    assert_works(clone)


def test_through_a_link(origin: Repository, program: Program) -> None:
    clone = with_hooks(clone_of(origin), program)
    link = Repository(origin.root.parent / "a link")
    link.root.symlink_to(clone.root)
    assert program.run(cwd=link.root).stdout == program.run(cwd=origin.root).stdout
    draft = link.root / "specs/kilo/approved/quota-usage-history.rst"
    named = program.run(str(draft), cwd=origin.root.parent / "clone")
    assert "TPL003" in named.stdout
    assert_works(link)


def test_a_submodule(origin: Repository, program: Program, tmp_path: Path) -> None:
    around = Repository.create(tmp_path / "around")
    around.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(origin.root), "nova"
    )
    within = with_hooks(Repository(around.root / "nova"), program)
    assert program.run(cwd=within.root).stdout == program.run(cwd=origin.root).stdout
    assert_works(within)


def test_a_linked_work_tree(origin: Repository, program: Program, tmp_path: Path) -> None:
    with_hooks(origin, program)
    origin.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    assert program.run(cwd=linked.root).stdout == program.run(cwd=origin.root).stdout
    assert_works(linked)


@pytest.mark.parametrize(
    "setting", ["core.ignorecase=true", "core.precomposeunicode=true", "core.safecrlf=true"]
)
def test_settings_of_other_systems(origin: Repository, program: Program, setting: str) -> None:
    clone = with_hooks(clone_of(origin), program)
    clone.git("config", *setting.split("="))
    assert program.run(cwd=clone.root).stdout == program.run(cwd=origin.root).stdout
    assert_works(clone)


def test_two_names_that_differ_in_case(origin: Repository, program: Program) -> None:
    clone = clone_of(origin)
    clone.git("config", "core.ignorecase", "true")
    blob = clone.git("rev-parse", f"HEAD:{JUNO}").strip()
    clone.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{JUNO.replace('re', 'Re')}")
    run = program.run("--staged", "--select", "PLC011", cwd=clone.root)
    assert "PLC011 [error]" in run.stdout


def test_a_decomposed_name(origin: Repository, program: Program) -> None:
    clone = clone_of(origin)
    clone.git("config", "core.precomposeunicode", "true")
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "specs/kilo/approved/caf\u00e9.rst")
        clone.write(name, (origin.root / JUNO).read_text())
        run = program.run(name, "--select", "PLC010", cwd=clone.root)
        assert "PLC010" in run.stdout
        (clone.root / name).unlink()


def test_another_index(origin: Repository, program: Program) -> None:
    clone = with_hooks(clone_of(origin), program)
    index = str(clone.root / ".git/other-index")
    must("git", "read-tree", "HEAD", cwd=clone.root, GIT_INDEX_FILE=index)
    clone.write(KILO, (clone.root / JUNO).read_text())
    must("git", "add", KILO, cwd=clone.root, GIT_INDEX_FILE=index)
    refused = call("git", "commit", "-q", "-m", UNTAGGED, cwd=clone.root, GIT_INDEX_FILE=index)
    assert refused.returncode != 0
    assert "FTK001" in refused.stdout + refused.stderr
    accepted = call("git", "commit", "-q", "-m", TAGGED, cwd=clone.root, GIT_INDEX_FILE=index)
    assert accepted.returncode == 0, accepted


def test_hooks_without_a_terminal_or_a_home(origin: Repository, program: Program) -> None:
    clone = with_hooks(clone_of(origin), program)
    clone.write(KILO, (clone.root / JUNO).read_text())
    clone.git("add", KILO)
    # As started by a graphical program: no terminal, no HOME, closed streams.
    started = (
        "import os, subprocess, sys\n"
        "os.setsid()\n"
        "for name in ('HOME', 'TERM', 'XDG_CACHE_HOME', 'LC_ALL', 'LANG'):\n"
        "    os.environ.pop(name, None)\n"
        "for number in (0, 1, 2):\n"
        "    os.close(number)\n"
        "os.open(os.devnull, os.O_RDONLY)\n"
        "sys.exit(subprocess.call(['git', 'commit', '-q', '-F', sys.argv[1]]))\n"
    )
    message = clone.root.parent / "message"
    head = clone.git("rev-parse", "HEAD")
    for text, is_accepted in ((UNTAGGED, False), (TAGGED, True)):
        message.write_text(text)
        call(sys.executable, "-c", started, str(message), cwd=clone.root)
        assert (clone.git("rev-parse", "HEAD") != head) == is_accepted
    assert not os.path.lexists(clone.root / "~")
