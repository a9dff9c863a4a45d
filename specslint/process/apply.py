"""Carries out a plan: changes files, index and prepared message, or nothing at all."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

from specslint import work_tree
from specslint.model.errors import UserError
from specslint.model.tree import Entry, EntryKind
from specslint.parsing import MAX_SIZE
from specslint.process.operations import Operation, Steps
from specslint.vcs import staging
from specslint.vcs.changes import Delta
from specslint.vcs.pending import message_cleanup
from specslint.vcs.repository import Repository, is_encoding
from specslint.work_tree import linked_directory
from specslint.writing import Folder, prepared, reason

Undo = list[Callable[[], object]]

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def message_file(repository: Repository) -> Path:
    """The file from which git commit takes the message."""
    return Path(repository.path_of(staging.PREPARED))


def shown_file(repository: Repository) -> str:
    """The name of that file, relative to the repository if it is inside."""
    file, root = message_file(repository), repository.root
    return str(file.relative_to(root) if file.is_relative_to(root) else file)


@contextlib.contextmanager
def applied(steps: Steps, repository: Repository) -> Iterator[None]:
    """Change the files, stage them, and write the message.

    If anything fails, here or in the block, everything is restored.

    :raises UserError: something cannot be written.
    """
    undo: Undo = []
    with _signals_raised():
        try:
            for operation in steps.operations:
                with _signals_held():  # a change must be recorded before it can be undone
                    _carry_out(repository.root, operation, undo)
            with _signals_held():
                _write_message(repository, steps.message, undo)
            with _signals_held():
                undo.append(staging.stage(repository, _staged(steps.operations)))
            yield
        except BaseException:
            with _signals_held():
                for step in reversed(undo):
                    with contextlib.suppress(OSError, UserError):
                        step()
            raise


class _EndedError(BaseException):
    """A signal that ends the process was received."""


@contextlib.contextmanager
def _signals_raised() -> Iterator[None]:
    """Make signals that would end the process raise an exception, and end it afterwards."""

    def ended(number: int, _frame: FrameType | None) -> None:
        raise _EndedError(number)

    before = {}
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            before[number] = signal.signal(number, ended)
    try:
        yield
    except _EndedError as error:
        signal.signal(error.args[0], signal.SIG_DFL)
        signal.raise_signal(error.args[0])
        raise  # for the type checker: the process has ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """Block signals that end the process until the end of the block."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def planned(steps: Steps, repository: Repository) -> Delta:
    """The change that carrying out a plan will make."""
    origins = {o.path: o.moved_from for o in steps.operations if o.moved_from}
    return staging.planned(repository, _staged(steps.operations), origins)


def refuse_unless_possible(steps: Steps, repository: Repository) -> None:
    """Check that each file that a plan replaces or removes is as it was staged.

    :raises UserError: there is something else, or a link leads elsewhere.
    """
    root = repository.root
    staged = {entry.path: entry for entry in repository.index.entries("")}
    for path, *_ in steps.operations:
        link = linked_directory(root, path)
        if link:
            raise UserError(
                f"{link} is a symbolic link, which is not followed: nothing is written"
            )
        entry = staged.get(path)
        if entry is None and os.path.lexists(f"{root}/{path}"):
            raise UserError(f"{path} is there already, and git does not know it: remove it first")
        if entry is not None and not _is_as_staged(root, entry, repository):
            raise UserError(f"{path} has changes that are not staged: commit them first")


def _is_as_staged(root: str, entry: Entry, repository: Repository) -> bool:
    """Whether a file of the work tree equals the index, apart from line ends.

    Compared without git, which would run the filters that attributes name.
    """
    if entry.kind is EntryKind.LINK:
        link = Path(root, entry.path)
        return link.is_symlink() and str(link.readlink()) == entry.target
    try:
        here = work_tree.read(root, entry.path, MAX_SIZE)
        staged = repository.index.read(entry.path, MAX_SIZE)
    except work_tree.Unreadable:
        return False
    return here == staged or here.replace(b"\r\n", b"\n") == staged.replace(b"\r\n", b"\n")


def _staged(operations: Sequence[Operation]) -> list[staging.Staged]:
    return [
        staging.Staged(o.path, "" if o.removes else o.mode, o.blob)
        # Removals come first: a directory may replace a file of its name.
        for o in sorted(operations, key=lambda o: not o.removes)
    ]


def _carry_out(root: str, operation: Operation, undo: Undo) -> None:
    above, _, name = operation.path.rpartition("/")
    try:
        with Folder(root, above, make=not operation.removes) as folder:
            if folder.made:
                undo.append(_removal(root, tuple(folder.made)))
            before = _before(folder, name, operation.path)
            if operation.removes:
                folder.remove(name)
            elif operation.link is not None:
                folder.remove(name)
                folder.link(name, operation.link)
            else:
                with folder.prepare(name, operation.blob) as new:
                    new.put()
                if operation.executable:
                    folder.set_mode(name, 0o777 & ~_umask())
            undo.append(lambda: _restore(root, operation.path, before))
        if operation.removes:
            _remove_empty(root, above)
    except OSError as error:
        raise _failure(operation.path, error) from None


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


_Before = tuple[bytes, int] | str | None
"""A file's content and mode, the text of a link, or nothing."""


def _before(folder: Folder, name: str, path: str) -> _Before:
    status = folder.status(name)
    if status is None:
        return None
    if stat.S_ISLNK(status.st_mode):
        return folder.link_target(name)
    if not stat.S_ISREG(status.st_mode):
        raise UserError(f"{path} is no regular file, and is not replaced by one")
    return folder.read(name), stat.S_IMODE(status.st_mode)


def _restore(root: str, path: str, before: _Before) -> None:
    above, _, name = path.rpartition("/")
    with Folder(root, above, make=before is not None) as folder:
        if isinstance(before, tuple):
            content, mode = before
            with folder.prepare(name, content) as new:
                new.put()
            folder.set_mode(name, mode)
            return
        folder.remove(name)
        if before is not None:
            folder.link(name, before)


def _removal(root: str, directories: tuple[str, ...]) -> Callable[[], None]:
    def remove() -> None:
        for path in reversed(directories):
            above, _, name = path.rpartition("/")
            with contextlib.suppress(OSError), Folder(root, above) as folder:
                folder.remove_directory(name)

    return remove


def _remove_empty(root: str, directory: str) -> None:
    """Remove a directory and those above it that are empty, as ``git rm`` does."""
    while directory:
        above, _, name = directory.rpartition("/")
        try:
            with Folder(root, above) as folder:
                folder.remove_directory(name)
        except OSError:
            return
        directory = above


def _write_message(repository: Repository, message: str, undo: Undo) -> None:
    file = message_file(repository)
    _, encoding = message_cleanup(repository)
    if not is_encoding(encoding):
        raise UserError(f"i18n.commitEncoding names no encoding: {encoding!r}")
    content = message.encode(encoding, "replace")
    try:
        # A leftover message belongs to no commit, since nothing is staged.
        before = file.read_bytes() if file.is_file() else None
        with prepared(str(file.parent), file.name, content) as new:
            new.put()
    except OSError as error:
        raise _failure(shown_file(repository), error) from None
    undo.append(file.unlink if before is None else lambda: file.write_bytes(before))


def _failure(path: str, error: OSError) -> UserError:
    return UserError(f"{path} cannot be written: {reason(error)}; all is as it was")
