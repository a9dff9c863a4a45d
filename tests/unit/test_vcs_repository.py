"""Repositories, revisions and ranges: what is read, and what is rejected with one line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from specslint.model.change import ChangeKind
from specslint.model.errors import UserError
from specslint.model.tree import EntryKind
from specslint.vcs.pending import read_message
from specslint.vcs.repository import Repository as Opened
from specslint.vcs.sources import Index, Revision
from specslint.work_tree import Unreadable
from tests.conftest import Repository

SPEC = "".join(
    f"Line {number} of a spec that is long enough to be known again.\n" for number in range(20)
)
JUNO = "specs/juno/approved/quick-resize.rst"
KILO = "specs/kilo/approved/quick-resize.rst"
MEBIBYTE = 1 << 20


@pytest.fixture
def opened(repository: Repository) -> Iterator[Opened]:
    """The repository as specslint opens it, after its first commit."""
    repository.write(JUNO, SPEC)
    repository.commit("The first")
    with Opened.open(repository.root) as found:
        yield found


def one_line(error: pytest.ExceptionInfo[UserError], *fragments: str) -> None:
    assert "\n" not in str(error.value)
    for fragment in fragments:
        assert fragment in str(error.value)


# --- unusable repositories --------------------------------------------------


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        Opened.open(tmp_path)
    one_line(error, "is in no git repository")


def test_a_bare_repository(tmp_path: Path, repository: Repository) -> None:
    repository.git("init", "-q", "--bare", str(tmp_path / "bare"))
    with pytest.raises(UserError) as error:
        Opened.open(tmp_path / "bare")
    one_line(error, "bare repository")
    with pytest.raises(UserError) as error:
        Opened.open(repository.root / ".git")
    one_line(error, "bare repository or in the .git")


@pytest.mark.parametrize("damage", ["HEAD", "config", "objects", "commit", "tree", "blob"])
def test_a_damaged_repository(repository: Repository, damage: str) -> None:
    repository.write(JUNO, SPEC)
    repository.commit("The first")
    repository.write(KILO, SPEC + "Changed\n")
    repository.commit("The second")
    git = repository.root / ".git"
    if damage in ("HEAD", "config"):
        (git / damage).write_text("\0nonsense")
    elif damage == "objects":
        (git / "objects").rename(git / "gone")
    else:
        names = {"commit": "HEAD", "tree": "HEAD^{tree}", "blob": f"HEAD:{KILO}"}
        name = repository.git("rev-parse", names[damage]).strip()
        file = git / "objects" / name[:2] / name[2:]
        file.chmod(0o644)
        file.write_bytes(b"nonsense")
    with pytest.raises(UserError) as error:
        read_all(repository)
    one_line(error)


def read_all(repository: Repository) -> None:
    with Opened.open(repository.root) as opened:
        delta = opened.changes_of_commit("HEAD", "specs")
        delta.after.entries("specs")
        delta.after.read(KILO, MEBIBYTE)


def test_a_repository_of_another_user(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in git's own tests: every repository then counts as another user's.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UserError) as error:
        Opened.open(repository.root)
    one_line(error, "belongs to another user", "safe.directory")


@pytest.mark.parametrize(
    "revision",
    [
        "nonsense",
        "-x",
        "--all",
        "--output=x",
        "",
        "HEAD\n",
        "HEAD:specs",
        "HEAD..HEAD",
        "HEAD~9",
        "\0",
    ],
)
def test_an_invalid_revision(opened: Opened, revision: str) -> None:
    with pytest.raises(UserError) as error:
        opened.changes_of_commit(revision, "specs")
    one_line(error)


def test_head_of_an_empty_repository(repository: Repository) -> None:
    with Opened.open(repository.root) as opened:
        with pytest.raises(UserError) as error:
            opened.changes_of_commit("HEAD", "specs")
        one_line(error, "no commit yet")
        assert opened.changes_of_index("specs").changes == ()


@pytest.mark.parametrize("objects", ["sha1", "sha256"])
def test_files_added_with_intent_to_add_are_not_committed(tmp_path: Path, objects: str) -> None:
    repository = Repository(tmp_path / "repository")
    repository.root.mkdir()
    repository.git("init", "-q", "-b", "master", f"--object-format={objects}")
    repository.write(JUNO, SPEC)
    repository.write("specs/juno/approved/empty.rst", "")
    repository.commit("The first")
    repository.write(KILO, SPEC)
    repository.git("rm", "-q", "--cached", JUNO)
    repository.git("add", "--intent-to-add", KILO, JUNO)
    repository.write("specs/kilo/approved/another-empty.rst", "")
    repository.git("add", "specs/kilo/approved/another-empty.rst")
    with Opened.open(repository.root) as opened:
        delta = opened.changes_of_index("specs")
        changes = {(change.kind, change.path) for change in delta.changes}
        # git may report either empty file as the copy of the other.
        assert {path for _, path in changes} == {JUNO, "specs/kilo/approved/another-empty.rst"}
        assert (ChangeKind.DELETED, JUNO) in changes
        assert [entry.path for entry in delta.after.entries("specs")] == [
            "specs/juno/approved/empty.rst",
            "specs/kilo/approved/another-empty.rst",
        ]
    repository.git("add", KILO)
    with Opened.open(repository.root) as opened:
        assert KILO in {change.path for change in opened.changes_of_index("specs").changes}


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("HEAD", "is not a range"),
        ("", "is not a range"),
        ("..", "is not a range"),
        ("HEAD...HEAD", "is not a range"),
        ("HEAD..HEAD..HEAD", "is not a range"),
        ("HEAD..HEAD", "holds no commit"),
        ("HEAD..", "holds no commit"),
        ("nonsense..HEAD", "names no commit"),
        ("HEAD..-x", "is no revision"),
        ("--all..HEAD", "is no revision"),
    ],
)
def test_an_invalid_range(opened: Opened, text: str, fragment: str) -> None:
    with pytest.raises(UserError) as error:
        opened.range_commits(text)
    one_line(error, fragment)


def test_a_range_without_a_merge_base(repository: Repository, opened: Opened) -> None:
    repository.git("checkout", "-q", "--orphan", "other")
    repository.commit("Another first")
    with pytest.raises(UserError) as error:
        opened.range_commits("master..other")
    one_line(error, "no merge base")


def test_a_shallow_clone(repository: Repository, tmp_path: Path) -> None:
    repository.write(JUNO, SPEC)
    first = repository.commit("The first")
    for number in range(3):
        repository.write(KILO, f"{SPEC}{number}\n")
        repository.commit(f"Change {number}")
    repository.git("clone", "-q", "--depth=2", repository.root.as_uri(), str(tmp_path / "clone"))
    with Opened.open(tmp_path / "clone") as opened:
        assert [c.path for c in opened.changes_of_commit("HEAD", "specs").changes] == [KILO]
        with pytest.raises(UserError) as error:
            opened.changes_of_commit("HEAD~1", "specs")
        one_line(error, "git fetch --deepen=1")
        with pytest.raises(UserError) as error:
            opened.range_commits(f"{first}..HEAD")
        one_line(error, "git fetch --unshallow")


def test_a_clone_without_blobs_fetches_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.write(JUNO, SPEC)
    repository.commit("The first")
    repository.git(
        "clone", "-q", "--no-checkout", "--filter=blob:none", repository.root.as_uri(),
        str(tmp_path / "clone"),
    )  # fmt: skip
    with Opened.open(tmp_path / "clone") as opened:
        delta = opened.changes_of_commit("HEAD", "specs")
        with pytest.raises(UserError) as error:
            delta.after.read(JUNO, MEBIBYTE)
        one_line(error, "this clone lacks objects")
    with pytest.raises(AssertionError):
        Repository(tmp_path / "clone").git(
            "-c", "protocol.allow=never", "cat-file", "-e", f"HEAD:{JUNO}"
        )


def test_an_index_that_is_not_merged(repository: Repository) -> None:
    repository.write(JUNO, "One\n")
    repository.commit("The first")
    repository.git("checkout", "-q", "-b", "topic")
    repository.write(JUNO, "Two\n")
    repository.commit("The topic")
    repository.git("checkout", "-q", "master")
    repository.write(JUNO, "Three\n")
    repository.commit("The second")
    repository.git("merge", "topic", check=False)
    with Opened.open(repository.root) as opened, pytest.raises(UserError) as error:
        opened.changes_of_index("specs")
    one_line(error, "is not merged", JUNO)


def test_no_git_at_all(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess
    import sys

    code = (
        "from pathlib import Path; from specslint.model.errors import UserError\n"
        "from specslint.vcs.repository import Repository\n"
        "try: Repository.open(Path('.'))\n"
        "except UserError as error: print(error)\n"
    )
    monkeypatch.setenv("PATH", str(repository.root))
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=True,
    )
    assert run.stdout == "git cannot be run: install it, or put it on the PATH\n"


# --- commits ----------------------------------------------------------------


def kinds(opened: Opened, revision: str = "HEAD") -> list[tuple[ChangeKind, str, str]]:
    found = opened.changes_of_commit(revision, "specs").changes
    return [(change.kind, change.old_path, change.path) for change in found]


def test_the_kinds_of_changes(repository: Repository, opened: Opened) -> None:
    assert kinds(opened) == [(ChangeKind.ADDED, JUNO, JUNO)]
    repository.write(KILO, SPEC)
    repository.write(JUNO, SPEC + "More\n")
    repository.write("README.rst", "Not below specs\n")
    repository.commit("A copy, and its source changes")
    assert kinds(opened) == [(ChangeKind.MODIFIED, JUNO, JUNO), (ChangeKind.ADDED, KILO, KILO)]
    repository.git("mv", KILO, "specs/kilo/moved.rst")
    repository.git("rm", "-q", JUNO)
    repository.commit("A move and a deletion")
    assert kinds(opened) == [
        (ChangeKind.DELETED, JUNO, JUNO),
        (ChangeKind.RENAMED, KILO, "specs/kilo/moved.rst"),
    ]
    (repository.root / "specs/kilo/moved.rst").unlink()
    (repository.root / "specs/kilo/moved.rst").symlink_to("../elsewhere")
    repository.commit("A link")
    (change,) = opened.changes_of_commit("HEAD", "specs").changes
    assert change.kind is ChangeKind.TYPECHANGED
    assert not change.is_file
    assert not change.adds


def test_a_copy_is_found_by_its_content(repository: Repository, opened: Opened) -> None:
    new = "specs/kilo/approved/another-name.rst"
    repository.write(new, SPEC.replace("Line 2 of", "No. 2 of"))
    repository.write(JUNO, "All of it is other\n")
    repository.commit("A copy, whose source changes")
    delta = opened.changes_of_commit("HEAD", "specs")
    (copy,) = delta.most_alike([new], ["specs/juno/approved"]).values()
    assert (copy.kind, copy.old_path, copy.path) == (ChangeKind.COPIED, JUNO, new)
    assert 50 <= copy.similarity < 100
    assert delta.most_alike([new], ["specs/liberty"]) == {}
    assert delta.most_alike([], ["specs/juno"]) == {}
    assert delta.most_alike([new], []) == {}


def test_copies_are_found_however_many_files_there_are(
    repository: Repository, opened: Opened
) -> None:
    """Of more than a million pairs, git finds none unless it is told to."""
    for number in range(1001):
        repository.write(f"specs/juno/approved/{number}.rst", f"The first {number}\nB\n")
    repository.commit("Many")
    paths = [f"specs/kilo/approved/new-{number}.rst" for number in range(1001)]
    for number, path in enumerate(paths):
        repository.write(path, f"Another text {number} of its own\n")
    repository.write(paths[7], SPEC.replace("Line 2 of", "No. 2 of"))
    repository.commit("As many")
    delta = opened.changes_of_commit("HEAD", "specs")
    assert delta.most_alike(paths, ["specs/juno/approved"])[paths[7]].old_path == JUNO


@pytest.mark.parametrize("kind", ["a name twice", "a slash in a name", "another order"])
def test_an_invalid_tree(repository: Repository, opened: Opened, kind: str) -> None:
    """git shows other changes of such a tree than what its checkout would make."""
    blob = bytes.fromhex(repository.git("rev-parse", f"HEAD:{JUNO}").strip())
    names = {
        "a name twice": (b"a.rst", b"a.rst"),
        "a slash in a name": (b"b", b"a/x.rst"),
        "another order": (b"b.rst", b"a.rst"),
    }[kind]
    content = b"".join(b"100644 %b\0%b" % (name, blob) for name in names)
    run = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
        cwd=repository.root, input=content, capture_output=True, check=True,
    )  # fmt: skip
    with pytest.raises(UserError, match="is damaged: git fsck says how"):
        Revision(opened.git, run.stdout.decode().strip()).entries("")


@pytest.mark.parametrize(
    "name", ["a\tb", 'a"b', "a\nb", "ä", "a b", "-x", ":(glob)*", "a\\b", "*"]
)
def test_names_that_git_would_quote(repository: Repository, opened: Opened, name: str) -> None:
    path = f"specs/kilo/approved/{name}.rst"
    repository.write(path, SPEC)
    repository.commit("A name")
    assert kinds(opened) == [(ChangeKind.ADDED, path, path)]
    delta = opened.changes_of_commit("HEAD", "specs")
    assert delta.after.read(path, MEBIBYTE) == SPEC.encode()
    assert path in delta.most_alike([path], ["specs/juno"])
    repository.git("mv", "--", path, "specs/kilo/approved/plain.rst")
    repository.commit("Another")
    assert kinds(opened) == [(ChangeKind.RENAMED, path, "specs/kilo/approved/plain.rst")]


def test_a_name_that_is_not_utf8(repository: Repository, opened: Opened) -> None:
    raw = b"specs/kilo/approved/l'\xe9t\xe9.rst"
    file = os.fsencode(repository.root) + b"/" + raw
    (repository.root / "specs/kilo/approved").mkdir(parents=True)
    try:
        Path(os.fsdecode(file)).write_text(SPEC)
    except OSError:
        pytest.skip("the file system knows no such names")
    repository.commit("A name")
    (change,) = opened.changes_of_commit("HEAD", "specs").changes
    assert change.path.encode("utf-8", "surrogateescape") == raw
    delta = opened.changes_of_commit("HEAD", "specs")
    assert delta.after.read(change.path, MEBIBYTE) == SPEC.encode()
    assert change.path in delta.most_alike([change.path], ["specs/juno"])


def test_a_merge_is_compared_with_its_first_parent(repository: Repository, opened: Opened) -> None:
    repository.git("checkout", "-q", "-b", "change")
    repository.write(KILO, SPEC)
    change = repository.commit("Propose it\n\nPreviously-approved: juno")
    repository.git("checkout", "-q", "master")
    repository.write("specs/kilo/approved/other.rst", "Other\n")
    repository.commit("Something else was merged meanwhile")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge commit", "change")
    delta = opened.changes_of_commit("HEAD", "specs")
    assert [found.path for found in delta.changes] == [KILO]
    assert delta.message == "Propose it\n\nPreviously-approved: juno\n"
    merge = repository.git("rev-parse", "HEAD").strip()
    assert delta.commit == merge
    assert opened.range_commits("HEAD^1..HEAD") == (change, merge)
    (part,) = opened.parts_of_commit(merge, "specs")
    assert part[0] == delta[0]
    assert part[3:-2] == delta[3:-2]
    assert (part.is_brought, delta.is_brought) == (True, False)


def test_a_merge_that_adds_something_of_its_own(repository: Repository, opened: Opened) -> None:
    repository.git("checkout", "-q", "-b", "change")
    repository.write(KILO, SPEC)
    change = repository.commit("Propose it\n\nPreviously-approved: juno")
    repository.git("checkout", "-q", "master")
    repository.commit("Something else was merged meanwhile")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "change")
    repository.write("specs/kilo/approved/smuggled.rst", SPEC)
    merge = repository.commit("Merge commit")
    brought, own = opened.parts_of_commit(merge, "specs")
    assert [found.path for found in brought.changes] == [KILO]
    assert (brought.message, brought.commit) == (
        "Propose it\n\nPreviously-approved: juno\n", change,
    )  # fmt: skip
    assert [found.path for found in own.changes] == ["specs/kilo/approved/smuggled.rst"]
    assert (own.message, own.commit) == ("Merge commit\n", merge)
    assert (brought.is_brought, own.is_brought) == (True, False)


def test_a_merge_that_changes_what_its_parent_brings(
    repository: Repository, opened: Opened
) -> None:
    repository.git("checkout", "-q", "-b", "change")
    repository.write(KILO, "Something\n")
    repository.commit("Propose it")
    repository.git("checkout", "-q", "master")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "change")
    repository.write(KILO, SPEC)
    merge = repository.commit("Merge commit")
    (own,) = opened.parts_of_commit(merge, "specs")
    assert (own.message, own.commit) == ("Merge commit\n", merge)
    assert [(found.kind, found.path) for found in own.changes] == [(ChangeKind.ADDED, KILO)]


@pytest.mark.parametrize("tagged", [True, False])
def test_a_merge_of_two_commits(repository: Repository, opened: Opened, *, tagged: bool) -> None:
    """Each commit has its own message, also if the other one is tagged."""
    tag = "\n\nPreviously-approved: juno"
    other = "specs/kilo/approved/other.rst"
    repository.git("checkout", "-q", "-b", "change")
    repository.write(KILO, SPEC)
    first = repository.commit(f"Propose it{tag if tagged else ''}")
    repository.write(other, "Something\n")
    second = repository.commit(f"Propose another{'' if tagged else tag}")
    repository.git("checkout", "-q", "master")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge commit", "change")
    merge = repository.git("rev-parse", "HEAD").strip()
    parts = {part.commit: part for part in opened.parts_of_commit(merge, "specs")}
    assert {name: [c.path for c in part.changes] for name, part in parts.items()} == {
        first: [KILO],
        second: [other],
    }
    assert ("Previously" in (parts[first].message or "")) is tagged
    assert ("Previously" in (parts[second].message or "")) is not tagged


def test_a_merge_of_the_same_commit_a_thousand_times(
    repository: Repository, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git compares it once, so it takes no longer."""
    repository.git("checkout", "-q", "-b", "change")
    repository.write(KILO, SPEC)
    change = repository.commit("Propose it")
    tree, base = (repository.git("rev-parse", n).strip() for n in ("HEAD^{tree}", "master"))
    parents = f"parent {base}\n" + f"parent {change}\n" * 1_000
    who = "A <a@example.org> 1 +0000"
    name = written(repository, f"tree {tree}\n{parents}author {who}\ncommitter {who}\n\nMerge\n")
    run, commands = opened.git.run, []

    def counting(*arguments: str, given: bytes = b"") -> bytes:
        commands.append(arguments)
        return run(*arguments, given=given)

    monkeypatch.setattr(opened.git, "run", counting)
    (part,) = opened.parts_of_commit(name, "specs")
    assert [found.path for found in part.changes] == [KILO]
    assert len(commands) < 10


