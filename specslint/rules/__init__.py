"""The rules: a module each, found by themselves.

A rule is a generator function with its metadata beside it::

    @rule(code="TXT002", name="trailing-whitespace", severity=Severity.ERROR)
    def check(spec: Spec) -> Iterator[Finding]: ...

Its docstring has four parts, *Why*, *Bad*, *Good* and *Source*; the
reference pages and ``specslint rule`` are made from it. Its examples stand in
``tests/rules/<family>/<CODE>/``. Rules touch neither disk nor git nor the RST
parser: they are functions of values.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from specslint.model import Finding, Scope, Severity

Check = Callable[[Any], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule and what is to be known of it."""

    code: str
    name: str
    severity: Severity
    scope: Scope
    doc: str
    check: Check

    @property
    def family(self) -> str:
        """The letters that the code begins with."""
        return self.code[:3]

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return self.doc.strip().partition("\n")[0]


_registry: dict[str, Rule] = {}


def rule(
    *, code: str, name: str, severity: Severity, scope: Scope = Scope.SPEC
) -> Callable[[Check], Check]:
    """Register the decorated generator as a rule.

    :param code: the stable code, three letters and three digits.
    :param name: the stable name, in words joined by hyphens.
    :param severity: the default severity.
    :param scope: decides the argument: a ``Spec``, a ``Tree``, a ``ChangeSet``
        or a ``PragmaUse``.
    """

    def register(check: Check) -> Check:
        if code in _registry:
            raise ValueError(f"the code {code} is taken by {_registry[code].name}")
        _registry[code] = Rule(code, name, severity, scope, check.__doc__ or "", check)
        return check

    return register


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    for family in pkgutil.iter_modules(__path__):
        if not family.ispkg:
            continue
        package = importlib.import_module(f"{__name__}.{family.name}")
        for module in pkgutil.iter_modules(package.__path__):
            if not module.name.startswith("_"):
                importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_registry.items()))
