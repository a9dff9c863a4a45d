"""PLC006 missing-redirect."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from specslint.model.change import ChangeSet
from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.releases import BACKLOG
from specslint.rules import rule


@rule(code="PLC006", name="missing-redirect", severity=Severity.WARNING, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Add a line to the release's ``redirects`` when a spec moves.

    The line consists of the old path, relative to the release's directory, and the new
    path, relative to the directory of the old one.

    Why:
        Blueprints, reviews and mails link to the published spec. Without the line,
        these links break.

    Bad:
        git mv specs/kilo/approved/quick-resize.rst specs/kilo/implemented/

    Good:
        The same, with this line in specs/kilo/redirects:
        approved/quick-resize.rst ../implemented/quick-resize.rst

    Source:
        The redirects of nova-specs' releases, and its tool that moves implemented
        specs.
    """
    moves = {a.moved_from: a.place.path for a in changes.additions if a.moved_from}
    for change in changes.changes:
        if change.old_path != change.path and change.removes and change.old_path not in moves:
            place = changes.layout.place(change.path)
            if place and not place.release:  # to the abandoned ones
                moves[change.old_path] = change.path
    redirected: dict[str, frozenset[str]] = {}
    for old_path, path in sorted(moves.items()):
        release = changes.layout.release_of(old_path)
        if release is None or release == BACKLOG:
            continue
        old = posixpath.relpath(old_path, changes.layout.release_directory(release))
        if release not in redirected:
            redirected[release] = _old_paths(changes.redirects(release))
        if old in redirected[release]:
            continue
        new = posixpath.relpath(path, posixpath.dirname(old_path))
        redirects = changes.layout.redirects_path(release)
        yield Finding(
            Location(path),
            f'the old address of the page would not work: add "{old} {new}" to {redirects}',
        )


def _old_paths(redirects: str) -> frozenset[str]:
    lines = (line.split() for line in redirects.splitlines())
    return frozenset(posixpath.normpath(words[0]) for words in lines if words)
