"""Writes several files as one: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from specslint import work_tree
from specslint.config.values import MAX_BYTES
from specslint.model.errors import UserError
from specslint.setup_files.lines import Texts
from specslint.writing import Folder, reason


def write_all(root: Path, before: Texts, after: Mapping[str, str]) -> None:
    """Write files; if one of them cannot be written, all keep their content.

    :param root: the directory that contains them.
    :param before: their content when ``after`` was computed from it.
    :param after: their new content.
    :raises UserError: one cannot be written, or was changed meanwhile.
    """
    written: list[str] = []
    name = ""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(Folder(str(root)))
            prepared = {}
            for name, text in after.items():
                prepared[name] = stack.enter_context(folder.prepare(name, text.encode()))
            for name in after:
                if _content(root, name) != before[name]:
                    raise UserError(
                        f"{name} has changed meanwhile: nothing is written, run it again"
                    )
            for name in after:
                prepared[name].put()
                written.append(name)
        except BaseException as error:
            for done in written:
                _restore(folder, done, before[done])
            if isinstance(error, OSError):
                raise UserError(
                    f"{name} cannot be written: {reason(error)}; all is as it was"
                ) from None
            raise


def _content(root: Path, name: str) -> str | None:
    try:
        return work_tree.read(str(root), name, MAX_BYTES).decode(errors="replace")
    except work_tree.Unreadable as unreadable:
        return None if unreadable.missing else ""


def _restore(folder: Folder, name: str, text: str | None) -> None:
    if text is None:
        folder.remove(name)
    else:
        with folder.prepare(name, text.encode()) as file:
            file.put()
