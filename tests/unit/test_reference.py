"""The reference of the rules is what the rules say."""

from __future__ import annotations

from specslint.model import Document
from specslint.parsing import parse
from specslint.rules import all_rules
from tests.conftest import PROJECT
from tools.generate_docs import REFERENCE, reference


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
