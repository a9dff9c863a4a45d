"""The data that a Zuul job passes to ``zuul_return``: comments on the lines of a review.

Zuul drops all comments if one has an unknown key or a value of another type, so keys
without a value are left out. Source:
https://zuul-ci.org/docs/zuul/latest/job-content.html#leaving-file-comments
"""

from __future__ import annotations

import json
from typing import Any

from specslint.engine.result import Result
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic
from specslint.reporters.escape import escaped


def render(result: Result) -> str:
    """The findings as a JSON object and a line feed.

    Only files of the change can have comments; other findings become warnings about the
    whole change.
    """
    comments: dict[str, list[dict[str, Any]]] = {}
    warnings = []
    for diagnostic in result.report.diagnostics:
        path = diagnostic.location.path
        if path == COMMIT_MESSAGE_PATH:
            # Gerrit shows lines of its own before the message, so a line number would
            # be wrong.
            comments.setdefault(path, []).append(_remark(diagnostic))
        elif result.in_change(diagnostic) and _is_unicode(path):
            place = _place(diagnostic, result)
            comments.setdefault(path, []).append(_remark(diagnostic) | place)
        else:
            warnings.append(_warning(diagnostic))
    document = {"zuul": {"file_comments": comments, "warnings": warnings}}
    return json.dumps(document, indent=1) + "\n"


def _remark(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "message": f"{diagnostic.code} {diagnostic.name}: {escaped(diagnostic.message)}",
        "level": str(diagnostic.severity),
    }


def _place(diagnostic: Diagnostic, result: Result) -> dict[str, Any]:
    """The line and the character range, as far as the file has them.

    Gerrit counts characters from 0, in UTF-16 units; a comment is shown below the last
    line of its range.
    """
    text = result.text_of(diagnostic)
    location = diagnostic.location
    if text is None or location.end_line > len(text.lines):
        return {}
    start = _utf16(text.lines[location.line - 1], location.column)
    end = _utf16(text.lines[location.end_line - 1], location.end_column)
    if (location.line, start) >= (location.end_line, end):
        return {"line": location.end_line}
    characters = {
        "start_line": location.line,
        "start_character": start,
        "end_line": location.end_line,
        "end_character": end,
    }
    return {"line": location.end_line, "range": characters}


def _utf16(line: str, column: int) -> int:
    return len(line[: column - 1].encode("utf-16-le", "surrogatepass")) // 2


def _warning(diagnostic: Diagnostic) -> str:
    location = diagnostic.location
    place = f"{escaped(location.path)}:{location.line}:{location.column}"
    return f"{place}: {diagnostic.code} [{diagnostic.severity}] {escaped(diagnostic.message)}"


def _is_unicode(path: str) -> bool:
    return path.encode("utf-8", "ignore").decode("utf-8") == path
