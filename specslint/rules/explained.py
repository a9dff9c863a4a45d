"""Splits a rule's docstring into its parts.

``specslint rule``, the reference pages and the help texts in reports use them.
"""

from __future__ import annotations

import inspect
import re
from typing import NamedTuple

from specslint.model.findings import Scope
from specslint.rules import GATE, Rule

SCOPES = {
    Scope.SPEC: "checks one spec",
    Scope.TREE: "checks the paths of the repository",
    Scope.CHANGE: "checks a change: the staged one, a commit or a range",
    Scope.PRAGMAS: "checks the pragmas of one spec",
}
"""What the rules of each scope check, to follow their severity in a sentence."""

_REQUIRED = ("Why", "Bad", "Good", "Source")
_PART = re.compile(r"^(Why|Bad|Good|Source|Settings):$", re.MULTILINE)

# A commit message has no pragmas, no spec can exempt itself from the tag, and the pragmas
# of a spec that cannot be parsed are not known.
_BEYOND_PRAGMAS = ("FTK", "MSG", "RST009")


class Explanation(NamedTuple):
    """The parts of a rule's docstring, without their indentation.

    ``summary`` is its first sentence, and ``details`` is the rest of the text before the
    parts. ``settings`` are the keys of the configuration that the rule uses, besides those
    that apply to every rule.
    """

    summary: str
    details: str
    why: str
    bad: str
    good: str
    source: str
    settings: tuple[str, ...]


def explain(rule: Rule) -> Explanation:
    """The explanation of a rule.

    :raises ValueError: its docstring lacks a part.
    """
    head, *parts = _PART.split(inspect.cleandoc(rule.doc))
    said = {name: _dedented(text) for name, text in zip(parts[::2], parts[1::2], strict=True)}
    missing = [name for name in _REQUIRED if not said.get(name)]
    if missing:
        raise ValueError(f"{rule.code}: its docstring has no {', '.join(missing)}")
    summary, _, details = head.strip().partition("\n\n")
    why, bad, good, source = (said[name] for name in _REQUIRED)
    settings = tuple(said.get("Settings", "").replace(",", " ").split())
    return Explanation(summary, details.strip(), why, bad, good, source, settings)


def pragma_for(rule: Rule) -> str | None:
    """The pragma that silences a rule in a section, or None if no pragma can.

    A finding of a rule on the tree can only be silenced if it is in a spec.
    """
    if rule.code.startswith(_BEYOND_PRAGMAS) or rule.scope is Scope.PRAGMAS:
        return None
    return f".. specslint: disable={rule.code} say why"


def _dedented(text: str) -> str:
    return inspect.cleandoc(text).rstrip()


def described_severity(rule: Rule) -> str:
    """The severity of a rule, and when it differs."""
    strict = ", error if the docs job is strict" if rule.code in GATE else ""
    return f"{rule.severity}{strict}"
