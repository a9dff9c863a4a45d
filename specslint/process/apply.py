"""A plan carried out: the file, the message and the index; or nothing of it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from specslint.model.errors import UserError
from specslint.process.plan import Plan
from specslint.vcs import staging
from specslint.vcs.pending import message_cleanup
from specslint.vcs.repository import Repository, is_encoding
from specslint.work_tree import linked_directory
from specslint.writing import Folder, prepared, reason


def message_file(repository: Repository) -> Path:
    """The file that git commit takes the message from."""
    return repository.path_of(staging.PREPARED)


def shown_file(repository: Repository) -> str:
    """The name of that file, relative to the repository where it is inside."""
    file, root = message_file(repository), repository.root
    return str(file.relative_to(root) if file.is_relative_to(root) else file)


@contextlib.contextmanager
def applied(plan: Plan, repository: Repository) -> Iterator[None]:
    """Write the spec and the message, and stage the spec.

    Whatever goes wrong, here or in the block, all is as it was before.

    :raises UserError: something cannot be written.
    """
    undo: list[Callable[[], object]] = []
    try:
        _write_spec(repository.root, plan, undo)
        _write_message(repository, plan, undo)
        undo.append(lambda: staging.unstage(repository, plan.target))
        staging.stage(repository, plan.target, plan.text.encode())
        yield
    except BaseException:
        for step in reversed(undo):
            with contextlib.suppress(OSError, UserError):
                step()
        raise


def refuse_target(root: Path, path: str) -> None:
    """Make sure that a file can be made at a path, and that none is there.

    :raises UserError: something is, or a link leads elsewhere.
    """
    link = linked_directory(str(root), path)
    if link:
        raise UserError(f"{link} is a symbolic link, which is not followed: nothing is written")
    if os.path.lexists(root / path):
        raise UserError(
            f"{path} is there already: remove it, or give the copy a name with --rename"
        )


def _write_spec(root: Path, plan: Plan, undo: list[Callable[[], object]]) -> None:
    refuse_target(root, plan.target)
    above, _, name = plan.target.rpartition("/")
    try:
        with Folder(str(root), above, make=True) as folder:
            undo.append(folder.remove_made)
            folder.create(name, plan.text.encode())
            undo.append(lambda: _remove(root, above, name))
    except OSError as error:
        raise _failure(plan.target, error) from None


def _remove(root: Path, directory: str, name: str) -> None:
    with Folder(str(root), directory) as folder:
        folder.remove(name)


def _write_message(repository: Repository, plan: Plan, undo: list[Callable[[], object]]) -> None:
    file = message_file(repository)
    _, encoding = message_cleanup(repository)
    if not is_encoding(encoding):
        raise UserError(f"i18n.commitEncoding names no encoding: {encoding!r}")
    content = plan.message.encode(encoding, "replace")
    try:
        # What is left of another time belongs to no commit: nothing is staged.
        before = file.read_bytes() if file.is_file() else None
        with prepared(str(file.parent), file.name, content) as new:
            new.put()
    except OSError as error:
        raise _failure(shown_file(repository), error) from None
    undo.append(file.unlink if before is None else lambda: file.write_bytes(before))


def _failure(path: str, error: OSError) -> UserError:
    return UserError(f"{path} cannot be written: {reason(error)}; all is as it was")
