"""The whole output of the installed program for the sample repository."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program

EXPECTED = Path(__file__).parent / "expected"


def test_the_sample_as_text(program: Program, sample: Repository) -> None:
    run = program.run(cwd=sample.root)
    assert run.stdout == (EXPECTED / "sample.txt").read_text()
    assert run.stderr == ""
    assert run.returncode == 1


def test_the_sample_as_json(program: Program, sample: Repository) -> None:
    run = program.run("--format", "json", cwd=sample.root)
    assert run.returncode == 1
    report = json.loads(run.stdout)
    assert report["version"] == "1"
    assert report["tool"] == {"name": "specslint", "version": "0.1.0"}
    lines = [
        f"{item['path']}:{item['line']}:{item['column']}: {item['code']} [{item['severity']}] "
        f"{item['message']}"
        for item in report["diagnostics"]
    ]
    assert lines == (EXPECTED / "sample.txt").read_text().splitlines()
    severities = [item["severity"] for item in report["diagnostics"]]
    assert report["summary"]["errors"] == severities.count("error")
    assert report["summary"]["warnings"] == severities.count("warning")


def test_every_fault_of_the_sample_is_explained() -> None:
    """``examples/README.rst`` and the findings name the same faults."""
    from tests.conftest import PROJECT

    readme = (PROJECT / "examples" / "README.rst").read_text()
    told = {
        (path, code)
        for path, text in re.findall(
            r"^``(specs/\S+\.rst)``\n((?:    .*\n)+)", readme, re.MULTILINE
        )
        for code in re.findall(r"\b[A-Z]{3}\d{3}\b", text)
        if not code.startswith("FTK")
    }
    found = re.findall(
        r"^(\S+?):\d+:\d+: (\w+)", (EXPECTED / "sample.txt").read_text(), re.MULTILINE
    )
    assert told == set(found)


def test_the_order_of_the_arguments_does_not_matter(program: Program, sample: Repository) -> None:
    paths = sorted(
        str(path.relative_to(sample.root)) for path in sample.root.glob("specs/*/*/*.rst")
    )
    outputs = set()
    for seed in range(4):
        random.Random(seed).shuffle(paths)
        run = program.run(*paths, *paths[:2], cwd=sample.root)
        assert run.returncode == 1
        outputs.add(run.stdout)
    assert len(outputs) == 1


def test_from_a_directory_below(program: Program, sample: Repository) -> None:
    above = program.run("specs/kilo/approved", cwd=sample.root)
    below = program.run(".", cwd=sample.root / "specs/kilo/approved")
    assert above.stdout
    assert below.stdout == above.stdout


def test_silence_is_golden(program: Program, sample: Repository) -> None:
    run = program.run(
        "specs/kilo/approved/server-group-names-in-notifications.rst", cwd=sample.root
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_colours_only_when_asked_for(program: Program, sample: Repository) -> None:
    assert "\x1b[" not in program.run(cwd=sample.root).stdout
    assert "\x1b[" in program.run("--color", "always", cwd=sample.root).stdout
    assert (
        "\x1b["
        not in program.run("--color", "never", cwd=sample.root, env={"FORCE_COLOR": "1"}).stdout
    )


def test_standard_input_under_a_name(program: Program, sample: Repository) -> None:
    path = "specs/kilo/approved/quota-usage-history.rst"
    text = (sample.root / path).read_text()
    from_file = program.run(path, cwd=sample.root)
    from_stdin = program.run("--stdin-filename", path, "-", cwd=sample.root, stdin=text)
    assert from_stdin.stdout == from_file.stdout
    assert from_stdin.returncode == from_file.returncode == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 1),
        (("--select", "TXT", "--severity", "TXT001=warning,TXT002=warning"), 0),
        (("--select", "TXT002", "--severity", "TXT002=info", "--fail-level", "info"), 1),
        (("--ignore", "TPL,TXT,RST,PLC"), 0),
    ],
)
def test_the_exit_code_follows_the_fail_level(
    program: Program, sample: Repository, options: tuple[str, ...], code: int
) -> None:
    assert program.run(*options, cwd=sample.root).returncode == code


def test_the_staged_state_is_what_counts(program: Program, sample: Repository) -> None:
    """``--staged`` checks the index, and the work tree differs."""
    path = "specs/kilo/approved/quota-usage-history.rst"
    text = (sample.root / path).read_text()
    missing = "Security impact\n---------------\n\nNone\n\n"
    sample.write(path, text.replace("Notifications impact\n", missing + "Notifications impact\n"))
    sample.git("add", path)
    sample.write(path, text)
    assert "TPL003" in program.run(path, cwd=sample.root).stdout
    assert "TPL003" not in program.run("--staged", cwd=sample.root).stdout


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": ""}, False),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR_FORCE": "0"}, False),
        ({"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colours_by_the_environment(
    program: Program, sample: Repository, environment: dict[str, str], coloured: bool
) -> None:
    plain = program.run(cwd=sample.root)
    run = program.run(cwd=sample.root, env=environment)
    assert ("\x1b[" in run.stdout) == coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", run.stdout) == plain.stdout
    # The command line has precedence, and a program gets no colours.
    assert program.run("--color", "never", cwd=sample.root, env=environment).stdout == plain.stdout
    always = program.run("--color", "always", cwd=sample.root, env=environment)
    assert "\x1b[" in always.stdout
    document = program.run("--format", "json", cwd=sample.root, env=environment)
    assert "\x1b" not in document.stdout


README = "A repository\n============\n\n" + "A line that is much too long for a spec. " * 4 + "\n"


@pytest.mark.parametrize("options", [(), ("--fix",), ("--diff",), ("--format", "json")])
def test_a_file_that_is_no_spec(
    program: Program, sample: Repository, options: tuple[str, ...]
) -> None:
    sample.write("README.rst", README)
    run = program.run(*options, "README.rst", cwd=sample.root)
    assert run.stderr == (
        'specslint: README.rst is no spec: it is outside "specs" and has no section of a template'
        " (--release NAME checks it as a draft)\n"
    )
    assert run.returncode == 0
    assert not run.stdout or json.loads(run.stdout)["summary"]["files"] == 0
    assert (sample.root / "README.rst").read_text() == README
    # A spec beside it is checked, and the line is printed again with a cached output.
    spec = "specs/kilo/approved/quota-usage-history.rst"
    alone = program.run(*options, spec, cwd=sample.root)
    for _ in range(2):
        both = program.run(*options, "README.rst", spec, cwd=sample.root)
        assert both.stdout == alone.stdout
        assert run.stderr in both.stderr
        assert both.returncode == alone.returncode


def test_a_draft_outside_of_the_specs(program: Program, sample: Repository) -> None:
    text = README + "\nProblem description\n===================\n\nThere is one.\n"
    sample.write("drafts/new.rst", text)
    run = program.run("drafts/new.rst", cwd=sample.root)
    assert "drafts/new.rst:4:80: TXT001 [error]" in run.stdout
    assert run.stderr == ""
    sample.write("README.rst", README)
    run = program.run("--release", "kilo", "README.rst", cwd=sample.root)
    assert "TPL001 [error]" in run.stdout
    run = program.run("-", "--stdin-filename", "README.rst", cwd=sample.root, stdin=README)
    assert "README.rst is no spec" in run.stderr
    assert run.returncode == 0
    run = program.run("--fix", "-", "--stdin-filename", "x.rst", cwd=sample.root, stdin=README)
    assert run.stdout == README.replace(" \n", "\n")
