"""Running git: time limits, isolation, and the message of each failure."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import pytest

from specslint.commands.hooks import git_begun
from specslint.model.errors import UserError
from specslint.vcs import processes as module
from specslint.vcs.git import Git
from specslint.vcs.history import steps_to
from specslint.vcs.repository import Repository as Opened
from specslint.vcs.repository import is_encoding, parse_commit
from tests.conftest import PROJECT, Repository

SPEC = "Title\n=====\n\n" + "".join(f"Line {number} of the spec.\n" for number in range(30))
JUNO = "specs/juno/approved/quick-resize.rst"

both = pytest.mark.parametrize("library", [True, False], ids=["library", "pipes"])


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short time limit."""
    monkeypatch.setattr(module, "TIME_LIMIT", 1.0)


def program(directory: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put another program before git on the PATH."""
    file = directory / "bin" / "git"
    file.parent.mkdir()
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{file.parent}:{os.environ['PATH']}")


def is_running(pid: str) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


# --- time limits ------------------------------------------------------------


@both
@pytest.mark.usefixtures("short")
def test_all_that_git_started_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, library: bool
) -> None:
    """Including a child of a child, which holds git's output open."""
    script = f"(sh -c 'echo $$ >{tmp_path}/deep; sleep 600; :') & echo $! >{tmp_path}/child; wait"
    program(tmp_path, script, monkeypatch)
    start = time.monotonic()
    with pytest.raises(UserError, match="git log did not end within 1 seconds") as error:
        Git(tmp_path, library=library).run("log")
    assert time.monotonic() - start < 10
    assert "\n" not in str(error.value)
    for name in ("deep", "child"):
        pid = (tmp_path / name).read_text().strip()
        # The system may take a moment to end the killed processes.
        deadline = time.monotonic() + 10
        while is_running(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_running(pid)


@both
@pytest.mark.usefixtures("short")
def test_the_process_that_reads_objects_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, library: bool
) -> None:
    program(tmp_path, f"echo $$ >{tmp_path}/pid; echo said >&2; exec sleep 600", monkeypatch)
    git = Git(tmp_path, library=library)
    with pytest.raises(UserError, match="git cat-file did not end within 1 seconds"):
        git.blob("0" * 40)
    assert not is_running((tmp_path / "pid").read_text().strip())


def test_a_command_that_was_begun_is_read_or_ended(repository: Repository) -> None:
    name = repository.commit("Nothing")
    git = Git(repository.root, library=False)
    git.begin("rev-parse", "HEAD")
    git.begin("cat-file", "--batch")
    git.begin("hash-object", "--stdin")  # waits for its input, and is not asked for
    waiting = git._begun["hash-object", "--stdin"]
    assert git.line("rev-parse", "HEAD") == name
    assert git.named("HEAD^{commit}") == name
    assert waiting.poll() is None
    git.close()
    assert waiting.poll() == -signal.SIGKILL


def test_no_command_outlives_a_repository_that_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = f"*cat-file*) echo $$ >{tmp_path}/pid; exec sleep 600;;"
    program(tmp_path, f'case "$*" in {waits} esac; sleep 1; exit 128', monkeypatch)
    options = Namespace(root=str(tmp_path))
    with pytest.raises(UserError), git_begun("", options):
        Opened.of(options.git)
    assert not is_running((tmp_path / "pid").read_text().strip())


@both
def test_endless_errors_do_not_block_the_run(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, library: bool
) -> None:
    """Standard error must not fill a pipe that nobody reads."""
    repository.write(JUNO, SPEC)
    name = repository.commit("A spec")
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout
    noise = "yes 'warning: more than a pipe holds' | head -c 1000000 >&2"
    program(tmp_path, f'{noise}; exec {real.strip()} "$@"', monkeypatch)
    git = Git(repository.root, library=library)
    assert b"A spec" in git.blob(name)[1]
    git.close()


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("where", [".gitignore", "specs/.gitignore", ".git/info/exclude"])
def test_a_fifo_that_git_reads(repository: Repository, where: str) -> None:
    repository.commit("Nothing")
    file = repository.root / where
    file.unlink(missing_ok=True)
    file.parent.mkdir(exist_ok=True)
    os.mkfifo(file)
    with Opened.open(repository.root) as opened, pytest.raises(UserError, match="check-ignore"):
        opened.ignored(["specs/stray.txt"])


def test_what_is_ignored(repository: Repository) -> None:
    names = ["a.txt", "-x", ":(glob)*", "*", "ä", "a\nb", " ", "d/e.txt", "kept.rst"]
    repository.write(".gitignore", "*\n!kept.rst\n!*/\n")
    for name in names:
        repository.write(f"specs/{name}", "x\n")
    with Opened.open(repository.root) as opened:
        found = opened.ignored([f"specs/{name}" for name in names])
    assert found == {f"specs/{name}" for name in names[:-1]}


# --- isolation --------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mailmap.file", "FIFO"),
        ("mailmap.file", "/dev/zero"),
        ("diff.orderFile", "FIFO"),
        ("diff.orderFile", "/dev/zero"),
        ("core.attributesFile", "FIFO"),
        ("log.mailmap", "true"),
    ],
)
def test_a_file_that_the_settings_name(repository: Repository, key: str, value: str) -> None:
    repository.write(JUNO, SPEC)
    name = repository.commit("A spec")
    os.mkfifo(repository.root / "fifo")
    os.mkfifo(repository.root / ".mailmap")
    repository.git("config", key, value.replace("FIFO", str(repository.root / "fifo")))
    with Opened.open(repository.root) as opened:
        (step,) = steps_to(opened, name)
        assert [change.path for change in step.commit.changes] == [JUNO]
        assert [change.path for change in opened.changes_of_commit(name, "specs").changes] == [
            JUNO
        ]


