"""Files that the user names, read and written with care."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from specslint.model.errors import UserError


def read_file(path: Path, limit: int) -> bytes:
    """The content of a file.

    :param path: as the user gave it.
    :param limit: a larger file is refused.
    :raises UserError: where it cannot be read, or is no regular file.
    """
    try:
        # O_NONBLOCK, since opening a FIFO would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UserError(f"{path}: is no regular file")
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be read: {_reason(error)}") from None
    if len(data) > limit:
        raise UserError(f"{path}: is larger than {limit} bytes")
    return data


def write_file(path: Path, text: str) -> None:
    """Write a file: all of it, or it stays as it is.

    A link is not followed: whoever made it would choose what is overwritten.

    :param path: as the user gave it.
    :param text: the content, to be encoded as UTF-8.
    :raises UserError: where it cannot be written.
    """
    try:
        mode = _mode(path)
        temporary = path.with_name(f".specslint-{secrets.token_hex(8)}.tmp")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(temporary, flags, 0o666)
        try:
            with os.fdopen(descriptor, "wb") as file:
                if mode is not None:
                    os.fchmod(descriptor, mode)
                file.write(text.encode("utf-8", "backslashreplace"))
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be written: {_reason(error)}") from None


def _mode(path: Path) -> int | None:
    """The permissions of the file that is there, or None."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        raise UserError(f"{path}: is a symbolic link, which is not followed: name the file itself")
    if not stat.S_ISREG(mode):
        raise UserError(f"{path}: is no regular file, and is not replaced by one")
    return stat.S_IMODE(mode)


def _reason(error: OSError | ValueError) -> str:
    reason = error.strerror if isinstance(error, OSError) else None
    reason = reason or "it is no file name"
    return reason[:1].lower() + reason[1:]
