"""Compares specslint with the gate of nova-specs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor

from specslint.config.settings import Config
from specslint.engine import check
from specslint.engine.specs import Parser
from specslint.model.findings import Diagnostic, Severity
from tests import gate
from tests.corpus.mutations.tree import File, State

GATE_CODES = frozenset("TPL001 TPL002 TPL003 TPL005 TPL014 TXT001 TXT002 PLC002 PLC003".split())
"""What the gate checks: if it accepts, none of these may be an error."""


def difference(refusal: str, found: Iterable[Diagnostic]) -> str:
    """How specslint's result differs; an empty string if it does not."""
    errors = [d for d in found if d.severity is Severity.ERROR]
    if refusal:
        return "" if errors else f"missed: {' '.join(refusal.split())}"
    false = [d for d in errors if d.code in GATE_CODES]
    return f"false: {false[0].location[1:3]} {false[0].code} {false[0].message}" if false else ""


def text_differences(
    texts: Sequence[gate.Text], pool: ProcessPoolExecutor, parser: Parser
) -> list[str]:
    """For each text, how specslint's result differs.

    :param pool: the process that runs the gate.
    """
    refusals = pool.map(gate.refusal, texts, chunksize=8)
    found = [_findings(text, parser) for text in texts]
    return [difference(*both) for both in zip(refusals, found, strict=True)]


def _findings(text: gate.Text, parser: Parser) -> list[Diagnostic]:
    template = f"specs/{text.release}-template.rst"
    state = State({text.path: File(text.content), template: File(text.template)})
    return list(check(state, Config(), [text.path], parser=parser).diagnostics)


def tree_differences(trees: Sequence[gate.Files], pool: ProcessPoolExecutor) -> list[str]:
    """For each tree, how specslint's result differs."""
    refusals = pool.map(gate.tree_refusal, trees, chunksize=8)
    parser = Parser(Config())
    found = []
    for tree in trees:
        files = {
            path: File(b"", target=content) if isinstance(content, str) else File(content)
            for path, content in tree.items()
        }
        found.append(list(check(State(files), Config(), parser=parser).diagnostics))
    return [difference(*both) for both in zip(refusals, found, strict=True)]
