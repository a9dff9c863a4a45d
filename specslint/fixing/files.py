"""Files replaced as a whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from specslint.model.errors import UserError


class ChangedMeanwhileError(Exception):
    """The file is not what it was when it was read."""


def replace(root: Path, path: str, content: bytes, is_unchanged: Callable[[], bool]) -> None:
    """Give a file another content, in one step: nobody ever sees half of it.

    Its mode stays, and its owner where that may be set. It is not written
    through a link: the new file takes the name's place.

    :param root: the repository.
    :param path: the file, relative to it.
    :param content: what it is to hold.
    :param is_unchanged: asked at the last moment whether the file still holds
        what it did.
    :raises ChangedMeanwhileError: it does not, and is left alone.
    :raises UserError: where it cannot be written; it is as it was.
    """
    file = root / path
    try:
        _replace(file, content, is_unchanged)
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise UserError(f"{path} cannot be written and is as it was: {reason}") from None


def _replace(file: Path, content: bytes, is_unchanged: Callable[[], bool]) -> None:
    try:
        status = file.lstat()
    except FileNotFoundError:
        raise ChangedMeanwhileError from None
    if not stat.S_ISREG(status.st_mode) or not is_unchanged():
        raise ChangedMeanwhileError
    # A file that is write-protected could be replaced all the same.
    os.close(os.open(file, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)))
    descriptor, name = tempfile.mkstemp(prefix=".specslint-", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as temporary:
            temporary.write(content)
            temporary.flush()
            with contextlib.suppress(PermissionError):
                os.fchown(descriptor, status.st_uid, status.st_gid)
            # After the owner, since a change of that takes bits away.
            os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
            os.fsync(descriptor)  # a disk that is full may tell only now
        if not is_unchanged():
            raise ChangedMeanwhileError
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
