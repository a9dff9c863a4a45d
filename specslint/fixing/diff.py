"""Two texts as a unified diff, in the form that ``git apply`` and ``patch`` read."""

from __future__ import annotations

import difflib
from collections.abc import Iterator


def unified(path: str, before: str, after: str) -> Iterator[str]:
    """The lines of a diff, each with its line feed; none if the texts are equal.

    :param path: relative to the repository.
    """
    lines = difflib.unified_diff(_lines(before), _lines(after))
    if next(lines, None) is None:
        return
    next(lines)
    yield f"--- {_name(f'a/{path}')}\n"
    yield f"+++ {_name(f'b/{path}')}\n"
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """The lines with their line feeds; the last one may have none."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def _name(path: str) -> str:
    """A name as git writes it: quoted if that is needed to read it back.

    Source: git-config(1), core.quotePath.
    """
    if path.isascii() and path.isprintable() and not set(path) & {'"', "\\"}:
        # After a tab follows an optional date, so the tab ends a name that has spaces.
        return f"{path}\t" if " " in path else path
    written = []
    for byte in path.encode("utf-8", "surrogateescape"):
        char = chr(byte)
        if char in '"\\':
            written.append(f"\\{char}")
        else:
            written.append(char if 0x20 <= byte < 0x7F else f"\\{byte:03o}")
    return f'"{"".join(written)}"'
