"""``specslint commit-msg FILE``: the hook that checks a message before it is recorded."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from specslint.commands.inputs import config_of, working_directory
from specslint.commands.output import finish
from specslint.engine import check_message
from specslint.engine.changes import assemble
from specslint.engine.result import Checked
from specslint.engine.specs import Parser
from specslint.vcs.pending import Skipped, pending_commit
from specslint.vcs.repository import Repository


def run(options: Namespace) -> int:
    """Check the commit in the making against its message, and return the exit code.

    :raises UserError: where the message or the repository cannot be read.
    """
    with Repository.open(working_directory(), library=False) as repository:
        config = config_of(options, repository.index, repository)
        # pre-commit passes no name where a global "files:" leaves the message out.
        file = Path(options.file) if options.file else repository.path_of("COMMIT_EDITMSG")
        delta = pending_commit(repository, file, config.layout.root)
        if isinstance(delta, Skipped):
            return 0
        parser = Parser(config)
        changes = assemble(delta, config, parser)
        report = check_message(changes, delta.after, config, parser)
        paths = changes.paths
        checked = Checked(report, delta.after, config, None, delta.message, paths)
        return finish([checked], options, repository.root)
