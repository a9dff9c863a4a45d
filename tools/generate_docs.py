"""Write the generated documentation: the reference of the rules, and the import diagram.

``doc/rules.rst`` is made from the rules, the diagram in ``doc/how-it-works.rst`` from the
imports. Run as ``python -m tools.generate_docs``; with ``--check`` it writes nothing, and
fails if a file differs.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from specslint.rules import Rule, all_rules, written_docstring
from specslint.rules.explained import SCOPES, described_severity, explain, pragma_for
from tools import packages

REFERENCE = Path(__file__).parent.parent / "doc" / "rules.rst"

_INTRODUCTION = """\
.. Made by "make docs" from the docstrings of the rules: change those.

=========
The rules
=========

An *error* makes the exit code 1; a *warning* and an *info* do not. The configuration can
change each severity. A rule that is *off* runs only if the configuration gives it
another severity.

``specslint rule CODE`` prints the description of a rule on a terminal.

To configure a rule, write its code into a section of ``pyproject.toml``::

    [tool.specslint]
    severity = { TXT001 = "warning" }
    ignore = ["TXT001"]
    per-file-ignores = { "specs/juno/*" = ["TXT001"] }

To silence a rule in a section of a spec, write this comment into the section; above the
title, it applies to the whole file::

    .. specslint: disable=TXT001 say why
"""

_FIXES = {"safe": "``--fix``", "unsafe": "``--fix --unsafe-fixes``"}


def main(arguments: list[str]) -> int:
    """Write or check the files.

    :param arguments: ``--check`` or nothing.
    :returns: the exit code: 1 if a file differs, else 0.
    """
    page = packages.PAGE.read_text(encoding="utf-8")
    diagram = packages.diagram(packages.graph_of(packages.PACKAGE))
    texts = {
        REFERENCE: reference(all_rules().values()),
        packages.PAGE: packages.with_diagram(page, diagram),
    }
    code = 0
    for file, text in texts.items():
        if arguments != ["--check"]:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            print(f'{file.name} differs from the code: run "make docs"', file=sys.stderr)
            code = 1
    return code


def reference(rules: Iterable[Rule]) -> str:
    """The text of the reference.

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
    rows = [("Code", "Name", "Severity", "Summary")]
    rows += [(f"{rule.code}_", rule.name, str(rule.severity), rule.summary) for rule in rules]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    border = " ".join("=" * width for width in widths)
    lines = [
        " ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([border, lines[0], border, *lines[1:], border, ""])


def _family_title(rule: Rule) -> str:
    name = rule.check.__module__.rpartition(".")[0]
    said = importlib.import_module(name).__doc__ or written_docstring(name)
    return said.partition("\n")[0].rstrip(".")


def _heading(title: str, line: str) -> str:
    return f"{title}\n{line * len(title)}\n"


def _section(rule: Rule) -> str:
    said = explain(rule)
    blocks = [
        f".. _{rule.code}:\n",
        _heading(f"{rule.code} {rule.name}", "-"),
        f"*{described_severity(rule).capitalize()}; {SCOPES[rule.scope]}.*\n",
        said.summary + "\n",
        said.details + "\n" if said.details else "",
        "Why\n" + _indent(said.why),
        "Bad ::\n\n" + _indent(said.bad),
        "Good ::\n\n" + _indent(said.good),
        "Source\n" + _indent(said.source),
        f"Fix\n    {_FIXES[rule.fix]}\n" if rule.fix else "",
        "Settings\n" + _indent(", ".join(f"``{key}``" for key in said.settings))
        if said.settings
        else "",
        "Silencing\n    A pragma cannot silence this rule; the configuration can.\n"
        if pragma_for(rule) is None
        else "",
    ]
    return "\n".join(block for block in blocks if block)


def _indent(text: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in text.splitlines())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
