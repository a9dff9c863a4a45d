"""The modules that each kind of run may load: every commit waits for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, SAMPLE, Repository

SPEC = "specs/kilo/approved/server-group-names-in-notifications.rst"

FAULTY = "specs/kilo/approved/faulty.rst"
LITERAL = "specs/kilo/approved/literal.rst"

# A fault, and directives for which docutils has modules of its own.
FAULTS = """\
Title
=====

*never closed

.. list-table:: Revisions

   * - Kilo
     - Introduced

.. figure:: how.png
   :figwidth: image

   How it works
"""

# A note that nothing refers to, and a tab in a literal block.
LITERALS = "Title\n=====\n\n.. [1] A note\n\n::\n\n\ta\tb\n"

_START = {"output_cache", "work_tree", "cli"}
_SPECS = _START | {"model", "commands", "config", "engine", "parsing", "rules", "reporters"}
_CHANGE = _SPECS | {"vcs"}

_DOCUTILS = {
    "configparser", "difflib", "docutils", "pathlib", "textwrap", "typing", "urllib",
}  # fmt: skip

# Of each kind of run: its words, the packages that it may load, and of the modules that
# take long those that it has a use for; None is GitPython, which loads most of them.
KINDS = {
    "help": (("--help",), _SPECS, {"textwrap", "typing"}),
    "one plain spec": (("--no-cache", SPEC), _SPECS, set()),
    "a spec with a note and a tab": (("--no-cache", LITERAL), _SPECS, set()),
    "a fault": (("--no-cache", FAULTY), _SPECS, _DOCUTILS),
    "one spec, for the first time": (
        (SPEC,), _SPECS | {"writing"}, {"sqlite3"},
    ),
    "JSON": (("--no-cache", "--format", "json", SPEC), _SPECS, {"json"}),
    "what is staged": (
        ("--staged",), _CHANGE | {"writing"}, {"sqlite3", "subprocess"},
    ),
    "where all stands": (
        ("--staged", "--select", "PLC", "."), _CHANGE, {"subprocess"},
    ),
    "a commit": (("--commit", "HEAD"), _CHANGE, None),
    "a range": (("--range", "HEAD^..HEAD"), _CHANGE, None),
    "settings of a commit": (("--config-from", "HEAD", SPEC), _CHANGE, None),
    "where a release stands": (("status",), _CHANGE | {"status"}, None),
    "what would be proposed": (
        ("repropose", "--dry-run", "--partial", "cap-console-sessions", "--rename", "new"),
        _CHANGE | {"process", "fixing", "writing"}, None,
    ),
    "what would be set up": (
        ("init", "--dry-run", "--repo", str(PROJECT)), _CHANGE | {"setup_files", "writing"}, None,
    ),
    "the hook": (
        ("commit-msg", "message"), _CHANGE | {"writing"},
        {"sqlite3", "subprocess"},
    ),
    "the other hook": (("tag", "message"), _CHANGE, {"subprocess"}),
}  # fmt: skip
# The modules of specslint's own that a kind of run has no use for.
UNUSED = {
    "one plain spec": {"engine.documents", "engine.renames"},
    "where all stands": {
        "engine.cache", "engine.documents", "engine.linting",
        "engine.templates", "model.document", "model.documents", "parsing.commit_message",
        "parsing.limits", "parsing.plain", "parsing.substance",
    },
    "the hook": {"engine.documents", "engine.linting", "rules.rst"},
    "the other hook": {"engine.documents", "engine.linting", "rules.rst"},
}  # fmt: skip
HEAVY = {
    "concurrent", "configparser", "dataclasses", "difflib", "docutils", "email",
    "hashlib", "html", "http", "inspect", "json", "logging", "multiprocessing", "pathlib",
    "pickle", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "textwrap", "tqdm",
    "traceback", "typing", "urllib", "xml",
}  # fmt: skip


def modules(run: subprocess.CompletedProcess[str]) -> set[str]:
    return set(run.stderr.splitlines()[-1].split())


def python(code: str, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    show = "import sys\ntry:\n    {}\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    return subprocess.run(
        [sys.executable, "-c", show.format(code), *words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_modules_that_a_run_imports(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "nova-specs"
    shutil.copytree(SAMPLE, root)
    repository = Repository.create(root)
    repository.write("message", "Say something\n")
    repository.commit("The sample")
    text = (root / SPEC).read_text(encoding="utf-8")
    repository.write("specs/kilo/approved/another.rst", text)
    repository.commit("Propose another")
    repository.write(FAULTY, FAULTS)
    repository.write(LITERAL, LITERALS)
    words, packages, useful = KINDS[kind]
    run = python("from specslint.cli.start import main; main()", *words, cwd=root)
    assert not run.stderr.startswith("specslint:")
    loaded = modules(run) - modules(python("pass", cwd=root))
    own = {name.split(".")[1] for name in loaded if name.startswith("specslint.")}
    assert own <= packages
    unused = UNUSED.get(kind, set())
    assert not {f"specslint.{name}" for name in unused} & loaded
    heavy = {name.partition(".")[0] for name in loaded} & HEAVY
    if "tomllib" in loaded:  # it imports typing, and the sample has settings
        heavy.discard("typing")
    assert ("git" in loaded) == (useful is None)
    assert useful is None or heavy <= useful


LOADED = """\
import os, sys
from specslint.cli.start import main

