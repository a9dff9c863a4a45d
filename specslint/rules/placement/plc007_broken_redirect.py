"""PLC007 broken-redirect."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.layout import Layout
from specslint.model.tree import Tree
from specslint.model.typing import NamedTuple
from specslint.rules import rule


def _is_url(text: str) -> bool:
    return "://" in text and re.match(r"[a-z][a-z0-9+.-]*://[^/\s]", text, re.I) is not None


class _Redirect(NamedTuple):
    """A line of a redirects file: both paths as written, and where they lead."""

    file: str
    line: int
    old: str
    new: str
    source: str
    end: str  # a path of the tree, or a URL

    @property
    def where_old(self) -> Location:
        return Location(self.file, self.line, 1, self.line, len(self.old) + 1)

    @property
    def where_new(self) -> Location:
        column = len(self.old) + 2
        return Location(self.file, self.line, column, self.line, column + len(self.new))


@lru_cache(maxsize=64)
def _read(file: str, text: str) -> tuple[_Redirect | Finding, ...]:
    """Read the lines of a file; most files are the same before and after a change."""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    directory = posixpath.dirname(file)
    return tuple(_parse(file, directory, *numbered) for numbered in enumerate(lines, 1))


def _parse(file: str, directory: str, number: int, text: str) -> _Redirect | Finding:
    """Parse one line as the build of the documents does: split at single spaces."""
    line = text.rstrip()
    whole = Location(file, number, 1, number, len(line) + 1)
    parts = line.split(" ")
    if len(parts) != 2 or not all(parts):
        found = f"{len(line.split())} words" if line.strip() else "a blank line"
        if len(line.split()) == 2:
            found = "other white space"
        return Finding(whole, f"expected two paths and one space between them, found {found}")
    old, new = parts
    source = posixpath.normpath(posixpath.join(directory, old))
    is_url = _is_url(new)
    if is_url:
        end = new
    else:
        # As in a browser: relative to the old page, and an anchor is no part of the path.
        end = posixpath.normpath(posixpath.join(posixpath.dirname(source), new.split("#")[0]))
    redirect = _Redirect(file, number, old, new, source, end)
    if not old.endswith(".rst") or old.startswith("/"):
        return Finding(
            redirect.where_old,
            f'"{old}" is not the path of an RST file: write it relative to "{directory}/"',
        )
    if not is_url and (not end.endswith(".rst") or new.startswith("/")):
        return Finding(
            redirect.where_new,
            f'"{new}" is neither a path of an RST file nor a URL: '
            f'write it relative to the directory of "{old}"',
        )
    return redirect


def _last_steps(redirects: Mapping[str, _Redirect]) -> dict[str, _Redirect | None]:
    """For each old path the last redirect on the way from it; None in a circle.

    A redirect page is written over a page of the same name, so redirects go first.
    """
    last: dict[str, _Redirect | None] = {}
    for redirect in redirects.values():
        way: dict[str, _Redirect] = {}
        here = redirect
        while here.source not in last and here.source not in way:
            way[here.source] = here
            if here.end not in redirects:
                last[here.source] = here
                break
            here = redirects[here.end]
        arrived = last.get(here.source)
        for source in way:
            last[source] = arrived
    return last


def _advice(source: str, paths_by_name: Mapping[str, list[str]], layout: Layout) -> str:
    """The probable new path of the spec at ``source``, in the form of a redirect."""
    directory, name = posixpath.split(source)
    paths = [path for path in paths_by_name.get(name, ()) if path != source]
    if not paths:
        return "name where the spec is now"
    release = layout.release_of(source)
    nearest = min(paths, key=lambda path: (layout.release_of(path) != release, path))
    return f'did you mean "{posixpath.relpath(nearest, directory)}"?'


@rule(code="PLC007", name="broken-redirect", severity=Severity.WARNING, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """Each line of a ``redirects`` file must lead to a page that exists.

    A line consists of the old path, one space, and the new path or a URL. The old path is
    relative to the directory of the file, the new one to the directory of the old path.
    Redirects to other redirects are followed, including those of other releases.

    Why:
        The documentation build creates a page at the old address for each line. It
        fails on a malformed line; with other faults, old links lead to a missing
        page.

    Bad:
        approved/quick-resize.rst implemented/quick-resize.rst

    Good:
        approved/quick-resize.rst ../implemented/quick-resize.rst

    Source:
        nova-specs' extension for Sphinx that reads these files
        (doc/source/redirect.py), and its ``redirects`` files.
    """
    if not tree.redirects:
        return
    redirects: dict[str, _Redirect] = {}
    repeated: list[tuple[_Redirect, _Redirect]] = []
    for file, source in tree.redirects.items():
        for line in _read(file, source.text):
            if isinstance(line, Finding):
                yield line
            elif line.source in redirects:
                repeated.append((line, redirects[line.source]))
            else:
                redirects[line.source] = line
    for line, first in repeated:
        place = f"line {first.line}" + (f' of "{first.file}"' if first.file != line.file else "")
        yield Finding(line.where_old, f'"{line.old}" is redirected by {place} already: keep one')
    last_steps = _last_steps(redirects)
    paths_by_name: dict[str, list[str]] = {}
    for path in tree.by_path:
        paths_by_name.setdefault(posixpath.basename(path), []).append(path)
    for redirect in redirects.values():
        last = last_steps[redirect.source]
        if last is None:
            fault = "redirects in a circle"
        elif last.end in tree.by_path or _is_url(last.end):
            continue
        else:
            fault = f'leads to "{last.end}", which does not exist'
        yield Finding(
            redirect.where_new,
            f'"{redirect.old}" {fault}: {_advice(redirect.source, paths_by_name, tree.layout)}',
        )
