"""What a plan does to the tree: one value per path, and the message of the commit."""

from __future__ import annotations

from typing import NamedTuple


class Operation(NamedTuple):
    """What will stand at a path: a file, a symbolic link, or nothing.

    :param path: relative to the repository, with slashes.
    :param content: of the file, or None.
    :param link: what the symbolic link says, or None.
    :param moved_from: the path at which the file stood before; its removal is an
        operation of its own.
    :param executable: whether the file's owner may execute it.
    """

    path: str
    content: bytes | None = None
    link: str | None = None
    moved_from: str = ""
    executable: bool = False

    @property
    def removes(self) -> bool:
        """Whether nothing will stand there."""
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
    """What a verb of the process does: file operations, and the commit's message.

    :param operations: at most one for each path.
    :param message: what ``git commit`` will offer.
    :param notes: what could not be derived, or is left to do.
    """

    operations: tuple[Operation, ...]
    message: str
    notes: tuple[str, ...] = ()
