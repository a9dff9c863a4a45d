"""States of a repository in memory, and changes between them as git would report them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from specslint.config.loading import load as load_config
from specslint.config.settings import Config
from specslint.engine import Report, check_change
from specslint.engine.changes import assemble
from specslint.engine.specs import Parser
from specslint.model.change import Change, ChangeKind, ChangeSet
from specslint.model.tree import Entry
from specslint.vcs.changes import Delta
from tests.fuzz.inputs import Memory
from tests.rules.examples import Example


def settings(*select: str, **keys: Any) -> Config:
    """The settings of a ``pyproject.toml``, with these rules selected."""
    named = {key.replace("_", "-"): value for key, value in keys.items()}
    config = load_config({"pyproject.toml": Example(Path(), settings=named).pyproject}.get)
    return config.with_options(select=select) if select else config


def tree(files: Mapping[str, str], *others: Entry) -> Memory:
    """A state with these files, and entries that cannot be read.

    :param files: their texts; ``\\udcff`` stands for the byte 0xff.
    """
    return Memory(
        {path: text.encode("utf-8", "surrogateescape") for path, text in files.items()}, others
    )


class Copies(Delta):
    """A change in which git detects the given copies: the old path and the similarity."""

    copies: Mapping[str, tuple[str, int]] = {}

    def most_alike(self, paths: Iterable[str], among: Iterable[str]) -> dict[str, Change]:
        """The copies of these paths whose old path is in one of the directories."""
        directories = {*among}
        return {
            path: Change(ChangeKind.COPIED, path, *self.copies[path])
            for path in paths
            if path in self.copies and self.copies[path][0].rpartition("/")[0] in directories
        }


def delta(
    before: Mapping[str, str],
    after: Mapping[str, str | None],
    message: str | None = None,
    *,
    renamed: Mapping[str, str] | None = None,
    copies: Mapping[str, tuple[str, int]] | None = None,
    elsewhere: Iterable[str] = (),
) -> Delta:
    """The difference between two states.

    :param before: the files before the change, by path.
    :param after: the files that the change adds or modifies; None deletes.
    :param renamed: the old path of each file that git takes for a renamed one.
    :param copies: what git finds if it searches for copies.
    """
    renamed = renamed or {}
    new = {**before, **after}
    changes = []
    for path, text in after.items():
        if path in renamed:
            changes.append(Change(ChangeKind.RENAMED, path, renamed[path], 70))
        elif text is None and path not in renamed.values():
            changes.append(Change(ChangeKind.DELETED, path, path, is_file=False))
        elif text is not None:
            kind = ChangeKind.MODIFIED if path in before else ChangeKind.ADDED
            changes.append(Change(kind, path, path))
    # In-memory states take the place of those of git.
    old: Any = tree(before)
    current: Any = tree({path: text for path, text in new.items() if text is not None})
    made = Copies(
        tuple(changes), old, current, message, commit="c" * 40, elsewhere=frozenset(elsewhere)
    )
    made.copies = copies or {}
    return made


def assembled(change: Delta, config: Config | None = None) -> ChangeSet:
    """The argument of the rules on a change."""
    config = config or Config()
    return assemble(change, config, Parser(config))


def report_on(change: Delta, config: Config) -> Report:
    """The findings in a change."""
    parser = Parser(config)
    changes = assemble(change, config, parser)
    return check_change(changes, change.after, change.before, config, parser)


class Counted:
    """A display of the progress that keeps the numbers."""

    def __init__(self, made: list[int]) -> None:
        self.made = made

    def __call__(self, done: int, total: int) -> None:
        assert 1 <= done <= total
        self.made.append(done)

    def close(self) -> None:
        """Nothing is shown."""
