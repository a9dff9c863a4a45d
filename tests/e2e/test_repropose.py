""" "specslint repropose" with the installed program, real git and real hooks."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Repository
from tests.e2e.conftest import Program, call, set_up

NAME = "report-scheduler-refusals"
JUNO = f"specs/juno/approved/{NAME}.rst"
KILO = f"specs/kilo/approved/{NAME}.rst"
PARTLY = "cap-console-sessions"
COPY = f"specs/kilo/approved/{PARTLY}.rst"
MARK = "<write this section, or None>"

MESSAGE = f"""\
Re-propose for Kilo: Cap the console sessions of an instance

A copy of specs/juno/implemented/{PARTLY}.rst, with the
sections that Kilo's template asks for besides: "Use Cases", "Project
Priority".

blueprint {PARTLY}
Previously-approved: juno
"""
FINDINGS = f"""\
{COPY}:1:1: FTK008 [info] specs/juno/implemented/{PARTLY}.rst is \
implemented: propose it again only if a part is left, and say which
"""
MARKS = "".join(
    f'{COPY}:{line}:1: TPL009 [warning] placeholder "{MARK}" was not replaced: write what the '
    'template asks for, or "None"\n'
    for line in (25, 30)
)


def shown(todo: str, findings: str, place: str, end: str) -> str:
    message = "".join(f"    {line}".rstrip() + "\n" for line in MESSAGE.splitlines())
    return (
        f"specs/juno/implemented/{PARTLY}.rst -> {COPY}\n"
        f'  sections that are new, {todo}: "Use Cases", "Project Priority"\n\n'
        f"Left for you:\n{findings}\nThe message{place}:\n{message}\n{end}\n"
    )


def state(repository: Repository) -> tuple[str, str, str, list[str]]:
    """Everything that a run may change."""
    prepared = repository.root / ".git/MERGE_MSG"
    return (
        repository.git("rev-parse", "HEAD"),
        repository.git("status", "--porcelain", "--untracked-files=all", "--ignored"),
        prepared.read_text() if prepared.is_file() else "",
        sorted(str(path) for path in (repository.root / "specs").rglob("*")),
    )


def mended(text: str) -> str:
    """The source with what the template of Kilo adds."""
    sections = (
        f"Use Cases\n---------\n\n{MARK}\n\nProject Priority\n----------------\n\n{MARK}\n\n"
    )
    return text.replace("Proposed change\n====", f"{sections}Proposed change\n====", 1)


def test_a_copy_is_made_and_committed(program: Program, sample: Repository) -> None:
    source = (sample.root / f"specs/juno/implemented/{PARTLY}.rst").read_text()
    run = program.run("repropose", PARTLY, "--partial", cwd=sample.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == shown(
        "to be written",
        FINDINGS + MARKS,
        ", in .git/MERGE_MSG",
        "The copy is staged. git add it again after a change, and run: git commit",
    )
    assert sample.git("status", "--porcelain") == f"A  {COPY}\n"
    assert (sample.root / COPY).read_text() == sample.git("show", f":{COPY}") == mended(source)
    committed = call("git", "commit", "-q", cwd=sample.root, GIT_EDITOR="true")
    assert committed.returncode == 0, committed
    assert sample.git("log", "-1", "--format=%B") == f"{MESSAGE}\n"
    assert sample.git("status", "--porcelain") == ""
    assert not (sample.root / ".git/MERGE_MSG").exists()


def test_a_dry_run_changes_nothing(program: Program, sample: Repository) -> None:
    before = state(sample)
    arguments = ("repropose", PARTLY, "--partial", "--none", "--dry-run")
    run = program.run(*arguments, cwd=sample.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == shown('"None" in each', FINDINGS, "", "Nothing is changed.")
    renamed = program.run(*arguments, "--rename", "few-consoles", "--mend-url", cwd=sample.root)
    assert (renamed.returncode, renamed.stderr) == (0, "")
    expected = run.stdout.replace(f"blueprint {PARTLY}", "blueprint few-consoles")
    assert renamed.stdout == expected.replace(COPY, "specs/kilo/approved/few-consoles.rst")
    assert state(sample) == before


def test_by_title_from_below_under_another_name(program: Program, sample: Repository) -> None:
    arguments = (
        "repropose",
        "CONSOLE sessions",
        "--partial",
        "--none",
        "--rename",
        "few-consoles",
    )
    below = sample.root / "specs" / "kilo"
    run = program.run(*arguments, "--mend-url", cwd=below)
    assert (run.returncode, run.stderr) == (0, "")
    copy = "specs/kilo/approved/few-consoles.rst"
    assert sample.git("status", "--porcelain") == f"A  {copy}\n"
    source = (sample.root / f"specs/juno/implemented/{PARTLY}.rst").read_text()
    expected = (
        mended(source).replace(MARK, "None").replace(f"+spec/{PARTLY}", "+spec/few-consoles")
    )
    assert (sample.root / copy).read_text() == expected
    message = (sample.root / ".git/MERGE_MSG").read_text()
    assert message == MESSAGE.replace(f"blueprint {PARTLY}", "blueprint few-consoles")
    lint = program.run("--staged", "--message-file", ".git/MERGE_MSG", cwd=sample.root)
    assert lint.stdout == FINDINGS.replace(COPY, copy)


def test_a_name_that_git_finds_no_copy_by(program: Program, sample: Repository) -> None:
    text = "====\nTiny\n====\n\nProblem description\n===================\n\nIt is.\n"
    sample.write("specs/juno/approved/tiny.rst", text)
    sample.commit("A tiny one")
    run = program.run("repropose", "tiny", "--rename", "larger", "--none", cwd=sample.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert "\n/COMMIT_MSG:12:22: FTK003 [error] " in run.stdout
    assert "and run when no error is left: git commit\n" in run.stdout


def test_by_path_to_another_release(program: Program, sample: Repository) -> None:
    template = (sample.root / "specs/kilo-template.rst").read_text()
    sample.write("specs/liberty-template.rst", template)
    sample.git("rm", "-q", "pyproject.toml")
    sample.commit("Open liberty")
    run = program.run("repropose", f"../../{JUNO}", cwd=sample.root / "specs/kilo")
    assert (run.returncode, run.stderr) == (0, "")
    copy = f"specs/liberty/approved/{NAME}.rst"
    assert run.stdout.startswith(f"{JUNO} -> {copy}\n")
    assert sample.git("status", "--porcelain") == f"A  {copy}\n"
    message = (sample.root / ".git/MERGE_MSG").read_text()
    assert message.endswith(f"\n\nblueprint {NAME}\nPreviously-approved: juno, kilo\n")


def test_the_message_that_the_documentation_shows(program: Program, sample: Repository) -> None:
    sample.git("rm", "-q", KILO)
    sample.git("commit", "-q", "-m", "Not yet")
    assert program.run("repropose", NAME, cwd=sample.root).returncode == 0
    message = (sample.root / ".git/MERGE_MSG").read_text()
    block = "".join(f"    {line}".rstrip() + "\n" for line in message.splitlines())
    assert f"::\n\n{block}\n" in (PROJECT / "doc/repropose.rst").read_text()


# --- errors -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "the following arguments are required: NAME; specslint repropose --help shows the "
         "usage"),
        (("nothing-like-it",), 'no earlier release has a spec with the name, path or title '
         '"nothing-like-it"; git ls-files specs lists those that there are'),
        ((NAME,), f"kilo has it already, {KILO}: name another release with --to, or another name "
         "with --rename"),
        ((PARTLY,), f"specs/juno/implemented/{PARTLY}.rst is implemented: where only a part of it "
         "is, say so with --partial"),
        ((NAME, "--to", "liberty"), "specs/liberty-template.rst does not exist, and specslint has "
         "none of its own: add the template"),
        ((NAME, "--to", "libert"), '--to: "libert" is no release; did you mean "liberty"?'),
        ((NAME, "--from", "kilo"), "--from: kilo is not earlier than kilo"),
        ((NAME, "--from", "icehouse"), f'"{NAME}" is not in icehouse: --from may be juno'),
        ((NAME, "--mend-url"), "--mend-url gives the blueprint URL the name of --rename: add "
         "that"),
        ((NAME, "--commit", "--dry-run"), "--dry-run changes nothing, and there would be nothing "
         "to --commit"),
        ((NAME, "--rename", "A/\x1bb"), "--rename: a spec's name has lower-case letters, digits "
         'and hyphens, found "A/\\x1bb"'),
        ((NAME, "--rename", "trace-live-migration"), "kilo has it already, "
         "specs/kilo/approved/trace-live-migration.rst: name another release with --to, or "
         "another name with --rename"),
    ],
)  # fmt: skip
def test_a_wrong_request(
    program: Program, sample: Repository, arguments: tuple[str, ...], message: str
) -> None:
    before = state(sample)
    run = program.run("repropose", *arguments, cwd=sample.root)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", f"specslint: {message}\n")
    assert state(sample) == before


def refused(program: Program, repository: Repository) -> str:
    """The output of a run that must not change anything."""
    before = state(repository)
    run = program.run("repropose", PARTLY, "--partial", cwd=repository.root)
    assert (run.returncode, run.stdout) == (2, ""), run
    assert state(repository) == before
    return run.stderr


def test_a_dirty_index(program: Program, sample: Repository) -> None:
    sample.write("README", "More\n")
    sample.git("add", "README")
    assert refused(program, sample) == (
        "specslint: 'README' is staged, and the commit is to be of the spec alone: commit that "
        "first, or take it out with git restore --staged\n"
    )


def test_a_merge_under_way(program: Program, sample: Repository) -> None:
    sample.git("checkout", "-q", "-b", "other")
    sample.git("commit", "-q", "--allow-empty", "-m", "Elsewhere")
    sample.git("checkout", "-q", "master")
    sample.git("merge", "-q", "--no-ff", "--no-commit", "other")
    assert refused(program, sample) == (
        "specslint: a merge is under way: finish it first, git status tells how\n"
    )


def test_a_file_that_is_not_committed(program: Program, sample: Repository) -> None:
    sample.write(COPY, "Mine\n")
    assert refused(program, sample) == (
        f"specslint: {COPY} is there already, and git does not know it: remove it first\n"
    )
    assert (sample.root / COPY).read_text() == "Mine\n"


def test_a_linked_directory(program: Program, sample: Repository, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (sample.root / "specs/kilo/approved").rename(tmp_path / "approved")
    (sample.root / "specs/kilo/approved").symlink_to(tmp_path / "elsewhere")
    assert refused(program, sample) == (
        "specslint: specs/kilo/approved is a symbolic link, which is not followed: nothing is "
        "written\n"
    )
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_no_repository(program: Program, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    run = program.run("repropose", "x", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.endswith("is in no git repository: run specslint in a clone\n")


# --- failures ---------------------------------------------------------------


@pytest.fixture
def fresh(sample: Repository) -> Repository:
    """A repository in which nothing was proposed to Kilo yet."""
    sample.git("rm", "-q", "-r", "specs/kilo")
    sample.git("commit", "-q", "-m", "Nothing yet")
    assert not (sample.root / "specs/kilo").exists()
    return sample


def test_an_index_that_is_locked(program: Program, fresh: Repository) -> None:
    (fresh.root / ".git/MERGE_MSG").write_text("Of another time\n")
    (fresh.root / ".git/index.lock").write_text("")
    assert "index.lock': File exists" in refused(program, fresh)
    assert (fresh.root / ".git/MERGE_MSG").read_text() == "Of another time\n"


def test_a_message_that_cannot_be_written(program: Program, fresh: Repository) -> None:
    (fresh.root / ".git/MERGE_MSG").mkdir()
    assert refused(program, fresh) == (
        "specslint: .git/MERGE_MSG cannot be written: it is no regular file, and is not replaced "
        "by one; all is as it was\n"
    )
    assert list((fresh.root / ".git").glob("MERGE_MSG?*")) == []


def test_a_directory_that_cannot_be_made(program: Program, fresh: Repository) -> None:
    fresh.write("specs/kilo", "A file\n")
    assert refused(program, fresh) == (
        f"specslint: {COPY} cannot be written: not a directory; all is as it was\n"
    )


# --- states of git ----------------------------------------------------------


def test_in_a_linked_work_tree(program: Program, sample: Repository, tmp_path: Path) -> None:
    linked = Repository(tmp_path / "linked")
    sample.git("worktree", "add", "-q", "--detach", str(linked.root), "HEAD")
    run = program.run("repropose", PARTLY, "--partial", "--commit", cwd=linked.root)
    assert run.returncode == 0, run
    assert linked.git("log", "-1", "--format=%B") == f"{MESSAGE}\n"
    assert linked.git("status", "--porcelain") == ""


def test_nothing_that_the_repository_names_is_run(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    spy = tmp_path / "spy"
    spy.write_text(f"#!/bin/sh\necho run >> {tmp_path}/runs\ncat\n")
    spy.chmod(0o755)
    sample.write(".gitattributes", "*.rst filter=spy\n")
    sample.commit("Attributes")
    for key in ("filter.spy.clean", "filter.spy.process", "core.fsmonitor", "core.editor"):
        sample.git("config", key, str(spy))
    for hook in ("post-index-change", "pre-commit", "prepare-commit-msg", "commit-msg"):
        (sample.root / ".git/hooks").mkdir(exist_ok=True)
        (sample.root / ".git/hooks" / hook).symlink_to(spy)
    run = program.run("repropose", PARTLY, "--partial", cwd=sample.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert not (tmp_path / "runs").exists()


def test_a_title_does_not_reach_the_terminal_as_it_is(
    program: Program, sample: Repository
) -> None:
    text = (sample.root / f"specs/juno/implemented/{PARTLY}.rst").read_text()
    title = "Cap the console sessions of an instance"
    hostile = "Cap\x1b[2J the\u202e console sessions of an inst"
    sample.write(f"specs/juno/approved/{PARTLY}.rst", text.replace(title, hostile))
    sample.git("rm", "-q", f"specs/juno/implemented/{PARTLY}.rst")
    sample.commit("A title")
    run = program.run("repropose", PARTLY, cwd=sample.root)
    assert run.returncode == 0
    assert "\x1b" not in run.stdout
    assert "\u202e" not in run.stdout
    subject = (sample.root / ".git/MERGE_MSG").read_text().splitlines()[0]
    assert subject == r"Re-propose for Kilo: Cap\x1b[2J the\u202e console sessions of an inst"


# --- the commit, with the hooks ---------------------------------------------


def test_the_hooks_accept_it(program: Program, clone: Repository) -> None:
    head = clone.git("rev-parse", "HEAD")
    run = program.run("repropose", PARTLY, "--partial", "--commit", cwd=clone.root, timeout=300)
    assert run.returncode == 0, run
    assert clone.git("rev-parse", "HEAD^") == head
    assert clone.git("log", "-1", "--format=%B") == f"{MESSAGE}\n"
    assert clone.git("show", "--format=", "--name-only", "HEAD") == f"{COPY}\n"
    assert clone.git("status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["tag-instances", "nova-pagination", "v2-on-v3-api"])
def test_the_hooks_accept_it_on_the_history_of_nova_specs(
    program: Program, corpus: Repository, checkout: Repository, name: str
) -> None:
    path = f"specs/kilo/approved/{name}.rst"
    born = corpus.git("log", "--diff-filter=A", "--format=%H", "--", path).split()[-1]
    corpus.git("checkout", "-q", f"{born}~1")
    set_up(corpus, checkout)
    head = corpus.git("rev-parse", "HEAD")
    partial = ["--partial"] if name == "v2-on-v3-api" else []
    arguments = ("repropose", name, "--none", "--commit", *partial)
    run = program.run(*arguments, cwd=corpus.root, timeout=300)
    assert run.returncode == 0, run
    assert corpus.git("rev-parse", "HEAD^") == head
    assert corpus.git("show", "--format=", "--name-only", "HEAD") == f"{path}\n"


def test_a_commit_that_a_hook_refuses_can_be_tried_again(
    program: Program, sample: Repository
) -> None:
    hook = sample.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    run = program.run("repropose", PARTLY, "--partial", "--commit", cwd=sample.root)
    assert run.returncode == 2
    assert run.stderr == (
        "specslint: git commit made no commit: all is staged and the message kept, and git commit "
        "tries again\n"
    )
    assert sample.git("status", "--porcelain") == f"A  {COPY}\n"
    hook.unlink()
    assert call("git", "commit", "-q", cwd=sample.root, GIT_EDITOR="true").returncode == 0
    assert sample.git("log", "-1", "--format=%B") == f"{MESSAGE}\n"


def test_on_a_terminal_the_message_is_edited(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/^A copy/Once more a copy/' \"$1\"\n")
    editor.chmod(0o755)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(sample.root)
        os.environ["GIT_EDITOR"] = str(editor)
        arguments = ["specslint", "repropose", PARTLY, "--partial", "--commit"]
        os.execv(program.bin / "specslint", arguments)
        sys.exit(1)
    output = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # how Linux reports that the other end is closed
            break
        if not part:
            break
        output += part
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, output
    body = sample.git("log", "-1", "--format=%B")
    assert body == MESSAGE.replace("A copy", "Once more a copy") + "\n"
