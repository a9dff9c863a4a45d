"""``--baseline`` and ``--write-baseline``: live with old findings, see the new ones."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from specslint.commands.files import read_file, write_file
from specslint.config.settings import Config
from specslint.engine import baseline
from specslint.engine.result import Checked, Result
from specslint.model.errors import UserError
from specslint.model.findings import Scope
from specslint.reporters.escape import escaped
from specslint.rules import all_rules

_LIMIT = 64 * 1024 * 1024

# With one of these options, it is not the whole tree that is checked.
_PARTS = ("paths", "release", "staged", "commit", "range", "message_file", "file")


def write_baseline(checked: Checked, options: Namespace) -> int:
    """Write what was found in the whole tree to the file, and return the exit code.

    :param checked: the tree.
    :raises UserError: where only a part was checked, or the file cannot be written.
    """
    if options.baseline:
        raise UserError("--write-baseline writes all that is found: leave out --baseline")
    if options.paths or options.release:
        raise UserError("--write-baseline is for the whole tree: leave out PATH and --release")
    text, count = baseline.render(Result([checked]))
    file = Path(options.write_baseline)
    write_file(file, text)
    if not options.quiet:
        findings = f"{count} finding{'' if count == 1 else 's'}"
        _say(f"{file} now holds {findings}: --baseline {file} reports the others only")
    return 0


def known(options: Namespace) -> baseline.Known:
    """What the baseline knows.

    :raises UserError: where the file cannot be read, or is no baseline.
    """
    file = Path(options.baseline)
    try:
        return baseline.parse(read_file(file, _LIMIT))
    except baseline.BadBaselineError as error:
        raise UserError(
            f"{file}: this is no baseline: {error}; --write-baseline writes one"
        ) from None


def without_baseline(result: Result, config: Config, options: Namespace) -> Result:
    """The findings that the baseline does not know.

    Says how many entries it has too many, where the whole tree was checked.

    :param result: all findings.
    :param config: the settings.
    :raises UserError: where the file cannot be read, or is no baseline.
    """
    file = Path(options.baseline)
    new, unmatched = baseline.without_known(result, known(options))
    if not any(getattr(options, name, None) for name in _PARTS):
        gone = sum(count for key, count in unmatched.items() if _is_looked_for(key.code, config))
        if gone:
            entries = "entry is" if gone == 1 else "entries are"
            _say(f"{file}: {gone} {entries} no longer found: run --write-baseline {file} again")
    return new


def _is_looked_for(code: str, config: Config) -> bool:
    rule = all_rules().get(code)
    return rule is None or (rule.scope is not Scope.CHANGE and config.is_selected(code))


def _say(text: str) -> None:
    print(f"specslint: {escaped(text)}", file=sys.stderr)
