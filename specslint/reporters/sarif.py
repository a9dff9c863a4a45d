"""SARIF 2.1.0, which code scanning services read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from specslint import __version__
from specslint.engine.baseline import fingerprints
from specslint.engine.result import Result
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic, Edit, Fix, Severity
from specslint.reporters.escape import as_unicode, escaped
from specslint.rules import Rule, all_rules
from specslint.rules.explained import explain

_LEVELS = {
    Severity.OFF: "none",
    Severity.INFO: "note",
    Severity.WARNING: "warning",
    Severity.ERROR: "error",
}


def render(result: Result) -> str:
    """The findings and their rules as a SARIF log with one run."""
    diagnostics = result.report.diagnostics
    codes = sorted({diagnostic.code for diagnostic in diagnostics})
    rules = all_rules()
    driver = {
        "name": "specslint",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rules[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True, "exitCode": result.exit_code}],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(diagnostic, codes.index(diagnostic.code), fingerprint)
            for diagnostic, fingerprint in zip(diagnostics, fingerprints(result), strict=True)
        ],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(document, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    explanation = explain(rule)
    full = f"{explanation.summary}\n\n{explanation.details}".strip()
    parts = (
        ("Why", explanation.why),
        ("Bad", explanation.bad),
        ("Good", explanation.good),
        ("Source", explanation.source),
    )
    text = [full, *(f"{name}:\n\n{said}" for name, said in parts)]
    markdown = [full, *(f"**{name}**\n\n{_shown(name, said)}" for name, said in parts)]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": explanation.summary},
        "fullDescription": {"text": full},
        "help": {"text": "\n\n".join(text), "markdown": "\n\n".join(markdown)},
        "defaultConfiguration": {
            "enabled": rule.severity is not Severity.OFF,
            "level": _LEVELS[rule.severity],
        },
        "properties": {"tags": [rule.family]},
    }


def _shown(name: str, text: str) -> str:
    if name not in ("Bad", "Good"):
        return text
    # The fence is longer than any in the example.
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}rst\n{text}\n{fence}"


def _result(diagnostic: Diagnostic, index: int, fingerprint: str) -> dict[str, Any]:
    location = diagnostic.location
    region = _region(location.line, location.column, location.end_line, location.end_column)
    file = _file(location.path)
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": escaped(diagnostic.message)},
        "locations": [{"physicalLocation": {"artifactLocation": file, "region": region}}],
        "partialFingerprints": {"specslint/v1": fingerprint},
    }
    if diagnostic.fix:
        result["fixes"] = [_fix(diagnostic.fix, file)]
    properties = {"commit": diagnostic.commit, "docutils": escaped(diagnostic.original)}
    if any(properties.values()):
        result["properties"] = {name: value for name, value in properties.items() if value}
    return result


def _file(path: str) -> dict[str, Any]:
    if path == COMMIT_MESSAGE_PATH:
        return {"uri": path.lstrip("/"), "description": {"text": "the commit message"}}
    return {"uri": quote(path.encode("utf-8", "surrogateescape"))}


def _fix(fix: Fix, file: dict[str, Any]) -> dict[str, Any]:
    replacements = [_replacement(edit) for edit in fix.edits]
    kind = "safe" if fix.safe else "unsafe: read it before you keep it"
    return {
        "description": {"text": f"The fix of specslint ({kind})."},
        "artifactChanges": [{"artifactLocation": file, "replacements": replacements}],
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    region = _region(edit.line, edit.column, edit.end_line, edit.end_column)
    return {"deletedRegion": region, "insertedContent": {"text": as_unicode(edit.text)}}


def _region(line: int, column: int, end_line: int, end_column: int) -> dict[str, int]:
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }
