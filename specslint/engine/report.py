"""The report of a run: its diagnostics and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from specslint.model.findings import Diagnostic, Severity
from specslint.model.typing import NamedTuple


class Report(NamedTuple):
    """The diagnostics, sorted by path, line, column and code, and the number of files checked.

    ``hidden`` is the number of findings about closed releases that were left out, or
    None if such findings are reported.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: int
    hidden: tuple[Diagnostic, ...] | None = None

    def count(self, severity: Severity) -> int:
        """The number of diagnostics with exactly that severity."""
        return Counter(d.severity for d in self.diagnostics)[severity]

    def fails(self, level: Severity) -> bool:
        """Whether a diagnostic is at or above a level."""
        return any(diagnostic.severity >= level for diagnostic in self.diagnostics)

    @classmethod
    def merged(cls, reports: Iterable[Report]) -> Report:
        """Merge reports, as of the commits of a range; at equal locations, in their order."""
        reports = list(reports)
        diagnostics = [d for report in reports for d in report.diagnostics]
        hidden = [report.hidden for report in reports if report.hidden is not None]
        return cls(
            in_order(diagnostics),
            sum(report.files for report in reports),
            in_order(d for some in hidden for d in some) if hidden else None,
        )


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics in the order in which they are reported, without duplicates."""
    return tuple(
        sorted(
            dict.fromkeys(diagnostics),
            key=lambda d: (
                d.location.path,
                d.location.line,
                d.location.column,
                d.code,
                d.location.end_line,
                d.location.end_column,
                d.message,
            ),
        )
    )