def test_grafts_are_no_history(repository: Repository) -> None:
    first = repository.commit("One")
    second = repository.commit("Two")
    (repository.root / ".git/info/grafts").write_text(f"{first} {second}\n{second} {first}\n")
    with Opened.open(repository.root) as opened:
        assert [step.commit.name for step in steps_to(opened, second)] == [first, second]


# --- why git cannot be run --------------------------------------------------


@both
def test_git_cannot_be_started_with_too_many_open_files(tmp_path: Path, *, library: bool) -> None:
    code = (
        "import os\nfrom pathlib import Path\nfrom specslint.vcs import git\n"
        # With a limit of eight descriptors, all but the standard streams are in use.
        "held = [os.dup(0) for _ in range(4)]\n"
        "try:\n"
        f"    git.Git(Path('.'), library={library}).run('log')\n"
        "except git.UserError as error:\n    print(error)\n"
    )
    run = subprocess.run(
        ["sh", "-c", f'ulimit -n 8; exec "{sys.executable}" -c "$0"', code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.startswith("git cannot be run: too many files are open"), run
    assert run.stdout.count("\n") == 1


@both
@pytest.mark.parametrize(
    ("path", "arguments", "reason"),
    [
        ("empty", ["log"], "install it, or put it on the PATH"),
        ("closed", ["log"], "permission denied: "),
        ("broken", ["log"], "the git on the PATH is no program for this machine: "),
        ("circle", ["log"], "the git on the PATH is a link to itself: "),
        ("", ["log", "--", "x" * 140_000], "its arguments are too long"),
    ],
)
def test_why_git_cannot_be_started(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    arguments: list[str],
    reason: str,
    *,
    library: bool,
) -> None:
    for directory, mode in {"closed": 0o600, "broken": 0o700}.items():
        (tmp_path / directory).mkdir()
        (tmp_path / directory / "git").write_bytes(b"\0")
        (tmp_path / directory / "git").chmod(mode)
    (tmp_path / "circle").mkdir()
    (tmp_path / "circle/git").symlink_to("git")
    if path:
        monkeypatch.setenv("PATH", str(tmp_path / path))
    with pytest.raises(UserError, match=f"^git cannot be run: {reason}"):
        Git(tmp_path, library=library).run(*arguments)


@both
@pytest.mark.parametrize(("number", "name"), [(9, "Killed"), (11, "Segmentation fault")])
def test_a_git_that_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, name: str, *, library: bool
) -> None:
    """As by a system that has run out of memory; git itself says nothing then."""
    (tmp_path / "git").write_text(f"#!/bin/sh\nkill -{number} $$\n")
    (tmp_path / "git").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(UserError, match=rf"^git was killed by signal {number} \({name}\): "):
        Git(tmp_path, library=library).run("log")


def test_a_directory_that_is_gone_or_has_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: Repository
) -> None:
    """GitPython would run in the current directory, and expand the name."""
    monkeypatch.chdir(repository.root)
    with pytest.raises(UserError, match="is no directory"):
        Opened.open(tmp_path / "gone")
    (tmp_path / "$HOME").mkdir()
    with pytest.raises(UserError, match="is in no git repository"):
        Opened.open(tmp_path / "$HOME")


