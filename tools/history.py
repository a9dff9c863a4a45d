"""List all findings in the history of a repository, each where it appears first.

Run as ``python -m tools.history CLONE [--select CODES]``. Each commit is checked as
``specslint --commit`` does; a finding that an earlier commit had is left out, even if
its spec was moved or copied to another release. Each finding is a line with the commit,
the location, the message and the text it is about, separated by tabs; at the end are
the numbers of findings per rule.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from specslint.config.settings import Config
from specslint.engine import check_change
from specslint.engine.changes import assemble
from specslint.engine.result import Checked, Result
from specslint.engine.specs import Parser
from specslint.model.findings import Diagnostic
from specslint.reporters.escape import escaped
from specslint.vcs.repository import Repository


def findings(clone: Path, config: Config) -> Iterator[tuple[str, Diagnostic, str]]:
    """The findings of each commit, oldest commit first.

    :param clone: the root of a repository; the commits reachable from its HEAD are
        checked.
    :param config: the settings.
    :returns: the commit's hash, the finding, and the line that it is about.
    :raises UserError: the clone cannot be read.
    """
    parser = Parser(config)
    with Repository.open(clone) as repository:
        names = repository.git.run("rev-list", "--topo-order", "--reverse", "HEAD")
        for name in names.decode().split():
            delta = repository.changes_of_commit(name, config.layout.root)
            changes = assemble(delta, config, parser)
            report = check_change(changes, delta.after, delta.before, config, parser)
            run = Checked(report, delta.after, config, delta.commit, delta.message)
            result = Result([run])
            for diagnostic in report.diagnostics:
                yield name, diagnostic, result.line_of(diagnostic) or ""


def identity(diagnostic: Diagnostic, line: str) -> tuple[str, str, str, str]:
    """What identifies a finding in later commits."""
    name = diagnostic.location.path.rpartition("/")[2]
    return diagnostic.code, name, re.sub(r"\d+", "0", diagnostic.message), line.strip()


def main(arguments: list[str] | None = None) -> int:
    """Print the findings and their numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clone", type=Path)
    parser.add_argument("--select", action="append")
    options = parser.parse_args(arguments)
    config = Config().with_options(select=options.select)
    seen = set()
    counts: Counter[tuple[str, str]] = Counter()
    for commit, diagnostic, line in findings(options.clone.absolute(), config):
        key = identity(diagnostic, line)
        if key in seen:
            continue
        seen.add(key)
        counts[diagnostic.code, str(diagnostic.severity)] += 1
        place = f"{diagnostic.location.path}:{diagnostic.location.line}"
        level = f"{diagnostic.code} {diagnostic.severity}"
        fields = (commit[:12], level, place, diagnostic.message, line)
        print("\t".join(escaped(field) for field in fields), flush=True)
    for (code, severity), count in sorted(counts.items()):
        print(f"{code}\t{severity}\t{count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
