""" "specslint rule", and the completion of command lines."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from specslint.cli.main import COMMANDS
from specslint.rules import all_rules
from tests.conftest import PROJECT, Repository
from tests.e2e.conftest import Program, call, must


def test_a_rule_by_its_code_and_by_its_name(program: Program, tmp_path: Path) -> None:
    """It needs no repository."""
    by_code = program.run("rule", "TPL001", cwd=tmp_path)
    assert by_code.returncode == 0, by_code
    assert by_code.stdout.startswith("TPL001 missing-section\n\n")
    assert "\x1b" not in by_code.stdout
    assert program.run("rule", "missing-section", cwd=tmp_path).stdout == by_code.stdout
    coloured = program.run("rule", "TPL001", "--color=always", cwd=tmp_path)
    assert coloured.stdout.startswith("\x1b[1mTPL001 missing-section\x1b[0m\n")


def test_what_it_tells_to_configure_can_be_configured(
    program: Program, sample: Repository
) -> None:
    text = program.run("rule", "TPL003", cwd=sample.root).stdout
    block = text[text.index("  [tool.specslint]") : text.index("\n\n  Related settings: ")]
    sample.write("pyproject.toml", block.replace("\n  ", "\n").strip() + "\n")
    settings = program.run("--show-settings", cwd=sample.root)
    assert settings.returncode == 0, settings
    assert settings.stdout.count("TPL003") == 3


def test_the_list_and_all_of_it(program: Program, tmp_path: Path) -> None:
    listed = program.run("rule", cwd=tmp_path).stdout.splitlines()
    assert [line[:6] for line in listed if line[0] != " "] == list(all_rules())
    everything = program.run("rule", "--all", cwd=tmp_path).stdout
    titles = {f"{rule.code} {rule.name}": rule.code for rule in all_rules().values()}
    assert [titles[line] for line in everything.splitlines() if line in titles] == list(
        titles.values()
    )


def test_as_json(program: Program, tmp_path: Path) -> None:
    run = program.run("rule", "TXT002", "--format", "json", cwd=tmp_path)
    document = json.loads(run.stdout)
    assert document["version"] == "1"
    (rule,) = document["rules"]
    assert rule["code"] == "TXT002"
    assert rule["fix"] == "safe"
    assert rule["pragma"] == ".. specslint: disable=TXT002 say why"
    document = json.loads(program.run("rule", "--all", "--format=json", cwd=tmp_path).stdout)
    assert [rule["code"] for rule in document["rules"]] == list(all_rules())


def test_no_such_rule(program: Program, tmp_path: Path) -> None:
    run = program.run("rule", "TPL0001", cwd=tmp_path)
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr == (
        'specslint: no rule has the code or the name "TPL0001"; did you mean "TPL001"?\n'
    )


def test_the_help_names_every_command(program: Program, tmp_path: Path) -> None:
    text = program.run("--help", cwd=tmp_path).stdout
    for command in COMMANDS:
        assert f"  specslint {command} " in text
        assert program.run(command, "--help", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("specslint ru", "specslint rule"),
        ("specslint mov", "specslint move"),
        ("specslint move x --to imp", "specslint move x --to implemented"),
        ("specslint ope", "specslint open"),
        ("specslint close --scr", "specslint close --script"),
        ("specslint --stat", "specslint --statistics"),
        ("specslint rule TPL01", "TPL010"),
        ("specslint rule missing-sec", "specslint rule missing-section"),
        ("specslint init --dry", "specslint init --dry-run"),
        ("specslint --format sar", "specslint --format sarif"),
        ("specslint --select TXT001,TPL01", "TXT001,TPL010"),
        ("specslint specs/kilo/approved/quota", "quota-usage-history.rst"),
    ],
)
def test_bash_completes(sample: Repository, tmp_path: Path, typed: str, expected: str) -> None:
    """Real bash asks the program, after the set-up in the documentation."""
    bin_directory = Path(sys.executable).parent
    (tmp_path / "specslint").write_text(
        f"#!{sys.executable}\nfrom specslint.cli.start import main\nraise SystemExit(main())\n"
    )
    (tmp_path / "specslint").chmod(0o755)
    words = typed.split()
    script = f"""
        PATH={tmp_path}:{bin_directory}:$PATH
        eval "$(register-python-argcomplete specslint)"
        COMP_WORDS=({typed}) COMP_CWORD={len(words) - 1}
        COMP_LINE={typed!r} COMP_POINT={len(typed)} COMP_TYPE=9
        _python_argcomplete specslint
        printf '%s\\n' "{" ".join(words[:-1])} ${{COMPREPLY[0]}}"
    """
    run = must("bash", "-c", script, cwd=sample.root, PYTHONPATH=str(PROJECT))
    assert expected in run.stdout.strip(), run


def test_completion_is_silent_where_argcomplete_is_not_installed(
    program: Program, tmp_path: Path
) -> None:
    """The environment has only the program's own dependencies."""
    assert not shutil.which("register-python-argcomplete", path=str(program.bin))
    run = call(
        program.bin / "specslint",
        cwd=tmp_path,
        _ARGCOMPLETE="1",
        COMP_LINE="specslint ",
        COMP_POINT="10",
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
