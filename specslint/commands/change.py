"""``specslint --staged``, ``--commit`` and ``--range``: check a change."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.commands.inputs import config_of, remembering, with_docs_job
from specslint.commands.output import finish
from specslint.commands.root import root_of
from specslint.config.root import relative
from specslint.config.settings import Config
from specslint.engine import check_change, check_message
from specslint.engine.changes import UNTAGGED, assemble, copies_of
from specslint.engine.report import Report
from specslint.engine.result import Checked
from specslint.engine.specs import Parser
from specslint.model.errors import UserError
from specslint.model.typing import TYPE_CHECKING
from specslint.vcs.changes import Delta
from specslint.vcs.pending import message_cleanup, read_message
from specslint.vcs.repository import Repository
from specslint.vcs.sources import Revision
from specslint.work_tree import StrPath

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Check the change that the options name, and return the exit code.

    The specs, their templates and the settings are read from the index or the commit,
    whatever the work tree contains.

    :raises UserError: the options or the repository are invalid.
    """
    root = root_of(options)
    if sum(map(bool, (options.staged, options.commit, options.range))) > 1:
        raise UserError("--staged, --commit and --range exclude each other")
    if options.stdin_filename or options.release:
        raise UserError("--release and --stdin-filename are not for a change")
    if options.range and options.message_file:
        raise UserError("--message-file is about one commit, not about a range")
    if options.write_baseline:
        raise UserError("--write-baseline is for the whole tree, not for a change")
    runs: list[Checked] = []
    with (
        Repository.of(options.git) if options.staged else Repository.open(root) as repository,
        remembering(options, root) as open_cache,
    ):
        parsers: dict[Config, Parser] = {}
        for delta, config in _deltas(options, repository):
            if options.show_settings:
                print(config.describe(), end="")
                return 0
            parser = parsers.setdefault(config, Parser(config, open_cache))
            changes = assemble(delta, config, parser)
            targets = [_target(path, root, delta, config) for path in options.paths]
            if options.range and delta.is_brought:
                if not copies_of(changes, config):
                    continue
                report = _untagged(check_message(changes, delta.after, config, parser), runs)
            else:
                report = check_change(changes, delta.after, delta.before, config, parser, targets)
            message, paths = delta.message, changes.paths
            runs.append(Checked(report, delta.after, config, delta.commit, message, paths))
        return finish(runs, options, root)


def _deltas(options: Namespace, repository: Repository) -> Iterator[tuple[Delta, Config]]:
    """Each change to check, with the settings after it."""
    if options.commit or options.range:
        names = (
            repository.range_commits(options.range)
            if options.range
            else (repository.resolve(options.commit),)
        )
        checked = False
        for name in names:
            after = Revision(repository.git, repository.commit(name).tree)
            config = config_of(options, after, repository)
            config = with_docs_job(config, options, after, repository)
            is_merge = len(repository.commit(name).parents) > 1
            for delta in repository.parts_of_commit(name, config.layout.root):
                # What a merge brings are other commits of the range, but the source of a
                # copy may have been added since these began.
                is_known = delta.is_brought or (is_merge and not delta.changes)
                if options.range and is_known:
                    if any(change.adds for change in delta.changes):
                        yield delta, config
                    continue
                if options.message_file:
                    message = read_message(options.message_file)
                    delta = delta._replace(message=message)
                checked = True
                yield _holding_specs(delta, config, f"the commit {name[:12]}"), config
        if not checked:
            raise UserError(
                f'"{options.range}" holds merges only, which add nothing of their own: '
                "check them one by one with --commit"
            )
        return
    config = config_of(options, repository.index, repository)
    config = with_docs_job(config, options, repository.index, repository)
    delta = repository.changes_of_index(config.layout.root)
    if options.message_file:
        cleanup, encoding = message_cleanup(repository)
        message = read_message(options.message_file, encoding)
        delta = delta._replace(message=message, cleanup=cleanup)
    yield _holding_specs(delta, config, "the index"), config


def _untagged(report: Report, runs: list[Checked]) -> Report:
    """The findings on untagged copies that the commits of a range do not have themselves.

    :param report: what a merge brings.
    :param runs: the commits before it.
    """
    known = {(d.code, d.message) for run in runs for d in run.report.diagnostics}
    new = (d for d in report.diagnostics if d.code == UNTAGGED)
    kept = tuple(d for d in new if (d.code, d.message) not in known)
    return report._replace(diagnostics=kept, files=0, hidden=None)


def _target(path: str, root: StrPath, delta: Delta, config: Config) -> str:
    """A path to check in addition, which has to exist in the state after the change."""
    specs = config.layout.root
    target = relative(path, root)
    if target == "." or specs.startswith(f"{target}/"):
        return ""
    paths = (entry.path for entry in delta.after.entries(specs))
    if not any(found == target or found.startswith(f"{target}/") for found in paths):
        raise UserError(f"{path} is not there after the change, or holds no specs")
    return target


def _holding_specs(delta: Delta, config: Config, where: str) -> Delta:
    root = config.layout.root
    # If the change removes the directory or makes it a link, its specs would go
    # unchecked.
    if not delta.after.entries(root):
        raise UserError(
            f'no directory "{root}" in {where}: this is no spec repository; name one with --root'
        )
    return delta
