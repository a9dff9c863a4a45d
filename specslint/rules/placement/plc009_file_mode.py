"""PLC009 file-mode."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from specslint.model.findings import Finding, Location, Scope, Severity
from specslint.model.layout import Layout
from specslint.model.tree import Entry, EntryKind, Tree, end_of, is_hidden
from specslint.rules import rule
from specslint.rules.placement._entries import is_spec_link, is_template_link


def _is_spec(path: str, layout: Layout) -> bool:
    # A misplaced spec is one, too.
    template = layout.template_release(path) is not None
    return path.endswith(".rst") and not template and not is_hidden(path)


def _allowed(entry: Entry, tree: Tree) -> str:
    return "spec or template" if tree.layout.may_be_linked(entry.path) else "template"


def _differences(entry: Entry, tree: Tree) -> Iterator[str]:
    """How the template that a link leads to differs from what its release requires of specs."""
    release = tree.layout.release_of(entry.path)
    other = tree.layout.template_release(end_of(entry.path, tree.by_path))
    ours, theirs = tree.outlines.get(release or ""), tree.outlines.get(other or "")
    if tree.layout.place(entry.path) is None or not ours or not theirs or release == other:
        return
    found = {section.title: section.subsections for section in theirs.sections}
    for title, subsections in ((s.title, s.subsections) for s in ours.sections):
        lacks = [sub for sub in subsections if sub not in found.get(title, ())]
        for missing in [title] if title not in found else lacks:
            if missing not in ours.optional:
                yield f'lacks "{missing}"'
    wanted = {section.title for section in ours.sections}
    if "*" not in ours.extra:
        yield from (f'has "{title}"' for title in found if title not in wanted | ours.extra)


def _is_editor_lock(entry: Entry) -> bool:
    # Emacs marks a file with unsaved changes by a link to nowhere.
    return entry.path.rpartition("/")[2].startswith(".#")


@rule(code="PLC009", name="file-mode", severity=Severity.WARNING, scope=Scope.TREE)
def check(tree: Tree) -> Iterator[Finding]:
    """Commit specs as regular files that are not executable, and not as links.

    An executable spec is a warning. A symbolic link is an error unless it leads to a
    template in the repository; anything else that is not a regular file is an error, too.
    The gate treats a linked template as a spec of the release whose directory the link is in,
    so it needs the sections of that release's template.
    specslint never follows a link: it computes the target from the link's text.

    Why:
        The executable bit has no meaning for a spec; it comes from an editor or from
        a file system without modes. A link could add a file to the build that no
        reviewer has seen, even one from the machine that runs the build.

    Bad:
        specs/kilo/approved/quick-resize.rst -> /etc/hostname

    Good:
        specs/kilo/approved/kilo-template.rst -> ../../kilo-template.rst

    Source:
        The repository of nova-specs, where all links below ``specs/`` lead to
        templates; git-ls-tree(1) for the modes.
    """
    for entry in tree.checked:
        where = Location(entry.path)
        if entry.kind is EntryKind.OTHER:
            message = "neither a file nor a link: replace it by a regular file, or remove it"
            yield Finding(where, message, Severity.ERROR)
        elif entry.kind is EntryKind.LINK:
            if not (
                _is_editor_lock(entry)
                or is_template_link(entry, tree.by_path, tree.layout)
                or is_spec_link(entry, tree.by_path, tree.layout)
            ):
                yield Finding(
                    where,
                    f'the symbolic link leads to "{entry.target}", which is not a '
                    f"{_allowed(entry, tree)} in the repository: replace it by a regular file",
                    Severity.ERROR,
                )
            elif difference := next(_differences(entry, tree), ""):
                template = posixpath.relpath(
                    tree.layout.template_path(tree.layout.release_of(entry.path) or ""),
                    posixpath.dirname(entry.path),
                )
                yield Finding(
                    where,
                    f'"{entry.target}" {difference}, unlike the template of this release: '
                    f'link to "{template}"',
                    Severity.ERROR,
                )
        elif entry.executable and _is_spec(entry.path, tree.layout):
            yield Finding(where, 'the spec is executable: run "chmod a-x" on it')
