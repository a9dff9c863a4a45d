"""The commit that is being made, as the hooks on its message see it."""

from __future__ import annotations

import os
import re
import time

from specslint.model.errors import UserError
from specslint.model.message import Cleanup
from specslint.model.typing import NamedTuple
from specslint.vcs.calling import amends, cleanup_mode, commit_options
from specslint.vcs.changes import Delta
from specslint.vcs.queries import READ_SETTINGS
from specslint.vcs.repository import Commit, Repository, is_encoding
from specslint.work_tree import StrPath

MAX_BYTES = 16 << 20
_MODES = ("strip", "whitespace", "verbatim", "scissors", "default")
_CHANGE_ID = re.compile(r"^change-id:[ \t]*(I[0-9a-f]{40})[ \t\r]*$", re.I | re.M)
_LONGEST_HOOKS = 60
"""The time limit of the hooks in seconds: a commit without an editor is made by then."""
_LATER = ("fixup!", "squash!", "amend!")


def read_message(file: StrPath, encoding: str = "utf-8") -> str:
    """Read a message file.

    :raises UserError: it cannot be read, or is not in that encoding.
    """
    if not is_encoding(encoding):
        raise UserError(f"i18n.commitEncoding names no encoding: {encoding!r}")
    try:
        if not os.path.isfile(file):
            problem = "is no regular file" if os.path.exists(file) else "does not exist"
            raise UserError(f'the message file "{file}" {problem}')
        with open(file, "rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise UserError(f'the message file "{file}" is larger than {MAX_BYTES} bytes')
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UserError(
            f'the message file "{file}" is not UTF-8 (at byte {error.start}): save it as UTF-8'
            if encoding == "utf-8"
            else f'the message file "{file}" is not in {encoding}, as i18n.commitEncoding says'
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is no file name"
        raise UserError(f"the message file {str(file)!r} cannot be read: {reason}") from None


class Skipped(NamedTuple):
    """Why a hook skips a commit."""

    reason: str


class Pending(NamedTuple):
    """The commit that is being made; ``amends`` tells whether it replaces HEAD."""

    delta: Delta
    amends: bool


def pending_commit(repository: Repository, file: StrPath, root: str) -> Pending | Skipped:
    """The change of the commit for whose message a hook runs.

    If HEAD is amended, that is HEAD's change together with what is staged. Merges are
    skipped, since others committed what they bring, and so are commits to squash, which
    are checked when they are squashed; the gate checks both.

    :param file: the message file, the hook's argument.
    :param root: the directory of the specs.
    :raises UserError: the message or the repository cannot be read.
    """
    cleanup, encoding = message_cleanup(repository)
    return pending_with(repository, read_message(file, encoding), cleanup, root)


def pending_with(
    repository: Repository, message: str, cleanup: Cleanup, root: str
) -> Pending | Skipped:
    """The same of a message that may be in no file yet.

    :param message: the text, with git's comments.
    :param cleanup: how git will tidy it.
    :param root: the directory of the specs.
    :raises UserError: the repository cannot be read.
    """
    subject = _subject(message, cleanup)
    if subject.startswith(_LATER):
        return Skipped(f"a {subject.partition('!')[0]}! commit is checked when it is squashed")
    if repository.git.named("MERGE_HEAD"):
        return Skipped("a merge is checked by the gate")
    amend = False
    if repository.head:
        head = repository.commit(repository.head)
        amend = replaces(repository, head, message)
        if amend and len(head.parents) > 1:
            return Skipped("a merge is checked by the gate")
    delta = repository.changes_of_index(root, amend=amend)
    return Pending(delta._replace(message=message, cleanup=cleanup), amend)


def replaces(repository: Repository, head: Commit, message: str) -> bool:
    """Whether the commit that is being made amends HEAD.

    The options of ``git commit`` decide. If they are unavailable, HEAD's Change-Id in
    the message does, since Gerrit's users keep it; else the author's date, which git
    exports and which is HEAD's when HEAD is amended. A commit that is begun in the same
    second as HEAD has that date by chance.

    :param head: HEAD's commit.
    :param message: the text of the message file.
    """
    options = commit_options()
    if options is not None:
        return amends(options)
    if _change_ids(message) & _change_ids(head.message):
        return True
    if os.environ.get("GIT_AUTHOR_DATE") != f"@{head.authored}":
        return False
    # Dates that a script sets tell nothing, and git amends nothing in a cherry-pick.
    if "GIT_COMMITTER_DATE" in os.environ or repository.git.named("CHERRY_PICK_HEAD"):
        return False
    if head.authored != head.committed:
        return True  # HEAD itself was amended or rebased: its date is not that of a new commit
    if not repository.changes_of_index("").changes:
        return True  # git makes no empty commit unless told to
    return time.time() - int(head.authored.split()[0]) > _LONGEST_HOOKS


def is_replayed(repository: Repository) -> bool:
    """Whether git itself repeats the commit, as in a rebase, without asking the author.

    git runs the prepare-commit-msg hook in that case as well.
    """
    if commit_options() is not None or os.environ.get("GIT_EDITOR") != ":":
        return False
    names = ("rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD")
    return any(os.path.exists(repository.path_of(name)) for name in names)


def message_cleanup(repository: Repository) -> tuple[Cleanup, str]:
    """How git will clean up the message, and its encoding."""
    _, output, _ = repository.git.attempt(*READ_SETTINGS)
    values = {}
    for record in output.decode("utf-8", "replace").split("\0")[:-1]:
        key, _, value = record.partition("\n")
        # Newer versions of git allow several characters, and the last setting counts.
        values[key.replace("commentstring", "commentchar")] = value
    mode = cleanup_mode(commit_options() or ()) or values.get("commit.cleanup", "default")
    edited = os.environ.get("GIT_EDITOR") != ":"  # as git sets it for a hook after -m or -F
    cleanup = Cleanup(
        mode if mode in _MODES else "default", values.get("core.commentchar", "#"), edited
    )
    return cleanup, values.get("i18n.commitencoding", "utf-8")


def _subject(message: str, cleanup: Cleanup) -> str:
    lines = message.removeprefix("\ufeff").split("\n")
    comment = "#" if cleanup.comment == "auto" else cleanup.comment
    said = (line for line in lines if line.strip() and not line.startswith(comment))
    return next(said, "").lstrip()


def _change_ids(message: str) -> set[str]:
    return {match.lower() for match in _CHANGE_ID.findall(message)}