# --- commits ----------------------------------------------------------------

TREE, OTHER = "a" * 40, "b" * 40
WHO = "Someone <someone@example.org> 1 +0000"
HEAD = f"tree {TREE}\nparent {OTHER}\nauthor {WHO}\ncommitter {WHO}\n"


def parsed(content: str | bytes) -> tuple[str, tuple[str, ...], str] | None:
    data = content if isinstance(content, bytes) else content.encode()
    commit = parse_commit("c" * 40, data)
    return commit and (commit.tree, commit.parents, commit.message)


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}\nSubject\n",
        f"{HEAD}tree {OTHER}\n\nSubject\n",
        f"{HEAD}parent {TREE}\n\nSubject\n",
        f"{HEAD}gpgsig x\n tree {OTHER}\n parent {TREE}\n\nSubject\n",
        f"{HEAD}\nSubject\n\0\nPreviously-approved: juno\n",
        f"{HEAD}encoding undefined\n\nSubject\n",
        f"{HEAD}encoding idna\n\nSubject\n",
        f"{HEAD}encoding rot13\n\nSubject\n",
        f"{HEAD}encoding base64\n\nSubject\n",
        f"{HEAD}encoding unicode_escape\n\nSubject\n",
        f"{HEAD}encoding \0utf-8\n\nSubject\n",
        f"{HEAD}encoding utf-8\nencoding utf-16\n\nSubject\n",
    ],
)
def test_a_commit_is_what_git_takes_it_for(content: str) -> None:
    found = parsed(content)
    assert found is not None
    assert found[:2] == (TREE, (OTHER,))
    assert found[2] in ("Subject\n", "")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n\n",
        f"author {WHO}\ntree {TREE}\n\nSubject\n",
        f"TREE {TREE}\n\nSubject\n",
        f"tree {TREE[:-1]}\n\nSubject\n",
        f"tree {TREE}x\n\nSubject\n",
        f"tree {TREE}\nparent {TREE[:-1]}\n\nSubject\n",
        f"tree {TREE}\nparent {TREE}\nparent x\n\nSubject\n",
    ],
)
def test_objects_that_git_does_not_accept_as_commits(content: str) -> None:
    assert parsed(content) is None


def test_two_trees_in_a_commit_of_a_repository(repository: Repository) -> None:
    """The gate checks out the first one, and so specslint reads it."""
    repository.write(JUNO, SPEC)
    repository.commit("A spec")
    repository.write("specs/juno/approved/other.rst", SPEC + "More\n")
    repository.commit("Another")
    content = repository.git("cat-file", "commit", "HEAD")
    old = repository.git("rev-parse", "HEAD^^{tree}").strip()
    head, _, message = content.partition("\n\n")
    name = subprocess.run(
        ["git", "hash-object", "--literally", "-t", "commit", "-w", "--stdin"],
        cwd=repository.root,
        input=f"{head}\ntree {old}\nparent {old}\n\n{message}",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    with Opened.open(repository.root) as opened:
        (change,) = opened.changes_of_commit(name, "specs").changes
        assert change.path == "specs/juno/approved/other.rst"


@pytest.mark.parametrize("time", ["99999999999999", "-5", str(2**64 - 1), str(2**64), "x", ""])
def test_a_time_beyond_the_calendar(repository: Repository, time: str) -> None:
    repository.commit("One")
    content = repository.git("cat-file", "commit", "HEAD")
    lines = [
        f"committer A <a@example.org> {time} +0000" if line.startswith("committer") else line
        for line in content.split("\n")
    ]
    name = subprocess.run(
        ["git", "hash-object", "--literally", "-t", "commit", "-w", "--stdin"],
        cwd=repository.root,
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    with Opened.open(repository.root) as opened:
        assert [step.commit.time for step in steps_to(opened, name)] == [0]


def test_encodings_of_text() -> None:
    assert all(map(is_encoding, ("utf-8", "latin-1", "UTF-16", "koi8-r", "shift_jis")))
    others = ("undefined", "idna", "punycode", "rot13", "base64", "hex", "zip", "x", "", "a\0b")
    assert not any(map(is_encoding, others))
