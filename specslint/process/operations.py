"""The file operations of a plan, and the message of its commit."""

from __future__ import annotations

from typing import NamedTuple


class Operation(NamedTuple):
    """The new state of a path: a file, a symbolic link, or nothing.

    :param path: relative to the repository, with slashes.
    :param content: the content of the file, or None.
    :param link: the text of the symbolic link, or None.
    :param moved_from: the previous path of the file; its removal is a separate
        operation.
    :param executable: whether the file's owner may execute it.
    """

    path: str
    content: bytes | None = None
    link: str | None = None
    moved_from: str = ""
    executable: bool = False

    @property
    def removes(self) -> bool:
        """Whether the path is removed."""
        return self.content is None and self.link is None

    @property
    def mode(self) -> str:
        """The mode that git records.

        Source: git-fast-import(1), "filemodify".
        """
        if self.link is not None:
            return "120000"
        return "100755" if self.executable else "100644"

    @property
    def blob(self) -> bytes:
        """The content that git records."""
        if self.link is not None:
            return self.link.encode("utf-8", "surrogateescape")
        return self.content or b""


class Steps(NamedTuple):
    """What a command of this package does: file operations, and the commit's message.

    :param operations: at most one for each path.
    :param message: the message that ``git commit`` will offer.
    :param notes: what could not be derived, or is left to do.
    """

    operations: tuple[Operation, ...]
    message: str
    notes: tuple[str, ...] = ()
