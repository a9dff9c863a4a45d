"""Creates results for tests of the reporters, about real files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from specslint.config.settings import Config
from specslint.engine.report import Report, in_order
from specslint.engine.result import Checked, Result
from specslint.engine.sources import WorkTree
from specslint.model.findings import Diagnostic, Fix, Location, Severity
from specslint.rules import all_rules

SPEC = "specs/kilo/approved/a-spec.rst"


def found(
    path: str = SPEC,
    place: tuple[int, ...] = (),
    *,
    code: str = "TXT001",
    message: str = "the message",
    severity: Severity = Severity.ERROR,
    fix: Fix | None = None,
) -> Diagnostic:
    """A finding at ``(line, column, end line, end column)`` or a prefix of that."""
    name = all_rules()[code].name
    return Diagnostic(Location(path, *place), code, name, severity, message, fix=fix)


def result_of(
    root: Path,
    *diagnostics: Diagnostic,
    files: Mapping[str, str] | None = None,
    message: str | None = None,
    changed: frozenset[str] | None = None,
) -> Result:
    """A result with these findings, after these files were written below ``root``."""
    for path, text in (files or {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    report = Report(in_order(diagnostics), len(files or {}))
    run = Checked(report, WorkTree(root), Config(), message=message, changed=changed)
    return Result([run])


def workflow_command(line: str) -> tuple[str, dict[str, str], str]:
    """A command as the runner of GitHub Actions parses it."""
    line = line.lstrip()
    assert line.startswith("::")
    end = line.index("::", 2)
    name, _, words = line[2:end].partition(" ")
    properties = dict(word.split("=", 1) for word in words.strip().split(",") if word)
    for key, value in properties.items():
        for escape, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}.items():
            value = value.replace(escape, character)
        properties[key] = value.replace("%25", "%")
    data = line[end + 2 :]
    for escape, character in {"%0D": "\r", "%0A": "\n", "%25": "%"}.items():
        data = data.replace(escape, character)
    return name, properties, data
