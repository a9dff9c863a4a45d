"""Which packages may import which, and what the start may load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.packages import PACKAGE, imports_of

LOOSE = {"work_tree", "writing"}
"""Modules beside the packages that anybody may import: of the standard library only."""

# A package may import itself, ``model``, LOOSE and the packages named here: downwards only.
BELOW = {
    "": set(),  # specslint/__init__.py
    "__main__": {"cli"},
    "cli": {"commands", "output_cache", "reporters", "rules"},
    "commands": {
        "output_cache",
        "engine",
        "fixing",
        "reporters",
        "vcs",
        "config",
        "rules",
        "parsing",
        "process",
        "setup_files",
        "server",
        "status",
    },
    "server": {"engine", "fixing", "vcs", "config", "rules", "parsing", "process"},
    "status": {"config", "parsing", "reporters", "vcs"},
    "setup_files": {"config", "vcs"},
    "process": {"config", "fixing", "parsing", "rules", "vcs"},
    "engine": {"rules", "parsing", "vcs", "config", "output_cache"},
    "fixing": set(),
    "reporters": {"engine", "rules"},  # for the report itself, and for help
    "config": {"rules"},
    "rules": set(),
    "parsing": set(),
    "vcs": set(),
    "output_cache": set(),
    "work_tree": set(),
    "writing": set(),
    "model": set(),
}
LIBRARIES = {
    "commands": {"tqdm"},
    "cli": {"argcomplete"},
    "parsing": {"docutils", "pygments"},
    "server": {"pygls", "lsprotocol"},
    "vcs": {"git"},
}
# Rules are functions of values: they have no business with any of these.
NOT_IN_RULES = {"os", "pathlib", "io", "subprocess", "shutil", "socket", "tempfile", "glob"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def package_of(module: str) -> str:
    """``specslint.rules.text.txt001`` is in the package ``rules``."""
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_go_down_only(file: Path) -> None:
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    package = parts[0] if parts != ("__init__",) else ""
    assert package in BELOW, f"a new package: say in this test what {package} may import"
    for name in imports_of(file):
        top = name.partition(".")[0]
        if top == "specslint":
            other = package_of(name)
            allowed = BELOW[package] | LOOSE | {package, "model", "__version__"}
            assert other in allowed, f"{package} must not import {name}"
        else:
            assert top in sys.stdlib_module_names | LIBRARIES.get(package, set()), (
                f"{package} must not import {name}"
            )
            is_rule = package == "rules" and file.name != "__init__.py"
            assert not is_rule or top not in NOT_IN_RULES, f"a rule must not import {name}"


def test_programs_are_run_in_one_place() -> None:
    running = {"subprocess", "pty"}
    users = {file.relative_to(PACKAGE) for file in MODULES if running & set(imports_of(file))}
    assert users == {Path("vcs/processes.py"), Path("vcs/staging.py")}


def test_gitpython_is_imported_in_one_place() -> None:
    users = {
        file.relative_to(PACKAGE)
        for file in MODULES
        if any(name.partition(".")[0] in ("git", "gitdb") for name in imports_of(file))
    }
    assert users == {Path("vcs/processes.py")}


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
    loaded = modules_after("import specslint.cli.main")
    assert not loaded & {"docutils", "git", "multiprocessing", "asyncio"}


def test_the_rules_import_neither_docutils_nor_git() -> None:
    loaded = modules_after("import specslint.rules; specslint.rules.all_rules()")
    assert not loaded & {"docutils", "git", "subprocess"}
