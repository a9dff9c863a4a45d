"""Removes findings about closed releases from the report on a whole tree.

Nobody will edit their specs, and their findings hide the relevant ones. Errors are
always reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from specslint.config.settings import Config
from specslint.engine.report import Report
from specslint.engine.targets import Targets
from specslint.model.findings import Diagnostic, Severity
from specslint.model.releases import BACKLOG, open_for_proposals
from specslint.model.tree import Entry

New = Callable[[list[Diagnostic]], Iterable[Diagnostic]]


def is_whole(targets: Targets, config: Config) -> bool:
    """Whether a run covers the whole tree, whatever files are named in addition."""
    return any(targets.are(path) for path in ("", config.layout.root))


def without_closed(
    report: Report, entries: Iterable[Entry], config: Config, targets: Targets, new: New
) -> Report:
    """The report without warnings and infos about closed releases, which it counts.

    :param report: the findings in the whole tree.
    :param entries: the tree.
    :param config: the settings, which may name the open releases.
    :param targets: findings in files that are named besides the whole tree are kept.
    :param new: selects, of the findings to remove, those that the change introduces.
    """
    layout = config.layout
    served = layout.served(entry.path for entry in entries)
    names = open_for_proposals(config.open_releases, served)
    if config.open_releases is None and not names:
        return report._replace(hidden=())
    named = Targets(path for path in targets.paths if path not in ("", ".", layout.root))

    def is_about_closed(diagnostic: Diagnostic) -> bool:
        path = diagnostic.location.path
        release = layout.template_release(path) or layout.release_of(path)
        return release is not None and release not in (*names, BACKLOG)

    candidates = [
        diagnostic
        for diagnostic in report.diagnostics
        if diagnostic.severity < Severity.ERROR
        and is_about_closed(diagnostic)
        and not named.have(diagnostic.location.path)
    ]
    hidden = set(candidates).difference(new(candidates))
    return report._replace(
        diagnostics=tuple(d for d in report.diagnostics if d not in hidden),
        hidden=tuple(d for d in candidates if d in hidden),
    )
