"""Fuzz targets of the output: findings of every kind in each format, and the baseline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.config.settings import Config
from specslint.engine import baseline
from specslint.engine.baseline import BadBaselineError
from specslint.engine.report import Report, in_order
from specslint.engine.result import Checked, Result
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic, Edit, Fix, Location, Severity
from specslint.rules import names
from tests.fuzz.inputs import SEPARATOR, SPEC, Memory, as_path, is_path, parts
from tests.fuzz.outputs import assert_all_formats, assert_harmless, assert_is_a_line

_SEVERITIES = (Severity.INFO, Severity.WARNING, Severity.ERROR)
_NUMBER = re.compile(r"[0-9]{1,3}")
_MOST = 12


def findings(data: bytes) -> None:
    """A text, and findings that rules might have in it or elsewhere, in every format."""
    content, described = parts(data, 2)
    result = _result(content, described)
    assert_all_formats(result)
    text, count = baseline.render(result)
    assert_harmless(text)
    known = baseline.parse(text.encode())
    about_files = [d for d in result.report.diagnostics if d.location.path != COMMIT_MESSAGE_PATH]
    assert sum(known.values()) == count == len(about_files)
    left, unmatched = baseline.without_known(result, known)
    assert len(left.report.diagnostics) == len(result.report.diagnostics) - count
    assert not unmatched


def _result(content: bytes, described: bytes) -> Result:
    found = tuple(_findings(described))
    source = Memory({SPEC: content, "specs/kilo/approved/b.rst": content[::-1]})
    changed = frozenset((SPEC, "specs/kilo/approved/b.rst")) if len(found) % 2 else None
    report = Report(in_order(found[:_MOST]), 1)
    return Result([Checked(report, source, Config(), message="One\n\nTwo", changed=changed)])


def _findings(described: bytes) -> Iterator[Diagnostic]:
    """Findings from ``NUMBERS|PATH|MESSAGE|EDIT`` each."""
    codes = tuple(names().items())
    for part in described.split(SEPARATOR):
        numbers, path, message, edit = (as_path(part).split("|", 3) + [""] * 4)[:4]
        edit = edit.encode("utf-8", "replace").decode()  # part of a text, which has no such bytes
        given = [int(number) for number in _NUMBER.findall(numbers)] + [0] * 7
        code, name = codes[given[0] % len(codes)]
        line, column, lines, columns = (number + 1 for number in given[1:5])
        end_column = columns if lines > 1 else column + columns - 1
        if path != COMMIT_MESSAGE_PATH and not is_path(path):
            path = SPEC
        place = Location(path, line, column, line + lines - 1, end_column)
        fix = None
        if given[5]:
            edits = (Edit(line, column, place.end_line, place.end_column, edit),)
            fix = Fix(edits, given[5] % 2 == 1)
        severity = _SEVERITIES[given[6] % 3]
        yield Diagnostic(place, code, name, severity, message or "x", None, fix)


def known(data: bytes) -> None:
    """A baseline that somebody wrote or damaged."""
    try:
        found = baseline.parse(data)
    except BadBaselineError as error:
        assert_is_a_line(str(error))
        return
    assert all(count > 0 for count in found.values())
    result = _result(b"a\nb", b"")
    left, unmatched = baseline.without_known(result, found)
    assert set(left.report.diagnostics) <= set(result.report.diagnostics)
    assert sum(unmatched.values()) <= sum(found.values())
