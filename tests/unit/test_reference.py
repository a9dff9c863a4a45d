"""The documentation of the rules, and the generated reference."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from specslint.commands.rule import chosen, described, listing, page
from specslint.config.values import CONVERTERS
from specslint.model.document import Document
from specslint.model.errors import UserError
from specslint.model.findings import Finding, Scope
from specslint.parsing import parse
from specslint.rules import Rule, all_rules
from specslint.rules.explained import explain, pragma_for
from tests.conftest import PROJECT
from tests.rules.examples import PATHS, load
from tests.rules.test_examples import _check_change, _check_tree
from tools.generate_docs import REFERENCE, reference

RULES = list(all_rules().values())


def test_the_committed_reference_is_that_of_the_rules() -> None:
    assert REFERENCE.read_text() == reference(all_rules().values()), 'run "make docs"'


def test_the_reference_is_well_formed() -> None:
    document = parse(REFERENCE.read_text())
    assert isinstance(document, Document)
    assert document.messages == ()


def test_the_readme_names_every_family() -> None:
    readme = (PROJECT / "README.rst").read_text()
    for family in {rule.family for rule in all_rules().values()}:
        assert f"``{family}``" in readme


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_every_rule_explains_itself(rule: Rule) -> None:
    explanation = explain(rule)
    assert "\n" not in explanation.summary
    assert set(explanation.settings) <= CONVERTERS.keys()
    text = page(rule)
    assert text.startswith(f"{rule.code} {rule.name}\n")
    for part in ("Why", "Bad", "Good", "Source", "Silencing it"):
        assert f"\n\n{part}\n" in text
    assert f'{rule.code} = "' in text
    wide = [line for line in text.splitlines() if len(line) > 80]
    shown = (explanation.bad + "\n" + explanation.good).splitlines()
    assert all(line.strip() in map(str.strip, shown) for line in wide), wide


def test_the_rules_list_the_messages_of_docutils_that_they_report() -> None:
    pages = {rule.code: page(rule) for rule in RULES}
    assert "\n  Bullet list ends without a blank line; unexpected unindent\n" in pages["RST002"]
    assert "\n  Unexpected indentation\n    this line has unexpected" in pages["RST001"]
    assert [code for code, text in pages.items() if "What docutils says" in text] == [
        "RST001",
        "RST002",
    ]


def test_the_list_fits_a_terminal() -> None:
    lines = listing(RULES).splitlines()
    assert max(map(len, lines)) <= 80
    assert [line[:6] for line in lines if line[0] != " "] == [rule.code for rule in RULES]


def test_an_explanation_without_a_part_is_an_error() -> None:
    def check(_: object) -> Iterator[Finding]:
        yield from ()

    check.__doc__ = "Wrap it.\n\nWhy:\n    So.\n\nBad:\n\n"
    rule = all_rules()["TXT001"]._replace(check=check)
    with pytest.raises(ValueError, match="TXT001: its docstring has no Bad, Good, Source"):
        explain(rule)


def test_a_rule_as_an_object() -> None:
    assert list(described(all_rules()["TPL001"])) == [
        "code",
        "name",
        "severity",
        "scope",
        "fix",
        "summary",
        "details",
        "why",
        "bad",
        "good",
        "source",
        "settings",
        "pragma",
    ]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["TPL001"], ["TPL001"]),
        (["tpl001"], ["TPL001"]),
        (["missing-section"], ["TPL001"]),
        (["TXT002", "line-too-long"], ["TXT002", "TXT001"]),
        (["SUP"], ["SUP001", "SUP002"]),
        (["SUP002", "sup"], ["SUP002", "SUP001"]),
        (["TPL01"], ["TPL010", "TPL011", "TPL012", "TPL013", "TPL014"]),
        ([], list(all_rules())),
    ],
)
def test_rules_are_named_by_code_name_or_family(words: list[str], codes: list[str]) -> None:
    assert [rule.code for rule in chosen(words)] == codes


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("TPL0001", 'did you mean "TPL001"?'),
        ("missing-sectoin", 'did you mean "missing-section"?'),
        ("", "specslint rule lists them all"),
        ("TLP", 'did you mean "TPL"?'),
        ("wholly different", "specslint rule lists them all"),
    ],
)
def test_a_word_that_is_no_rule(word: str, hint: str) -> None:
    with pytest.raises(UserError) as raised:
        chosen(["TPL001", word])
    assert f'"{word}"' in str(raised.value)
    assert hint in str(raised.value)


def _silenced(path: Path, root: Path) -> bool:
    """Whether a pragma at the top of the files with findings silences an example's rule."""
    code = path.parts[-3]
    example = load(path)
    places = {line.split(":")[0] for line in example.findings if f" {code} " in line}
    pragma = f".. specslint: disable={code} why not\n\n"
    files = {name: pragma * (name in places) + text for name, text in example.files.items()}
    hexed = {
        name: (pragma * (name in places)).encode().hex() + h for name, h in example.hex.items()
    }
    changed = dataclasses.replace(example, files=files, hex=hexed)
    report = (_check_change if example.is_change else _check_tree)(changed, root)
    return all(diagnostic.code != code for diagnostic in report.diagnostics)


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.scope is not Scope.TREE],
    ids=lambda rule: str(rule.code),
)
def test_a_pragma_silences_the_rules_that_it_names(rule: Rule, tmp_path: Path) -> None:
    paths = [p for p in PATHS if p.parts[-3] == rule.code and p.parts[-2] == "fail"]
    expected = pragma_for(rule) is not None
    silenced = {p.stem: _silenced(p, tmp_path / p.stem) for p in paths}
    # A text that is not UTF-8 has no readable pragma.
    silenced.pop("utf-16", None)
    assert silenced == dict.fromkeys(silenced, expected)
