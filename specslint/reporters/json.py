"""The JSON output; its format is a contract with its users."""

from __future__ import annotations

import json

from specslint import __version__
from specslint.engine.report import Report
from specslint.model.findings import Diagnostic, Fix, Severity
from specslint.model.typing import Any
from specslint.reporters.escape import as_unicode


def render(report: Report, statistics: dict[str, Any] | None = None) -> str:
    """The report as one JSON object and a line feed.

    :param report: the report.
    :param statistics: added to the object if given.
    """
    document: dict[str, Any] = {
        "version": "1",
        "tool": {"name": "specslint", "version": __version__},
        "summary": {
            "files": report.files,
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
            "fixable": sum(bool(d.fix and d.fix.safe) for d in report.diagnostics),
            **({} if report.hidden is None else {"hidden": len(report.hidden)}),
        },
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }
    if statistics is not None:
        document["statistics"] = statistics
    return json.dumps(document, indent=1) + "\n"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    location = diagnostic.location
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": str(diagnostic.severity),
        "path": as_unicode(location.path),
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
        "commit": diagnostic.commit,
        "message": as_unicode(diagnostic.message),
        "fix": _fix(diagnostic.fix),
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {"safe": fix.safe, "edits": [edit._asdict() for edit in fix.edits]}
