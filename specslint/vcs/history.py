"""The history of a branch as a list of merges, from one ``git log``.

Gerrit merges each change by itself, so the states of the branch are the commits along
the first parents. The author's own commit, whose message has the tags and the
Change-Id, is the second parent of such a merge.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from specslint.model.change import Change
from specslint.model.errors import UserError
from specslint.vcs.changes import ALIKE, changes_in
from specslint.vcs.git import parser
from specslint.vcs.queries import LIMIT
from specslint.vcs.repository import Repository

_SECONDS_OF_A_DAY = 86_400
_LAST_SECOND = 253_402_300_799  # of the year 9999, the last that datetime supports
_START = b"commit "
_OPTIONS = (
    # The options of log that the user's configuration could change are given
    # explicitly.
    *"-z --topo-order --root --raw --no-abbrev --no-relative --no-color --no-notes".split(),
    *"--no-ext-diff --no-textconv --encoding=UTF-8 --diff-merges=first-parent".split(),
    f"-M{ALIKE}",
    LIMIT,
    "--format=commit %H %ct %P%n%B",
)


class LoggedCommit(NamedTuple):
    """A commit of the log.

    ``time`` is the committer's time in seconds since 1970, or 0 if the commit has none
    that a calendar can represent; ``changes`` are those relative to its first parent.
    """

    name: str
    time: int
    parents: tuple[str, ...]
    message: str
    changes: tuple[Change, ...]


class Step(NamedTuple):
    """A state of the branch and the commits since the state before.

    ``brought`` are the commits that a merge brings, oldest first; empty without a
    merge.
    """

    commit: LoggedCommit
    brought: tuple[LoggedCommit, ...] = ()


@parser
def steps_to(repository: Repository, name: str) -> tuple[Step, ...]:
    """The states of a branch from its first commit on, oldest first.

    :param name: the full hash of the last commit.
    :raises UserError: the clone is shallow, so its history is incomplete.
    """
    if repository.is_shallow:
        raise UserError(
            "this clone is shallow, so it does not tell when and how specs were approved: "
            "git fetch --unshallow brings the history"
        )
    commits = {commit.name: commit for commit in _read(repository.git.run("log", *_OPTIONS, name))}
    rank = {commit: number for number, commit in enumerate(commits)}
    branch = []
    current: str | None = name
    while current is not None:
        branch.append(commits[current])
        current = next(iter(branch[-1].parents), None)
    seen = {commit.name for commit in branch}
    steps = []
    for commit in reversed(branch):
        brought = []
        pending = list(commit.parents[1:])
        while pending:
            current = pending.pop()
            if current not in seen:
                seen.add(current)
                brought.append(current)
                pending += commits[current].parents
        brought.sort(key=rank.__getitem__, reverse=True)  # the log has the newest first
        steps.append(Step(commit, tuple(commits[other] for other in brought)))
    return tuple(steps)


@parser
def commit_on(repository: Repository, day: str) -> str:
    """The full hash of the branch's last commit at the end of a day, in UTC.

    :param day: the day, such as 2015-01-23.
    :raises UserError: there is no such day, or no commit before its end.
    """
    from datetime import UTC, date, datetime

    try:
        start = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    except ValueError:
        raise UserError(f"{day} is no day: expected one as 2015-01-23") from None
    last = int(start.timestamp()) + _SECONDS_OF_A_DAY - 1
    head = repository.resolve("HEAD")
    # git ignores a negative limit.
    command = ("rev-list", "--first-parent", "-1", f"--min-age={max(last, 0)}", head, "--")
    found = repository.git.line(*command)
    if found:
        return found
    if repository.is_shallow:
        hint = "this clone is shallow: git fetch --unshallow brings what was before"
    else:
        roots = repository.git.run("rev-list", "--first-parent", "--max-parents=0", head, "--")
        first = repository.git.line("log", "-1", "--format=%ct", roots.decode("ascii").split()[0])
        begins = datetime.fromtimestamp(_seconds(first), UTC).date()
        hint = f"its history begins on {begins}"
    raise UserError(f"the repository has no commit of {day} or before: {hint}")


def _read(output: bytes) -> Iterator[LoggedCommit]:
    """Parse the log: for each commit the fields of the format, then its changes."""
    fields = iter(output.split(b"\0")[:-1])
    head: bytes | None = None
    raw: list[bytes] = []
    for field in fields:
        # A message cannot contain NUL. Of the other fields only paths, which are
        # consumed here, could begin as a commit does.
        if field.startswith(_START):
            if head is not None:
                yield _commit(head, raw)
            head, raw = field, []
            continue
        raw.append(field.lstrip(b"\n"))
        raw.append(next(fields))
        if raw[-2].rpartition(b" ")[2][:1] in (b"C", b"R"):
            raw.append(next(fields))
    if head is not None:
        yield _commit(head, raw)


def _commit(head: bytes, raw: list[bytes]) -> LoggedCommit:
    first, _, message = head.partition(b"\n")
    _, name, time, *parents = first.decode("ascii").split(" ")
    return LoggedCommit(
        name,
        _seconds(time),
        tuple(filter(None, parents)),
        message.decode("utf-8", "replace"),
        tuple(changes_in(raw)),
    )


def _seconds(time: str) -> int:
    """A commit's time, or 0 if git has none, or one beyond the calendar."""
    found = int(time) if time.isdecimal() and len(time) < 20 else 0
    return found if found <= _LAST_SECOND else 0
