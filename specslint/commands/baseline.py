"""``--baseline`` and ``--write-baseline``: leave out known findings."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from specslint.commands.files import read_file, write_file
from specslint.commands.output import tell
from specslint.config.settings import Config
from specslint.engine import baseline
from specslint.engine.result import Checked, Result
from specslint.model.errors import UserError
from specslint.model.findings import Scope
from specslint.rules import all_rules
from specslint.work_tree import StrPath, Unreadable
from specslint.writing import inside

_LIMIT = 64 * 1024 * 1024

# With one of these options, only a part of the tree is checked.
_PARTS = ("paths", "release", "staged", "commit", "range", "message_file", "file")


def write_baseline(checked: Checked, options: Namespace, root: StrPath) -> int:
    """Write the findings in the whole tree to the file, and return the exit code.

    :param checked: the tree.
    :param root: the repository.
    :raises UserError: only a part was checked, or the file cannot be written.
    """
    if options.baseline:
        raise UserError("--write-baseline writes all that is found: leave out --baseline")
    if options.paths or options.release:
        raise UserError("--write-baseline is for the whole tree: leave out PATH and --release")
    text, count = baseline.render(Result([checked]))
    file = Path(options.write_baseline)
    write_file(file, text, root)
    if not options.quiet:
        findings = f"{count} finding{'' if count == 1 else 's'}"
        tell(f"{file} now holds {findings}: --baseline {file} reports the others only")
    return 0


def known(options: Namespace, root: StrPath) -> baseline.Known:
    """The known findings of the baseline.

    With ``--config-from``, a baseline in the repository is read at that revision, since
    it silences findings as settings do.

    :param root: the repository.
    :raises UserError: the file cannot be read, or is not a baseline.
    """
    file = Path(options.baseline)
    at = f" at {options.config_from}" if options.config_from is not None else ""
    try:
        data = _at_revision(file, options.config_from, root) if at else None
        if data is None:
            data, at = read_file(file, _LIMIT, root), ""
        return baseline.parse(data)
    except baseline.BadBaselineError as error:
        raise UserError(
            f"{file}{at}: this is no baseline: {error}; --write-baseline writes one"
        ) from None


def _at_revision(file: Path, revision: str, root: StrPath) -> bytes | None:
    """The file's content at a revision; None if it is outside of the repository."""
    # A path outside of the repository may be a link to a file of the tree.
    path = inside(str(root), str(file)) or inside(str(root), os.path.realpath(file))
    if path is None:
        return None
    from specslint.vcs.repository import Repository  # slow and seldom needed

    try:
        with Repository.open(root) as repository:
            return repository.state(revision).read(path, _LIMIT)
    except Unreadable as unreadable:
        raise UserError(
            f"{file}: --config-from reads it at {revision}, where it cannot be read: "
            f"{unreadable.reason}"
        ) from None


def without_baseline(result: Result, config: Config, options: Namespace, root: StrPath) -> Result:
    """The findings that the baseline does not contain.

    Also prints how many entries are obsolete, if the whole tree was checked.

    :param result: all findings.
    :param config: the settings.
    :param root: the repository.
    :raises UserError: the file cannot be read, or is not a baseline.
    """
    file = Path(options.baseline)
    new, unmatched = baseline.without_known(result, known(options, root))
    if not any(getattr(options, name, None) for name in _PARTS):
        gone = sum(count for key, count in unmatched.items() if _is_looked_for(key.code, config))
        if gone:
            entries = "entry is" if gone == 1 else "entries are"
            tell(f"{file}: {gone} {entries} no longer found: run --write-baseline {file} again")
    return new


def _is_looked_for(code: str, config: Config) -> bool:
    rule = all_rules().get(code)
    return rule is None or (rule.scope is not Scope.CHANGE and config.is_selected(code))
