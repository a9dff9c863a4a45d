"""The archives: their content, their reproducibility, and that the program runs alone."""

from __future__ import annotations

import os
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Repository
from tests.e2e.conftest import Program, must
from tests.unit.test_bounds import NEEDED

WHEEL = "specslint-0.1.0-py3-none-any.whl"
SDIST = "specslint-0.1.0.tar.gz"
INFO = "specslint-0.1.0.dist-info"
EGG_INFO = (
    "PKG-INFO",
    "SOURCES.txt",
    "dependency_links.txt",
    "entry_points.txt",
    "requires.txt",
    "top_level.txt",
)


@pytest.fixture(scope="module")
def built(checkout: Repository, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The directories with the archives of two clones of one commit.

    The clones have nothing in common but the commit: not the path, the times of the
    files, their modes, the leftovers of other builds, nor the way from the clone to the
    wheel.
    """
    base = tmp_path_factory.mktemp("built")
    epoch = checkout.git("log", "-1", "--format=%ct").strip()
    directories = []
    for place, umask in (("one", "022"), ("another/place", "077")):
        script = f"umask {umask} && git clone -q '{checkout.root}' '{base / place}'"
        must("bash", "-c", script, cwd=base)
        directories.append(base / place / "dist")
    one, other = base / "one", base / "another/place"
    for file in other.rglob("*"):
        os.utime(file, (1, 1_000_000_000), follow_symlinks=False)
    for left in ("build/lib/specslint/gone.py", "specslint/__pycache__/gone.cpython-311.pyc"):
        (other / left).parent.mkdir(parents=True)
        (other / left).write_text("gone = True\n")
    # Without isolation, which the fixture of the program covers: both use one setuptools.
    build = (sys.executable, "-m", "build", "--no-isolation")
    must(*build, one, cwd=base, SOURCE_DATE_EPOCH=epoch)
    must(*build, "--sdist", "--wheel", other, cwd=base, SOURCE_DATE_EPOCH=epoch)
    return directories


@pytest.fixture(scope="module")
def packaged(checkout: Repository) -> set[str]:
    """The files of the program: everything that git tracks below ``specslint/``."""
    return set(checkout.git("ls-files", "specslint").split())


def test_the_package_is_code_and_the_data_that_it_reads(packaged: set[str]) -> None:
    data = {name for name in packaged if not name.endswith(".py")}
    tables = {name for name in data if name.endswith(".toml")}
    assert {Path(name).parent.as_posix() for name in tables} == {
        "specslint/config/profiles",
        "specslint/outlines",
    }
    assert sorted(data - tables) == [
        "specslint/py.typed",
        "specslint/status/page.css",
        "specslint/status/page.js",
    ]


def test_the_wheel_holds_the_package_only(built: list[Path], packaged: set[str]) -> None:
    with zipfile.ZipFile(built[0] / WHEEL) as wheel:
        names = wheel.namelist()
    metadata = (
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
        "top_level.txt",
    )
    assert sorted(names) == sorted([*packaged, *(f"{INFO}/{name}" for name in metadata)])


def test_the_sdist_holds_what_the_wheel_is_built_of(built: list[Path], packaged: set[str]) -> None:
    with tarfile.open(built[0] / SDIST) as sdist:
        members = sdist.getmembers()
    names = {member.name.removeprefix("specslint-0.1.0/") for member in members}
    kept = (
        "LICENSE",
        "MANIFEST.in",
        "README.rst",
        "pyproject.toml",
        "setup.cfg",
        "tools/backend.py",
    )
    made = {name for name in names if name.startswith("specslint.egg-info/")}
    assert sorted(names - made) == sorted([*packaged, *kept, "PKG-INFO"])
    assert made == {f"specslint.egg-info/{name}" for name in EGG_INFO}
    assert all(member.isreg() for member in members)
    assert {(member.mode, member.uid, member.uname) for member in members} == {(0o644, 0, "")}


def test_one_commit_gives_the_same_bytes_everywhere(built: list[Path]) -> None:
    for directory in built:
        assert sorted(path.name for path in directory.iterdir()) == sorted((WHEEL, SDIST))
    for name in (WHEEL, SDIST):
        one, other = (directory / name for directory in built)
        assert one.read_bytes() == other.read_bytes(), name


def test_it_declares_its_dependencies_and_no_more(program: Program) -> None:
    with zipfile.ZipFile(program.wheel) as wheel:
        metadata = Parser().parsestr(wheel.read("specslint-0.1.0.dist-info/METADATA").decode())
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert needed == NEEDED
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "Apache-2.0"


def test_the_command_and_the_module_are_the_same(program: Program, tmp_path: Path) -> None:
    command = must(program.bin / "specslint", "--version", cwd=tmp_path)
    module = must(program.bin / "python", "-m", "specslint", "--version", cwd=tmp_path)
    assert command.stdout == module.stdout == "specslint 0.1.0\n"


def test_every_rule_is_installed(program: Program, tmp_path: Path) -> None:
    script = "from specslint.rules import all_rules; print(*all_rules())"
    installed = must(program.bin / "python", "-c", script, cwd=tmp_path).stdout.split()
    modules = PROJECT.glob("specslint/rules/*/[a-z]*.py")
    assert installed == sorted(path.name[:6].upper() for path in modules)