def written(repository: Repository, content: str) -> str:
    """The hash of a commit object that git itself would not write."""
    command = ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"]
    made = subprocess.run(
        command, cwd=repository.root, input=content.encode(), capture_output=True, check=True
    )
    return made.stdout.decode().strip()


def test_copies_are_found_by_more_paths_than_a_command_line_holds(
    repository: Repository, opened: Opened
) -> None:
    blob = repository.git("rev-parse", f"HEAD:{JUNO}").strip()
    paths = [f"specs/kilo/approved/{'a-long-name-' * 16}{i}.rst" for i in range(12_000)]
    entries = "".join(f"100644 {blob}\t{path}\n" for path in paths)
    command = ["git", "update-index", "--add", "--index-info"]
    subprocess.run(command, cwd=repository.root, input=entries.encode(), check=True)
    repository.git("commit", "-q", "-m", "So many")
    delta = opened.changes_of_commit("HEAD", "specs")
    found = delta.most_alike(paths, ["specs/juno/approved"])
    assert sorted(found) == sorted(paths)
    assert {change.old_path for change in found.values()} == {JUNO}


def test_a_merge_of_a_merge(repository: Repository, opened: Opened) -> None:
    """A tag on the inner merge says nothing about the commit that it merges."""
    repository.git("checkout", "-q", "-b", "change")
    repository.write(KILO, SPEC)
    change = repository.commit("Propose it")
    repository.git("checkout", "-q", "-b", "inner", "master")
    repository.write("specs/kilo/approved/other.rst", "Something\n")
    other = repository.commit("Propose another")
    tagged = "Merge it\n\nPreviously-approved: juno"
    repository.git("merge", "-q", "--no-ff", "-m", tagged, "change")
    repository.git("checkout", "-q", "master")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge commit", "inner")
    merge = repository.git("rev-parse", "HEAD").strip()
    parts = opened.parts_of_commit(merge, "specs")
    assert {part.commit: [c.path for c in part.changes] for part in parts} == {
        change: [KILO],
        other: ["specs/kilo/approved/other.rst"],
    }
    assert all("Previously" not in (part.message or "") for part in parts)


