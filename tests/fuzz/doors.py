"""The doors: each takes bytes, and asserts what must hold of whatever comes of them.

That is, for all of them: no exception but what a user can put right, the same twice,
every message a line, every place inside its text, and output that its readers can
read and no terminal obeys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.fuzz import reports, specs, values

Door = Callable[[bytes], None]

DOORS: Mapping[str, Door] = {
    "spec": specs.spec,
    "template": specs.template,
    "parser": specs.parser,
    "plain": specs.plain,
    "fixes": specs.fixes,
    "pragmas": specs.pragmas,
    "copies": specs.copies,
    "toml": values.toml,
    "ini": values.ini,
    "message": values.message,
    "redirects": values.redirects,
    "tree": values.tree,
    "change": values.change,
    "findings": reports.findings,
    "baseline": reports.known,
}
"""By the names that ``make fuzz DOORS=...`` takes."""
