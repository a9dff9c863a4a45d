"""``specslint tag FILE [SOURCE [SHA]]``: the hook that writes the tag into a message."""

from __future__ import annotations

import os

from specslint.commands.inputs import config_of, remembering
from specslint.commands.output import tell
from specslint.engine.changes import UNTAGGED, assemble, copies_of
from specslint.engine.specs import Parser
from specslint.model.errors import UserError
from specslint.model.typing import TYPE_CHECKING
from specslint.reporters.escape import escaped
from specslint.rules.fasttrack._tags import line_for
from specslint.vcs.pending import Skipped, is_replayed, message_cleanup, pending_commit
from specslint.vcs.repository import Repository

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Write the tag into the message of a commit that needs it, and return the exit code.

    :raises UserError: the message or the repository cannot be read, or the message
        cannot be written.
    """
    # pre-commit passes only the file.
    source = options.source or os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE", "")
    if source == "merge":
        return 0
    with Repository.of(options.git) as repository:
        config = config_of(options, repository.index, repository)
        file = options.file or repository.path_of("COMMIT_EDITMSG")
        pending = pending_commit(repository, file, config.layout.root)
        # If the rule is disabled, its tag is not wanted either.
        if isinstance(pending, Skipped) or not config.is_selected(UNTAGGED):
            return 0
        delta = pending.delta
        if not any(change.adds for change in delta.changes):
            return 0
        with remembering(options, repository.root) as open_cache:
            changes = assemble(delta, config, Parser(config, open_cache))
            copies = copies_of(changes, config)
        if not copies or (changes.message and changes.message.misspelt) or is_replayed(repository):
            return 0
        _, encoding = message_cleanup(repository)
    from specslint.process.tagging import with_tag  # here because most commits need no tag

    tag = line_for(dict.fromkeys(copies.values()))
    names = ", ".join(map(escaped, copies))
    note = f"A copy of {names}: delete the tag below if anything functional changed."
    above = changes.message.change_ids if changes.message else ()
    tagged = with_tag(
        delta.message or "", delta.cleanup, tag, note, above[0].line if above else None
    )
    if tagged is None:
        tell(f'"{tag}" would be a comment: add it behind a blank, this is a copy of {names}')
        return 0
    _write(file, tagged.text.encode(encoding, "backslashreplace"))
    if not tagged.noted:
        tell(
            f'added "{tag}" to the message, this is a copy of {names}:'
            " take it out if anything functional changed"
        )
    return 0


def _write(file: str, content: bytes) -> None:
    """Write the message atomically. A link is not followed."""
    from specslint.writing import prepared, reason

    directory, name = os.path.split(file)
    try:
        with prepared(directory or ".", name, content, durable=False) as new:
            new.put()
    except (OSError, ValueError) as error:
        raise UserError(f"{file}: cannot be written: {reason(error)}") from None
