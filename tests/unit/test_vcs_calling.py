"""The options of the git command that runs a hook."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from specslint.vcs.calling import amends, cleanup_mode, commit_options, options_of


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--amend",), True),
        (("-a", "--amen", "-m", "x"), True),
        (("--all", "-m", "x"), False),
        (("--amend", "--no-amend"), False),
        (("--no-amend", "--amend"), True),
        (("--am",), True),
        (("--a",), False),
        (("--amended",), False),
        (("--amend", "-v"), True),
        (("", "-"), False),
        (("-m", "to --amend"), False),
        ((), False),
    ],
)
def test_options_that_amend(options: tuple[str, ...], expected: bool) -> None:
    assert amends(options) is expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--cleanup=verbatim",), "verbatim"),
        (("--cleanup", "scissors"), "scissors"),
        (("--cleanup=strip", "--clean=whitespace"), "whitespace"),
        (("-m", "--cleanup is due"), None),
        (("--cleanup",), ""),
        (("--cl=strip",), "strip"),
        (("--c=strip",), None),
        (("--clear=strip",), None),
        ((), None),
    ],
)
def test_options_that_choose_a_cleanup(options: tuple[str, ...], expected: str | None) -> None:
    assert cleanup_mode(options) == expected


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("git commit --amend -v", ("--amend", "-v")),
        ("/usr/lib/git-core/git commit", ()),
        ("git -C there -c a=b commit -a", ("-a",)),
        ("git-commit --amend", ("--amend",)),
        ("/usr/lib/git-core/git-commit commit", ("commit",)),
        ("git commit -v -- --amend", ("-v",)),
        ("git -- commit", ()),
        ("git merge --no-ff", None),
        ("git rebase --continue", None),
        ("git", None),
    ],
)
def test_the_options_in_a_command_line(line: str, options: tuple[str, ...] | None) -> None:
    assert options_of(line.split()) == options


# Starts a shell below itself, which prints its number and waits for the end of the input.
SCRIPT = "sh -c 'echo $$; read line'\nexit 0\n"


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the system has no /proc")
@pytest.mark.parametrize(
    ("command", "options"),
    [
        (["git", "commit", "-a", "--amend", "--", "x"], ("-a", "--amend")),
        (["/usr/bin/git", "commit"], ()),
        (["/usr/lib/git core/git-commit", "commit", "-a"], ("commit", "-a")),
    ],
)
def test_the_options_of_a_process_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], options: tuple[str, ...]
) -> None:
    (tmp_path / "commit").write_text(SCRIPT)
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, executable="/bin/sh", cwd=tmp_path, stdin=pipe, stdout=pipe
    ) as git:
        assert git.stdin
        assert git.stdout
        below = int(git.stdout.readline())
        for parent in (git.pid, below):
            monkeypatch.setattr(os, "getppid", lambda parent=parent: parent)
            commit_options.cache_clear()
            assert commit_options() == options
        git.stdin.close()
    commit_options.cache_clear()
    assert commit_options() is None  # the process has ended
    commit_options.cache_clear()
