"""The ``git commit`` process that runs a hook, and the options that it was given.

git tells its hooks neither that a commit is amended nor how its message is cleaned up.
On systems that show the command lines of processes, as Linux does in ``/proc``, they
are read from there.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

_HIGHEST = 16  # ancestors to look at: hooks, pre-commit and shells are in between


@cache
def commit_options() -> tuple[str, ...] | None:
    """The arguments after ``commit`` in the command line of the git that runs this hook.

    Paths after ``--`` are left out.

    :returns: None if they are unavailable, or no ``git commit`` runs this process.
    """
    process = os.getppid()
    for _ in range(_HIGHEST):
        try:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                words = [os.fsdecode(word) for word in file.read().split(b"\0")[:-1]]
            with open(f"/proc/{process}/stat", "rb") as file:
                process = int(file.read().rpartition(b")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            return None
        if _program(words) in ("git", "git-commit"):
            return options_of(words)
    return None


def options_of(words: Sequence[str]) -> tuple[str, ...] | None:
    """The arguments after ``commit`` in a command line of git, up to ``--``.

    :returns: None if git runs another command.
    """
    if _program(words) == "git":
        words = words[words.index("commit") :] if "commit" in words else ()
    end = words.index("--") if "--" in words else len(words)
    return tuple(words[1:end]) if words else None


def _program(words: Sequence[str]) -> str:
    return words[0].rpartition("/")[2] if words else ""


def amends(options: Sequence[str]) -> bool:
    """Whether the options of ``git commit`` amend the last commit."""
    last = ""
    for word in options:
        if word == "--no-amend" or (len(word) > 3 and "--amend".startswith(word)):
            last = word
    return last not in ("", "--no-amend")


def cleanup_mode(options: Sequence[str]) -> str | None:
    """The mode that ``--cleanup`` sets in the options of ``git commit``, or None."""
    mode = None
    for word, following in pairwise((*options, "")):
        name, equals, value = word.partition("=")
        if len(name) > 3 and "--cleanup".startswith(name):
            mode = value if equals else following
    return mode
