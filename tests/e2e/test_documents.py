"""What README.rst and CONTRIBUTING.rst tell the reader to type is typed here."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import PROJECT, SAMPLE, Repository
from tests.e2e.conftest import Completed, Program, call, must

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


def for_the_project(command: str) -> bool:
    """Whether a block is to be typed in a clone of specslint, not of nova-specs."""
    return command.startswith(("make ", "python3 -m venv"))


def shell(command: str, cwd: Path, *path: Path, **environment: str) -> Completed:
    """Type a line into a shell."""
    directories = [*map(str, path), os.environ["PATH"]]
    return call("bash", "-c", command, cwd=cwd, PATH=":".join(directories), **environment)


@pytest.fixture(scope="module")
def fresh_clone(checkout: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The project as one has it after "git clone"; what a test sets up, the next one has."""
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


@pytest.mark.parametrize(
    "commands",
    [block for block in commands_of("README.rst") if for_the_project(block[0])],
    ids=" && ".join,
)
def test_the_readme_in_a_clone_of_specslint(fresh_clone: Repository, commands: list[str]) -> None:
    for command in commands:
        run = shell(command, fresh_clone.root)
        assert run.returncode == 0, (command, run)
    assert fresh_clone.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    "commands",
    [block for block in commands_of("README.rst") if not for_the_project(block[0])],
    ids=" && ".join,
)
def test_the_readme_in_a_clone_of_nova_specs(
    clone_of_specs: Repository,
    checkout: Repository,
    program: Program,
    commands: list[str],
) -> None:
    (config,) = blocks_of("README.rst", "yaml")
    clone_of_specs.write(
        ".pre-commit-config.yaml", config.replace("/path/to/specslint", str(checkout.root))
    )
    clone_of_specs.git("add", ".pre-commit-config.yaml")
    for command in commands:
        run = shell(
            command,
            clone_of_specs.root,
            program.bin,
            Path(sys.executable).parent,
        )
        found = command.startswith(("specslint", "pre-commit run"))
        assert run.returncode in ((0, 1) if found else (0,)), (command, run)
        assert "Traceback" not in run.stderr
        if "autoupdate" in command:
            clone_of_specs.git("add", ".pre-commit-config.yaml")


def test_contributing_in_a_fresh_clone(fresh_clone: Repository) -> None:
    for command in [line for block in commands_of("CONTRIBUTING.rst") for line in block]:
        # The tests are collected only: they are running.
        run = shell(command, fresh_clone.root, PYTEST_ADDOPTS="--collect-only -q")
        assert run.returncode == 0, (command, run.stdout[-2000:], run.stderr[-2000:])
        if command == "make test":
            assert "test_contributing_in_a_fresh_clone" in run.stdout
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


def test_the_gates_job(clone_of_specs: Repository, program: Program) -> None:
    """Real tox, with the environment that the README gives."""
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
    (config,) = blocks_of("README.rst", "yaml")
    hooks = re.compile(r"- id: (\S+)")
    assert hooks.findall(config) == hooks.findall((SAMPLE / ".pre-commit-config.yaml").read_text())
    readme, own = configparser.ConfigParser(), configparser.ConfigParser()
    readme.read_string(blocks_of("README.rst", "ini")[0])
    own.read(SAMPLE / "tox.ini")
    section = "testenv:specslint"
    assert readme[section]["commands"].split() == own[section]["commands"].split()


def test_the_configuration_of_the_readme_is_valid(program: Program, sample: Repository) -> None:
    (text,) = blocks_of("README.rst", "toml")
    assert tomllib.loads(text)
    sample.write("pyproject.toml", text)
    run = program.run("--show-settings", cwd=sample.root)
    assert run.returncode == 0, run
    assert '"MSG002" = "error"' in run.stdout


def test_the_readme_names_every_key() -> None:
    from specslint.config_values import CONVERTERS

    readme = (PROJECT / "README.rst").read_text()
    section = readme[readme.index("\nConfiguration\n") : readme.index("\nDependencies\n")]
    keys = re.findall(r"``([a-z-]+)``", "".join(re.findall(r"^``.*$", section, re.MULTILINE)))
    assert sorted(keys) == sorted(CONVERTERS)


def test_the_finding_of_the_readme(program: Program, sample: Repository) -> None:
    readme = (PROJECT / "README.rst").read_text()
    shown = re.search(r"^   (specs/\S+ TPL003 \[error\] )", readme, re.MULTILINE)
    assert shown
    assert shown[1] in program.run(cwd=sample.root).stdout


def test_the_ci_script_is_sound() -> None:
    subprocess.run(["bash", "-n", PROJECT / ".ci/run"], check=True)
    assert os.access(PROJECT / ".ci/run", os.X_OK)
