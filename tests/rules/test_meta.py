"""What is asked of every rule: the contract, a docstring of four parts, and examples."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from pathlib import Path

import pytest

from specslint.model.findings import Scope, Severity
from specslint.rules import Rule, all_rules, scope_of
from tests.rules.examples import PATHS, load, name_of

ERROR, WARNING, INFO, OFF = Severity.ERROR, Severity.WARNING, Severity.INFO, Severity.OFF
SPEC, TREE, CHANGE, PRAGMAS = Scope.SPEC, Scope.TREE, Scope.CHANGE, Scope.PRAGMAS

# Configurations and pragmas contain codes and names, so no rule changes or disappears.
# A rule that is in no release yet need not be in this table.
CONTRACT = [
    ("FTK001", "missing-tag", ERROR, CHANGE),
    ("FTK002", "changed-copy", INFO, CHANGE),
    ("FTK003", "no-source", ERROR, CHANGE),
    ("FTK004", "malformed-tag", WARNING, CHANGE),
    ("FTK005", "unknown-release", ERROR, CHANGE),
    ("FTK006", "wrong-release", ERROR, CHANGE),
    ("FTK007", "moved-not-copied", ERROR, CHANGE),
    ("FTK008", "source-implemented", INFO, CHANGE),
    ("FTK009", "newest-omitted", WARNING, CHANGE),
    ("FTK010", "tag-without-copy", WARNING, CHANGE),
    ("FTK011", "substance-changed", WARNING, CHANGE),
    ("MSG001", "api-impact-missing", INFO, CHANGE),
    ("MSG002", "blueprint-missing", OFF, CHANGE),
    ("MSG003", "depends-on", WARNING, CHANGE),
    ("PLC001", "misplaced-spec", ERROR, TREE),
    ("PLC002", "wrong-extension", ERROR, TREE),
    ("PLC003", "unexpected-entry", ERROR, TREE),
    ("PLC004", "born-implemented", ERROR, CHANGE),
    ("PLC005", "closed-release", WARNING, CHANGE),
    ("PLC006", "missing-redirect", WARNING, CHANGE),
    ("PLC007", "broken-redirect", WARNING, TREE),
    ("PLC008", "duplicate-spec", ERROR, TREE),
    ("PLC009", "file-mode", WARNING, TREE),
    ("PLC010", "file-name", WARNING, TREE),
    ("PLC011", "case-collision", ERROR, TREE),
    ("RST001", "syntax-error", ERROR, SPEC),
    ("RST002", "syntax-warning", WARNING, SPEC),
    ("RST003", "unknown-directive", ERROR, SPEC),
    ("RST004", "unknown-role", ERROR, SPEC),
    ("RST005", "unknown-target", ERROR, SPEC),
    ("RST006", "title-underline", WARNING, SPEC),
    ("RST007", "forbidden-directive", ERROR, SPEC),
    ("RST008", "swallowed-directive", WARNING, SPEC),
    ("RST009", "unparseable", ERROR, SPEC),
    ("RST010", "unreferenced-note", WARNING, SPEC),
    ("RST011", "unknown-document-target", WARNING, TREE),
    ("RST012", "missing-file", WARNING, TREE),
    ("RST013", "unhighlightable-code", WARNING, SPEC),
    ("RST014", "duplicate-label", WARNING, TREE),
    ("RST015", "anonymous-mismatch", WARNING, SPEC),
    ("RST020", "stray-backquotes", WARNING, SPEC),
    ("RST021", "link-without-underscore", WARNING, SPEC),
    ("RST022", "broken-role", WARNING, SPEC),
    ("RST023", "broken-directive", WARNING, SPEC),
    ("RST024", "broken-sample", INFO, SPEC),
    ("RST025", "swallowed-list", WARNING, SPEC),
    ("RST026", "swallowed-block", WARNING, SPEC),
    ("RST027", "markdown", WARNING, SPEC),
    ("SUP001", "unused-suppression", WARNING, PRAGMAS),
    ("SUP002", "unknown-code", ERROR, PRAGMAS),
    ("TPL001", "missing-section", ERROR, SPEC),
    ("TPL002", "extra-section", ERROR, SPEC),
    ("TPL003", "missing-subsection", ERROR, SPEC),
    ("TPL004", "section-order", INFO, SPEC),
    ("TPL005", "misnamed-section", ERROR, SPEC),
    ("TPL006", "duplicate-section", WARNING, SPEC),
    ("TPL007", "empty-section", WARNING, SPEC),
    ("TPL008", "guidance-left", WARNING, SPEC),
    ("TPL009", "placeholder-left", WARNING, SPEC),
    ("TPL010", "bad-title", ERROR, SPEC),
    ("TPL011", "missing-license", WARNING, SPEC),
    ("TPL012", "missing-blueprint-url", WARNING, SPEC),
    ("TPL013", "blueprint-mismatch", WARNING, SPEC),
    ("TPL014", "no-template", ERROR, TREE),
    ("TXT001", "line-too-long", ERROR, SPEC),
    ("TXT002", "trailing-whitespace", ERROR, SPEC),
    ("TXT003", "carriage-return", ERROR, SPEC),
    ("TXT004", "invisible-character", ERROR, SPEC),
    ("TXT005", "unusual-space", WARNING, SPEC),
    ("TXT006", "final-newline", WARNING, SPEC),
    ("TXT007", "not-utf8", ERROR, SPEC),
    ("TXT008", "conflict-marker", ERROR, SPEC),
]
RULES = list(all_rules().values())
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)

_PART = re.compile(r"^(Why|Bad|Good|Source|Settings):\n", re.MULTILINE)


def test_no_rule_of_the_contract_has_changed() -> None:
    assert set(CONTRACT) <= {(rule.code, rule.name, rule.severity, rule.scope) for rule in RULES}


@each_rule
def test_the_scope_is_known_without_an_import(rule: Rule) -> None:
    assert scope_of(rule.code) is rule.scope, "add the code to _SCOPES in specslint/rules"


@each_rule
def test_the_module_is_found_by_code_or_name(rule: Rule) -> None:
    module = rule.check.__module__.rpartition(".")[2]
    assert module == f"{rule.code}_{rule.name}".lower().replace("-", "_")
    assert rule.check.__name__ == "check"


@each_rule
def test_the_docstring_has_a_summary_and_four_parts(rule: Rule) -> None:
    summary, *parts = _PART.split(inspect.cleandoc(rule.doc))
    assert summary.strip()
    assert len(rule.summary) <= 88
    # And the settings that it goes by, if there are any.
    assert [part for part in parts[::2] if part != "Settings"] == ["Why", "Bad", "Good", "Source"]
    assert "Settings" not in parts[:-2:2]
    for text in parts[1::2]:
        assert text.strip()
        assert all(line.startswith("    ") for line in text.splitlines() if line)


@each_rule
def test_the_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    family = rule.check.__module__.split(".")[-2]
    outcomes = Counter(
        path.parts[-2] for path in PATHS if path.parts[-4:-2] == (family, rule.code)
    )
    assert outcomes["fail"] >= 2
    assert outcomes["pass"] >= 2


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_the_example_is_what_its_place_says(path: Path) -> None:
    rule = all_rules()[path.parts[-3]]
    assert path.parts[-4] == rule.check.__module__.split(".")[-2]
    example = load(path)
    assert path.parts[-2] in ("fail", "pass")
    if path.parts[-2] == "pass":
        assert not example.findings
    else:
        assert any(f" {rule.code} " in finding for finding in example.findings)
    assert (rule.scope is CHANGE) <= example.is_change
