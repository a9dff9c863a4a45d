"""``specslint init``: set up the hooks, the gate's job and the settings of a repository."""

from __future__ import annotations

import difflib
import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from specslint.commands.output import wants_colour
from specslint.commands.root import root_of
from specslint.config.loading import load
from specslint.config.values import MAX_BYTES
from specslint.engine import check
from specslint.engine.sources import WorkTree
from specslint.model import releases
from specslint.model.errors import UserError
from specslint.model.findings import Severity
from specslint.model.layout import Layout
from specslint.model.tree import EntryKind
from specslint.reporters.escape import escaped
from specslint.setup_files import FILES, Plan, Texts, Wanted, origin, plan
from specslint.setup_files.describing import described
from specslint.setup_files.lines import lines_of
from specslint.setup_files.settings import as_toml
from specslint.setup_files.write import write_all
from specslint.work_tree import Unreadable

_BLUEPRINT = re.compile(
    r"blueprints\.(?:edge\.)?launchpad\.net/([a-z0-9][a-z0-9._-]*)/\+spec/", re.IGNORECASE
)
_COLOURS = {"+": "32", "-": "31", "@": "36"}


def run(options: Namespace) -> int:
    """Show what would be added to the repository, ask, write it, and return the exit code.

    :returns: 1 if something is left to do by hand, or was declined.
    :raises UserError: the options or the repository are invalid.
    """
    root = Path(root_of(options))
    texts = {name: _read(WorkTree(root), name) for name in FILES}
    wanted = _wanted(options, root, texts)
    planned = plan(texts, wanted)
    silent = options.yes or options.dry_run
    if planned.files and not silent and not sys.stdin.isatty():
        raise UserError(
            "standard input is no terminal, so nobody can be asked: init --dry-run shows what "
            "would be written, init --yes writes it"
        )
    sys.stdout.writelines(_shown(texts, planned, colour=wants_colour(options.color)))
    if wanted.layout:
        print(_share(root, wanted))
    if not planned.files and not planned.by_hand:
        print("Everything is set up: there is nothing to do.")
    elif planned.files and not options.dry_run:
        if not silent and not _agreed(len(planned.files)):
            print("Nothing is written.")
            return 1
        write_all(root, texts, planned.files)
        sys.stdout.writelines(f"{line}\n" for line in _next_steps(planned, wanted))
    return int(bool(planned.by_hand))


def _read(source: WorkTree, name: str) -> str | None:
    try:
        return source.read(name, MAX_BYTES).decode()
    except Unreadable as unreadable:
        if unreadable.missing:
            return None
        raise UserError(f"{name} cannot be extended: {unreadable.reason}") from None
    except UnicodeDecodeError:
        raise UserError(f"{name} cannot be extended: it is not UTF-8, save it so") from None


# --- defaults -------------------------------------------------------------------


def _wanted(options: Namespace, root: Path, texts: Texts) -> Wanted:
    """The values that fit the repository and the options."""

    def read(name: str) -> bytes | None:
        # The other files that are read determine which project the repository is of.
        text = texts[name] if name in texts else _read(WorkTree(root), name)
        return None if text is None else text.encode()

    config = load(read)
    layout = config.layout
    if not (root / layout.root).is_dir():
        raise UserError(
            f'no directory "{layout.root}" in {root}: this is no spec repository; name one with '
            "--root"
        )
    if options.repo is None and options.rev is not None:
        raise UserError("--rev needs --repo: a tag or commit is one of a repository")
    source = WorkTree(root)
    paths = [e.path for e in source.entries(layout.root) if e.kind is EntryKind.FILE]
    place = origin.named(options.repo, options.rev) if options.repo else origin.recorded()
    repo, rev = place or (None, None)
    fits = config.is_described or layout.fits(paths)
    keys = () if fits else described(paths)
    if keys:
        layout = load(lambda name: as_toml(keys) if name == "pyproject.toml" else None).layout
    project = _project(source, paths, layout) or (None if fits else config.project)
    return Wanted(repo, rev, project, _newest_release(paths, layout), keys)


def _newest_release(paths: list[str], layout: Layout) -> str | None:
    """The newest release that has a template: the one that takes proposals."""
    known = [name for name in layout.served(paths) if releases.canonical(name) == name]
    return max(known, key=releases.order, default=None)


def _project(source: WorkTree, paths: list[str], layout: Layout) -> str | None:
    """The project whose blueprints most of the specs link to."""
    specs: Counter[str] = Counter()
    for path in paths:
        if path.endswith(".rst") and layout.place(path):
            try:
                text = source.read(path, MAX_BYTES).decode(errors="replace")
            except Unreadable:
                continue  # a check reports why
            specs.update({project.lower() for project in _BLUEPRINT.findall(text)})
    return min(specs, key=lambda name: (-specs[name], name), default=None)


def _share(root: Path, wanted: Wanted) -> str:
    """How many documents pass with the layout that is proposed."""
    config = load(lambda name: as_toml(wanted.layout) if name == "pyproject.toml" else None)
    report = check(WorkTree(root), config)
    failed = {d.location.path for d in report.diagnostics if d.severity is Severity.ERROR}
    return (
        f"With this layout, {report.files - len(failed)} of {report.files} documents pass; "
        "correct the patterns if many do not."
    )


# --- output ---------------------------------------------------------------------


def _shown(texts: Texts, planned: Plan, *, colour: bool) -> Iterator[str]:
    """The differences, what is left to do by hand, and remarks."""
    for path, after in planned.files.items():
        for line in _difference(path, texts[path], after):
            code = _COLOURS.get(line[:1]) if colour else None
            yield f"\x1b[{code}m{line}\x1b[0m\n" if code else f"{line}\n"
    for left in planned.by_hand:
        yield f"\n{left.path} {escaped(left.reason)}: this has to be added by hand\n\n"
        yield from (f"    {line}\n" for line in left.lines)
        yield "\n"
    for remark in planned.remarks:
        yield f"Note: {remark}\n"


def _difference(path: str, before: str | None, after: str) -> Iterator[str]:
    lines = difflib.unified_diff(
        lines_of(before or ""),
        lines_of(after),
        "/dev/null" if before is None else f"a/{path}",
        f"b/{path}",
        lineterm="\n",
    )
    for line in lines:
        yield escaped(line.removesuffix("\n").removesuffix("\r"))
        if not line.endswith("\n"):
            yield r"\ No newline at end of file"


def _agreed(files: int) -> bool:
    these = "this file" if files == 1 else f"these {files} files"
    try:
        answer = input(f"\nWrite {these}? [y/N] ")
    except EOFError:
        print()
        return False
    return answer.strip().lower() in ("y", "yes")


def _next_steps(planned: Plan, wanted: Wanted) -> Iterator[str]:
    names = " ".join(planned.files)
    yield f"\nWritten: {names}"
    if wanted.repo and origin.is_local(wanted.repo):
        yield (
            f"Note: {escaped(wanted.repo)} is on this machine only. Before others use these "
            "files, put\na URL that all of you have in its place."
        )
    yield "Next:"
    yield f"  git add {names}"
    yield "  pre-commit install"
    yield "  tox -e specslint -- ."