def test_a_merge_that_discards_one_of_two_contents(repository: Repository, opened: Opened) -> None:
    repository.git("checkout", "-q", "-b", "change")
    repository.write(KILO, SPEC)
    change = repository.commit("Propose it")
    repository.git("checkout", "-q", "-b", "inner", "master")
    repository.write(KILO, "Something\n")
    repository.write("specs/kilo/approved/other.rst", "Something\n")
    repository.commit("Propose another\n\nPreviously-approved: juno")
    repository.git("merge", "-q", "--no-ff", "-X", "theirs", "-m", "Merge it", "change")
    repository.git("checkout", "-q", "master")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge commit", "inner")
    merge = repository.git("rev-parse", "HEAD").strip()
    parts = opened.parts_of_commit(merge, "specs")
    assert [part.commit for part in parts if KILO in {c.path for c in part.changes}] == [change]


def test_a_move_and_a_later_change_of_a_merge(repository: Repository, opened: Opened) -> None:
    """The commit that moves a spec is the one that adds it: it stays a move."""
    moved = "specs/juno/implemented/moved.rst"
    repository.git("checkout", "-q", "-b", "change")
    (repository.root / moved).parent.mkdir(parents=True)
    repository.git("mv", JUNO, moved)
    change = repository.commit("Move it")
    repository.write(moved, f"{(repository.root / moved).read_text()}\nMore.\n")
    repository.commit("Change it")
    repository.git("checkout", "-q", "master")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge commit", "change")
    merge = repository.git("rev-parse", "HEAD").strip()
    (part,) = opened.parts_of_commit(merge, "specs")
    assert [(c.kind, c.old_path) for c in part.changes] == [(ChangeKind.RENAMED, JUNO)]
    assert part.message == opened.commit(change).message


