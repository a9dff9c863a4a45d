"""Ways to get an untagged copy through the gate: its source, and its message."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program

SOURCE = "specs/juno/implemented/cap-console-sessions.rst"
COPY = "specs/kilo/approved/cap-console-sessions.rst"
OTHER = "specs/kilo/approved/another-name.rst"
MESSAGE = "Cap the console sessions\n\nAs before.\n"
GATE = ("--commit", "HEAD", "--config-from", "HEAD^")


def text_of(repository: Repository) -> str:
    """The source in the form of the later template, so that only the tag is missing."""
    before, title, after = (repository.root / SOURCE).read_text().partition("Proposed change\n")
    asked_for = (
        f"{name}\n{'-' * len(name)}\n\nNone\n\n" for name in ("Use Cases", "Project Priority")
    )
    return "".join((before, *asked_for, title, after))


def assert_is_noticed(program: Program, repository: Repository) -> None:
    run = program.run(*GATE, cwd=repository.root)
    assert run.returncode == 1, run.stdout
    assert "FTK001 [error]" in run.stdout, run.stdout


# --- replaced files ---------------------------------------------------------------


def test_the_copy_alone(program: Program, sample: Repository) -> None:
    text = text_of(sample)
    sample.write(COPY, text)
    sample.commit(f"{MESSAGE}\nPreviously-approved: juno\n")
    assert program.run(*GATE, cwd=sample.root).returncode == 0
    sample.git("commit", "-q", "--amend", "-m", MESSAGE)
    assert_is_noticed(program, sample)


@pytest.mark.parametrize("path", [COPY, OTHER])
@pytest.mark.parametrize(
    "hidden",
    [
        "specs/kilo/.draft.rst", "specs/kilo/approved/.draft", "specs/kilo/.x/y/a-spec.rst",
        "specs/kilo/approved/.x/cap-console-sessions.rst", "specs/kilo/redirects",
        "specs/backlog/.cap-console-sessions.rst", "specs/backlog/approved/.x/a-spec.rst",
    ],
)  # fmt: skip
def test_a_draft_that_no_rule_checks(
    program: Program, sample: Repository, hidden: str, path: str
) -> None:
    """A renamed file has to be a spec, else nobody would have checked its first commit."""
    text = text_of(sample)
    sample.write(
        "specs/backlog-template.rst", (sample.root / "specs/kilo-template.rst").read_text()
    )
    sample.write(hidden, text)
    sample.commit("A draft")
    sample.git("mv", hidden, path)
    sample.commit(MESSAGE)
    assert_is_noticed(program, sample)


@pytest.mark.parametrize(
    "namesake",
    [
        "specs/backlog/approved/{}", "specs/kilo/{}", "specs/kilo/implemented/{}",
        "specs/abandoned/{}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", [COPY, OTHER])
def test_another_spec_of_that_name_is_deleted(
    program: Program, sample: Repository, namesake: str, path: str
) -> None:
    old = namesake.format(path.rpartition("/")[2])
    sample.write(
        "specs/backlog-template.rst", (sample.root / "specs/kilo-template.rst").read_text()
    )
    sample.write(old, "Something else\n==============\n\nIn a few words.\n")
    sample.commit("Another spec")
    sample.git("rm", "-q", old)
    sample.write(path, text_of(sample))
    sample.commit(MESSAGE)
    assert_is_noticed(program, sample)


@pytest.mark.parametrize("old", ["a link to a template", "an abandoned spec", "a submodule"])
def test_a_copy_replaces_something_else(program: Program, sample: Repository, old: str) -> None:
    text = text_of(sample)
    if old == "a link to a template":
        (sample.root / COPY).symlink_to("../../kilo-template.rst")
        sample.commit("A link")
        (sample.root / COPY).unlink()
    elif old == "an abandoned spec":
        sample.write("specs/abandoned/cap-console-sessions.rst", text)
        sample.commit("Abandon it")
        sample.git("rm", "-q", "specs/abandoned/cap-console-sessions.rst")
    else:
        commit = sample.git("rev-parse", "HEAD").strip()
        sample.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{COPY}")
        sample.git("commit", "-q", "-m", "A submodule")
        sample.git("rm", "-q", "--cached", COPY)
    sample.write(COPY, text)
    sample.commit(MESSAGE)
    assert_is_noticed(program, sample)


@pytest.mark.parametrize(
    "path",
    [
        "specs/kilo/approved/.cap-console-sessions.rst", "specs/kilo/approved/:(top)cap.rst",
        "specs/kilo/approved/cap*.rst", "specs/kilo/approved/\u00e9 \n.rst",
        "specs/kilo/approved/-cap.rst", "specs/Kilo/approved/cap-console-sessions.rst",
        "specs/.kilo/approved/cap-console-sessions.rst",
        "specs/kilo/approved/Cap-Console-Sessions.rst",
    ],
)  # fmt: skip
def test_an_odd_path(program: Program, sample: Repository, path: str) -> None:
    sample.write(path, text_of(sample))
    sample.write("specs/Kilo-template.rst", (sample.root / "specs/kilo-template.rst").read_text())
    sample.commit(MESSAGE)
    assert_is_noticed(program, sample)


def test_an_old_home_counts_where_it_is_one(program: Program, sample: Repository) -> None:
    """Moves out of the backlog and within a release need no tag."""
    text = text_of(sample)
    sample.write(
        "specs/backlog-template.rst", (sample.root / "specs/kilo-template.rst").read_text()
    )
    sample.write("specs/backlog/approved/cap-console-sessions.rst", text)
    sample.write("specs/kilo/another-name.rst", text)
    sample.commit("Keep it for later")
    sample.git("mv", "specs/backlog/approved/cap-console-sessions.rst", COPY)
    sample.git("mv", "specs/kilo/another-name.rst", OTHER)
    sample.commit(MESSAGE)
    assert "FTK001" not in program.run(*GATE, cwd=sample.root).stdout


# --- which message counts -----------------------------------------------------------

TAG = "Previously-approved: juno"

MESSAGES: dict[str, bytes] = {
    "quoted": f"> {TAG}".encode(),
    "a comment": f"# {TAG}".encode(),
    "behind a CR": f"Text\r{TAG}".encode(),
    "in a sentence": b"This was previously approved in Juno, so here it is.",
    "a sentence of its own": b"Previously approved specs of Juno are good.",
    "behind a NUL": f"\0\n{TAG}".encode(),
    "in Cyrillic": TAG.replace("a", "\u0430").encode(),
    "behind an escape": f"\x1b[8m{TAG}".encode(),
}
ENCODED: dict[str, bytes] = {
    "utf-7": b"+AFA-reviously-approved: juno",
    "utf 7": b"+AFA-reviously-approved: juno",
    "U7": b"+AFA-reviously-approved: juno",
    "iso2022 jp": b"Previously\x1b(B-approved: juno",
    "csISO2022KR": b"Previously\x0f-approved: juno",
    "hz_gb": b"Prev~\niously-approved: juno",
    "cp 037": TAG.encode("cp037"),
    "cp-875": TAG.encode("cp875"),
    "utf-16": TAG.encode("utf-16"),
    "utf 32 le": TAG.encode("utf-32-le"),
    "unicode_escape": b"\\x50reviously-approved: juno",
    "raw unicode escape": b"\\u0050reviously-approved: juno",
    "rot13": b"Cerivbhfyl-nccebirq: whab",
    "punycode": b"reviously-approved: juno-P6a",
    "idna": b"xn--Previously-approved: juno",
    "base64": b"UHJldmlvdXNseS1hcHByb3ZlZDoganVubw==",
    "quopri": b"=50reviously-approved: juno",
    "hex": TAG.encode().hex().encode(),
    "uu": b"begin 666 <data>\n9",
    "zlib": b"x\x9c",
    "bz2": b"BZh9",
    "mbcs": b"+AFA-",
    "undefined": b"+AFA-",
    "x" * 5000: b"+AFA-",
    "": b"+AFA-",
}


def commit_with(repository: Repository, header: bytes, said: bytes) -> None:
    """Make HEAD a commit with a header and a message that git itself would not write."""
    tree, parent = (repository.git("rev-parse", name).strip() for name in ("HEAD^{tree}", "HEAD^"))
    who = b"A. Uthor <author@example.org> 1420113600 +0000"
    lines = [
        f"tree {tree}\nparent {parent}".encode(), b"author " + who, b"committer " + who, header,
    ]  # fmt: skip
    content = b"\n".join(filter(None, lines)) + b"\n\nCap them\n\n" + said + b"\n"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=repository.root, input=content, capture_output=True, check=True,
    )  # fmt: skip
    repository.git("update-ref", "HEAD", made.stdout.decode().strip())


@pytest.fixture
def copied(sample: Repository) -> Repository:
    """A commit with an untagged copy, and nothing else wrong."""
    sample.write(COPY, text_of(sample))
    sample.commit(MESSAGE)
    return sample


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_that_only_mentions_it(program: Program, copied: Repository, kind: str) -> None:
    commit_with(copied, b"", TAG.encode())
    assert program.run(*GATE, cwd=copied.root).returncode == 0  # the header alone is accepted
    commit_with(copied, b"", MESSAGES[kind])
    assert_is_noticed(program, copied)


@pytest.mark.parametrize("encoding", ENCODED, ids=lambda name: repr(name[:20]))
def test_a_tag_in_an_encoding_that_hides_it(
    program: Program, copied: Repository, encoding: str
) -> None:
    """git shows something else, or nothing: the name is unknown, or not a superset of ASCII."""
    commit_with(copied, f"encoding {encoding}".encode(), ENCODED[encoding])
    assert_is_noticed(program, copied)
    # A plain tag counts, whatever the header says.
    commit_with(copied, f"encoding {encoding}".encode(), TAG.encode())
    assert program.run(*GATE, cwd=copied.root).returncode == 0


@pytest.mark.parametrize("encoding", [name for name in ENCODED if len(name) < 100])
def test_an_encoding_for_messages_that_is_none(
    program: Program, copied: Repository, encoding: str
) -> None:
    copied.git("config", "i18n.commitEncoding", encoding)
    copied.write("message", f"{MESSAGE}\n{TAG}\n")
    for words in (GATE, ("commit-msg", "message"), ("--staged", "--message-file", "message")):
        run = program.run(*words, cwd=copied.root)
        assert run.stderr.count("\n") == (run.returncode == 2), run


Doing = Callable[[Repository, str], None]


def replaced(repository: Repository, good: str) -> None:
    repository.git("replace", "HEAD", good)


def grafted(repository: Repository, good: str) -> None:
    names = repository.git("rev-parse", "HEAD", good).split()
    repository.write(".git/info/grafts", " ".join(names) + "\n")


def mapped(repository: Repository, good: str) -> None:
    repository.write(".git/info/attributes", "*.rst binary -diff\n")
    for name, value in {
        "diff.renames": "false", "diff.renameLimit": "1", "core.bigFileThreshold": "1",
        "diff.ignoreSubmodules": "all", "diff.relative": "true", "core.quotePath": "true",
    }.items():  # fmt: skip
        repository.git("config", name, value)


@pytest.mark.parametrize("path", [COPY, OTHER])
@pytest.mark.parametrize("doing", [replaced, grafted, mapped])
def test_a_repository_that_shows_something_else(
    program: Program, sample: Repository, doing: Doing, path: str
) -> None:
    sample.write(path, text_of(sample))
    sample.commit(f"{MESSAGE}\n{TAG}\n")
    good = sample.git("rev-parse", "HEAD").strip()
    sample.git("commit", "-q", "--amend", "-m", MESSAGE)
    doing(sample, good)
    run = program.run("--commit", "HEAD", cwd=sample.root)
    assert (run.returncode, "FTK001 [error]" in run.stdout) == (1, True), run


# --- merges -----------------------------------------------------------------------


def before_the_source(repository: Repository, message: str) -> None:
    """The branch begins before the source was approved."""
    repository.git("checkout", "-q", "-b", "change", "HEAD^")
    repository.write(COPY, (repository.root.parent / "text").read_text())
    repository.commit(message)


def without_a_beginning(repository: Repository, message: str) -> None:
    """The branch has nothing in common with the other."""
    repository.git("checkout", "-q", "--orphan", "change")
    repository.git("rm", "-rqf", ".")
    repository.write(COPY, (repository.root.parent / "text").read_text())
    repository.commit(message)


def after_the_source(repository: Repository, message: str) -> None:
    """The branch has the source."""
    repository.git("checkout", "-q", "-b", "change")
    repository.write(COPY, (repository.root.parent / "text").read_text())
    repository.commit(message)


@pytest.mark.parametrize("branch", [before_the_source, without_a_beginning, after_the_source])
@pytest.mark.parametrize("message", [MESSAGE, f"{MESSAGE}\n{TAG}\n"], ids=["untagged", "tagged"])
def test_a_copy_on_a_branch_that_is_merged(
    program: Program, sample: Repository, branch: Doing, message: str
) -> None:
    text = text_of(sample)
    (sample.root.parent / "text").write_text(text)
    source = (sample.root / SOURCE).read_text()
    sample.git("rm", "-q", SOURCE)
    sample.commit("Without the source")
    sample.write(SOURCE, source)
    sample.commit("Approve the source")
    branch(sample, message)
    sample.git("checkout", "-q", "master")
    sample.git("merge", "-q", "--no-ff", "--allow-unrelated-histories", "-m", "Merge it", "change")
    words = (*GATE, "--select", "FTK001", "--format", "json")
    found = [program.run(*words, cwd=sample.root)]
    found.append(program.run("--range", "HEAD^..HEAD", *words[2:], cwd=sample.root))
    untagged = int(TAG not in message)
    for run in found:
        assert run.returncode == untagged, run
        assert run.stdout.count("FTK001") == untagged