def note(event, details):
    if event == "import" and details[0] in ("docutils", "pygments", "docutils.nodes"):
        os.write(2, f"loaded {details[0]} {os.getpid()}\\n".encode())

os.write(2, f"parent {os.getpid()}\\n".encode())
sys.addaudithook(note)
sys.exit(main())
"""
CODE = """\
Title
=====

.. code-block:: yaml

   a: 1
"""
TEMPLATE = "specs/kilo-template.rst"
PAGE = "doc/source/readme.rst"


def tree_of(root: Path, others: dict[str, str]) -> None:
    """A repository with enough plain specs for workers, and with others."""
    template, text = ((SAMPLE / path).read_text("utf-8") for path in (TEMPLATE, SPEC))
    plain = {f"specs/kilo/approved/plain-{number}.rst": text for number in range(40)}
    plain[TEMPLATE] = template
    for path, content in (plain | others).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    Repository.create(root).commit("All")


def processes(root: Path, jobs: int) -> tuple[dict[str, list[bool]], str]:
    """Whether it was the parent that loaded each package, and the output."""
    words = ("--no-cache", "--jobs", str(jobs), "--format", "json")
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode in (0, 1), run.stderr
    parent, *noted = (line.split()[1:] for line in run.stderr.splitlines())
    loaded: dict[str, list[bool]] = {}
    for package, process in noted:
        loaded.setdefault(package, []).append([process] == parent)
    return loaded, run.stdout


def test_workers_leave_the_few_specs_that_need_docutils_or_pygments(tmp_path: Path) -> None:
    few = {f"specs/kilo/approved/fault-{number}.rst": FAULTS for number in range(3)}
    code = {f"specs/kilo/approved/code-{number}.rst": CODE for number in range(3)}
    tree_of(tmp_path / "few", few | code)
    loaded, output = processes(tmp_path / "few", 2)
    assert loaded == {"docutils": [True], "docutils.nodes": [True], "pygments": [True]}
    assert output == processes(tmp_path / "few", 1)[1]


def test_workers_parse_many_specs_that_need_docutils_themselves(tmp_path: Path) -> None:
    many = {f"specs/kilo/approved/fault-{number}.rst": FAULTS for number in range(60)}
    tree_of(tmp_path / "many", many)
    loaded, output = processes(tmp_path / "many", 2)
    assert sorted(loaded["docutils.nodes"]) == [False, False, True]
    assert output == processes(tmp_path / "many", 1)[1]


def test_a_page_that_only_includes_another_file_is_not_parsed(tmp_path: Path) -> None:
    tree_of(tmp_path / "page", {PAGE: ".. include:: ../../README.rst\n"})
    assert processes(tmp_path / "page", 2)[0] == {}
    tree_of(tmp_path / "label", {PAGE: ".. include:: ../../README.rst\n\n.. _a: b_\n"})
    assert "docutils" in processes(tmp_path / "label", 2)[0]
