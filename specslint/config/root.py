"""Where the spec repository is, and what a path on the command line means in it."""

from __future__ import annotations

import os
from pathlib import Path

from specslint.model.errors import UserError


def find_root(start: Path, specs: str = "specs") -> Path:
    """The spec repository around a directory.

    The nearest directory above that is a git work tree or holds templates; the
    documentation of nova-specs has a directory of the same name, with links.

    :param start: where to begin, most often the working directory.
    :param specs: the directory that holds the specs.
    :raises UserError: where there is none.
    """
    start = Path(os.path.abspath(start))  # noqa: PTH100 - a link in it is to stay one
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
    :raises UserError: where it is outside the repository.
    """
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - a link is not to be followed
    for base, named in ((root, absolute), (root.resolve(), _with_real_parent(absolute))):
        if named.is_relative_to(base):
            return named.relative_to(base).as_posix()
    raise UserError(f"{path} is outside the spec repository at {root}")


def _with_real_parent(path: Path) -> Path:
    # The working directory may be named by way of a link; the file itself is
    # never looked through.
    return path.parent.resolve() / path.name
