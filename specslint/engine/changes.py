"""Builds the argument of rules of scope ``change`` from git's differences."""

from __future__ import annotations

from functools import cached_property

from specslint.config.settings import Config
from specslint.engine.copies import Earlier, Finder
from specslint.engine.specs import Parser, SpecReader
from specslint.model.change import Addition, ChangeSet
from specslint.model.message import CommitMessage
from specslint.model.releases import BACKLOG
from specslint.parsing import MAX_SIZE
from specslint.rules.fasttrack._tags import IN_SUBSTANCE, untagged
from specslint.vcs.changes import Delta
from specslint.work_tree import Unreadable


def assemble(delta: Delta, config: Config, parser: Parser) -> ChangeSet:
    """The argument of the rules on a change; most of it is computed when a rule needs it.

    :param delta: the differences that git reports.
    :param config: the settings of the state after the change.
    :param parser: shared with the run, so that equal texts are parsed once.
    :raises UserError: the repository lacks an object.
    """
    states = _States(delta, config, parser)
    return ChangeSet(
        delta.changes,
        config.layout,
        states,
        states.message,
        delta.commit,
        config.open_releases,
        delta.elsewhere,
    )


class _States:
    """Implements :class:`States`: what the states before and after a change contain."""

    def __init__(self, delta: Delta, config: Config, parser: Parser) -> None:
        self._delta = delta
        self._config = config
        self._layout = config.layout
        self._parser = parser

    @cached_property
    def message(self) -> CommitMessage | None:
        """The message, parsed, if there is one yet."""
        if self._delta.message is None:
            return None
        from specslint.parsing.commit_message import parse_message

        names = self._earlier.releases.union(
            place.release for c in self._delta.changes if (place := self._layout.place(c.path))
        )
        return parse_message(self._delta.message, self._delta.cleanup, names - {"", BACKLOG})

    @cached_property
    def _earlier(self) -> Earlier:
        return Earlier(self._delta.before.files(self._layout.root), self._layout)

    def additions(self) -> tuple[Addition, ...]:
        """See :class:`States`."""
        delta, config = self._delta, self._config
        before = SpecReader(delta.before, config, self._parser)
        after = SpecReader(delta.after, config, self._parser)
        readers = before, after
        return Finder(delta, config.layout, self._earlier, self.message, readers).additions()

    def before(self) -> frozenset[str]:
        """See :class:`States`."""
        return frozenset(entry.path for entry in self._delta.before.entries(self._layout.root))

    def redirects(self, release: str) -> str:
        """See :class:`States`."""
        path = self._layout.redirects_path(release)
        try:
            return self._delta.after.read(path, MAX_SIZE).decode("utf-8", "replace")
        except Unreadable:
            return ""

    def templates(self) -> frozenset[str]:
        """See :class:`States`."""
        entries = self._delta.after.entries(self._layout.root)
        return self._layout.served(entry.path for entry in entries) - {BACKLOG}


UNTAGGED = "FTK001"
"""The rule on copies without a tag."""


def copies_of(changes: ChangeSet, config: Config, least: float = IN_SUBSTANCE) -> dict[str, str]:
    """The paths that an untagged change copies, and the release of each one's source.

    :param least: how much of a copy has to be unchanged.
    """
    return {
        source.path: source.release
        for addition, source, _ in untagged(changes, least)
        if not config.is_ignored(UNTAGGED, addition.place.path)
    }
