"""Checks the message of a pending commit, which git has opened in an editor."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from specslint.config.loading import load
from specslint.config.settings import Config
from specslint.engine import check_message
from specslint.engine.changes import UNTAGGED, assemble, copies_of
from specslint.engine.checkout import config_file, refuse_other_layout
from specslint.engine.specs import Parser
from specslint.model.change import ChangeSet
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic, Location, Severity
from specslint.model.message import BARE_TAG, Cleanup
from specslint.process.tagging import with_tag
from specslint.rules.fasttrack._tags import IN_SUBSTANCE, SIMILAR, line_for
from specslint.server.checkouts import Choice
from specslint.vcs.pending import Skipped, message_cleanup, pending_with
from specslint.vcs.repository import Repository


class Message(NamedTuple):
    """A commit message, its change, and the findings in it."""

    text: str
    changes: ChangeSet
    config: Config
    cleanup: Cleanup
    diagnostics: tuple[Diagnostic, ...]


class Tagging(NamedTuple):
    """A message with the tag added; ``sure`` is false if the author has to decide."""

    tag: str
    text: str
    sure: bool


def checked(root: Path, text: str, choice: Choice) -> Message | None:
    """Check a message as the commit-msg hook does; None if the hook would not check it.

    :param root: the work tree.
    :param text: the message, with git's comments.
    :param choice: the rules that the editor's settings select.
    :raises UserError: the repository or its settings cannot be used.
    """
    with Repository.open(root, library=False) as repository:
        config = load(lambda path: config_file(repository.index, path))
        if not repository.index.entries(config.layout.root):
            return None  # no spec repository
        refuse_other_layout(config, repository.index)
        config = choice.applied(config)
        cleanup, _ = message_cleanup(repository)
        pending = pending_with(repository, text, cleanup, config.layout.root)
        if isinstance(pending, Skipped):
            return None
        delta = pending.delta
        parser = Parser(config)
        changes = assemble(delta, config, parser)
        found = check_message(changes, delta.after, config, parser).diagnostics
        if changes.message and changes.message.is_bare_tag:
            place = Location(COMMIT_MESSAGE_PATH, changes.message.tags[0].line)
            found = (Diagnostic(place, "", "", Severity.ERROR, BARE_TAG), *found)
        message = Message(text, changes, config, delta.cleanup, found)
        # Computed now, before the repository is closed.
        _ = changes.before, [addition.comparison for addition in changes.reproposals]
        return message


def tagged(message: Message) -> Tagging | None:
    """The message with the missing tag, or None if no tag is missing."""
    changes = message.changes
    if changes.message is None or not any(d.code == UNTAGGED for d in message.diagnostics):
        return None
    sure = copies_of(changes, message.config, IN_SUBSTANCE)
    copies = sure or copies_of(changes, message.config, SIMILAR)
    if not copies:
        return None
    tag = line_for(dict.fromkeys(copies.values()))
    if changes.message.misspelt:
        lines = message.text.split("\n")
        lines[changes.message.misspelt[0].line - 1] = tag
        return Tagging(tag, "\n".join(lines), bool(sure))
    above = changes.message.change_ids
    new = with_tag(message.text, message.cleanup, tag, None, above[0].line if above else None)
    return new and Tagging(tag, new.text, bool(sure))
