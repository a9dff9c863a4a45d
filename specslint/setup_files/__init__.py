"""What ``specslint init`` adds to the files of a spec repository.

Pure functions of texts. Lines are added and none is changed, so that comments and style
stay; a file that cannot be extended so is left to its owner, with the lines to add.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from specslint.model.errors import UserError
from specslint.setup_files import pre_commit, settings, tox
from specslint.setup_files.lines import ByHandError, Texts, Wanted

__all__ = ["FILES", "ByHandError", "Plan", "Texts", "Wanted", "plan"]

FILES = (pre_commit.PRE_COMMIT, tox.TOX, "pyproject.toml", "setup.cfg", "tox.toml")
"""The files that may be read; the last one is never written."""


class Plan(NamedTuple):
    """The new texts of files, what is left to do by hand, and remarks."""

    files: dict[str, str]
    by_hand: tuple[ByHandError, ...]
    remarks: tuple[str, ...]


def plan(texts: Texts, wanted: Wanted) -> Plan:
    """Compute what to write so that the hooks, the gate's job and the settings exist.

    Applied to its own result, it has nothing to add.

    :param texts: the existing files, by the names of ``FILES``.
    :raises UserError: the existing settings are invalid, or the URL of specslint is
        needed and unknown.
    """
    complete = pre_commit.has_hooks(texts) and tox.has_environment(texts)
    if not complete and not (wanted.repo and wanted.rev):
        raise UserError(
            "pre-commit and tox need to know where to install specslint from: add --repo with the "
            "path of your clone of specslint, or --repo URL --rev REV with a tag or commit"
        )
    now = dict(texts)
    by_hand = []
    # The settings go to a file that existed before, not to a tox.ini that is being
    # created.
    with_settings = partial(settings.extended, path=settings.file_of(texts))
    for extended in (pre_commit.extended, tox.extended, with_settings):
        try:
            now.update(extended(now, wanted))
        except ByHandError as error:
            by_hand.append(error)
    changed = {name: text for name, text in now.items() if text and text != texts[name]}
    return Plan(changed, tuple(by_hand), tuple(pre_commit.remarks(texts)))
