"""The work tree under check: its settings, and what git does with its files.

Shared by the command line and the language server.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from specslint.config.settings import Config
from specslint.config.values import MAX_BYTES
from specslint.engine.report import Report
from specslint.engine.sources import RecordingTree, Source
from specslint.model.errors import UserError
from specslint.parsing import MAX_SIZE
from specslint.work_tree import StrPath, Unreadable


def config_file(source: Source, path: str) -> bytes | None:
    """The content of a configuration file, or None if there is none."""
    try:
        return source.read(path, MAX_BYTES)
    except Unreadable as unreadable:
        if unreadable.missing:
            return None
        raise UserError(f"{path}: the configuration cannot be read: {unreadable.reason}") from None


def optional_file(source: Source, path: str) -> bytes | None:
    """The content of a file that is not essential, or None if it cannot be read."""
    try:
        return source.read(path, MAX_BYTES)
    except Unreadable:
        return None


def refuse_other_layout(config: Config, source: Source) -> None:
    """Reject a repository with another layout that no setting or profile describes.

    :raises UserError: otherwise every spec would be reported as misplaced.
    """
    if config.is_described:
        return
    if not config.layout.fits(e.path for e in source.entries(config.layout.root)):
        raise UserError(
            f"{config.project}-specs has another layout than the default one, and no profile:"
            ' describe it in [tool.specslint] ("specslint init" proposes how)'
        )


# The sections that every template has, whatever its project and release.
_SECTION = r"^[ \t]*(problem description|proposed changes?)[ \t\r]*$"


def is_other(target: str, source: Source, specs: str) -> bool:
    """Whether a file is not a spec: neither its path nor any of its sections is that of one.

    A draft outside of the layout has sections of a spec.
    """
    if not target or target == specs or target.startswith(f"{specs}/"):
        return False
    try:
        text = source.read(target, MAX_SIZE).decode("utf-8", "replace")
    except Unreadable:
        return False  # reported by a rule
    return not re.search(_SECTION, text, re.I | re.M)


def normalised_by_git(
    texts: Mapping[str, str], root: StrPath, source: Source
) -> Mapping[str, str]:
    """Those of the texts whose carriage returns git removes when they are added."""
    if isinstance(source, RecordingTree):
        source.complete = False  # the result also depends on git
    from specslint.vcs.git import Git  # slow and seldom needed
    from specslint.vcs.line_ends import normalised
    from specslint.vcs.processes import OutOfTimeError

    try:
        return normalised(Git(root, library=False), texts)
    except OutOfTimeError:
        raise
    except UserError:
        return {}  # without git, the files on disk are what counts


# Files that are often not meant to be committed cause findings of these rules: an
# editor's backup, a rejected hunk.
_ABOUT_STRAYS = ("PLC001", "PLC002", "PLC003")


def without_ignored(report: Report, root: StrPath, source: Source) -> Report:
    """The report without findings of PLC001 to PLC003 about files that git ignores."""
    strays = {d.location.path for d in report.diagnostics if d.code in _ABOUT_STRAYS}
    if not strays or not os.path.exists(os.path.join(root, ".git")):
        return report
    if isinstance(source, RecordingTree):
        source.complete = False  # the result also depends on git
    from specslint.vcs.processes import OutOfTimeError  # slow and seldom needed
    from specslint.vcs.repository import Repository

    try:
        with Repository.open(root, library=False) as repository:
            ignored = repository.ignored(strays)
    except OutOfTimeError:
        raise
    except UserError:
        return report  # without git, the files on disk are what counts
    return report._replace(
        diagnostics=tuple(d for d in report.diagnostics if d.location.path not in ignored),
    )
