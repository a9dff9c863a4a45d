"""Files replaced as a whole, or not at all."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from specslint.model.errors import UserError
from specslint.writing import Folder, reason


class ChangedMeanwhileError(Exception):
    """The file is not what it was when it was read."""


def replace(root: Path, path: str, content: bytes, is_unchanged: Callable[[], bool]) -> None:
    """Give a file another content, in one step: nobody ever sees half of it.

    :param root: the repository.
    :param path: the file, relative to it.
    :param content: what it is to hold.
    :param is_unchanged: asked at the last moment whether the file still holds
        what it did.
    :raises ChangedMeanwhileError: it does not, and is left alone.
    :raises UserError: where it cannot be written; it is as it was.
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
