"""Atomic writing of files, without following links below a trusted directory.

All of specslint's writing goes through this module: fixes, reports, baselines, the
files of ``init`` and ``repropose``, and caches. The tree is untrusted: a directory of
it may be a link, or become one while specslint runs. So each directory of a path is
opened by itself, relative to the one above, and a link is rejected.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator

PREFIX = ".specslint-"
"""The prefix of temporary files; a killed process may leave one."""

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LINK = "is a symbolic link, which is not followed"


def reason(error: OSError | ValueError) -> str:
    """Why a file cannot be written, to follow the words "cannot be written: "."""
    said = error.strerror if isinstance(error, OSError) else "it is no file name"
    said = said or "unknown error"
    return said[:1].lower() + said[1:]


def inside(root: str, path: str) -> str | None:
    """The part of a path below a directory, or None if it is not inside of it.

    Directories are compared by device and inode, not by name, since the user may name
    them through a link. The outermost match counts, since a link in the tree may lead
    to the tree itself.

    :param root: the directory.
    :param path: as the user gave it; relative to the working directory.
    """
    found = None
    try:
        wanted = os.stat(root)
        above, below = os.path.split(os.path.abspath(path))
        while True:
            with contextlib.suppress(OSError):
                if os.path.samestat(os.stat(above), wanted):
                    found = below
            above, name = os.path.split(above)
            if not name:
                return found
            below = f"{name}/{below}"
    except (OSError, ValueError):  # there can be no such file
        return None


class Folder:
    """An open directory below a root; a context manager.

    :param root: a trusted directory; its own path may contain links.
    :param path: a directory below it, with slashes; empty for the root itself.
    :param make: whether to create missing directories.
    :raises OSError: the directory does not exist, or a part of its path is a link.
    """

    def __init__(self, root: str, path: str = "", *, make: bool = False) -> None:
        self.made: list[str] = []
        self._root = root
        self._descriptor = os.open(root, _DIRECTORY)
        try:
            done = ""
            for name in filter(None, path.split("/")):
                done = f"{done}/{name}" if done else name
                self._enter(name, done, make=make)
        except BaseException:
            self.remove_made()
            self.close()
            raise

    def _enter(self, name: str, path: str, *, make: bool) -> None:
        if name in (".", ".."):
            raise OSError(errno.EINVAL, f'its path has "{name}"')
        if make:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, dir_fd=self._descriptor)
                self.made.append(path)
        try:
            inner = os.open(name, _DIRECTORY | os.O_NOFOLLOW, dir_fd=self._descriptor)
        except OSError as error:
            status = self.status(name) if error.errno in (errno.ELOOP, errno.ENOTDIR) else None
            if status and stat.S_ISLNK(status.st_mode):
                raise OSError(errno.ELOOP, f"{path} {_LINK}") from None
            raise
        os.close(self._descriptor)
        self._descriptor = inner

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the directory."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def remove_made(self) -> None:
        """Remove the directories that were created, if they are empty."""
        for path in reversed(self.made):
            above, _, name = path.rpartition("/")
            with contextlib.suppress(OSError), Folder(self._root, above) as folder:
                os.rmdir(name, dir_fd=folder._descriptor)
        self.made = []

    def status(self, name: str) -> os.stat_result | None:
        """The status of a name, not following a link; None if it does not exist."""
        try:
            return os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def create(self, name: str, content: bytes) -> None:
        """Write a file that must not exist yet.

        :raises OSError: it cannot be written; nothing is left of it.
        """
        descriptor = os.open(name, _NEW, 0o666, dir_fd=self._descriptor)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        except BaseException:
            self.remove(name)
            raise

    def read(self, name: str) -> bytes:
        """The content of a regular file.

        :raises OSError: it cannot be read, or is a link.
        """
        descriptor = os.open(
            name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self._descriptor
        )
        with os.fdopen(descriptor, "rb") as file:
            return file.read()

    def link(self, name: str, target: str) -> None:
        """Create a symbolic link.

        :param target: the text of the link; it is not resolved.
        :raises OSError: the name exists already.
        """
        os.symlink(target, name, dir_fd=self._descriptor)

    def link_target(self, name: str) -> str:
        """The text of a symbolic link."""
        return os.readlink(name, dir_fd=self._descriptor)

    def set_mode(self, name: str, mode: int) -> None:
        """Set the permissions of a file that is not a link."""
        descriptor = os.open(
            name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self._descriptor
        )
        try:
            os.fchmod(descriptor, mode)
        finally:
            os.close(descriptor)

    def remove_directory(self, name: str) -> None:
        """Remove an empty directory.

        :raises OSError: it is not empty.
        """
        os.rmdir(name, dir_fd=self._descriptor)

    def remove(self, name: str) -> None:
        """Remove a file, if it exists."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self._descriptor)

    def prepare(self, name: str, content: bytes, *, durable: bool = True) -> Prepared:
        """Write the new content of a file to a temporary file beside it.

        An existing file's mode is kept, and its owner if that may be set.

        :param durable: whether to wait until the content is on the disk: a full disk
            may be reported only then.
        :raises OSError: the file cannot be written, or is not a regular one.
        """
        status = self.status(name)
        if status is not None:
            if stat.S_ISLNK(status.st_mode):
                raise OSError(errno.ELOOP, f"it {_LINK}: name the file itself")
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "it is no regular file, and is not replaced by one")
            # Renaming would replace a write-protected file as well, so check that
            # first.
            os.close(os.open(name, os.O_WRONLY | os.O_NOFOLLOW, dir_fd=self._descriptor))
        temporary = f"{PREFIX}{os.urandom(8).hex()}.tmp"
        descriptor = os.open(temporary, _NEW, 0o666, dir_fd=self._descriptor)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                if status is not None:
                    with contextlib.suppress(PermissionError):
                        os.fchown(descriptor, status.st_uid, status.st_gid)
                    # After the owner, since changing that clears bits of the mode.
                    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
                if durable:
                    os.fsync(descriptor)
        except BaseException:
            self.remove(temporary)
            raise
        return Prepared(self, temporary, name)

    def replace(self, temporary: str, name: str) -> None:
        """Rename a file within this directory, replacing the target."""
        os.replace(temporary, name, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)


class Prepared:
    """A temporary file with the new content of a file, to be moved into place atomically.

    A context manager: leaving it removes the temporary file if it was not moved.
    """

    def __init__(self, folder: Folder, temporary: str, name: str) -> None:
        self._folder = folder
        self._temporary = temporary
        self._name = name

    def __enter__(self) -> Prepared:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def put(self) -> None:
        """Move it into place.

        :raises OSError: that failed; the file is unchanged.
        """
        self._folder.replace(self._temporary, self._name)
        self._temporary = ""

    def discard(self) -> None:
        """Remove the temporary file, if it was not moved into place."""
        if self._temporary:
            self._folder.remove(self._temporary)
            self._temporary = ""


@contextlib.contextmanager
def prepared(root: str, path: str, content: bytes, *, durable: bool = True) -> Iterator[Prepared]:
    """The new content of a file below a directory; see :meth:`Folder.prepare`.

    :param root: a trusted directory.
    :param path: the file, relative to it, with slashes.
    :raises OSError: it cannot be written, or a part of its path is a link.
    """
    above, _, name = path.rpartition("/")
    with Folder(root, above) as folder, folder.prepare(name, content, durable=durable) as file:
        yield file
