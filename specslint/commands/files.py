"""Reading and writing of files that the user names.

Below the repository, which is untrusted, no link is followed. Elsewhere links are the
user's own.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from specslint import work_tree
from specslint.model.errors import UserError
from specslint.work_tree import StrPath
from specslint.writing import inside, prepared, reason


def read_file(path: Path, limit: int, root: StrPath | None = None) -> bytes:
    """The content of a file.

    :param path: as the user gave it.
    :param limit: the maximal size in bytes.
    :param root: the repository, if there is one.
    :raises UserError: it cannot be read, or is not a regular file.
    """
    below = inside(str(root), str(path)) if root else None
    try:
        if root and below:
            return work_tree.read(str(root), below, limit)
        # Without O_NONBLOCK, opening a FIFO would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UserError(f"{path}: is no regular file")
            data = file.read(limit + 1)
    except work_tree.Unreadable as unreadable:
        raise UserError(f"{path}: cannot be read: {unreadable.reason}") from None
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be read: {reason(error)}") from None
    if len(data) > limit:
        raise UserError(f"{path}: is larger than {limit} bytes")
    return data


def write_file(path: Path, text: str, root: StrPath) -> None:
    """Write a file atomically.

    A link at the path itself is not followed: whoever made it would choose what is
    overwritten.

    :param path: as the user gave it.
    :param text: the content, to be encoded as UTF-8.
    :param root: the repository.
    :raises UserError: it cannot be written.
    """
    below = inside(str(root), str(path))
    start, name = (str(root), below) if below else (str(path.parent), path.name)
    try:
        if not name:
            raise UserError(f"{path}: is no regular file, and is not replaced by one")
        with prepared(start, name, text.encode("utf-8", "backslashreplace")) as file:
            file.put()
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be written: {reason(error)}") from None
