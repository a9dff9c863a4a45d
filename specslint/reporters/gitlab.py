"""GitLab's Code Quality report.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import Any

from specslint.engine.baseline import fingerprints
from specslint.engine.result import Result
from specslint.model.findings import Diagnostic, Severity
from specslint.reporters.escape import as_unicode, escaped

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(result: Result) -> str:
    """The findings as a JSON list and a line feed."""
    issues = map(_issue, result.report.diagnostics, fingerprints(result))
    return json.dumps(list(issues), indent=1) + "\n"


def _issue(diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    return {
        "description": f"{diagnostic.code}: {escaped(diagnostic.message)}",
        "check_name": f"{diagnostic.code} {diagnostic.name}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            # Paths are relative to the repository; the commit message's begins with a
            # slash.
            "path": as_unicode(diagnostic.location.path).lstrip("/"),
            "lines": {"begin": diagnostic.location.line, "end": diagnostic.location.end_line},
        },
    }
