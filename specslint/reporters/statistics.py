"""The number of findings of each rule and each release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from specslint.engine.result import Result
from specslint.model.findings import Severity
from specslint.model.releases import order
from specslint.reporters.escape import as_unicode, escaped

Counts = dict[str, dict[str, int]]

ELSEWHERE = "elsewhere"
"""The name for findings in no release, such as those about a commit message."""

_COLUMNS = {"errors": Severity.ERROR, "warnings": Severity.WARNING, "infos": Severity.INFO}


def statistics(result: Result) -> dict[str, Counts]:
    """The counts per rule, largest first, and per release, in order."""
    diagnostics = result.report.diagnostics
    rules = _counts((d.code, d.severity) for d in diagnostics)
    releases = _counts(
        (as_unicode(result.release_of(d) or ELSEWHERE), d.severity) for d in diagnostics
    )
    return {
        "rules": dict(sorted(rules.items(), key=lambda item: (-sum(item[1].values()), item[0]))),
        "releases": dict(
            sorted(releases.items(), key=lambda item: (item[0] == ELSEWHERE, order(item[0])))
        ),
    }


def table(result: Result) -> str:
    """The counts as two tables; empty if there are no findings."""
    if not result.report.diagnostics:
        return ""
    counts = statistics(result)
    names = {d.code: f"{d.code} {d.name}" for d in result.report.diagnostics}
    rules = {names[code]: row for code, row in counts["rules"].items()}
    blocks = [("rule", rules), ("release", counts["releases"])]
    return "".join("\n" + _block(title, rows) for title, rows in blocks)


def _counts(found: Iterable[tuple[str, Severity]]) -> Counts:
    counter = Counter(found)
    return {
        name: {column: counter[name, severity] for column, severity in _COLUMNS.items()}
        for name in {name for name, _ in counter}
    }


def _block(title: str, rows: Mapping[str, Mapping[str, int]]) -> str:
    # The names come from directories of the untrusted tree.
    shown = {escaped(name): row for name, row in rows.items()}
    width = max(map(len, (*shown, title)))
    lines = [f"{title:{width}}" + "".join(f"{column:>10}" for column in _COLUMNS)]
    lines += [
        f"{name:{width}}" + "".join(f"{row[column] or '-':>10}" for column in _COLUMNS)
        for name, row in shown.items()
    ]
    return "\n".join(lines) + "\n"