def test_an_octopus(repository: Repository, opened: Opened) -> None:
    paths = [f"specs/kilo/approved/{name}.rst" for name in ("a", "b", "c")]
    for path in paths:
        repository.git("checkout", "-q", "-b", path[-5], "master")
        repository.write(path, SPEC + path)
        repository.commit(f"Propose {path}")
    repository.git("checkout", "-q", "master")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "a", "b", "c")
    repository.write("specs/juno/implemented/moved.rst", SPEC)
    repository.git("rm", "-q", JUNO)
    merge = repository.commit("Octopus")
    *brought, own = opened.parts_of_commit(merge, "specs")
    assert [[change.path for change in part.changes] for part in brought] == [[p] for p in paths]
    assert [part.message for part in brought] == [f"Propose {path}\n" for path in paths]
    assert [part.commit for part in brought] == [
        repository.git("rev-parse", name).strip() for name in ("a", "b", "c")
    ]
    assert [(change.kind, change.old_path) for change in own.changes] == [
        (ChangeKind.RENAMED, JUNO)
    ]


def test_a_move_of_which_one_parent_has_only_the_copy(
    repository: Repository, opened: Opened
) -> None:
    repository.git("checkout", "-q", "-b", "change")
    repository.write(KILO, SPEC)
    repository.commit("Propose it\n\nPreviously-approved: juno")
    repository.git("checkout", "-q", "master")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "change")
    repository.git("rm", "-q", JUNO)
    merge = repository.commit("Merge commit")
    brought, own = opened.parts_of_commit(merge, "specs")
    assert [(c.kind, c.path) for c in brought.changes] == [(ChangeKind.ADDED, KILO)]
    assert [(c.kind, c.path) for c in own.changes] == [(ChangeKind.DELETED, JUNO)]


