"""Files with CR LF, in clones in which git converts them by itself."""

from __future__ import annotations

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program, call

SPEC = "specs/kilo/approved/server-group-names-in-notifications.rst"

CONVERTING = {
    "autocrlf": ("core.autocrlf=true", ""),
    "autocrlf input": ("core.autocrlf=input", ""),
    "text": ("", "*.rst text\n"),
    "text=auto": ("", "* text=auto\n"),
    "eol=crlf": ("", "*.rst eol=crlf\n"),
    "eol=lf": ("", "*.rst text=auto eol=lf\n"),
    "crlf": ("", "*.rst crlf\n"),
}
KEEPING = {
    "nothing": ("", ""),
    "autocrlf false": ("core.autocrlf=false", ""),
    "-text": ("core.autocrlf=true", "*.rst -text\n"),
    "binary": ("core.autocrlf=true", "*.rst binary\n"),
    "-text eol": ("", "*.rst -text eol=lf\n"),
    "another file's": ("", "*.txt text\n"),
}


def windows(repository: Repository, path: str = SPEC) -> str:
    """Give a file of the work tree CR LF line ends."""
    text = (repository.root / path).read_text().replace("\n", "\r\n")
    repository.write(path, text)
    return text


def configure(repository: Repository, setting: str, attributes: str) -> None:
    if setting:
        repository.git("config", *setting.split("="))
    if attributes:
        repository.write(".gitattributes", attributes)


def codes(program: Program, repository: Repository, *arguments: str) -> list[str]:
    run = program.run(*arguments, cwd=repository.root)
    assert run.stderr == ""
    return [line.split()[1] for line in run.stdout.splitlines() if SPEC in line]


@pytest.mark.parametrize("how", CONVERTING)
def test_where_git_changes_them(program: Program, sample: Repository, how: str) -> None:
    configure(sample, *CONVERTING[how])
    text = windows(sample)
    assert "TXT003" not in codes(program, sample)
    assert "TXT003" not in codes(program, sample, SPEC)
    # What is staged is what counts there, and git has converted that.
    sample.git("add", "--all")
    assert b"\r" not in call("git", "show", f":{SPEC}", cwd=sample.root).stdout.encode()
    assert "TXT003" not in codes(program, sample, "--staged")
    assert (sample.root / SPEC).read_bytes().decode() == text


@pytest.mark.parametrize("how", KEEPING)
def test_where_git_keeps_them(program: Program, sample: Repository, how: str) -> None:
    configure(sample, *KEEPING[how])
    windows(sample)
    assert codes(program, sample, "--select", "TXT") == ["TXT003"]
    sample.git("add", "--all")
    assert codes(program, sample, "--select", "TXT", "--staged") == ["TXT003"]
    program.run("--fix", SPEC, cwd=sample.root)
    assert b"\r" not in (sample.root / SPEC).read_bytes()


def test_a_new_file_and_a_remembered_answer(program: Program, sample: Repository) -> None:
    path = SPEC.replace("server", "new")
    sample.write(path, (sample.root / SPEC).read_text().replace("\n", "\r\n"))
    assert "TXT003" in program.run(path, cwd=sample.root).stdout
    sample.git("config", "core.autocrlf", "true")
    assert "TXT003" not in program.run(path, cwd=sample.root).stdout
    sample.git("config", "core.autocrlf", "false")
    assert "TXT003" in program.run(path, cwd=sample.root).stdout


def test_what_the_index_has_with_them_stays_so(program: Program, sample: Repository) -> None:
    """Git does not convert such a file, unless its attributes say that it is text."""
    windows(sample)
    sample.commit("As it was made")
    sample.git("config", "core.autocrlf", "true")
    assert codes(program, sample, "--select", "TXT") == ["TXT003"]
    sample.write(".gitattributes", "*.rst text\n")
    assert codes(program, sample, "--select", "TXT") == []


def test_others_than_those_at_line_ends(program: Program, sample: Repository) -> None:
    text = windows(sample).replace("The", "T\rhe", 1)
    sample.write(SPEC, text)
    sample.git("config", "core.autocrlf", "true")
    # git treats it as binary, and converts nothing.
    found = program.run("--select", "TXT", SPEC, cwd=sample.root).stdout
    assert f"{text.count(chr(13))} carriage returns" in found
    sample.write(".gitattributes", "*.rst text\n")
    found = program.run("--select", "TXT", SPEC, cwd=sample.root).stdout
    assert "a carriage return in the file" in found
    program.run("--fix", SPEC, cwd=sample.root)
    mended = (sample.root / SPEC).read_bytes().decode()
    assert mended == text.replace("T\rhe", "T\nhe")


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_a_fix_keeps_them(program: Program, sample: Repository, option: str) -> None:
    sample.git("config", "core.autocrlf", "true")
    text = windows(sample)
    damaged = text.replace("\r\n", "   \r\n", 3).removesuffix("\r\n")
    sample.write(SPEC, damaged)
    run = program.run(option, "--select", "TXT", SPEC, cwd=sample.root)
    if option == "--fix":
        assert (sample.root / SPEC).read_bytes().decode() == text
        assert run.returncode == 0
    else:
        assert (sample.root / SPEC).read_bytes().decode() == damaged
        changed = [line for line in run.stdout.splitlines() if line.startswith("-")]
        assert len(changed) == 5


def test_a_whole_clone_of_windows(program: Program, sample: Repository) -> None:
    before = program.run(cwd=sample.root).stdout
    sample.git("config", "core.autocrlf", "true")
    for path in sample.git("ls-files", "*.rst").split():
        windows(sample, path)
    assert program.run(cwd=sample.root).stdout == before


def test_without_git(program: Program, sample: Repository) -> None:
    windows(sample)
    (sample.root / ".git").rename(sample.root / "no-git")
    assert codes(program, sample, "--select", "TXT") == ["TXT003"]
    windows_clone = program.run("--select", "TXT", SPEC, cwd=sample.root, env={"PATH": "/none"})
    assert "TXT003" in windows_clone.stdout
