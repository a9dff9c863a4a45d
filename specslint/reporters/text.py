"""The text output: ``path:line:col: CODE [severity] message``, one line per finding.

Editors can jump to this form, and Zuul's tox job turns it into review comments.
"""

from __future__ import annotations

from collections.abc import Callable

from specslint.engine.report import Report
from specslint.model.findings import Diagnostic, Severity
from specslint.reporters.escape import escaped

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def render(
    report: Report,
    *,
    colour: bool = False,
    excerpt: Callable[[Diagnostic], str] = lambda _: "",
) -> str:
    """The findings, one per line; empty if there are none.

    :param report: the report.
    :param colour: whether to write terminal colour codes.
    :param excerpt: returns the text to show below the line of a finding.
    """
    commits = {diagnostic.commit for diagnostic in report.diagnostics}
    return "".join(
        f"{_line(diagnostic, colour, several=len(commits) > 1)}\n{excerpt(diagnostic)}"
        for diagnostic in report.diagnostics
    )


def _line(diagnostic: Diagnostic, colour: bool, *, several: bool) -> str:
    location = diagnostic.location
    place = f"{escaped(location.path)}:{location.line}:{location.column}"
    message = escaped(diagnostic.message)
    if diagnostic.commit and several:
        message += f" (commit {diagnostic.commit[:12]})"
    code, level = diagnostic.code, f"[{diagnostic.severity}]"
    if colour:
        place = f"\x1b[1m{place}\x1b[0m"
        code = f"\x1b[1m{code}\x1b[0m"
        level = f"\x1b[{_COLOURS[diagnostic.severity]}m{level}\x1b[0m"
    return f"{place}: {code} {level} {message}"


def summary(report: Report) -> str:
    """One line about the whole run, for a terminal, and where to learn more."""
    counts = [
        _counted(report.count(severity), str(severity))
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        if report.count(severity)
    ]
    gravest = max(report.diagnostics, key=lambda d: d.severity, default=None)
    more = f"; specslint rule {gravest.code} tells more" if gravest else ""
    hidden = len(report.hidden or ())
    if hidden:
        more += f"; {hidden} more about closed releases (--closed-releases shows them)"
    return f"{_counted(report.files, 'file')} checked: {', '.join(counts) or 'no findings'}{more}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