def test_a_range_goes_from_old_to_new(repository: Repository, opened: Opened) -> None:
    repository.git("branch", "base")
    names = []
    for number in range(3):
        repository.write(KILO, f"{number}\n")
        names.append(repository.commit(f"Change {number}"))
    assert list(opened.range_commits("base..HEAD")) == names
    assert list(opened.range_commits("base..")) == names
    with pytest.raises(UserError) as error:
        opened.range_commits("..base")
    one_line(error, "holds no commit")


def test_the_message_of_a_commit_in_another_encoding(
    repository: Repository, opened: Opened
) -> None:
    file = repository.root.parent / "message"
    file.write_bytes("L'été\n".encode("latin-1"))
    repository.git(
        "-c", "i18n.commitEncoding=iso-8859-1", "commit", "-q", "--allow-empty", "-F", str(file)
    )
    assert opened.changes_of_commit("HEAD", "specs").message == "L'été\n"
    repository.git(
        "-c", "i18n.commitEncoding=no-such-one", "commit", "-q", "--allow-empty", "-m", "Winter"
    )
    assert opened.changes_of_commit("HEAD", "specs").message == "Winter\n"


def test_the_root_of_the_specs_may_be_the_repository(repository: Repository) -> None:
    repository.write("kilo/approved/x.rst", SPEC)
    repository.commit("The first")
    with Opened.open(repository.root) as opened:
        delta = opened.changes_of_commit("HEAD", "")
        assert [change.path for change in delta.changes] == ["kilo/approved/x.rst"]
        assert [entry.path for entry in delta.after.entries("")] == ["kilo/approved/x.rst"]


