"""The differences between two states of a repository, from git's plumbing commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from specslint.model.change import Change, ChangeKind, Cleanup
from specslint.model.typing import NamedTuple
from specslint.vcs.git import Git, decoded, parser
from specslint.vcs.sources import REGULAR, Index, Revision

ALIKE = "50%"
"""The minimal similarity of a copy or a rename: git's own default."""

# With a limit of n, git compares up to n * n pairs of files: enough for a change that
# adds a thousand specs, and quick enough. Of more renames, none is detected, and the specs
# are checked as added and deleted ones.
LIMIT = "-l1000"
# A copy that is not detected would pass without its tag: only the time limit counts.
_NO_LIMIT = "-l0"
# In bytes of paths. Linux allows about two million, of which each argument takes more.
_LONGEST_COMMAND = 200_000


class Delta(NamedTuple):
    """What a commit or the index changes, and the states before and after.

    ``message`` is None if there is none yet; ``cleanup`` says how git will still clean
    it up. ``commit`` is the full hash, or None for the index. ``elsewhere`` are the paths
    that other parts of the same merge change; see :meth:`Repository.parts_of_commit`.
    """

    changes: tuple[Change, ...]
    before: Revision
    after: Revision | Index
    message: str | None = None
    cleanup: Cleanup = Cleanup()
    commit: str | None = None
    git: Git | None = None
    origins: Mapping[str, str] = MappingProxyType({})
    elsewhere: frozenset[str] = frozenset()

    def most_alike(self, paths: Iterable[str], among: Iterable[str]) -> dict[str, Change]:
        """The copies that git detects, by the path of each added file.

        :param paths: paths that the change adds.
        :param among: paths and directories of the state before, the possible sources.
        """
        wanted, sources = set(paths), list(among)
        if self.origins:
            copies = wanted.intersection(self.origins)
            return {path: Change(ChangeKind.COPIED, path, self.origins[path]) for path in copies}
        if not wanted or not sources or self.git is None:
            return {}
        options = (f"-C{ALIKE}", "--find-copies-harder", _NO_LIMIT)
        kinds = (ChangeKind.COPIED, ChangeKind.RENAMED)
        found: dict[str, Change] = {}
        for some in _in_parts(sorted(wanted)):
            changes = diff(self.git, self.before, self.after, options, [*some, *sources])
            found |= {change.path: change for change in changes if change.kind in kinds}
        return found


def _in_parts(paths: list[str]) -> Iterator[list[str]]:
    """The paths in lists that are short enough for a command line."""
    part: list[str] = []
    length = 0
    for path in paths:
        length += len(path.encode("utf-8", "surrogateescape"))
        if part and length > _LONGEST_COMMAND:
            yield part
            part, length = [], len(path)
        part.append(path)
    yield part


def between(git: Git, before: Revision, after: Revision | Index, root: str) -> tuple[Change, ...]:
    """The differences below a directory, with renames detected, sorted by path.

    Copies are not detected, since git would compare with every file.

    :param root: the directory, relative to the repository; empty for all.
    """
    return diff(git, before, after, (f"-M{ALIKE}",), [root] if root else [])


@parser
def diff(
    git: Git,
    before: Revision,
    after: Revision | Index,
    options: tuple[str, ...],
    paths: list[str],
) -> tuple[Change, ...]:
    """The output of ``git diff-tree`` or ``git diff-index`` as changes, sorted by path."""
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
    """Parse ``:mode mode hash hash STATUS``, path and optional second path: git-diff-tree(1).

    :param output: the fields, which git ends with NUL.
    """
    fields = iter(output)
    for meta in fields:
        _, mode, _, _, status = meta.decode("ascii").split(" ")
        old_path = path = decoded(next(fields))
        if status[0] in "CR":
            path = decoded(next(fields))
        if status[0] not in "ACDMRT":
            continue  # unmerged: reading the index reports it
        similarity = int(status[1:]) if status[0] in "CR" else 100
        yield Change(ChangeKind(status[0]), path, old_path, similarity, mode in REGULAR)
