"""The JSON object whose form is a contract with those who read it."""

from __future__ import annotations

import json
from typing import Any

from specslint import __version__
from specslint.engine.report import Report
from specslint.model import Diagnostic, Severity


def render(report: Report) -> str:
    """The report as one JSON object and a line feed."""
    document = {
        "version": "1",
        "tool": {"name": "specslint", "version": __version__},
        "summary": {
            "files": report.files,
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
            "fixable": 0,
        },
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }
    return json.dumps(document, indent=1) + "\n"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    location = diagnostic.location
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": str(diagnostic.severity),
        "path": _unicode(location.path),
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
        "commit": diagnostic.commit,
        "message": _unicode(diagnostic.message),
        "fix": None,
    }


def _unicode(text: str) -> str:
    # A path may hold bytes that are not UTF-8; JSON may not.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
