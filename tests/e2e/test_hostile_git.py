"""A repository whose configuration and attributes name programs: none of them runs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program, call, outcome

SPEC = "specs/kilo/approved/server-group-names-in-notifications.rst"
COPY = "specs/kilo/approved/cap-console-sessions.rst"
SOURCE = "specs/juno/implemented/cap-console-sessions.rst"
INVOCATIONS: list[tuple[str, ...]] = [
    ("--commit", "HEAD", "--format", "sarif"),
    ("--staged",),
    (),
    ("--commit", "HEAD"),
    ("--range", "HEAD^..HEAD"),
    ("--staged", "--show-source", SPEC),
    ("--fix", SPEC),
    ("--config-from", "HEAD^", SPEC),
    ("commit-msg", "message"),
    ("init", "--dry-run"),
]


class Trap:
    """A program that leaves a mark."""

    def __init__(self, directory: Path) -> None:
        self.program = directory / "trap"
        self.sprung = directory / "sprung"
        self.program.write_text(f'#!/bin/sh\necho "$0 $@" >> "{self.sprung}"\n')
        self.program.chmod(0o755)

    def clear(self) -> None:
        self.sprung.unlink(missing_ok=True)


Setting = Callable[[Repository, Trap], None]


def config(*keys: str, **others: str) -> Setting:
    def set_up(repository: Repository, trap: Trap) -> None:
        for key in keys:
            repository.git("config", key, str(trap.program))
        for key, value in others.items():
            repository.git("config", key.replace("__", "."), value)

    return set_up


def hooks(repository: Repository, trap: Trap) -> None:
    directory = repository.root / ".git/hooks"
    directory.mkdir(exist_ok=True)
    for name in ("post-index-change", "post-checkout", "pre-commit", "reference-transaction"):
        (directory / name).unlink(missing_ok=True)
        (directory / name).symlink_to(trap.program)


def other_hooks(repository: Repository, trap: Trap) -> None:
    hooks(repository, trap)
    (repository.root / ".git/hooks").rename(repository.root / "hooks")
    repository.git("config", "core.hooksPath", "hooks")


def included(repository: Repository, trap: Trap) -> None:
    repository.write("evil.config", f"[core]\n\tfsmonitor = {trap.program}\n")
    repository.git("config", "include.path", "../evil.config")


def promisor(repository: Repository, trap: Trap) -> None:
    """A clone whose objects are to be fetched by a program."""
    repository.git("config", "remote.evil.url", f"ext::{trap.program} %S")
    repository.git("config", "remote.evil.promisor", "true")
    repository.git("config", "remote.evil.uploadpack", str(trap.program))
    repository.git("config", "core.sshCommand", str(trap.program))
    repository.git("config", "protocol.ext.allow", "always")
    repository.git("config", "extensions.partialClone", "evil")
    repository.git("config", "core.repositoryFormatVersion", "1")
    lost = repository.git("rev-parse", f"HEAD:{SOURCE}").strip()
    (repository.root / ".git/objects" / lost[:2] / lost[2:]).unlink()


def fetching_by_ssh(repository: Repository, trap: Trap) -> None:
    promisor(repository, trap)
    repository.git("config", "remote.evil.url", "ssh://nowhere.example/x")


def fetching_by_http(repository: Repository, trap: Trap) -> None:
    promisor(repository, trap)
    repository.git("config", "remote.evil.url", "http://127.0.0.1:1/x")
    repository.git("config", "core.gitProxy", str(trap.program))
    repository.git("config", "credential.helper", str(trap.program))
    repository.git("config", "core.askPass", str(trap.program))


def signed(repository: Repository, trap: Trap) -> None:
    """HEAD has a signature, which git would verify with a program."""
    content = repository.git("cat-file", "commit", "HEAD")
    head, _, message = content.partition("\n\n")
    name = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=repository.root,
        input=f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----"
        f"\n\n{message}",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    repository.git("update-ref", "HEAD", name)
    repository.git("config", "gpg.program", str(trap.program))
    repository.git("config", "log.showSignature", "true")


# A command that triggers each trap with plain git; None if git needs a server or a
# terminal for it.
TRAPS: dict[str, tuple[Setting, tuple[str, ...] | None]] = {
    "fsmonitor": (config("core.fsmonitor"), ("status",)),
    "included": (included, ("status",)),
    "hooks": (hooks, ("update-index", "--refresh", "--force-write-index")),
    "other hooks": (other_hooks, ("update-index", "--refresh", "--force-write-index")),
    "external diff": (config("diff.external"), ("diff", "HEAD^", "HEAD")),
    "diff driver": (config("diff.trap.command"), ("diff", "HEAD^", "HEAD")),
    "textconv": (config("diff.trap.textconv"), ("diff", "HEAD^", "HEAD")),
    "clean": (config("filter.trap.clean"), ("add", "--renormalize", ".")),
    "smudge": (config("filter.trap.smudge"), ("archive", "--output=../x.tar", "HEAD")),
    "process": (config("filter.trap.process"), ("archive", "--output=../x.tar", "HEAD")),
    "alias": (config(alias__trap="!touch ../sprung", alias__diff__tree="!touch x"), ("trap",)),
    "pager": (config("core.pager", "pager.log", "pager.config"), ("--paginate", "log")),
    "editor": (config("core.editor", "sequence.editor"), ("commit", "--amend")),
    "signature": (signed, ("log", "-1")),
    "promisor": (promisor, ("cat-file", "blob", f"HEAD:{SOURCE}")),
    "ssh": (fetching_by_ssh, ("cat-file", "blob", f"HEAD:{SOURCE}")),
    "http": (fetching_by_http, None),
    "the rest": (
        config(
            "core.alternateRefsCommand", "uploadpack.packObjectsHook", "merge.trap.driver",
            "interactive.diffFilter", "diff.tool", "difftool.trap.cmd", "man.viewer",
            "trailer.sign.command", "gpg.ssh.defaultKeyCommand", "sendemail.sendmailCmd",
            core__attributesFile="/dev/zero", diff__guitool="trap", diff__orderFile="/dev/zero",
        ),
        None,
    ),
}  # fmt: skip


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path)


@pytest.fixture
def trapped(sample: Repository) -> Repository:
    """A copy of a spec in HEAD, another one staged, attributes that name drivers, stray files."""
    sample.write(".gitattributes", "*.rst diff=trap filter=trap merge=trap -text\n")
    sample.write(COPY, (sample.root / SOURCE).read_text())
    sample.write("message", "Add it again\n\nPreviously-approved: juno\n")
    sample.commit("Propose it once more\n\nPreviously-approved: juno\n")
    sample.write("specs/kilo/approved/other.rst", (sample.root / SPEC).read_text() + ".. x\n")
    sample.git("add", "specs")
    sample.write("specs/kilo/stray.txt", "for git to say whether it is ignored\n")
    return sample


@pytest.mark.parametrize(
    "invocations",
    [
        pytest.param(INVOCATIONS[:2], id="some commands"),
        pytest.param(INVOCATIONS[2:], id="the other commands", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("name", TRAPS)
def test_no_program_is_run(
    program: Program,
    trapped: Repository,
    trap: Trap,
    name: str,
    invocations: list[tuple[str, ...]],
) -> None:
    set_up, plainly = TRAPS[name]
    set_up(trapped, trap)
    trap.clear()
    lost = name in ("promisor", "ssh", "http")
    for invocation in invocations:
        index = (trapped.root / ".git/index").read_bytes()
        run = program.run(*invocation, cwd=trapped.root)
        assert not trap.sprung.exists(), (invocation, trap.sprung.read_text())
        assert (trapped.root / ".git/index").read_bytes() == index
        assert run.returncode in ((0, 1, 2) if lost else (0, 1)), run
        if run.returncode == 2:
            assert run.stderr.startswith("specslint: git: ")
            assert run.stderr.count("\n") == 1
    if plainly:
        call("git", *plainly, cwd=trapped.root, GIT_PAGER_IN_USE="", TERM="dumb")
        if name == "pager":  # git uses a pager on a terminal only
            call("script", "-qc", "git --paginate log", "/dev/null", cwd=trapped.root)
        assert trap.sprung.exists(), "the trap itself does not work"


def test_findings_are_the_same_whatever_git_is_told(
    program: Program, trapped: Repository, trap: Trap
) -> None:
    """None of these names a program; each would change the output of plain git."""
    words = ("--commit", "HEAD", "--format", "json")
    expected = outcome(program.run(*words, cwd=trapped.root))
    for key, value in {
        "core.quotePath": "true",
        "core.abbrev": "4",
        "diff.renames": "false",
        "diff.renameLimit": "1",
        "diff.noprefix": "true",
        "diff.relative": "true",
        "diff.wsErrorHighlight": "all",
        "diff.ignoreSubmodules": "all",
        "color.ui": "always",
        "color.diff": "always",
        "log.date": "relative",
        "core.autocrlf": "true",
        "core.ignoreCase": "true",
        "core.fileMode": "false",
        "core.symlinks": "false",
        "status.showUntrackedFiles": "no",
        "core.attributesFile": "/dev/null",
        "i18n.logOutputEncoding": "utf-16",
    }.items():
        trapped.git("config", key, value)
    assert outcome(program.run(*words, cwd=trapped.root)) == expected


def test_a_work_tree_that_points_elsewhere(
    program: Program, trapped: Repository, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    trapped.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    for words in (("--commit", "HEAD"), ("--staged",)):
        run = program.run(*words, cwd=trapped.root)
        assert (run.returncode, run.stdout) == (2, ""), run
        assert run.stderr.count("\n") == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_repository_within_the_tree_is_not_entered(
    program: Program, trapped: Repository, trap: Trap
) -> None:
    """A patch can contain all files of a bare repository, and so a configuration."""
    evil = trapped.root / "specs/kilo/approved/evil"
    trapped.git("init", "-q", "--bare", str(evil))
    call("git", "config", "core.fsmonitor", trap.program, cwd=evil)
    call("git", "config", "core.bare", "false", cwd=evil)
    call("git", "config", "core.worktree", "..", cwd=evil)
    for words in ((), ("--commit", "HEAD"), ("--staged",), ("--config-from", "HEAD")):
        here = program.run(*words, cwd=trapped.root)
        assert outcome(program.run(*words, cwd=evil)) == outcome(here), words
    assert not trap.sprung.exists()
    call("git", "status", cwd=evil)
    assert trap.sprung.exists()


def test_objects_of_another_repository(
    program: Program, trapped: Repository, tmp_path: Path
) -> None:
    """Alternates only provide objects: a loop or an invalid path does no harm."""
    expected = outcome(program.run("--commit", "HEAD", cwd=trapped.root))
    alternates = trapped.root / ".git/objects/info/alternates"
    alternates.write_text(f"{trapped.root}/.git/objects\n/dev/zero\n/nowhere\n{tmp_path}\n")
    assert outcome(program.run("--commit", "HEAD", cwd=trapped.root)) == expected
