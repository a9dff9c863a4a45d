"""What lies between two states of a repository, as git's plumbing tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from specslint.model.change import Change, ChangeKind, Cleanup
from specslint.vcs.git import Git, decoded
from specslint.vcs.sources import REGULAR, Index, Revision

ALIKE = "50%"
"""How alike a copy or a renamed file has to be: git's own default."""

# A limit of n lets git compare n * n pairs of files: enough for a change that
# adds a thousand specs, and too few to keep anybody waiting.
LIMIT = "-l1000"


class Delta(NamedTuple):
    """What a commit or the index does, and the states before and after it.

    ``message`` is None where there is none yet; ``cleanup`` says what git
    will still do to it. ``commit`` is the full hash, or None for the index.
    """

    changes: tuple[Change, ...]
    before: Revision
    after: Revision | Index
    message: str | None = None
    cleanup: Cleanup = Cleanup()
    commit: str | None = None
    git: Git | None = None
    origins: Mapping[str, str] = MappingProxyType({})

    def most_alike(self, paths: Iterable[str], among: Iterable[str]) -> dict[str, Change]:
        """For each added path, the copy that git takes it for, if any.

        :param paths: paths that the change adds.
        :param among: paths and directories of the state before.
        """
        wanted, sources = set(paths), list(among)
        if self.origins:
            copies = wanted.intersection(self.origins)
            return {path: Change(ChangeKind.COPIED, path, self.origins[path]) for path in copies}
        if not wanted or not sources or self.git is None:
            return {}
        options = (f"-C{ALIKE}", "--find-copies-harder")
        found = diff(self.git, self.before, self.after, options, [*sorted(wanted), *sources])
        kinds = (ChangeKind.COPIED, ChangeKind.RENAMED)
        return {change.path: change for change in found if change.kind in kinds}


def between(git: Git, before: Revision, after: Revision | Index, root: str) -> tuple[Change, ...]:
    """What differs below a directory, renames found, sorted by path.

    Copies are not looked for: git would compare with every file there is.

    :param root: the directory, relative to the repository; empty for all.
    """
    return diff(git, before, after, (f"-M{ALIKE}",), [root] if root else [])


def diff(
    git: Git,
    before: Revision,
    after: Revision | Index,
    options: tuple[str, ...],
    paths: list[str],
) -> tuple[Change, ...]:
    """What ``git diff-tree`` or ``git diff-index`` tells, sorted by path."""
    flags = ("-r", "-z", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", LIMIT)
    if isinstance(after, Revision):
        command = ("diff-tree", *flags, *options, before.tree, after.tree)
    else:
        # Otherwise git lists what "git add --intent-to-add" announces as an empty file.
        command = (
            "diff-index",
            "--cached",
            "--ita-invisible-in-index",
            *flags,
            *options,
            before.tree,
        )
    output = git.run(*command, "--", *paths)
    found = changes_in(output.split(b"\0")[:-1])
    return tuple(sorted(found, key=lambda change: (change.path, change.old_path)))


def changes_in(output: Iterable[bytes]) -> Iterator[Change]:
    """Read ``:mode mode hash hash STATUS``, path, and a second one: git-diff-tree(1).

    :param output: the fields, which git ends with NUL.
    """
    fields = iter(output)
    for meta in fields:
        _, mode, _, _, status = meta.decode("ascii").split(" ")
        old_path = path = decoded(next(fields))
        if status[0] in "CR":
            path = decoded(next(fields))
        if status[0] not in "ACDMRT":
            continue  # unmerged: reading the index says so
        similarity = int(status[1:]) if status[0] in "CR" else 100
        yield Change(ChangeKind(status[0]), path, old_path, similarity, mode in REGULAR)
