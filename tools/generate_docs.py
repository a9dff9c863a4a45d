"""Write the reference of the rules, ``doc/rules.rst``, from the rules themselves.

Run as ``python -m tools.generate_docs``; with ``--check`` it writes nothing, and
fails where the file differs.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from specslint.model import Scope
from specslint.rules import Rule, all_rules

REFERENCE = Path(__file__).parent.parent / "doc" / "rules.rst"

_INTRODUCTION = """\
.. Made by "make docs" from the docstrings of the rules: change those.

=========
The rules
=========

An *error* fails the run; a *warning* and an *info* are printed only. Each severity
can be set in the configuration, and a rule that is *off* runs only where it is given
another one.
"""

_SCOPES = {
    Scope.SPEC: "looks at one spec",
    Scope.TREE: "looks at the paths of the repository",
    Scope.CHANGE: "looks at a change: the staged one, a commit or a range",
    Scope.PRAGMAS: "looks at the pragmas of one spec",
}

_PART = re.compile(r"^(Why|Bad|Good|Source):$", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Write or check the reference; the exit code.

    :param arguments: ``--check`` or nothing.
    """
    text = reference(all_rules().values())
    if arguments == ["--check"]:
        if not REFERENCE.exists() or REFERENCE.read_text(encoding="utf-8") != text:
            print(f'{REFERENCE.name} differs from the rules: run "make docs"', file=sys.stderr)
            return 1
        return 0
    REFERENCE.parent.mkdir(exist_ok=True)
    REFERENCE.write_text(text, encoding="utf-8")
    return 0


def reference(rules: Iterable[Rule]) -> str:
    """The whole page.

    :param rules: in the order in which they are shown, those of a family together.
    """
    rules = list(rules)
    blocks = [_INTRODUCTION, _table(rules)]
    for _, family in groupby(rules, key=lambda rule: rule.family):
        members = list(family)
        blocks.append(_heading(_family_title(members[0]), "="))
        blocks += [_section(rule) for rule in members]
    return "\n".join(blocks)


def _table(rules: list[Rule]) -> str:
    rows = [("Code", "Name", "Severity", "In a line")]
    rows += [(f"{rule.code}_", rule.name, str(rule.severity), rule.summary) for rule in rules]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    border = " ".join("=" * width for width in widths)
    lines = [
        " ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([border, lines[0], border, *lines[1:], border, ""])


def _family_title(rule: Rule) -> str:
    package = importlib.import_module(rule.check.__module__.rpartition(".")[0])
    return (package.__doc__ or rule.family).partition("\n")[0].rstrip(".")


def _heading(title: str, line: str) -> str:
    return f"{title}\n{line * len(title)}\n"


def _section(rule: Rule) -> str:
    summary, *parts = _PART.split(inspect.cleandoc(rule.doc))
    by_name = dict(zip(parts[::2], map(_dedent, parts[1::2]), strict=True))
    missing = {"Why", "Bad", "Good", "Source"} - by_name.keys()
    if missing:
        raise ValueError(f"{rule.code}: its docstring has no {', '.join(sorted(missing))}")
    blocks = [
        f".. _{rule.code}:\n",
        _heading(f"{rule.code} {rule.name}", "-"),
        f"*{str(rule.severity).capitalize()}; {_SCOPES[rule.scope]}.*\n",
        summary.strip() + "\n",
        "Why\n" + _indent(by_name["Why"]),
        "Bad ::\n\n" + _indent(by_name["Bad"]),
        "Good ::\n\n" + _indent(by_name["Good"]),
        "Source\n" + _indent(by_name["Source"]),
    ]
    return "\n".join(blocks)


def _dedent(text: str) -> str:
    return inspect.cleandoc(text).rstrip()


def _indent(text: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in text.splitlines())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
