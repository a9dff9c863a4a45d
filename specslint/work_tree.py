"""Reads files and listings of the work tree; follows no links, reads only regular files.

This module imports little, since the cache of outputs uses nothing else.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator

FILE, LINK, OTHER = "file", "link", "other"

LINK_REFUSED = "it is a symbolic link, which is never followed"

_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    # Without O_NONBLOCK, opening a FIFO would wait for a writer.
    _FLAGS |= getattr(os, _name, 0)

StrPath = str | os.PathLike[str]
"""A path as the standard library takes it. A usual run does not import ``pathlib``."""

Listed = tuple[str, str, bool, str]
"""Path, kind, whether its owner may execute it, and the text of a link."""


class Unreadable(Exception):  # noqa: N818 - callers often expect it and treat it as a result
    """A file's content cannot be read.

    :param reason: why, to follow the words "cannot be read: ".
    :param missing: whether there is nothing at the path.
    :param target: the text of the symbolic link at the path, if it is one.
    """

    def __init__(self, reason: str, *, missing: bool = False, target: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.missing = missing
        self.target = target


def walk(root: str, directory: str) -> list[Listed]:
    """Everything below a directory except directories, sorted by path.

    :param root: the repository.
    :param directory: relative to it, with slashes.
    """
    return [] if linked_directory(root, directory + "/") else sorted(_below(root, directory))


def _below(root: str, directory: str) -> Iterator[Listed]:
    pending = [directory]
    while pending:
        directory = pending.pop()
        try:
            with os.scandir(f"{root}/{directory}") as listing:
                children = list(listing)
        except OSError:
            # Removed meanwhile, or not readable: this user cannot commit files of it
            # either.
            continue
        for child in children:
            path = f"{directory}/{child.name}"
            if child.is_file(follow_symlinks=False):  # first, since most are files
                mode = child.stat(follow_symlinks=False).st_mode
                yield path, FILE, mode & stat.S_IXUSR != 0, ""
            elif child.is_dir(follow_symlinks=False):
                pending.append(path)
            elif child.is_symlink():
                yield path, LINK, False, _target(child.path)
            else:
                yield path, OTHER, False, ""


def _target(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def linked_directory(root: str, path: str, plain: set[str] | None = None) -> str | None:
    """The first directory of ``path`` that is a link, or None.

    :param plain: directories that are no links, and above which there is none; those that
        are looked at are added.
    """
    above = path.rpartition("/")[0]
    if plain and above in plain:
        return None
    parts = path.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        directory = "/".join(parts[:depth])
        if os.path.islink(f"{root}/{directory}"):
            return directory
    if plain is not None:
        plain.add(above)
    return None


def read(root: str, path: str, limit: int, plain: set[str] | None = None) -> bytes:
    """The content of a regular file.

    :param root: the repository.
    :param path: relative to it, with slashes.
    :param limit: the maximal size in bytes.
    :param plain: see :func:`linked_directory`; only for files that are read at once.
    :raises Unreadable: the file cannot or must not be read.
    """
    try:
        linked = linked_directory(root, path, plain)
        if linked:
            raise Unreadable(f"{linked} is a symbolic link, which is never followed")
        descriptor = os.open(f"{root}/{path}", _FLAGS)
    except ValueError:
        raise Unreadable("its name is no file name", missing=True) from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            target = _target(f"{root}/{path}")
            raise Unreadable(LINK_REFUSED, target=target) from None
        missing = error.errno in (errno.ENOENT, errno.ENOTDIR)
        reason = error.strerror or "unknown error"
        raise Unreadable(reason[:1].lower() + reason[1:], missing=missing) from None
    try:
        # Of the open file, since there may be another one at the path by now.
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("it is no regular file")
        if status.st_size > limit:
            raise Unreadable(f"{status.st_size} bytes are more than the {limit} that are read")
        content = bytearray()
        while len(content) <= limit and (part := os.read(descriptor, limit + 1 - len(content))):
            content += part
        return bytes(content)
    except OSError as error:
        raise Unreadable(error.strerror or "unknown error") from None
    finally:
        os.close(descriptor)
