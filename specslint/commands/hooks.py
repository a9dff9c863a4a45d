"""Starts the git commands of a hook at once, so that git works while the rest is imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from specslint.commands.root import root_of, working_directory
from specslint.model.typing import TYPE_CHECKING
from specslint.vcs.git import Git
from specslint.vcs.queries import ON_INDEX, ON_MESSAGE

if TYPE_CHECKING:
    from argparse import Namespace


@contextmanager
def git_begun(command: str, options: Namespace) -> Iterator[None]:
    """Begin what a hook needs of git, and end what it did not ask for.

    :param command: the command's name; empty for a run without one.
    :param options: gets the attribute ``git``.
    :raises UserError: git cannot be started, or there is no repository.
    """
    on_message = command in ("commit-msg", "tag")
    directory = working_directory() if on_message else root_of(options)
    options.git = git = Git(directory, library=False)
    try:
        for query in ON_MESSAGE if on_message else ON_INDEX:
            git.begin(*query)
        yield
    finally:
        git.close()
