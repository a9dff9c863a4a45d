"""Every fast-track copy of the real history, repeated with ``specslint repropose``.

At the parent of its commit: the copy has no error, what it shares with its source is
unchanged, and git with the hooks accepts the commit. Only paths, hashes and releases of
the corpus are used here, none of its text.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from specslint.config.settings import Config
from specslint.engine.changes import assemble
from specslint.engine.specs import Parser
from specslint.model.spec import Status
from specslint.vcs.repository import Repository as Opened
from tests.conftest import PROJECT, Repository

pytestmark = pytest.mark.slow

SPECSLINT = [sys.executable, "-m", "specslint"]
HOOKS = {"pre-commit": "--staged", "commit-msg": 'commit-msg "$1"'}
NEW = (
    b"Use Cases\n---------\n\nNone\n\n",
    b"Project Priority\n----------------\n\nNone\n\n",
)
Completed = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Copy:
    """A commit that copied a spec of Juno to Kilo."""

    parent: str
    name: str
    path: str
    source: str
    is_partial: bool


def run(repository: Repository, *command: str) -> Completed:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "GIT_EDITOR": "true"}
    return subprocess.run(
        command, cwd=repository.root, env=environment, capture_output=True, text=True, check=False
    )


def made_to_kilo(repository: Repository) -> Iterator[Copy]:
    """The copies from Juno to Kilo, as the fast-track rules find them."""
    config = Config()
    parser = Parser(config)
    with Opened.open(repository.root) as opened:
        names = repository.git(
            "log", "--reverse", "--no-merges", "--diff-filter=A", "--format=%H", "--",
            "specs/kilo/approved",
        ).split()  # fmt: skip
        for name in names:
            changes = assemble(opened.changes_of_commit(name, "specs"), config, parser)
            for copy in changes.reproposals:
                if copy.place.release == "kilo" and copy.source:
                    partial = copy.source.status is Status.IMPLEMENTED
                    paths = copy.place.path, copy.source.path
                    yield Copy(f"{name}^", copy.place.name, *paths, partial)


@pytest.fixture(scope="module")
def clone(corpus: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A clone with specslint as its hooks."""
    root = tmp_path_factory.mktemp("repropose") / "nova-specs"
    corpus.git("clone", "-q", "--no-hardlinks", str(corpus.root), str(root))
    (root / ".git/hooks").mkdir(exist_ok=True)
    for hook, arguments in HOOKS.items():
        file = root / ".git/hooks" / hook
        file.write_text(f"#!/bin/sh\nexec {shlex.join(SPECSLINT)} {arguments}\n")
        file.chmod(0o755)
    return Repository(root)


def test_each_copy_is_right_at_once(clone: Repository) -> None:
    copies = list(made_to_kilo(clone))
    assert len(copies) == 21
    assert sum(copy.is_partial for copy in copies) == 2
    for copy in copies:
        clone.git("checkout", "-q", "--force", "--detach", copy.parent)
        arguments = ("repropose", copy.name, "--none", *(["--partial"] if copy.is_partial else []))
        made = run(clone, *SPECSLINT, *arguments)
        assert (made.returncode, made.stderr) == (0, ""), made
        assert made.stdout.startswith(f"{copy.source} -> {copy.path}\n")
        assert clone.git("status", "--porcelain") == f"A  {copy.path}\n"
        assert_only_added_to(clone.root, copy)
        assert_no_error(clone, copy)
        committed = run(clone, "git", "commit", "-q")
        assert committed.returncode == 0, (copy.name, committed)
        assert "Previously-approved: juno\n" in clone.git("log", "-1", "--format=%B")


def assert_only_added_to(root: Path, copy: Copy) -> None:
    """Without its new sections, the copy equals its source to the byte."""
    content = (root / copy.path).read_bytes()
    for section in NEW:
        assert content.count(section) == 1, copy.name
        content = content.replace(section, b"")
    assert content == (root / copy.source).read_bytes(), copy.name


def assert_no_error(clone: Repository, copy: Copy) -> None:
    """The linter reports nothing about the change and its message."""
    arguments = ("--staged", "--message-file", ".git/MERGE_MSG", "--format", "json")
    linted = run(clone, *SPECSLINT, *arguments)
    assert linted.returncode == 0, (copy.name, linted.stdout)
    found = json.loads(linted.stdout)["diagnostics"]
    assert [f for f in found if f["severity"] == "error"] == []
    about_the_track = [f["code"] for f in found if f["code"].startswith(("FTK", "MSG"))]
    assert about_the_track == (["FTK008"] if copy.is_partial else []), copy.name


def test_a_hook_refuses_it_without_its_tag(clone: Repository) -> None:
    """The hooks of the test above are effective."""
    (copy,) = [copy for copy in made_to_kilo(clone) if copy.name == "tag-instances"]
    clone.git("checkout", "-q", "--force", "--detach", copy.parent)
    assert run(clone, *SPECSLINT, "repropose", copy.name, "--none").returncode == 0
    refused = run(clone, "git", "commit", "-q", "-m", "Without the tag")
    assert refused.returncode != 0
    assert "FTK001 [error]" in refused.stdout + refused.stderr
    clone.git("reset", "-q", "--hard")
