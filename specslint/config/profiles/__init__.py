"""Profiles: the settings of each project's spec repository, one TOML file per project.

A profile has the keys of the configuration (``doc/configuration.rst``) and one more
table, ``areas``, which only ``specslint status`` uses.
"""

from __future__ import annotations

import os
import re
from functools import cache

from specslint.model.typing import Any

DEFAULT = "nova"
"""The profile of a tree whose project is unknown.

Its keys are the defaults of ``Config`` and ``Layout``; a test compares the two, so that
a usual run does not need to read the file.
"""

_DIRECTORY = os.path.dirname(__file__)
_PROJECT = re.compile(rb"^[ \t]*project[ \t]*=[ \t]*([A-Za-z0-9._/-]+)[ \t\r]*$", re.MULTILINE)


def names() -> tuple[str, ...]:
    """The names of all profiles, sorted."""
    files = (file.rpartition(".") for file in os.listdir(_DIRECTORY))
    return tuple(sorted(name for name, _, kind in files if kind == "toml"))


def exists(name: str) -> bool:
    """Whether a project has a profile.

    :param name: an untrusted name; it is not used as a path.
    """
    return name == DEFAULT or name in names()


@cache
def table(name: str) -> dict[str, Any]:
    """The keys of a profile, as in its file.

    :param name: one of :func:`names`.
    """
    import tomllib  # not needed for the default profile

    with open(f"{_DIRECTORY}/{name}.toml", "rb") as file:
        return tomllib.load(file)


def project_of(gitreview: bytes) -> str | None:
    """The project whose spec repository this is, or None.

    :param gitreview: the content of the tree's ``.gitreview``, which names the
        repository as in ``project=openstack/nova-specs.git``.

    Source: git-review's documentation, ".gitreview file format".
    """
    match = _PROJECT.search(gitreview)
    if match is None:
        return None
    repository = match[1].decode("ascii").rstrip("/").rpartition("/")[2].removesuffix(".git")
    name = repository.removesuffix("-specs")
    return name if name and name != repository else None
