"""Profiles: how the spec repository of a project is laid out, one TOML file each.

A profile has the keys of the configuration (``doc/configuration.rst``) and one table
more, ``areas``, which ``specslint status`` alone asks for.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

DEFAULT = "nova"
"""The profile of a tree that says nothing of its project.

Its keys are the defaults of ``Config`` and ``Layout``; a test compares the two, so that
the usual run reads no file for them.
"""

_DIRECTORY = Path(__file__).parent
_PROJECT = re.compile(rb"^[ \t]*project[ \t]*=[ \t]*([A-Za-z0-9._/-]+)[ \t\r]*$", re.MULTILINE)


def names() -> tuple[str, ...]:
    """The names of all profiles, sorted."""
    return tuple(sorted(file.stem for file in _DIRECTORY.glob("*.toml")))


def exists(name: str) -> bool:
    """Whether there is a profile of a project.

    :param name: from outside; no path comes of it.
    """
    return name == DEFAULT or name in names()


@cache
def table(name: str) -> dict[str, Any]:
    """The keys of a profile, as its file has them.

    :param name: one of :func:`names`.
    """
    import tomllib  # not for the default profile

    return tomllib.loads((_DIRECTORY / f"{name}.toml").read_text(encoding="utf-8"))


def project_of(gitreview: bytes) -> str | None:
    """The project whose spec repository this is, or None.

    :param gitreview: the content of the tree's ``.gitreview``, in which the repository
        is named as in ``project=openstack/nova-specs.git``.

    Source: git-review's documentation, ".gitreview file format".
    """
    match = _PROJECT.search(gitreview)
    if match is None:
        return None
    repository = match[1].decode("ascii").rstrip("/").rpartition("/")[2].removesuffix(".git")
    name = repository.removesuffix("-specs")
    return name if name and name != repository else None
