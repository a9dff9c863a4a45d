"""Adds the settings to ``pyproject.toml``, or to the file that has them already."""

from __future__ import annotations

from collections.abc import Sequence

from specslint.config.files import Section, section
from specslint.config.loading import SOURCES, load
from specslint.config.settings import Config
from specslint.model.errors import UserError
from specslint.setup_files.lines import (
    ByHandError,
    Texts,
    Wanted,
    appended,
    inserted,
    lines_of,
)
from specslint.setup_files.tox import TOX


def extended(texts: Texts, wanted: Wanted, path: str) -> dict[str, str]:
    """The file of the settings with the missing ones; nothing if none is missing.

    :param path: the file; see :func:`file_of`.
    :raises ByHandError: it cannot be extended line by line.
    :raises UserError: the existing settings are invalid.
    """
    load(lambda name: _encoded(texts.get(name)))
    text = texts[path] or ""
    found = section(path, text.encode())
    if found:
        wanted = _lacking(found, wanted)
    title, lines = _section(path, wanted)
    if not lines:
        return {}
    if not found:
        new = appended(text, [title, *lines])
    else:
        at = [n for n, line in enumerate(lines_of(text), 1) if line.split("#")[0].strip() == title]
        if len(at) != 1:
            reason = f"has its settings elsewhere than below {title}"
            raise ByHandError(path, reason, [title, *lines])
        new = inserted(text, at[0], lines)
    # Parse the result: a text that does not have the intended meaning is not written.
    try:
        config = load(lambda name: new.encode() if name == path else None)
    except UserError as error:
        raise ByHandError(path, f"cannot be extended ({error})", [title, *lines]) from None
    if wanted.open_release not in (None, *(config.open_releases or ())) or (
        wanted.project not in (None, config.project)
    ):
        raise ByHandError(path, "says otherwise when it is extended", [title, *lines])
    return {path: new}


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def file_of(texts: Texts) -> str:
    """The file that has the settings, or is to have them.

    A new pyproject.toml is only written if the repository has no other file for
    settings: with one, pip would build the package in another way than with setup.cfg
    alone.
    """
    for name in SOURCES:
        if section(name, (texts[name] or "").encode()):
            return name
    there = (name for name in ("pyproject.toml", TOX, "setup.cfg") if texts[name] is not None)
    return next(there, "pyproject.toml")


def _lacking(found: Section, wanted: Wanted) -> Wanted:
    """The settings that a section lacks and that are not the default."""
    keys = {key.replace("_", "-") for key in found.values}
    return wanted._replace(
        open_release=None if "open-releases" in keys else wanted.open_release,
        project=None
        if "project" in keys or wanted.project == Config().project
        else wanted.project,
        layout=tuple((key, items) for key, items in wanted.layout if key not in keys),
    )


def _section(path: str, wanted: Wanted) -> tuple[str, list[str]]:
    """The header of the section, and the lines below it."""
    release, project = wanted.open_release, wanted.project
    if path.endswith(".toml"):
        title = "[tool.specslint]"
        pairs = {"open-releases": f'["{release}"]', "project": f'"{project}"'}
    else:
        title = "[specslint]"
        pairs = {"open-releases": f"{release}", "project": f"{project}"}
    known = {"open-releases": release, "project": project}
    lines = [f"{key} = {value}" for key, value in pairs.items() if known[key]]
    return title, lines + [
        line for key, items in wanted.layout for line in _listed(path, key, items)
    ]


def _listed(path: str, key: str, items: Sequence[str]) -> list[str]:
    """A key with a list, one item per line."""
    if path.endswith(".toml"):
        if not items:
            return [f"{key} = []"]
        return [f"{key} = [", *(f'  "{item}",' for item in items), "]"]
    return [f"{key} =", *(f"    {item}" for item in items)]


def as_toml(keys: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """Keys with lists as the content of a ``pyproject.toml``."""
    lines = [line for key, items in keys for line in _listed("pyproject.toml", key, items)]
    return "\n".join(["[tool.specslint]", *lines, ""]).encode()
