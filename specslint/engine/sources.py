"""Where blobs come from: the work tree here, the index and revisions in ``vcs``."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from specslint.model import Entry, EntryKind, Unreadable


class Source(Protocol):
    """A state of the repository. Paths are relative to it, separated by ``/``."""

    def entries(self, root: str) -> tuple[Entry, ...]:
        """All that stands below the directory ``root``, sorted by path."""
        ...

    def read(self, path: str, limit: int) -> bytes:
        """The content of a regular file.

        :param limit: a larger file is not read.
        :raises Unreadable: where it cannot or must not be read.
        """
        ...


class WorkTree:
    """The files on disk. Links are never followed, and only regular files read."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def entries(self, root: str) -> tuple[Entry, ...]:
        """See :meth:`Source.entries`."""
        found = self._below(root) if not self._linked_directory(root + "/") else ()
        return tuple(sorted(found, key=lambda entry: entry.path))

    def _below(self, directory: str) -> Iterator[Entry]:
        pending = [directory]
        while pending:
            directory = pending.pop()
            try:
                with os.scandir(self.root / directory) as listing:
                    children = list(listing)
            except OSError:
                # Gone meanwhile, or closed to us: nothing in it is committed
                # by this user either.
                continue
            for child in children:
                path = f"{directory}/{child.name}"
                if child.is_symlink():
                    yield Entry(path, EntryKind.LINK, target=_target(child.path))
                elif child.is_dir(follow_symlinks=False):
                    pending.append(path)
                elif child.is_file(follow_symlinks=False):
                    mode = child.stat(follow_symlinks=False).st_mode
                    yield Entry(path, executable=bool(mode & stat.S_IXUSR))
                else:
                    yield Entry(path, EntryKind.OTHER)

    def _linked_directory(self, path: str) -> str | None:
        """The first directory on the way to ``path`` that is a link, or None."""
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            directory = "/".join(parts[:depth])
            if (self.root / directory).is_symlink():
                return directory
        return None

    def read(self, path: str, limit: int) -> bytes:
        """See :meth:`Source.read`."""
        linked = self._linked_directory(path)
        if linked:
            raise Unreadable(f"{linked} is a symbolic link, which is never followed")
        # O_NONBLOCK, since opening a FIFO would wait for a writer.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        flags |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(self.root / path, flags)
        except ValueError:
            raise Unreadable("its name is no file name", missing=True) from None
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise Unreadable("it is a symbolic link, which is never followed") from None
            missing = error.errno in (errno.ENOENT, errno.ENOTDIR)
            reason = error.strerror or "unknown error"
            raise Unreadable(reason[:1].lower() + reason[1:], missing=missing) from None
        try:
            # Asked of what was opened: the path may have another by now.
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("it is no regular file")
            if status.st_size > limit:
                raise Unreadable(f"{status.st_size} bytes are more than the {limit} that are read")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                return file.read(limit + 1)
        except OSError as error:
            raise Unreadable(error.strerror or "unknown error") from None
        finally:
            os.close(descriptor)


def _target(path: str) -> str:
    try:
        return Path(path).readlink().as_posix()
    except OSError:
        return ""


class Overlay:
    """A source in which one file has another content, as from standard input."""

    def __init__(self, below: Source, path: str, content: bytes) -> None:
        self._below = below
        self._path = path
        self._content = content

    def entries(self, root: str) -> tuple[Entry, ...]:
        """See :meth:`Source.entries`."""
        found = {entry.path: entry for entry in self._below.entries(root)}
        if self._path.startswith(f"{root}/"):
            found.setdefault(self._path, Entry(self._path))
        return tuple(sorted(found.values(), key=lambda entry: entry.path))

    def read(self, path: str, limit: int) -> bytes:
        """See :meth:`Source.read`."""
        if path != self._path:
            return self._below.read(path, limit)
        if len(self._content) > limit:
            raise Unreadable(f"{len(self._content)} bytes are more than the {limit} that are read")
        return self._content
