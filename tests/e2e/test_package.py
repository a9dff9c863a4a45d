"""What the wheel holds, and that it runs where nothing else is installed."""

from __future__ import annotations

import zipfile
from email.parser import Parser
from pathlib import Path

from tests.conftest import PROJECT
from tests.e2e.conftest import Program, must


def test_the_wheel_holds_code_and_data_only(program: Program) -> None:
    with zipfile.ZipFile(program.wheel) as wheel:
        names = set(wheel.namelist())
    assert {"specslint/py.typed", "specslint/outlines/kilo.toml"} <= names
    assert {name for name in names if name.endswith(".toml")} == {
        str(path.relative_to(PROJECT)) for path in PROJECT.glob("specslint/outlines/*.toml")
    }
    assert {name.split("/")[0] for name in names} == {"specslint", "specslint-0.1.0.dist-info"}


def test_it_declares_its_dependencies_and_no_more(program: Program) -> None:
    with zipfile.ZipFile(program.wheel) as wheel:
        metadata = Parser().parsestr(wheel.read("specslint-0.1.0.dist-info/METADATA").decode())
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert needed == ["docutils>=0.19", "tqdm>=4.66.3"]
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
