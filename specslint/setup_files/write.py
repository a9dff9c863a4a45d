"""Several files written as one: all of them, or none."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from specslint.model.errors import UserError
from specslint.setup_files.lines import Texts


def write_all(root: Path, before: Texts, after: Mapping[str, str]) -> None:
    """Write files; where one of them cannot be written, all stay as they were.

    :param root: the directory that they stand in.
    :param before: what they held when ``after`` was made from it.
    :param after: what they are to hold.
    :raises UserError: where one cannot be written, or changed meanwhile.
    """
    prepared: dict[str, Path] = {}
    written: list[str] = []
    name = ""
    try:
        for name, text in after.items():
            prepared[name] = _prepared(root / name, text)
        for name in after:
            if _content(root / name) != before[name]:
                raise UserError(f"{name} has changed meanwhile: nothing is written, run it again")
        for name in after:
            prepared[name].replace(root / name)
            written.append(name)
    except BaseException as error:
        for done in written:
            _restore(root / done, before[done])
        if isinstance(error, OSError):
            reason = error.strerror or "unknown error"
            raise UserError(f"{name} cannot be written: {reason}; all is as it was") from None
        raise
    finally:
        for path in prepared.values():
            path.unlink(missing_ok=True)


def _prepared(path: Path, text: str) -> Path:
    """A file beside ``path``, ready to take its place; it has its mode."""
    temporary = path.with_name(f".{path.name}.specslint-{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(path.lstat().st_mode))
    except BaseException:
        temporary.unlink()
        raise
    return temporary


def _content(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None


def _restore(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        _prepared(path, text).replace(path)