# --- states -----------------------------------------------------------------


@pytest.mark.parametrize("state", ["revision", "index"])
def test_a_state_of_the_repository(repository: Repository, opened: Opened, state: str) -> None:
    repository.write("specs/kilo-template.rst", "Title\n")
    repository.write("specs/kilo/run.rst", "Run\n")
    (repository.root / "specs/kilo/run.rst").chmod(0o755)
    (repository.root / "specs/kilo/link.rst").symlink_to("../kilo-template.rst")
    repository.git("add", "--all")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},specs/module")
    if state == "revision":
        repository.git("commit", "-q", "-m", "The second")
    repository.write("specs/kilo-template.rst", "Only in the work tree\n")
    source: Revision | Index = Index(opened.git)
    if state == "revision":
        source = opened.changes_of_commit("HEAD", "specs").after
    entries = {entry.path: entry for entry in source.entries("specs")}
    assert list(entries) == sorted(entries)
    assert set(entries) == {
        JUNO, "specs/kilo-template.rst", "specs/kilo/link.rst", "specs/kilo/run.rst",
        "specs/module",
    }  # fmt: skip
    assert entries["specs/kilo/run.rst"].executable
    assert entries["specs/kilo/link.rst"].kind is EntryKind.LINK
    assert entries["specs/kilo/link.rst"].target == "../kilo-template.rst"
    assert entries["specs/module"].kind is EntryKind.OTHER
    assert source.entries("spec") == ()
    assert source.read("specs/kilo-template.rst", MEBIBYTE) == b"Title\n"
    for path, missing in [
        ("specs/kilo/link.rst", False),
        ("specs/module", False),
        ("specs/kilo", True),
        ("specs/nothing", True),
    ]:
        with pytest.raises(Unreadable) as unreadable:
            source.read(path, MEBIBYTE)
        assert unreadable.value.missing is missing


