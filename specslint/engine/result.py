"""The result of a run: its reports, with the states of the repository that were checked.

Most formats need the report alone. Some show the line of a finding, identify it after
it has moved, or need to know whether a file is part of the change: only for these are
the texts read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from specslint.config.settings import Config
from specslint.engine.report import Report
from specslint.engine.sources import Source, decode
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic
from specslint.model.spec import SourceText
from specslint.model.typing import NamedTuple
from specslint.parsing import MAX_SIZE
from specslint.work_tree import Unreadable


class Checked(NamedTuple):
    """One state of the repository, and its report.

    ``message`` is the commit message as it was given. ``changed`` are the paths that
    the change adds, modifies or removes, or None if no change was checked.
    """

    report: Report
    source: Source
    config: Config
    commit: str | None = None
    message: str | None = None
    changed: frozenset[str] | None = None


class Result:
    """The result of one run of the program: of the tree, or of each commit of a range."""

    def __init__(self, runs: Sequence[Checked]) -> None:
        """Merge the reports.

        :param runs: at least one; if several, one for each commit.
        """
        self.report = Report.merged(run.report for run in runs)
        # Of a commit that a merge brings as well, its own state comes first.
        self._runs = {run.commit: run for run in reversed(runs)}
        self._texts: dict[tuple[str | None, str], SourceText | None] = {}
        self._normalised: tuple[tuple[str | None, str, int] | None, str] = None, ""

    def only(self, diagnostics: Iterable[Diagnostic]) -> Result:
        """The same result with fewer findings.

        :param diagnostics: those to keep, in order.
        """
        other = Result(tuple(self._runs.values()))
        other.report = self.report._replace(diagnostics=tuple(diagnostics))
        other._texts = self._texts
        return other

    def fails(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding makes the run fail."""
        return diagnostic.severity >= self._run(diagnostic).config.fail_level

    @property
    def exit_code(self) -> int:
        """1 if a finding makes the run fail, else 0."""
        return int(any(map(self.fails, self.report.diagnostics)))

    def in_change(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding's file is part of the change; without a change, every file is."""
        changed = self._run(diagnostic).changed
        if changed is None:
            return self.text_of(diagnostic) is not None
        return diagnostic.location.path in changed

    def release_of(self, diagnostic: Diagnostic) -> str | None:
        """The release whose spec or template a finding is about."""
        layout = self._run(diagnostic).config.layout
        path = diagnostic.location.path
        return layout.template_release(path) or layout.release_of(path)

    def text_of(self, diagnostic: Diagnostic) -> SourceText | None:
        """The text that a finding is about, or None, as for a finding about a directory."""
        key = (diagnostic.commit, diagnostic.location.path)
        if key not in self._texts:
            self._texts[key] = _text(self._run(diagnostic), diagnostic.location.path)
        return self._texts[key]

    def line_of(self, diagnostic: Diagnostic) -> str | None:
        """The first line of a finding, or None if there is no such line."""
        text = self.text_of(diagnostic)
        number = diagnostic.location.line
        return text.lines[number - 1] if text and 0 < number <= len(text.lines) else None

    def normalised_line_of(self, diagnostic: Diagnostic) -> str:
        """That line in the form in which lines are compared; empty if there is none.

        Cached, since a whole file may be one line with thousands of findings.
        """
        from specslint.model.document import normalised

        key = (diagnostic.commit, diagnostic.location.path, diagnostic.location.line)
        if key != self._normalised[0]:
            self._normalised = key, normalised(self.line_of(diagnostic) or "")
        return self._normalised[1]

    def _run(self, diagnostic: Diagnostic) -> Checked:
        return self._runs[diagnostic.commit]


def _text(run: Checked, path: str) -> SourceText | None:
    if path == COMMIT_MESSAGE_PATH:
        return None if run.message is None else SourceText(run.message)
    try:
        return decode(run.source.read(path, MAX_SIZE))
    except Unreadable:
        return None
