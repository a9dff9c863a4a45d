"""In the environment of nova-specs' job: OpenStack's constraints, and Sphinx."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Repository
from tests.e2e.conftest import Program, call, must
from tests.e2e.test_documents import blocks_of
from tests.unit.test_bounds import NEEDED, SPHINX, bounds

DOCUMENTATION = ("sphinx", "openstackdocstheme", "yasfb")
"""The other requirements of the repository's documentation."""

MINORS = (11, 12, 13)


def interpreter(minor: int) -> str | None:
    """A Python of a minor release, or None if there is none."""
    if sys.version_info[1] == minor:
        return sys.executable
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    built = sorted(root.glob(f"versions/3.{minor}.*/bin/python"))
    # Before the PATH, where pyenv has a stub for versions that are not in use.
    return str(built[-1]) if built else shutil.which(f"python3.{minor}")


@pytest.mark.slow
@pytest.mark.parametrize("minor", [n for n in MINORS if interpreter(n)])
def test_the_command_in_the_job_that_exists(
    minor: int, sample: Repository, program: Program, checkout: Repository
) -> None:
    pins = {name: version for name, version in bounds(NEEDED).items() if name != "tqdm"}
    constraints = [f"{name}=={version}" for name, version in {**pins, "Sphinx": SPHINX}.items()]
    requirements, settings = (blocks_of("README.rst", language) for language in ("text", "cfg"))
    here = str(checkout.root)
    sample.write("constraints.txt", "\n".join([*constraints, ""]))
    sample.write("requirements.txt", "\n".join([*DOCUMENTATION, ""]))
    sample.write("test-requirements.txt", requirements[0].replace("/path/to/specslint", here))
    sample.write(
        "tox.ini",
        "[tox]\nskipsdist = true\n\n"
        f"{settings[0].rstrip()}\nbase_python = {interpreter(minor)}\n"
        "deps =\n  -c constraints.txt\n  -r requirements.txt\n  -r test-requirements.txt\n",
    )
    path = "specs/kilo/approved/quota-usage-history.rst"
    sample.write(path, (sample.root / path).read_text() + "\n*never closed\n")
    sample.commit("Touch a spec that is not as it should be")

    run = call(sys.executable, "-m", "tox", "run", "-e", "pep8", cwd=sample.root)
    assert run.returncode == 1, run
    expected = program.run("--commit", "HEAD", cwd=sample.root).stdout
    assert f"{path}:" in expected
    assert expected in run.stdout
    installed = sample.root / ".tox/pep8/bin"
    tree = ("--no-cache", "--format", "json", ".")
    there = call(installed / "specslint", *tree, cwd=sample.root)
    assert there.stdout == program.run(*tree, cwd=sample.root).stdout
    listed = must(installed / "python", "-m", "pip", "freeze", cwd=sample.root).stdout
    assert set(constraints) <= set(listed.splitlines())


def test_the_sphinx_of_the_constraints_is_tested() -> None:
    assert f"oldest-sphinx: Sphinx=={SPHINX}\n" in (PROJECT / "tox.ini").read_text()