def test_a_large_file_is_not_read_and_the_next_one_is(
    repository: Repository, opened: Opened
) -> None:
    repository.write(KILO, "x" * (3 * MEBIBYTE))
    repository.commit("Large")
    source = opened.changes_of_commit("HEAD", "specs").after
    with pytest.raises(Unreadable) as unreadable:
        source.read(KILO, MEBIBYTE)
    assert "3145728 bytes are more than the 1048576 that are read" in unreadable.value.reason
    assert source.read(JUNO, MEBIBYTE) == SPEC.encode()


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 70_000])
def test_the_size_of_a_file_may_be_the_limit(
    repository: Repository, opened: Opened, size: int
) -> None:
    repository.write(KILO, "x" * size)
    repository.commit("A size")
    source = opened.changes_of_commit("HEAD", "specs").after
    for _ in range(2):  # small ones are remembered
        assert source.read(KILO, size) == b"x" * size
        if size:
            with pytest.raises(Unreadable):
                source.read(KILO, size - 1)


def test_an_object_that_is_missing(repository: Repository, opened: Opened) -> None:
    repository.write(JUNO, SPEC)
    repository.commit("The first")
    name = repository.git("rev-parse", f"HEAD:{JUNO}").strip()
    (repository.root / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(UserError) as error:
        opened.changes_of_commit("HEAD", "specs").after.read(JUNO, MEBIBYTE)
    one_line(error, f"git: the object {name} is missing or damaged; see whether git status")


def test_no_program_of_the_configuration_is_run(repository: Repository, opened: Opened) -> None:
    trap = repository.root.parent / "trap"
    sprung = repository.root.parent / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch '{sprung}'\n")
    trap.chmod(0o755)
    hooks = repository.root / ".git" / "hooks"
    for name in ("post-index-change", "post-checkout", "pre-commit", "commit-msg"):
        (hooks / name).symlink_to(trap)
    for key in (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "diff.external",
        "diff.trap.command", "diff.trap.textconv", "filter.trap.clean", "filter.trap.smudge",
        "filter.trap.process", "gpg.program", "pager.log", "core.askPass", "credential.helper",
        "uploadpack.packObjectsHook", "core.alternateRefsCommand", "alias.log",
    ):  # fmt: skip
        repository.git("config", key, str(trap))
    repository.git("config", "log.showSignature", "true")
    (repository.root / ".gitattributes").write_text("*.rst diff=trap filter=trap\n")
    (repository.root / KILO).parent.mkdir(parents=True)
    (repository.root / KILO).write_text(SPEC)
    sprung.unlink(missing_ok=True)
    with Opened.open(repository.root) as trapped:
        delta = trapped.changes_of_index("specs")
        delta.after.entries("specs")
        delta = trapped.changes_of_commit("HEAD", "specs")
        delta.after.read(JUNO, MEBIBYTE)
        delta.most_alike([JUNO], ["specs"])
    assert not sprung.exists()


# --- message files ----------------------------------------------------------


def missing(directory: Path) -> Path:
    return directory / "missing"


def directory(directory: Path) -> Path:
    return directory


def fifo(directory: Path) -> Path:
    os.mkfifo(directory / "fifo")
    return directory / "fifo"


def latin(directory: Path) -> Path:
    (directory / "latin").write_bytes(b"L'\xe9t\xe9")
    return directory / "latin"


def no_name(directory: Path) -> Path:
    return directory / "a\0b"


@pytest.mark.parametrize("make", [missing, directory, fifo, latin, no_name])
def test_a_message_file_that_cannot_be_read(make: Callable[[Path], Path], tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        read_message(make(tmp_path))
    one_line(error, "the message file")
