"""Atomic replacement of files."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from specslint.model.errors import UserError
from specslint.writing import Folder, reason


class ChangedMeanwhileError(Exception):
    """The file was changed after it was read."""


def replace(root: Path, path: str, content: bytes, is_unchanged: Callable[[], bool]) -> None:
    """Replace the content of a file atomically.

    :param root: the repository.
    :param path: the file, relative to it.
    :param content: the new content.
    :param is_unchanged: called just before the replacement: whether the file still has
        the content that was read.
    :raises ChangedMeanwhileError: it has not; the file is left alone.
    :raises UserError: the file cannot be written; it is unchanged.
    """
    above, _, name = path.rpartition("/")
    try:
        with Folder(str(root), above) as folder:
            status = folder.status(name)
            if status is None or not stat.S_ISREG(status.st_mode) or not is_unchanged():
                raise ChangedMeanwhileError
            with folder.prepare(name, content) as file:
                if not is_unchanged():
                    raise ChangedMeanwhileError
                file.put()
    except OSError as error:
        raise UserError(f"{path} cannot be written and is as it was: {reason(error)}") from None
