"""Write ``doc/comparison-table.rst``: what specslint and other tools find.

Run as ``python -m tools.compare``. Each fault of ``tools.comparison_cases`` is made in a tree of
its own, and each tool runs on the tree before and after: only what it reports in
addition counts as a finding. The tools have their default options and are installed in
their newest versions.

``--own-tests FILE`` names the ``tests/test_titles.py`` of a clone of nova-specs, which
is what its gate ran on specs; without it that column is left out.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.comparison_cases import CASES, PROJECT, Case, commit, make_tree

PAGE = PROJECT / "doc" / "comparison-table.rst"
WORK = PROJECT / "build" / "compare"
PACKAGES = (
    "doc8",
    "sphinx-lint",
    "rstcheck",
    "Sphinx",
    "restructuredtext-lint",
    "testtools",
    "oslo.utils",
)
_FINDING = re.compile(r":\d+:\d+: ([A-Z]{3}\d{3}) \[")


@dataclass(frozen=True)
class Tool:
    """A program to compare, and its command.

    Its findings are its exit code and the output lines that name a spec; with
    ``by_code`` only the exit code, since the tests print what docutils reports, and
    pass.
    """

    name: str
    package: str
    command: tuple[str, ...]
    by_code: bool = False
    said: dict[object, set[str]] = field(default_factory=dict)  # in trees without faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, and write the table."""
    options = _arguments(arguments)
    tools = list(_tools(options.own_tests))
    rows = []
    for case in CASES:
        print(case.name, file=sys.stderr)
        rows.append([case.name, *(_verdict(tool, case) for tool in tools)])
    PAGE.write_text(_page(tools, rows), encoding="utf-8")
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--own-tests", metavar="FILE", type=Path)
    return parser.parse_args(arguments)


def _tools(own_tests: Path | None) -> Iterable[Tool]:
    bin_directory = WORK / "venv" / "bin"
    if not (bin_directory / "pip").exists():
        subprocess.run([sys.executable, "-m", "venv", WORK / "venv"], check=True)
        pip = (bin_directory / "python", "-m", "pip", "install", "--quiet")
        subprocess.run([*pip, "--editable", PROJECT, *PACKAGES], check=True)
    program = str(bin_directory)
    yield Tool("specslint", "specslint", (f"{program}/specslint",))
    yield Tool("doc8", "doc8", (f"{program}/doc8", "specs"))
    yield Tool("sphinx-lint", "sphinx-lint", (f"{program}/sphinx-lint", "specs"))
    yield Tool("rstcheck", "rstcheck", (f"{program}/rstcheck", "--recursive", "specs"))
    yield Tool("rst-lint", "restructuredtext-lint", (f"{program}/rst-lint", "specs"))
    if own_tests:
        code = (
            "import sys, unittest; sys.path.insert(0, sys.argv.pop());"
            "unittest.main('test_titles', verbosity=0)"
        )
        directory = str(own_tests.resolve().parent)
        yield Tool(
            "own tests", "docutils", (f"{program}/python", "-c", code, directory), by_code=True
        )


def _verdict(tool: Tool, case: Case) -> str:
    """The cell of the table: the rules of specslint, or "yes", or empty."""
    root = WORK / "tree"
    make_tree(root)
    case.before(root)
    if case.before not in tool.said:
        tool.said[case.before] = _said(tool, root)
    case.make(root)
    if tool.name != "specslint":
        return "yes" if _said(tool, root) - tool.said[case.before] else ""
    return ", ".join(sorted(codes(root, case, tool.command)))


def codes(root: Path, case: Case, command: Sequence[str]) -> set[str]:
    """The codes that specslint reports on a damaged tree.

    :param command: the command line of specslint.
    """
    if case.message:
        commit(root, case.message)
        command = [*command, "--commit", "HEAD"]
    return set(_FINDING.findall(_run(command, root)[1]))


def _said(tool: Tool, root: Path) -> set[str]:
    """What a tool finds in a tree, and whether it fails."""
    code, output = _run(tool.command, root)
    named = {line for line in output.splitlines() if "specs/" in line and not tool.by_code}
    return named | ({"failed"} if code else set())


def _run(command: Sequence[str], root: Path) -> tuple[int, str]:
    run = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"},
        capture_output=True,
        check=False,
    )
    return run.returncode, (run.stdout + run.stderr).decode(errors="replace")


# --- the page -----------------------------------------------------------------------


def _page(tools: Sequence[Tool], rows: Sequence[Sequence[str]]) -> str:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    versions = ", ".join(f"{tool.name} {_version(tool)}" for tool in tools)
    head = ["Fault", *(tool.name for tool in tools)]
    blocks = [
        ".. Made by python -m tools.compare: change that, or tools/comparison_cases.py.\n",
        f"Measured on {today}: {versions}.\n",
    ]
    for family in dict.fromkeys(case.family for case in CASES):
        chosen = [row for row, case in zip(rows, CASES, strict=True) if case.family == family]
        blocks.append(f".. rubric:: {family}\n\n{_table(head, chosen)}")
    return "\n".join(blocks)


def _version(tool: Tool) -> str:
    script = f"from importlib.metadata import version; print(version({tool.package!r}), end='')"
    version = _run((str(WORK / "venv" / "bin" / "python"), "-c", script), PROJECT)[1]
    return f"(docutils {version})" if tool.package == "docutils" else version


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    # An empty cell of the first column would continue the row above.
    cells = [[cell or "\\" for cell in row] for row in [head, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    border = " ".join("=" * width for width in widths)
    lines = [
        " ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return "\n".join([border, lines[0], border, *lines[1:], border, ""])


if __name__ == "__main__":
    sys.exit(main())
