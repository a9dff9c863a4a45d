"""Workflow commands of GitHub Actions, which become annotations on the lines of a change.

Sources:
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
(the format), and the runner's parser (the escapes): ``%25``, ``%0D`` and ``%0A``, in a
property also ``%3A`` and ``%2C``; columns only if the annotation is on one line.
"""

from __future__ import annotations

from specslint.engine.result import Result
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic, Severity
from specslint.reporters.escape import escaped

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}


def render(result: Result) -> str:
    """The findings, one command per line; empty if there are none."""
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in result.report.diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    location = diagnostic.location
    properties: dict[str, str | int] = {}
    if location.path != COMMIT_MESSAGE_PATH:
        properties |= {"file": location.path, "line": location.line, "endLine": location.end_line}
        if location.line == location.end_line:
            # The end is the annotation's last column, not the one after it.
            last = max(location.column, location.end_column - 1)
            properties |= {"col": location.column, "endColumn": last}
    properties["title"] = f"{diagnostic.code} {diagnostic.name}"
    words = ",".join(
        f"{name}={_escaped(str(value), _IN_PROPERTY)}" for name, value in properties.items()
    )
    message = _escaped(diagnostic.message, _IN_MESSAGE)
    return f"::{_COMMANDS[diagnostic.severity]} {words}::{message}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character) or escaped(character) for character in text)
