"""The repository that the options name."""

from __future__ import annotations

import os

from specslint.config.root import find_root
from specslint.model.errors import UserError
from specslint.model.typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace


def root_of(options: Namespace) -> str:
    """The repository that the options name, or the one that contains the working directory."""
    here = working_directory()  # if it was removed, git and Python fail in various ways
    if options.root is None:
        return find_root(here)
    from pathlib import Path

    root = Path(options.root)
    try:
        is_directory = root.is_dir()
    except OSError:  # the path is too long
        is_directory = False
    if not is_directory:
        raise UserError(f"--root: {root} is no directory")
    return str(root.absolute())


def working_directory() -> str:
    """The working directory.

    :raises UserError: it was removed.
    """
    try:
        return os.getcwd()
    except OSError:
        raise UserError("the working directory is gone: change into a clone") from None
