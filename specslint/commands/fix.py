"""``specslint --fix`` and ``--diff``: apply fixes, or show them."""

from __future__ import annotations

import contextlib
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from specslint.commands.inputs import checked, config_of, selected, settings_of, with_docs_job
from specslint.commands.output import finish, formats_of, tell
from specslint.commands.root import root_of
from specslint.config.settings import Config
from specslint.engine import check
from specslint.engine.result import Checked, Result
from specslint.engine.settings import Settings
from specslint.engine.sources import Overlay, Source, WorkTree
from specslint.engine.specs import Parser
from specslint.fixing import diff
from specslint.fixing.edits import Settled, applies, settle
from specslint.fixing.files import ChangedMeanwhileError, replace
from specslint.model.errors import UserError
from specslint.model.findings import Diagnostic
from specslint.parsing import MAX_SIZE
from specslint.reporters.escape import escaped
from specslint.work_tree import Unreadable

if TYPE_CHECKING:
    from specslint.engine.baseline import Known

_NOT_FOR = ("staged", "commit", "range", "message_file")
_NOT_WITH_DIFF = ("format", "output_file", "show_source", "statistics")


def run(options: Namespace) -> int:
    """Fix what the options name, print the remaining findings, and return the exit code.

    With ``--diff`` nothing is written, and the exit code tells whether there is
    anything to fix.

    :raises UserError: the options or the repository are invalid, or a file cannot be
        written.
    """
    _refuse(options)
    formats_of(options)  # reject invalid options before anything is written
    root = Path(root_of(options))
    tree = WorkTree(root)
    config = with_docs_job(config_of(options, tree, root), options, tree, root)
    if options.show_settings:
        print(config.describe(), end="")
        return 0
    source, targets = selected(options, root, tree, config)
    known = _known(options, root)
    fixing = Fixing(source, config, options.release, known, unsafe=options.unsafe_fixes)
    settings = settings_of(options, root, source)._replace(progress=None)
    try:
        # If all named files turned out not to be specs, there is nothing to fix.
        settled = Settled({}, ()) if targets == [] else fixing.settled(targets or (), settings)
    finally:
        if settings.cache:
            settings.cache.close()
    for path in settled.unsettled:
        tell(f"{path} is not stable yet: run specslint --fix again")
    if options.diff:
        return _show_diff(fixing.before, settled.texts)
    done = set(settled.texts)
    if source is tree or targets is None:
        done -= set(write(root, tree, fixing.before, settled.texts))
    else:
        source = _print(source, targets, settled.texts)
    report = checked(options, root, source, config, targets, fixing.parser)
    with contextlib.ExitStack() as stack:
        if source is not tree:
            # Standard output is for the fixed text alone.
            stack.enter_context(contextlib.redirect_stdout(sys.stderr))
        code = finish([Checked(report, source, config)], options, root)
    sys.stdout.flush()
    if not options.quiet:
        fixed = [d for d in settled.fixed if d.location.path in done]
        left = _new(Checked(report, source, config), known)
        summary = _summary(fixed, len(done), left, unsafe=options.unsafe_fixes)
        if summary:
            tell(summary)
    return code


def _refuse(options: Namespace) -> None:
    """Reject options that exclude each other.

    :raises UserError: there are such options.
    """
    if not (options.fix or options.diff):
        raise UserError("--unsafe-fixes goes with --fix or --diff: add one of them")
    change = _given(options, _NOT_FOR)
    if change:
        raise UserError(
            f"{change} checks what is staged or committed, but only files of the work tree can be "
            "fixed: run specslint --fix PATH, and then git add PATH"
        )
    if options.write_baseline:
        raise UserError("--write-baseline writes what is left: run it after --fix, on its own")
    output = _given(options, _NOT_WITH_DIFF)
    if options.diff and output:
        raise UserError(f"--diff prints a diff and no findings: leave out {output}")


def _given(options: Namespace, among: Sequence[str]) -> str:
    """The first given one of some options, as it is written on the command line."""
    found = (name for name in among if getattr(options, name))
    return next((f"--{name.replace('_', '-')}" for name in found), "")


def _known(options: Namespace, root: Path) -> Known:
    """The findings of the baseline: they are not reported, and so not fixed."""
    if not options.baseline:
        return {}
    from specslint.commands.baseline import known

    return known(options, root)


