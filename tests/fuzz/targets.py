"""The fuzz targets: each takes bytes, and asserts what must hold for the result.

For all of them: no exception except errors that the user can correct, the same result
twice, every message in one line, every location inside its text, and output that its
readers can parse and no terminal interprets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.fuzz import files, reports, specs, values

Target = Callable[[bytes], None]

TARGETS: Mapping[str, Target] = {
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
    "commit": files.commit,
    "gitreview": files.gitreview,
    "docs-job": files.docs_job,
    "outputs": files.outputs,
    "results": files.results,
}
"""By the names that ``make fuzz TARGETS=...`` takes."""
