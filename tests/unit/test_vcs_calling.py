"""The options of the git command that runs a hook."""

from __future__ import annotations

import pytest

from specslint.vcs.calling import amends, cleanup_mode, options_of


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
