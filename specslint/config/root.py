"""The root of the spec repository, and paths of the command line relative to it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from specslint.model.errors import UserError
from specslint.work_tree import StrPath


def find_root(start: StrPath, specs: str = "specs") -> str:
    """Find the spec repository that contains a directory.

    It is the nearest directory above that is a git work tree or holds templates; else
    the nearest that holds specs. A ``specs`` directory alone counts last, since the
    documentation of nova-specs has one with links.

    :param start: where to begin, usually the working directory.
    :param specs: the directory that holds the specs.
    :raises UserError: there is none.
    """
    start = os.path.abspath(start)  # keeps symbolic links
    candidates = list(_upwards(start))
    for directory in candidates:
        if os.path.exists(f"{directory}/.git") or _holds_templates(f"{directory}/{specs}"):
            return directory
    for directory in candidates:
        if os.path.isdir(f"{directory}/{specs}"):
            return directory
    raise UserError(
        f"no spec repository around {start}: change into a clone of nova-specs, or name it "
        "with --root"
    )


def _upwards(path: str) -> Iterator[str]:
    """A directory and those above it."""
    above = ""
    while path != above:
        yield path
        path, above = os.path.dirname(path), path


def _holds_templates(directory: str) -> bool:
    with contextlib.suppress(OSError):
        return any(name.endswith("-template.rst") for name in os.listdir(directory))
    return False


def relative(path: str, root: StrPath) -> str:
    """A path of the command line, relative to the repository and with slashes.

    :param path: as given, relative to the working directory.
    :param root: the repository.
    :raises UserError: it is outside of the repository.
    """
    root = os.fspath(root)
    absolute = os.path.abspath(path)  # does not follow a link
    for base, named in ((root, absolute), (os.path.realpath(root), _with_real_parent(absolute))):
        if named == base:
            return "."
        above = base.rstrip("/") + "/"
        if named.startswith(above):
            return named[len(above) :]
    raise UserError(f"{path} is outside the spec repository at {root}")


def _with_real_parent(path: str) -> str:
    # The path to the working directory may contain a link, which is resolved; the file
    # itself may be a link, which is not.
    directory, name = os.path.split(path)
    return os.path.join(os.path.realpath(directory), name)
