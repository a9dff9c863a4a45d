"""The commands in the documentation work."""

from __future__ import annotations

import configparser
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from specslint.cli.main import COMMANDS
from specslint.cli.options.move import STATUSES
from tests.conftest import PROJECT, SAMPLE, Repository
from tests.e2e.conftest import Completed, Program, call, must
from tools import compare, comparison_cases

_BLOCK = re.compile(r"^\.\. code-block:: (\w+)\n\n((?:   .*\n|\n)+)", re.MULTILINE)


def blocks_of(document: str, language: str) -> list[str]:
    """The code blocks of a document, without their indentation."""
    text = (PROJECT / document).read_text()
    return [
        re.sub(r"^   ", "", block, flags=re.MULTILINE)
        for name, block in _BLOCK.findall(text)
        if name == language
    ]


def commands_of(document: str) -> list[list[str]]:
    """The lines with a prompt, block by block."""
    blocks = (
        re.findall(r"^\$ (.+)$", block, re.MULTILINE) for block in blocks_of(document, "console")
    )
    return [list(block) for block in blocks]


REPROPOSED = "report-scheduler-refusals"
REPROPOSING = ("specslint repropose", "git rm --cached")
STAGING = (*REPROPOSING, "specslint new", "specslint move", "specslint open")
GENERATED = ("doc/rules.rst", "doc/comparison-table.rst", "doc/benchmarks.rst")
DOCUMENTS = [
    "README.rst",
    *(
        name
        for page in sorted(PROJECT.glob("doc/*.rst"))
        if (name := page.relative_to(PROJECT).as_posix()) not in GENERATED
    ),
]


def for_the_project(command: str) -> bool:
    """Whether a block is for a clone of specslint, not of nova-specs."""
    return command.startswith(("make ", "python3 -m venv"))


def blocks_for(*, the_project: bool) -> list[tuple[str, list[str]]]:
    """The blocks of commands for a clone of specslint, or of nova-specs."""
    return [
        (document, block)
        for document in DOCUMENTS
        for block in commands_of(document)
        if for_the_project(block[0]) is the_project
    ]


def shell(command: str, cwd: Path, *path: Path, **environment: str) -> Completed:
    """Run a line in a shell."""
    directories = [*map(str, path), os.environ["PATH"]]
    return call("bash", "-c", command, cwd=cwd, PATH=":".join(directories), **environment)