def _new(checked: Checked, known: Known) -> tuple[Diagnostic, ...]:
    """The findings that a baseline does not contain."""
    if not known:
        return checked.report.diagnostics
    from specslint.engine.baseline import without_known

    return without_known(Result([checked]), known)[0].report.diagnostics


class Fixing:
    """The texts of one state of the repository, before and after.

    ``before`` contains those with something to fix.
    """

    def __init__(
        self, source: Source, config: Config, release: str | None, known: Known, *, unsafe: bool
    ) -> None:
        self.parser = Parser(config)
        self.before: dict[str, str] = {}
        self._source = source
        self._release = release
        self._known = known
        self._unsafe = unsafe
        # No fix moves files, so the rules on placement are not needed.
        self._config = config.with_options(ignore=["PLC"])
        self._settings = Settings()
        self._named: Sequence[str] = ()

    def settled(self, targets: Sequence[str], settings: Settings | None = None) -> Settled:
        """Fix the texts in memory.

        :param targets: files and directories, relative to the repository; all if empty.
        :param settings: how to process many files.
        """
        self._settings = settings or self._settings
        self._named = targets
        found = self._findings(self._source, targets or None)
        for path in {d.location.path for d in found if applies(d.fix, unsafe=self._unsafe)}:
            with contextlib.suppress(Unreadable, UnicodeDecodeError):
                self.before[path] = self._source.read(path, MAX_SIZE).decode("utf-8")
        return settle(self.before, self._check, unsafe=self._unsafe)

    def _check(self, texts: Mapping[str, str]) -> Sequence[Diagnostic]:
        contents = {path: text.encode() for path, text in texts.items()}
        return self._findings(Overlay(self._source, contents), sorted(texts))

    def _findings(self, source: Source, targets: Sequence[str] | None) -> Sequence[Diagnostic]:
        if targets is not None and not targets:
            return ()
        report = check(
            source,
            self._config,
            targets,
            release=self._release,
            parser=self.parser,
            settings=self._settings,
            named=self._named,
        )
        return _new(Checked(report, source, self._config), self._known)


def write(
    root: Path, tree: WorkTree, before: Mapping[str, str], after: Mapping[str, str]
) -> list[str]:
    """Write the files; return the paths of those that could not be replaced."""
    left = []
    for path, text in sorted(after.items()):
        old = before[path].encode()

        def is_unchanged(path: str = path, old: bytes = old) -> bool:
            try:
                return tree.read(path, MAX_SIZE) == old
            except Unreadable:
                return False

        try:
            replace(root, path, text.encode(), is_unchanged)
        except ChangedMeanwhileError:
            tell(f"{path} was changed meanwhile and is left alone: run specslint --fix again")
            left.append(path)
    return left


def _print(source: Source, targets: Sequence[str], texts: Mapping[str, str]) -> Source:
    """Write the fixed text of standard input to standard output."""
    (path,) = targets
    try:
        content = texts[path].encode() if path in texts else source.read(path, MAX_SIZE)
    except Unreadable as unreadable:
        raise UserError(f"standard input: {unreadable.reason}; nothing is fixed") from None
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    return Overlay(source, {path: content})


def _show_diff(before: Mapping[str, str], after: Mapping[str, str]) -> int:
    """Print the differences; the exit code is 1 if there are any."""
    sys.stdout.flush()
    # A program that applies the diff needs it unchanged; a terminal must not interpret
    # characters of a spec.
    shown = escaped if sys.stdout.isatty() else str
    for path, text in sorted(after.items()):
        for line in diff.unified(path, before[path], text):
            sys.stdout.buffer.write(f"{shown(line[:-1])}\n".encode())
    sys.stdout.buffer.flush()
    return int(bool(after))


def _summary(
    fixed: Sequence[Diagnostic], files: int, left: Sequence[Diagnostic], *, unsafe: bool
) -> str:
    """One line on what was fixed and what is left; empty if there was nothing to fix."""
    more = 0 if unsafe else sum(applies(d.fix, unsafe=True) for d in left)
    if not fixed and not more:
        return ""
    parts = []
    if fixed:
        counts = Counter(diagnostic.code for diagnostic in fixed)
        codes = ", ".join(f"{count} {code}" for code, count in sorted(counts.items()))
        parts.append(f"fixed {_counted(len(fixed), 'finding')} in {_counted(files, 'file')}")
        parts[-1] += f" ({codes})"
    hint = f" ({more} of them could be fixed with --unsafe-fixes)" if more else ""
    return "; ".join([*parts, f"{len(left)} left{hint}"])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
