"""The fast track over the real history of nova-specs: every commit of a bundle.

Only paths, releases and hashes of it are used here, none of its text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from specslint.config.settings import Config
from specslint.engine.changes import assemble
from specslint.engine.specs import Parser
from specslint.model.change import Addition, ChangeSet
from specslint.model.findings import Scope, Severity
from specslint.rules import all_rules
from specslint.vcs.changes import Delta
from specslint.vcs.repository import Repository as Opened
from tests.conftest import Repository

TAG = re.compile(r"^previously[- ]approved: *(juno)$", re.IGNORECASE | re.MULTILINE)
# Copies that changed so much that without a tag they get the full review.
CHANGED = {
    "input-output-based-numa-scheduling",
    "use-libvirt-storage-pools",
    "i18n-enablement",
}
# Less than half of these is unchanged: git treats them as new files.
NOT_ALIKE = {"input-output-based-numa-scheduling", "i18n-enablement"}


@dataclass(frozen=True)
class Commit:
    """A commit of the bundle, and what it changes."""

    delta: Delta
    changes: ChangeSet
    is_merge: bool

    @property
    def copies(self) -> tuple[Addition, ...]:
        return self.changes.reproposals


class History:
    """The bundle's commits, each read once."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.opened = Opened.open(repository.root)
        self.config = Config()
        self.parser = Parser(self.config)
        names = self.repository.git("rev-list", "--reverse", "HEAD").split()
        self.commits = [self.read(name) for name in names]

    def read(self, name: str) -> Commit:
        delta = self.opened.changes_of_commit(name, "specs")
        changes = assemble(delta, self.config, self.parser)
        return Commit(delta, changes, len(self.opened.commit(name).parents) > 1)

    def with_message(self, commit: Commit, edit: Callable[[str], str]) -> ChangeSet:
        message = edit(commit.delta.message or "")
        assert message != commit.delta.message
        delta = commit.delta._replace(message=message)
        return assemble(delta, self.config, self.parser)

    def to_kilo(self) -> list[Commit]:
        """The tagged copies from juno to kilo."""
        return [
            commit
            for commit in self.commits
            if not commit.is_merge and any(a.place.release == "kilo" for a in commit.copies)
        ]


@pytest.fixture(scope="module")
def history(corpus: Repository) -> Iterator[History]:
    found = History(corpus)
    yield found
    found.opened.close()


def codes(changes: ChangeSet, family: str = "FTK") -> Counter[str]:
    return Counter(
        rule.code
        for rule in all_rules().values()
        if rule.scope is Scope.CHANGE and rule.family == family
        for _ in rule.check(changes)
    )


def errors(changes: ChangeSet) -> set[str]:
    known = all_rules()
    return {code for code in codes(changes) if known[code].severity is Severity.ERROR}


def name_of(commit: Commit) -> str:
    (copy,) = commit.copies
    return copy.place.name


def test_tagged_copies_are_accepted(history: History) -> None:
    commits = history.to_kilo()
    assert len(commits) == 21
    for commit in commits:
        assert not errors(commit.changes), name_of(commit)
    implemented = [c for c in commits if codes(c.changes)["FTK008"]]
    assert len(implemented) == 2
    assert sum(codes(commit.changes)["FTK004"] for commit in commits) == 2


def test_without_the_tag_each_is_reported(history: History) -> None:
    changed = set()
    for commit in history.to_kilo():
        changes = history.with_message(commit, lambda message: TAG.sub("", message))
        found = codes(changes)
        assert found["FTK001"] + found["FTK002"] == 1, name_of(commit)
        assert not errors(changes) - {"FTK001"}
        if found["FTK002"]:
            changed.add(name_of(commit))
    assert changed == CHANGED


