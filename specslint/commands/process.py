"""Planning on the committed state, and showing and carrying out plans, for several commands."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from specslint.commands.inputs import config_of
from specslint.commands.output import wants_colour
from specslint.commands.root import root_of
from specslint.config.settings import Config
from specslint.engine import Report, check_change
from specslint.engine.changes import assemble
from specslint.engine.specs import Parser, SpecReader
from specslint.model import releases
from specslint.model.errors import UserError
from specslint.model.findings import Severity
from specslint.model.layout import Layout
from specslint.model.spec import Place
from specslint.model.tree import Entry, EntryKind
from specslint.parsing import MAX_SIZE
from specslint.process.apply import applied, planned, refuse_unless_possible, shown_file
from specslint.process.operations import Operation, Steps
from specslint.reporters import text
from specslint.reporters.escape import escaped
from specslint.vcs import staging
from specslint.vcs.changes import Delta
from specslint.vcs.pending import message_cleanup
from specslint.vcs.repository import Repository
from specslint.work_tree import Unreadable

_MOST_ALIKE = 3
"""How many warnings of one message in one file are shown with a plan."""


class State(NamedTuple):
    """The committed state of the repository, and how it is parsed."""

    repository: Repository
    config: Config

    @property
    def layout(self) -> Layout:
        """The path patterns of the repository."""
        return self.config.layout

    def entries(self, root: str | None = None) -> tuple[Entry, ...]:
        """The entries below a directory, by default that of the specs."""
        return self.repository.index.entries(self.layout.root if root is None else root)

    def places(self) -> Iterator[Place]:
        """All specs, including those of the backlog and abandoned ones."""
        for entry in self.entries():
            place = self.layout.place(entry.path) if entry.kind is EntryKind.FILE else None
            if place and not self.config.is_excluded(place.path):
                yield place

    def templates(self) -> list[str]:
        """The releases that have a template."""
        return sorted(self.layout.served(entry.path for entry in self.entries()))

    def known_releases(self, what: str) -> set[str]:
        """The releases of the tree.

        :param what: what would be done with them, for the message.
        :raises UserError: no release has specs.
        """
        known = {place.release for place in self.places()}.union(self.templates()) - {""}
        if known <= {releases.BACKLOG}:
            raise UserError(f"the specs here stand in no releases: {what}")
        return known

    def reader(self) -> SpecReader:
        """Reads specs, each with the outline of its own release."""
        return SpecReader(self.repository.index, self.config, Parser(self.config))

    def read(self, path: str) -> bytes:
        """The committed content of a regular file.

        :raises UserError: it cannot be read, or is too large.
        """
        try:
            return self.repository.index.read(path, MAX_SIZE)
        except Unreadable as error:
            raise UserError(f"{path} cannot be read: {error}") from None

    def lint(self, delta: Delta, message: str) -> Report:
        """The findings in a change and its message."""
        cleanup, _ = message_cleanup(self.repository)
        # The pages of the documentation are no specs, and the gate does not wrap them.
        root = f"{self.layout.root}/" if self.layout.root else ""
        changes = tuple(change for change in delta.changes if change.path.startswith(root))
        delta = delta._replace(changes=changes, message=message, cleanup=cleanup)
        parser = Parser(self.config)
        assembled = assemble(delta, self.config, parser)
        return check_change(assembled, delta.after, delta.before, self.config, parser)


class Outcome(NamedTuple):
    """A plan as it is shown: with the findings after it, and the file of its message."""

    steps: Steps
    report: Report
    file: str
    options: Namespace

    def message(self) -> Iterator[str]:
        """The lines that show the message."""
        yield f"The message{'' if self.options.dry_run else f', in {escaped(self.file)}'}:"
        yield from (escaped(f"    {line}".rstrip()) for line in self.steps.message.splitlines())
        yield ""

    def findings(self) -> list[str]:
        """The lines that show the findings; of many that are alike, the first three.

        A new spec has a placeholder in each section.
        """
        counts: Counter[tuple[str, str]] = Counter()
        lines = text.render(self.report, colour=wants_colour(self.options.color)).splitlines()
        shown = []
        for diagnostic, line in zip(self.report.diagnostics, lines, strict=True):
            alike = (diagnostic.location.path, diagnostic.message)
            counts[alike] += 1
            if counts[alike] <= _MOST_ALIKE or diagnostic.severity is Severity.ERROR:
                shown.append(line)
        hidden = len(lines) - len(shown)
        return [*shown, f"({hidden} more like these)"] if hidden else shown


def shown(outcome: Outcome) -> Iterator[str]:
    """The lines that show a plan, what is left to the author, the message and the next step."""
    options, steps = outcome.options, outcome.steps
    if options.format == "json":
        yield json.dumps(_as_json(steps, outcome.report), indent=2)
        return
    moved = {operation.moved_from for operation in steps.operations}
    for operation in steps.operations:
        if operation.removes and operation.path in moved:
            continue
        said = operation.path
        if operation.moved_from:
            said = f"{operation.moved_from} -> {operation.path}"
        if operation.link is not None:
            said = f"{operation.path} -> {operation.link}"
        yield escaped(f"{_kind(operation):6} {said}")
    yield from (escaped(f"note: {note}") for note in steps.notes)
    found = outcome.findings()
    if found:
        yield from ("", "Left for you:", *found)
    yield ""
    yield from outcome.message()
    if options.dry_run:
        yield "Nothing is changed."
    elif not options.commit:
        yield "All of it is staged. git add a file again after a change, and run: git commit"


def carry_out(
    options: Namespace,
    plan: Callable[[State], Steps],
    show: Callable[[Outcome], Iterator[str]] = shown,
) -> int:
    """Plan on the committed state, show the plan, and carry it out unless it is a dry run.

    :param options: uses ``dry_run``, ``commit``, ``color`` and what ``show`` uses.
    :param plan: computes the plan, without changing anything.
    :param show: the lines to print, ready for the terminal.
    :returns: 0, even if something is left to the author.
    :raises UserError: the options or the repository are invalid; nothing is changed.
    """
    if options.commit and options.dry_run:
        raise UserError("--dry-run changes nothing, and there would be nothing to --commit")
    with Repository.open(root_of(options)) as found:
        root = found.root  # all paths are relative to that, including git's own
    with Repository.open(root) as repository:
        staging.refuse_unless_clean(repository)
        state = State(repository, config_of(options, repository.index, repository))
        steps = plan(state)
        refuse_unless_possible(steps, repository)
        file = shown_file(repository)
        if options.dry_run:
            report = state.lint(planned(steps, repository), steps.message)
        else:
            with applied(steps, repository), Repository.open(root) as after:
                delta = after.changes_of_index(state.layout.root)
                report = state.lint(delta, steps.message)
    sys.stdout.writelines(f"{line}\n" for line in show(Outcome(steps, report, file, options)))
    if options.commit:
        sys.stdout.flush()
        # With an editor, if there is a terminal.
        if not staging.commit(root, edit=sys.stdin is not None and sys.stdin.isatty()):
            raise UserError(
                "git commit made no commit: all is staged and the message kept, and git commit "
                "tries again"
            )
    return 0


def _as_json(steps: Steps, report: Report) -> dict[str, object]:
    return {
        "version": "1",
        "operations": [
            {"kind": _kind(o), "path": o.path, "from": o.moved_from or None, "target": o.link}
            for o in steps.operations
        ],
        "message": steps.message,
        "notes": list(steps.notes),
        "findings": [
            {"code": d.code, "severity": str(d.severity), "path": d.location.path,
             "line": d.location.line, "message": d.message}
            for d in report.diagnostics
        ],
    }  # fmt: skip


def _kind(operation: Operation) -> str:
    if operation.removes:
        return "remove"
    if operation.link is not None:
        return "link"
    return "move" if operation.moved_from else "write"
