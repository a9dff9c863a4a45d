"""The rooms of the house: who may import whom, and what a start may cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import specslint

PACKAGE = Path(specslint.__file__).parent
VALUES = {"errors", "model", "change", "tree", "layout", "releases", "disk"}

# A room may import itself, the values and the rooms named here: downwards only.
BELOW = {
    "": set(),  # specslint/__init__.py
    "__main__": {"start"},
    "start": {"answers", "cli", "ending"},
    "answers": set(),
    "completion": {"reporters", "rules"},
    "cli": {"commands", "completion", "ending", "options"},
    "options": {"reporters"},
    "ending": {"reporters"},
    "commands": {
        "answers",
        "engine",
        "fixing",
        "reporters",
        "vcs",
        "config",
        "config_files",
        "config_values",
        "rules",
        "parsing",
        "repository",
        "repropose",
        "setup_files",
        "status",
    },
    "status": {"config_values", "parsing", "reporters", "vcs"},
    "setup_files": {"config", "config_files", "config_values", "vcs"},
    "repository": set(),
    "repropose": {"config_values", "fixing", "parsing", "rules", "vcs"},
    "engine": {"rules", "parsing", "vcs", "config", "answers"},
    "fixing": set(),
    "reporters": {"engine", "rules"},  # for the report itself, and for help
    "config": {"config_files", "config_values", "rules"},
    "config_files": {"config_values"},
    "config_values": {"rules"},
    "rules": set(),
    "parsing": set(),
    "vcs": set(),
    "errors": set(),
    "disk": set(),
    "model": set(),
    "tree": set(),
    "change": set(),
    "layout": set(),
    "releases": set(),
}
LIBRARIES = {
    "commands": {"tqdm"},
    "completion": {"argcomplete"},
    "parsing": {"docutils"},
}
# Rules are functions of values: they have no business with any of these.
NOT_IN_RULES = {"os", "pathlib", "io", "subprocess", "shutil", "socket", "tempfile", "glob"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: str) -> str:
    """``specslint.rules.text.txt001`` is in the room ``rules``."""
    return module.split(".")[1] if "." in module else ""


def imports_of(file: Path) -> Iterator[str]:
    """Every module that a file imports, at its top or later."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: imports are absolute"
            name = node.module or ""
            if name == "specslint":
                yield from (f"{name}.{alias.name}" for alias in node.names)
            else:
                yield name


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_go_down_only(file: Path) -> None:
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    room = parts[0] if parts != ("__init__",) else ""
    assert room in BELOW, f"a new room: say in this test what {room} may import"
    for name in imports_of(file):
        top = name.partition(".")[0]
        if top == "specslint":
            other = room_of(name)
            allowed = BELOW[room] | VALUES | {room, "__version__"}
            assert other in allowed, f"{room} must not import {name}"
        else:
            assert top in sys.stdlib_module_names | LIBRARIES.get(room, set()), (
                f"{room} must not import {name}"
            )
            is_rule = room == "rules" and file.name != "__init__.py"
            assert not is_rule or top not in NOT_IN_RULES, f"a rule must not import {name}"


def test_programs_are_run_in_one_place() -> None:
    running = {"subprocess", "pty"}
    users = {file.relative_to(PACKAGE) for file in MODULES if running & set(imports_of(file))}
    assert users == {Path("vcs/git.py"), Path("vcs/staging.py")}


def modules_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after ``statement``."""
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; {statement}; print(*sys.modules, sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


def test_the_start_imports_neither_docutils_nor_git() -> None:
    loaded = modules_after("import specslint.cli")
    assert not loaded & {"docutils", "git", "multiprocessing", "asyncio"}


def test_the_rules_import_neither_docutils_nor_git() -> None:
    loaded = modules_after("import specslint.rules; specslint.rules.all_rules()")
    assert not loaded & {"docutils", "git", "subprocess"}