@pytest.mark.parametrize(
    ("value", "code"),
    [("icehouse", "FTK006"), ("jnuo", "FTK005"), ("kilo", "FTK006"), ("", "FTK004")],
)
def test_with_a_wrong_tag_each_is_reported(history: History, value: str, code: str) -> None:
    def edit(message: str) -> str:
        return TAG.sub(lambda tag: tag[0][: tag.start(1) - tag.start()] + value, message)

    for commit in history.to_kilo():
        changes = history.with_message(commit, edit)
        found = codes(changes)
        assert found[code] == 1, name_of(commit)
        assert not found["FTK001"]
        assert errors(changes) == {code} - {"FTK004"}


def test_a_tag_on_any_line_is_found(history: History) -> None:
    for commit in history.to_kilo():
        lines = TAG.sub("", commit.delta.message or "").split("\n")
        for place in range(len(lines) + 1):
            message = "\n".join([*lines[:place], "Previously-approved: juno", *lines[place:]])
            delta = commit.delta._replace(message=message)
            changes = assemble(delta, history.config, history.parser)
            assert changes.message is not None
            assert [tag.line for tag in changes.message.tags] == [place + 1]
            assert not errors(changes)


def test_renamed_copies_are_found_where_git_finds_them(history: History) -> None:
    unknown = set()
    for commit in history.to_kilo():
        (copy,) = commit.copies
        new = "specs/kilo/approved/under-another-name.rst"
        name = renamed(history, commit, copy.place.path, new)
        found = history.read(name)
        (addition,) = found.changes.approvals
        options = ("-r", "-C50%", "--find-copies-harder", "--name-status", f"{name}^", name)
        told = history.repository.git("diff-tree", *options, "--", "specs").split("\t")
        if told[0].startswith("C"):
            assert copy.source is not None
            assert addition.source == copy.source
            assert told[1] == copy.source.path
            assert not errors(found.changes)
        else:
            unknown.add(copy.place.name)
            assert errors(found.changes) == {"FTK003"}
    assert unknown == NOT_ALIKE


def renamed(history: History, commit: Commit, old: str, new: str) -> str:
    """A commit like another one, in which an added file has another name."""
    git = history.repository.git
    index = str(history.repository.root / ".git" / "renamed-index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_INDEX_FILE", index)
        git("read-tree", str(commit.delta.commit))
        blob = git("rev-parse", f"{commit.delta.commit}:{old}").strip()
        git("update-index", "--force-remove", old)
        git("update-index", "--add", "--cacheinfo", f"100644,{blob},{new}")
        tree = git("write-tree").strip()
    message = commit.delta.message or ""
    return git("commit-tree", "-p", f"{commit.delta.commit}^", "-m", message, tree).strip()


def test_copies_to_liberty(history: History) -> None:
    found = {
        name_of(commit): (codes(commit.changes), errors(commit.changes))
        for commit in history.commits
        if not commit.is_merge and any(a.place.release == "liberty" for a in commit.copies)
    }
    assert len(found) == 11
    failing = {name: failed for name, (_, failed) in found.items() if failed}
    assert failing == {
        "stop-dmcrypt-on-suspend": {"FTK001"},
        "make-resource-tracker-use-objects": {"FTK006"},
    }


def test_nothing_else_is_an_error(history: History) -> None:
    for commit in history.commits:
        if not commit.copies:
            assert not errors(commit.changes), commit.delta.commit


def test_a_merge_is_judged_as_the_change_that_it_merges(history: History) -> None:
    found = Counter(
        code for commit in history.commits if commit.is_merge for code in errors(commit.changes)
    )
    assert found == {"FTK001": 1, "FTK006": 1}


def test_moves_within_a_release_are_no_copies(history: History) -> None:
    moves = [
        addition
        for commit in history.commits
        if not commit.is_merge
        for addition in commit.changes.additions
        if addition.place.release == "kilo" and addition.moved_from
    ]
    assert len(moves) == 33  # 32 to implemented/, and one from beside approved/ into it
    assert not any(addition.is_reproposal for addition in moves)
