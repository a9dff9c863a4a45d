"""What ``specslint init`` adds to the files of a spec repository.

Pure: texts to texts. Lines are added and none is changed, so that comments and
style stay; what cannot be extended so is left to its owner, with the lines
that belong there.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from specslint.model.errors import UserError
from specslint.setup_files import pre_commit, settings, tox
from specslint.setup_files.lines import ByHandError, Texts, Wanted

__all__ = ["FILES", "ByHandError", "Plan", "Texts", "Wanted", "plan"]

FILES = (pre_commit.PRE_COMMIT, tox.TOX, "pyproject.toml", "setup.cfg", "tox.toml")
"""The files that are looked at; the last one is never written."""


class Plan(NamedTuple):
    """The new texts of files, what is left to do by hand, and remarks."""

    files: dict[str, str]
    by_hand: tuple[ByHandError, ...]
    remarks: tuple[str, ...]


def plan(texts: Texts, wanted: Wanted) -> Plan:
    """What to write so that the hooks, the gate's job and the settings are there.

    Applied to what it gives, it finds nothing to do.

    :param texts: what is there, by the names of ``FILES``.
    :raises UserError: where the settings that are there are wrong, or where
        specslint is to be had is needed and not known.
    """
    complete = pre_commit.has_hooks(texts) and tox.has_environment(texts)
    if not complete and not (wanted.repo and wanted.rev):
        raise UserError(
            "where pre-commit and tox are to get specslint from is not known: name a repository "
            "and a tag or commit of it with --repo URL --rev REV"
        )
    now = dict(texts)
    by_hand = []
    # The settings go to a file that was there, not to a tox.ini that is only now made.
    with_settings = partial(settings.extended, path=settings.file_of(texts))
    for extended in (pre_commit.extended, tox.extended, with_settings):
        try:
            now.update(extended(now, wanted))
        except ByHandError as error:
            by_hand.append(error)
    changed = {name: text for name, text in now.items() if text and text != texts[name]}
    return Plan(changed, tuple(by_hand), tuple(pre_commit.remarks(texts)))
