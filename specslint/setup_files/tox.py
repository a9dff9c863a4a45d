"""Adds the gate's job to ``tox.ini``."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from specslint.setup_files.lines import ByHandError, Texts, Wanted, appended

TOX = "tox.ini"

_ENVIRONMENT = re.compile(
    r"^\[(testenv:[^\]\n]*\bspecslint\b[^\]\n]*|(tool\.tox\.)?env\.specslint)\]", re.MULTILINE
)
_TOX_TABLE = re.compile(r"^\[tool\.tox(\.[^\]\n]*)?\]", re.MULTILINE)


_POSARGS = '{ replace = "posargs", default = ["--commit", "HEAD"], extend = true }'
_SCP = re.compile(r"([\w.-]+@[\w.-]+):(?!//)(.*)")


def has_environment(texts: Texts) -> bool:
    """Whether tox has the environment, in any configuration file."""
    return any(
        _ENVIRONMENT.search(texts[name] or "")
        for name in (TOX, "tox.toml", "pyproject.toml", "setup.cfg")
    )


def extended(texts: Texts, wanted: Wanted) -> dict[str, str]:
    """``tox.ini`` with the environment, or nothing if tox has it.

    :raises ByHandError: tox is configured in another file.
    """
    if has_environment(texts):
        return {}
    elsewhere = _configured_elsewhere(texts)
    if elsewhere:
        reason = "configures tox, and a tox.ini would take its place"
        raise ByHandError(elsewhere, reason, _environment(elsewhere, wanted))
    lines = _environment(TOX, wanted)
    text = texts[TOX] or ""
    if not text.strip():
        # Without a list of environments, tox would run one that installs the repository
        # as a package.
        return {TOX: text + "\n".join(["[tox]", "envlist = specslint", "", *lines, ""])}
    return {TOX: appended(text, lines)}


def _configured_elsewhere(texts: Texts) -> str | None:
    """The file that configures tox, if it is not ``tox.ini``."""
    if texts[TOX] is not None:
        return None
    if re.search(r"^\[tox:tox\]", texts["setup.cfg"] or "", re.MULTILINE):
        return "setup.cfg"
    if _TOX_TABLE.search(texts["pyproject.toml"] or ""):
        return "pyproject.toml"
    return None if texts["tox.toml"] is None else "tox.toml"


def _environment(path: str, wanted: Wanted) -> list[str]:
    """The lines of the environment in the format of a file."""
    if path.endswith(".toml"):
        return [
            "[env.specslint]" if path == "tox.toml" else "[tool.tox.env.specslint]",
            "skip_install = true",
            f'deps = ["{requirement(wanted)}"]',
            f'commands = [["specslint", {_POSARGS}]]',
        ]
    return [
        "[testenv:specslint]",
        "skip_install = true",
        f"deps = {requirement(wanted)}",
        "commands = specslint {posargs:--commit HEAD}",
    ]


def requirement(wanted: Wanted) -> str:
    """The requirement for pip: specslint at the revision of the hooks.

    Source: PEP 508, and pip's documentation on version control systems.
    """
    repo = wanted.repo or ""
    scp = _SCP.fullmatch(repo)
    if scp:  # git's short form, which pip does not support
        repo = f"ssh://{scp[1]}/{scp[2].lstrip('/')}"
    elif "://" not in repo:
        repo = PurePosixPath(repo).as_uri()
    return f"specslint @ git+{repo}@{wanted.rev}"
