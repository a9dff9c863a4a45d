"""The rules: one module for each, which is discovered by its file name.

A rule is a generator function with a decorator that holds its metadata::

    @rule(code="TXT002", name="trailing-whitespace", severity=Severity.ERROR)
    def check(spec: Spec) -> Iterator[Finding]: ...

Its docstring has the parts *Why*, *Bad*, *Good* and *Source*, which the reference
pages and ``specslint rule`` show. Its examples are in ``tests/rules/<family>/<CODE>/``.
Rules are functions of values: they use neither the disk nor git nor the RST parser.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache

from specslint.model.findings import Finding, Scope, Severity
from specslint.model.typing import Any, NamedTuple

Check = Callable[[Any], Iterator[Finding]]


class Rule(NamedTuple):
    """A rule and its metadata."""

    code: str
    name: str
    severity: Severity
    scope: Scope
    check: Check
    fix: str = ""  # "safe", "unsafe", or empty if there is no fix

    @property
    def family(self) -> str:
        """The letters at the start of the code."""
        return self.code[:3]

    @property
    def doc(self) -> str:
        """The docstring of its check, with its indentation."""
        return self.check.__doc__ or written_docstring(self.check.__module__, self.check.__name__)

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return self.doc.strip().partition("\n")[0]


def written_docstring(module: str, function: str = "") -> str:
    """A docstring from the source, since ``python -OO`` drops them at run time.

    :param module: the name of an imported module.
    :param function: one of its functions; if empty, the docstring is the module's.
    """
    import ast

    loader: Any = sys.modules[module].__loader__
    tree = ast.parse(loader.get_source(module) or "")
    if not function:
        return ast.get_docstring(tree, clean=False) or ""
    found = (n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == function)
    return next((ast.get_docstring(node, clean=False) or "" for node in found), "")


_registry: dict[str, Rule] = {}


def rule(
    *, code: str, name: str, severity: Severity, scope: Scope = Scope.SPEC, fix: str = ""
) -> Callable[[Check], Check]:
    """Register the decorated generator as a rule.

    :param code: the stable code, three letters and three digits.
    :param name: the stable name, in words joined by hyphens.
    :param severity: the default severity.
    :param scope: decides the argument: a ``Spec``, a ``Tree``, a ``ChangeSet``
        or a ``PragmaUse``.
    :param fix: ``safe`` if the fix never changes what the spec says, ``unsafe`` if it
        may, empty if there is no fix.
    """

    def register(check: Check) -> Check:
        if code in _registry:
            raise ValueError(f"the code {code} is taken by {_registry[code].name}")
        _registry[code] = Rule(code, name, severity, scope, check, fix)
        return check

    return register


@cache
def _modules() -> dict[str, str]:
    """The name of each rule's module, by code; the modules are not imported."""
    # Not by pkgutil, which imports inspect.
    found = {}
    for family in _listed(__path__[0]):
        for file in _listed(f"{__path__[0]}/{family}") if "." not in family else ():
            module, _, suffix = file.partition(".")
            if suffix in ("py", "pyc") and module[0] != "_":
                found[module.partition("_")[0].upper()] = f"{__name__}.{family}.{module}"
    return dict(sorted(found.items()))


def _listed(directory: str) -> list[str]:
    # Not by pathlib: the names are all that is needed.
    return [name for name in os.listdir(directory) if name != "__pycache__"]


@cache
def names() -> dict[str, str]:
    """The name of every rule by its code, in the order of the codes.

    They are parts of the modules' names, so no rule is imported.
    """
    return {
        code: module.rpartition(".")[2].partition("_")[2].replace("_", "-")
        for code, module in _modules().items()
    }


# The scope of each family, and of the rules that differ from their family. It is needed
# before a rule is imported; a test compares it with the rules.
_SCOPES = {
    "TPL": Scope.SPEC,
    "RST": Scope.SPEC,
    "TXT": Scope.SPEC,
    "PLC": Scope.TREE,
    "FTK": Scope.CHANGE,
    "MSG": Scope.CHANGE,
    "SUP": Scope.PRAGMAS,
    "TPL014": Scope.TREE,
    "RST011": Scope.TREE,
    "RST012": Scope.TREE,
    "RST014": Scope.TREE,
    "PLC004": Scope.CHANGE,
    "PLC005": Scope.CHANGE,
    "PLC006": Scope.CHANGE,
}


GATE = frozenset("RST002 RST006 RST010 RST011 RST012 RST013 RST014 RST015".split())
"""The rules whose warnings are errors if the tree's docs job is strict.

A table, because it is needed for cached findings, whose rules are not imported.
"""


MESSAGE_RULES = frozenset(
    "RST001 RST002 RST003 RST004 RST005 RST006 RST007 RST010 RST013 RST015".split()
)
"""The rules that report messages of the parser; without messages, they are not imported."""


DOCUMENT_RULES = frozenset(("RST011", "RST012", "RST014"))
"""The rules on references between documents."""


PATH_RULES = frozenset(("PLC001", "PLC002", "PLC010"))
"""The rules of scope ``tree`` for which a path is right or wrong by itself.

Their findings on a path that a change does not touch were there before it.
"""


def scope_of(code: str) -> Scope:
    """The scope of a rule, without importing it.

    :raises KeyError: there is no such family.
    """
    return _SCOPES.get(code) or _SCOPES[code[:3]]


def load(code: str) -> Rule:
    """The rule of a code.

    :raises KeyError: there is no such rule.
    """
    if code not in _registry:
        importlib.import_module(_modules()[code])
    return _registry[code]


def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    return {code: load(code) for code in _modules()}