@pytest.fixture(scope="module")
def fresh_clone(checkout: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The project after "git clone", shared by the tests of this module."""
    base = tmp_path_factory.mktemp("fresh")
    must("git", "clone", "-q", checkout.root, base / "clone", cwd=base)
    return Repository(base / "clone")


@pytest.fixture
def clone_of_specs(sample: Repository, tmp_path: Path) -> Repository:
    """A clone with a commit of its own and something staged."""
    must("git", "clone", "-q", sample.root, tmp_path / "specs", cwd=tmp_path)
    clone = Repository(tmp_path / "specs")
    clone.git("mv", "specs/kilo/boot-order-hints.rst", "specs/kilo/approved/boot-order-hints.rst")
    clone.git("commit", "-q", "-m", "Put it where it belongs")
    clone.git("rm", "-q", "specs/kilo/approved/trace-live-migration.rst")
    return clone


@pytest.mark.slow
@pytest.mark.parametrize("commands", [b for _, b in blocks_for(the_project=True)], ids=" && ".join)
def test_the_commands_for_a_clone_of_specslint(
    fresh_clone: Repository, commands: list[str]
) -> None:
    # In one shell, since a line may affect the next ones.
    run = shell(" && ".join(commands), fresh_clone.root)
    assert run.returncode == 0, run
    assert fresh_clone.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("document", "commands"),
    [
        pytest.param(document, block, id=f"{document}: {' && '.join(block)}")
        for document, block in blocks_for(the_project=False)
    ],
)
def test_the_commands_for_a_clone_of_nova_specs(
    clone_of_specs: Repository,
    checkout: Repository,
    program: Program,
    document: str,
    commands: list[str],
) -> None:
    (config,) = blocks_of("README.rst", "yaml")
    clone_of_specs.write(
        ".pre-commit-config.yaml", config.replace("/path/to/specslint", str(checkout.root))
    )
    (environment,) = blocks_of("README.rst", "ini")
    clone_of_specs.write("tox.ini", environment.replace("/path/to/specslint", str(program.wheel)))
    clone_of_specs.git("add", ".pre-commit-config.yaml")
    if "specslint-baseline.json" in " ".join(commands[-1:]):
        commands = ["specslint --write-baseline specslint-baseline.json", *commands]
    if any(command.startswith(STAGING) for command in commands):
        # The copy must not exist yet, and nothing else may be staged.
        clone_of_specs.git("rm", "-q", f"specs/kilo/approved/{REPROPOSED}.rst")
        clone_of_specs.git("commit", "-q", "-m", "Nothing is staged")
        if commands[0].startswith("git rm --cached"):
            commands = [f"specslint repropose {REPROPOSED}", *commands]
    for command in commands:
        run = shell(
            command.replace("/path/to/specslint", str(checkout.root)),
            clone_of_specs.root,
            program.bin,
            Path(sys.executable).parent,
            GIT_EDITOR="true",
        )
        found = command.startswith(("specslint", "pre-commit run", "tox"))
        found &= not command.startswith(STAGING)
        assert run.returncode in ((0, 1) if found else (0,)), (document, command, run)
        assert "Traceback" not in run.stderr
        if "autoupdate" in command:
            clone_of_specs.git("add", ".pre-commit-config.yaml")


def test_every_document_is_part_of_the_documentation() -> None:
    index = (PROJECT / "doc/index.rst").read_text()
    pages = {path.stem for path in PROJECT.glob("doc/*.rst")} - {"index", "comparison-table"}
    assert set(re.findall(r"^   ([a-z-]+)$", index, re.MULTILINE)) == pages


def test_the_picture_of_the_life_of_a_spec_has_every_step() -> None:
    page = (PROJECT / "doc/life.rst").read_text()
    picture = page[page.index("::\n\n") : page.index("\nEach command that changes files")]
    for to in STATUSES:
        assert f"move --to {to}" in picture
    # The others are about a file, a message or the program.
    about_specs = {"new", "move", "repropose", "open", "status", "close"}
    others = {"commit-msg", "tag", "rule", "init", "cache", "server"}
    assert about_specs | others == set(COMMANDS)
    for verb in about_specs:
        assert f" {verb} " in picture.replace("\n", " "), verb
        assert f"specslint {verb} " in page


def test_no_link_of_the_readme_is_broken() -> None:
    for document in ("README.rst", "CONTRIBUTING.rst"):
        for target in re.findall(r"<([\w./-]+\.rst)>`_", (PROJECT / document).read_text()):
            assert (PROJECT / target).is_file(), target


@pytest.mark.slow
def test_contributing_in_a_fresh_clone(fresh_clone: Repository) -> None:
    for command in [line for block in commands_of("CONTRIBUTING.rst") for line in block]:
        # The tests are collected only: they are running.
        run = shell(command, fresh_clone.root, PYTEST_ADDOPTS="--collect-only -q")
        assert run.returncode == 0, (command, run.stdout[-2000:], run.stderr[-2000:])
        if command == "make docs":
            # Sphinx printed no warning, or it would have failed.
            page = (fresh_clone.root / "build/html/rules.html").read_text()
            assert 'id="tpl001-missing-section"' in page
            notes = (fresh_clone.root / "build/html/release-notes.html").read_text()
            assert "argcomplete completes options" in notes
        if command in ("make test", "make test-slow"):
            # This very test is a slow one, the next one is none.
            assert ("::test_contributing_in_" in run.stdout) is (command == "make test-slow")
            assert ("::test_the_demo" in run.stdout) is (command == "make test")
    changed = fresh_clone.git("status", "--porcelain").splitlines()
    assert len(changed) == 1, "only the release note is new"
    assert changed[0].startswith("?? releasenotes/notes/short-title-")
    fresh_clone.git("clean", "-q", "--force")


def test_the_demo(fresh_clone: Repository, clone_of_specs: Repository) -> None:
    run = must("make", "demo", cwd=fresh_clone.root)
    for code in ("TPL003", "TXT001", "TXT002", "RST003", "RST004", "PLC001", "FTK001"):
        assert f"{code} [error]" in run.stdout, run.stdout
    assert "Previously-approved: juno" in run.stdout
    assert "$ specslint\n" in run.stdout
    assert "(exit code 1)" in run.stdout
    run = must("make", "demo", f"REPO={clone_of_specs.root}", cwd=fresh_clone.root)
    assert "TPL003 [error]" in run.stdout
    assert "FTK001" not in run.stdout


@pytest.mark.parametrize("document", ["README.rst", "doc/hooks.rst"])
def test_the_hooks_as_they_are_printed(
    document: str, checkout: Repository, clone_of_specs: Repository
) -> None:
    """Pasted, with the path of a clone that has no tag."""
    assert checkout.git("tag") == ""
    (config,) = blocks_of(document, "yaml")
    pasted = config.replace("/path/to/specslint", str(checkout.root))
    clone_of_specs.git("reset", "-q", "--hard")
    clone_of_specs.write(".pre-commit-config.yaml", pasted)
    clone_of_specs.git("add", ".pre-commit-config.yaml")
    pre_commit = (sys.executable, "-m", "pre_commit")
    must(*pre_commit, "install", cwd=clone_of_specs.root)

    wrong = "specs/kilo/approved/wrong.rst"
    clone_of_specs.write(wrong, "Title\n=====\n\n*never closed\n")
    clone_of_specs.git("add", wrong)
    refused = call("git", "commit", "-m", "Propose a spec", cwd=clone_of_specs.root)
    assert refused.returncode == 1, refused
    assert f"{wrong}:1:1: TPL001 [error]" in refused.stderr
    clone_of_specs.git("rm", "-q", "-f", wrong)
    must("git", "commit", "-m", "Check the specs", cwd=clone_of_specs.root)

    must(*pre_commit, "autoupdate", "--bleeding-edge", cwd=clone_of_specs.root)
    written = (clone_of_specs.root / ".pre-commit-config.yaml").read_text()
    assert f"rev: {checkout.git('rev-parse', 'HEAD').strip()}" in written


def test_the_gates_job(clone_of_specs: Repository, program: Program) -> None:
    """Real tox, with the environment that the README shows."""
    (environment,) = blocks_of("README.rst", "ini")
    clone_of_specs.write("tox.ini", environment.replace("/path/to/specslint", str(program.wheel)))
    clone_of_specs.commit("Check in the gate")
    command = (sys.executable, "-m", "tox", "run", "-e", "specslint")
    run = call(*command, cwd=clone_of_specs.root)
    assert run.returncode == 0, run

    path = "specs/kilo/approved/quota-usage-history.rst"
    text = (clone_of_specs.root / path).read_text()
    clone_of_specs.write(path, text.replace("-" * len("REST API impact"), "-" * 5))
    clone_of_specs.commit("Touch a spec that is not as it should be")
    run = call(*command, cwd=clone_of_specs.root)
    assert run.returncode == 1, run
    expected = program.run("--commit", "HEAD", cwd=clone_of_specs.root).stdout
    assert f"{path}:48:1: TPL003 [error]" in expected
    assert expected in run.stdout

    run = call(*command, "--", ".", cwd=clone_of_specs.root)
    assert run.returncode == 1, run
    assert program.run(cwd=clone_of_specs.root).stdout in run.stdout


def test_the_samples_own_files_are_those_of_the_readme() -> None:
    hooks = re.compile(r"- id: (\S+)")
    own_hooks = hooks.findall((SAMPLE / ".pre-commit-config.yaml").read_text())
    for document in ("README.rst", "doc/hooks.rst"):
        (config,) = blocks_of(document, "yaml")
        assert hooks.findall(config) == own_hooks
    readme, own = configparser.ConfigParser(), configparser.ConfigParser()
    readme.read_string(blocks_of("README.rst", "ini")[0])
    assert blocks_of("doc/gate.rst", "ini") == blocks_of("README.rst", "ini")
    own.read(SAMPLE / "tox.ini")
    section = "testenv:specslint"
    assert readme[section]["commands"].split() == own[section]["commands"].split()


def test_the_configurations_that_are_shown_are_valid(program: Program, sample: Repository) -> None:
    shown = []
    for document in DOCUMENTS:
        for text in blocks_of(document, "toml"):
            if "[tool.specslint]" not in text:
                continue
            assert tomllib.loads(text)
            sample.write("pyproject.toml", text)
            run = program.run("--show-settings", cwd=sample.root)
            assert run.returncode == 0, (document, run)
            shown.append(document)
    assert set(shown) == {"doc/configuration.rst", "doc/gate.rst", "doc/projects.rst"}


def test_the_two_forms_of_the_configuration_say_the_same(
    program: Program, sample: Repository
) -> None:
    settings = []
    for name, language in (("pyproject.toml", "toml"), ("setup.cfg", "ini")):
        sample.git("rm", "-q", "--cached", "--ignore-unmatch", "pyproject.toml")
        (sample.root / "pyproject.toml").unlink(missing_ok=True)
        (text,) = blocks_of("doc/configuration.rst", language)
        sample.write(name, text)
        lines = program.run("--show-settings", cwd=sample.root).stdout.splitlines()
        assert name in lines[0]
        # Each line that a file sets names that file.
        assert sum(line.endswith(f"  # {name}") for line in lines) >= 4
        settings.append([line.removesuffix(f"  # {name}") for line in lines[1:]])
    assert settings[0] == settings[1]


def test_every_key_is_documented() -> None:
    from specslint.config.values import CONVERTERS

    page = (PROJECT / "doc/configuration.rst").read_text()
    section = page[page.index("\nThe keys\n") : page.index("\n.. _closed-releases:\n")]
    keys = re.findall(r"``([a-z-]+)``", "".join(re.findall(r"^``.*$", section, re.MULTILINE)))
    assert sorted(keys) == sorted(CONVERTERS)


def test_every_format_is_documented() -> None:
    from specslint.reporters import FORMATS

    page = (PROJECT / "doc/formats.rst").read_text()
    table = page[page.index("\nName  ") : page.index("\nIn ``sarif``")]
    assert re.findall(r"^``(\w+)`` ", table, re.MULTILINE) == list(FORMATS)


def test_the_json_that_is_documented_is_what_is_printed(
    program: Program, sample: Repository
) -> None:
    page = (PROJECT / "doc/formats.rst").read_text()
    block = re.search(r"contract::\n\n(.*?)\n\n\S", page, re.DOTALL)
    assert block
    documented = json.loads(block[1])
    printed = json.loads(program.run("--format", "json", cwd=sample.root).stdout)
    assert documented.keys() == printed.keys()
    # What a run over the whole tree leaves out is counted; the page says so further on.
    assert "``summary.hidden`` is their number" in page
    assert documented["summary"].keys() | {"hidden"} == printed["summary"].keys()
    assert documented["diagnostics"][0].keys() == printed["diagnostics"][0].keys()


def test_the_rule_that_is_shown_works(checkout: Repository, tmp_path: Path) -> None:
    """The module and the example of doc/adding-a-rule.rst, in their places."""
    clone = tmp_path / "clone"
    must("git", "clone", "-q", checkout.root, clone, cwd=tmp_path)
    (module,) = blocks_of("doc/adding-a-rule.rst", "python")
    (clone / "specslint/rules/text/txt009_two_spaces.py").write_text(module)
    (example,) = blocks_of("doc/adding-a-rule.rst", "toml")
    (clone / "tests/rules/text/TXT009/fail").mkdir(parents=True)
    (clone / "tests/rules/text/TXT009/fail/middle.toml").write_text(example)
    # A base directory of its own, or the run removes what earlier ones have left.
    options = ("-q", "-p", "no:cacheprovider", "--basetemp", tmp_path / "base", "-k", "TXT009")
    command = (sys.executable, "-m", "pytest", *options, "tests/rules/test_examples.py")
    must(*command, cwd=clone)
    explained = must(sys.executable, "-m", "specslint", "rule", "two-spaces", cwd=clone)
    assert explained.stdout.startswith("TXT009 two-spaces\n\nPut one space between words.\n")


def test_the_finding_of_the_readme(program: Program, sample: Repository) -> None:
    said = program.run(cwd=sample.root).stdout
    for document in ("README.rst", "doc/author.rst"):
        text = (PROJECT / document).read_text()
        shown = re.search(
            r"^   (specs/\S+ TPL003 \[error\] .*?)\n\n", text, re.DOTALL | re.MULTILINE
        )
        assert shown
        assert " ".join(shown[1].split()) in said


@pytest.mark.parametrize("case", comparison_cases.CASES, ids=lambda case: str(case.name))
def test_the_comparison_is_true_of_specslint(
    program: Program, tmp_path: Path, case: comparison_cases.Case
) -> None:
    """The other columns are measured again by hand: python -m tools.compare."""
    (row,) = re.findall(
        rf"^{re.escape(case.name)}  *([^\s,]+(?:, [^\s,]+)*) ",
        (PROJECT / "doc/comparison-table.rst").read_text(),
        re.MULTILINE,
    )
    comparison_cases.make_tree(tmp_path / "tree")
    case.before(tmp_path / "tree")
    case.make(tmp_path / "tree")
    codes = compare.codes(tmp_path / "tree", case, [str(program.bin / "specslint")])
    assert ", ".join(sorted(codes)) == row.replace("\\", "")
    assert not case.code or case.code in codes


def test_the_ci_script_is_sound() -> None:
    subprocess.run(["bash", "-n", PROJECT / ".ci/run"], check=True)
    assert os.access(PROJECT / ".ci/run", os.X_OK)
