"""``specslint commit-msg FILE``: the hook that checks a message before it is recorded."""

from __future__ import annotations

import os
import sys

from specslint.commands.inputs import config_of, remembering
from specslint.commands.output import finish, tell
from specslint.engine import check_message
from specslint.engine.changes import assemble
from specslint.engine.result import Checked
from specslint.engine.specs import Parser
from specslint.model.errors import UserError
from specslint.model.message import BARE_TAG
from specslint.model.typing import TYPE_CHECKING
from specslint.vcs.pending import Skipped, pending_commit
from specslint.vcs.repository import Repository

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Check the commit that is being made against its message, and return the exit code.

    :raises UserError: the message or the repository cannot be read.
    """
    with Repository.of(options.git) as repository:
        config = config_of(options, repository.index, repository)
        # pre-commit passes no name if a global "files:" excludes the message.
        file = options.file or repository.path_of("COMMIT_EDITMSG")
        pending = pending_commit(repository, file, config.layout.root)
        if isinstance(pending, Skipped):
            return 0
        delta = pending.delta
        with remembering(options, repository.root) as open_cache:
            parser = Parser(config, open_cache)
            changes = assemble(delta, config, parser)
            if changes.message and changes.message.is_bare_tag:
                raise UserError(BARE_TAG)
            report = check_message(changes, delta.after, config, parser)
        paths = changes.paths
        checked = Checked(report, delta.after, config, None, delta.message, paths)
        code = finish([checked], options, repository.root)
    if code:
        sys.stdout.flush()
        tell(_again(file, amends=pending.amends))
    return code


def _again(file: str, *, amends: bool) -> str:
    """How to edit a rejected message again: git keeps it until the next commit."""
    import shlex  # here because most messages are accepted

    # With -a or paths, git commits from a temporary index, which is lost on a
    # rejection.
    is_other = os.environ.get("GIT_INDEX_FILE", "").endswith(".lock")
    besides = " with -a or your paths besides," if is_other else ""
    amend = ["--amend"] if amends else []
    command = shlex.join(["git", "commit", *amend, "-eF", os.path.join(os.getcwd(), file)])
    return f"the message is kept;{besides} edit it and try again: {command}"
