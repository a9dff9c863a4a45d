"""Baselines: a finding is recognised, whatever changes elsewhere in its file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specslint.config.settings import Config
from specslint.engine.baseline import (
    BadBaselineError,
    Key,
    parse,
    render,
    without_known,
)
from specslint.engine.report import Report
from specslint.engine.result import Checked, Result
from specslint.engine.sources import WorkTree
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic
from tests.reports import SPEC, found, result_of

TEXT = "one\nlong\ntwo\nlong\n"


def new_in(root: Path, known: Result, text: str, *diagnostics: Diagnostic) -> list[int]:
    """The lines of the findings that a baseline of ``known`` does not contain."""
    baseline = parse(render(known)[0].encode())
    result = result_of(root, *diagnostics, files={SPEC: text})
    return [d.location.line for d in without_known(result, baseline)[0].report.diagnostics]


def at(*lines: int) -> list[Diagnostic]:
    return [found(place=(line, 80), message=f"in line {line}") for line in lines]


def test_known_findings_are_not_reported(tmp_path: Path) -> None:
    known = result_of(tmp_path, *at(2, 4), files={SPEC: TEXT})
    assert new_in(tmp_path, known, TEXT, *at(2, 4)) == []


def test_a_moved_finding_is_known(tmp_path: Path) -> None:
    known = result_of(tmp_path, *at(2), files={SPEC: TEXT})
    render(known)
    baseline = parse(render(known)[0].encode())
    moved = result_of(tmp_path, *at(5), files={SPEC: f"new\nnew\n  new\none\n  LONG \t\n{TEXT}"})
    new, left = without_known(moved, baseline)
    assert new.report.diagnostics == ()
    assert not left


def test_one_more_of_the_same_is_new(tmp_path: Path) -> None:
    known = result_of(tmp_path, *at(2), files={SPEC: TEXT})
    assert new_in(tmp_path, known, TEXT, *at(2, 4)) == [4]


def test_another_line_another_rule_and_another_file_are_new(tmp_path: Path) -> None:
    known = result_of(tmp_path, *at(2), files={SPEC: TEXT})
    assert new_in(tmp_path, known, TEXT, *at(1)) == [1]
    assert new_in(tmp_path, known, TEXT, found(place=(2, 80), code="TXT002")) == [2]
    assert new_in(tmp_path, known, TEXT, found("specs/kilo/approved/b.rst", (2, 80))) == [2]


def test_obsolete_entries_are_reported(tmp_path: Path) -> None:
    known = result_of(tmp_path, *at(2, 4), files={SPEC: TEXT})
    baseline = parse(render(known)[0].encode())
    new, left = without_known(result_of(tmp_path, *at(2)), baseline)
    assert new.report.diagnostics == ()
    assert sum(left.values()) == 1
    _, left = without_known(result_of(tmp_path), baseline)
    assert sum(left.values()) == 2


def test_each_commit_may_have_what_is_known(tmp_path: Path) -> None:
    baseline = parse(render(result_of(tmp_path, *at(2), files={SPEC: TEXT}))[0].encode())
    runs = [
        Checked(Report((d._replace(commit=name),), 1), WorkTree(tmp_path), Config(), name)
        for name in ("a" * 40, "b" * 40)
        for d in at(2)
    ]
    assert without_known(Result(runs), baseline)[0].report.diagnostics == ()


def test_nothing_about_a_commit_message_is_kept(tmp_path: Path) -> None:
    result = result_of(tmp_path, found(COMMIT_MESSAGE_PATH, code="FTK001"), message="A message")
    text, count = render(result)
    assert count == 0
    assert parse(text.encode()) == {}
    kept = without_known(result, parse(text.encode()))[0]
    assert kept.report.diagnostics == result.report.diagnostics


def test_the_file_is_sorted_and_has_no_line_numbers(tmp_path: Path) -> None:
    diagnostics = [found("specs/b.rst"), found("specs/a.rst"), found("specs/a.rst", code="PLC001")]
    texts = {render(result_of(tmp_path, *order))[0] for order in (diagnostics, diagnostics[::-1])}
    (text,) = texts
    entries = json.loads(text)["findings"]
    assert [(entry["path"], entry["code"]) for entry in entries] == [
        ("specs/a.rst", "PLC001"),
        ("specs/a.rst", "TXT001"),
        ("specs/b.rst", "TXT001"),
    ]
    assert all(set(entry) == {"path", "code", "line", "count"} for entry in entries)
    assert len(text.splitlines()) == len(entries) + 5, "a line for each"
    before = render(result_of(tmp_path, *at(2), files={SPEC: TEXT}))
    assert render(result_of(tmp_path, *at(3), files={SPEC: f"new\n{TEXT}"})) == before


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("specs/caf\udce9.rst", r"specs/caf\udce9.rst"),
        ("specs/\x1b[31m\u202e\n.rst", "specs/\x1b[31m\u202e\n.rst"),
    ],
)
def test_findings_in_odd_paths_are_recognized(path: str, shown: str, tmp_path: Path) -> None:
    result = result_of(tmp_path, found(path, code="PLC001"))
    text, _ = render(result)
    assert text.isascii()
    assert [key.path for key in parse(text.encode())] == [shown]
    assert without_known(result, parse(text.encode()))[0].report.diagnostics == ()


def entries(*found: Any) -> bytes:
    return json.dumps({"version": 1, "findings": found}).encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not JSON"),
        (b"<<<<<<< HEAD\n", "not JSON"),
        (b"\xff\xfe", "not UTF-8 (at byte 0)"),
        (b"[" * 200_000, "nested too deep"),
        (b"[]", '"findings"'),
        (b'{"version": 1, "findings": {}}', '"findings"'),
        (b'{"version": 2, "findings": []}', '"version"'),
        (b'{"version": 1, "findings": [' + b"1" * 5000 + b"]}", "not JSON"),
        (entries("TXT001"), "finding 1 is no object"),
        (entries({"path": "a", "code": "TXT001", "line": 3, "count": 1}), "finding 1 needs path"),
        (entries({"path": "a", "code": "TXT001", "line": "3", "count": 0}), '"count"'),
        (entries({"path": "a", "code": "TXT001", "line": "3", "count": True}), '"count"'),
        (entries({"path": "a", "code": "TXT001", "line": "3", "count": 1e9}), '"count"'),
    ],
    ids=range(13),
)
def test_an_invalid_baseline_is_rejected(data: bytes, reason: str) -> None:
    with pytest.raises(BadBaselineError) as caught:
        parse(data)
    assert reason in str(caught.value)


@given(st.binary() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(entries))
def test_anything_is_read_or_refused(data: bytes) -> None:
    try:
        known = parse(data)
    except BadBaselineError:
        return
    assert all(isinstance(key, Key) and count > 0 for key, count in known.items())
