"""The root of the spec repository, and paths of the command line relative to it."""

from __future__ import annotations

import os
from pathlib import Path

from specslint.model.errors import UserError


def find_root(start: Path, specs: str = "specs") -> Path:
    """Find the spec repository that contains a directory.

    It is the nearest directory above that is a git work tree or holds templates; else
    the nearest that holds specs. A ``specs`` directory alone counts last, since the
    documentation of nova-specs has one with links.

    :param start: where to begin, usually the working directory.
    :param specs: the directory that holds the specs.
    :raises UserError: there is none.
    """
    start = Path(os.path.abspath(start))  # noqa: PTH100 - keeps symbolic links
    candidates = (start, *start.parents)
    for directory in candidates:
        if (directory / ".git").exists() or any((directory / specs).glob("*-template.rst")):
            return directory
    for directory in candidates:
        if (directory / specs).is_dir():
            return directory
    raise UserError(
        f"no spec repository around {start}: change into a clone of nova-specs, or name it "
        "with --root"
    )


def relative(path: str, root: Path) -> str:
    """A path of the command line, relative to the repository and with slashes.

    :param path: as given, relative to the working directory.
    :param root: the repository.
    :raises UserError: it is outside of the repository.
    """
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - does not follow a link
    for base, named in ((root, absolute), (root.resolve(), _with_real_parent(absolute))):
        if named.is_relative_to(base):
            return named.relative_to(base).as_posix()
    raise UserError(f"{path} is outside the spec repository at {root}")


def _with_real_parent(path: Path) -> Path:
    # The path to the working directory may contain a link, which is resolved; the file
    # itself may be a link, which is not.
    return path.parent.resolve() / path.name
