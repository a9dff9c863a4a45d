"""``specslint repropose NAME``: copy an earlier spec to the open release."""

from __future__ import annotations

import contextlib
from argparse import Namespace
from collections.abc import Iterable, Iterator

from specslint.commands.inputs import config_of, root_of
from specslint.commands.output import wants_colour
from specslint.commands.process import State, commit
from specslint.config.root import relative
from specslint.engine import Report
from specslint.engine.specs import SpecReader
from specslint.model import releases
from specslint.model.errors import UserError
from specslint.model.findings import Severity
from specslint.model.spec import Place, Status
from specslint.parsing import MAX_SIZE
from specslint.process import find
from specslint.process.apply import applied, planned, refuse_unless_possible, shown_file
from specslint.process.blueprint import is_name
from specslint.process.plan import Plan, Wanted, make_plan
from specslint.reporters import text
from specslint.reporters.escape import escaped
from specslint.vcs import staging
from specslint.vcs.repository import Repository
from specslint.work_tree import Unreadable


def run(options: Namespace) -> int:
    """Plan the copy, make it unless it is a dry run, and show what is left to the author.

    The specs, their templates and the settings are read from the index, since only what
    is committed can be re-proposed.

    :returns: 0, even if something is left to the author.
    :raises UserError: the options or the repository are invalid; nothing is changed.
    """
    _refuse(options)
    with Repository.open(root_of(options)) as found:
        root = found.root  # all paths are relative to that, including git's own
    with Repository.open(root) as repository:
        staging.refuse_unless_clean(repository)
        state = State(repository, config_of(options, repository.index, repository))
        wanted = _wanted(options, state)
        plan = make_plan(wanted)
        refuse_unless_possible(plan.steps, repository)
        file = shown_file(repository)
        if options.dry_run:
            delta = planned(plan.steps, repository)
            _print(_shown(plan, state.lint(delta, plan.message), file, options))
            return 0
        with applied(plan.steps, repository), Repository.open(repository.root) as after:
            delta = after.changes_of_index(state.config.layout.root)
            shown = list(_shown(plan, state.lint(delta, plan.message), file, options))
    _print(shown)
    if options.commit:
        commit(repository.root)
    return 0


def _refuse(options: Namespace) -> None:
    """Reject options that exclude each other.

    :raises UserError: there are such options.
    """
    if options.mend_url and options.rename is None:
        raise UserError("--mend-url gives the blueprint URL the name of --rename: add that")
    if options.commit and options.dry_run:
        raise UserError("--dry-run changes nothing, and there would be nothing to --commit")
    if options.rename is not None and not is_name(options.rename):
        raise UserError(
            "--rename: a spec's name has lower-case letters, digits and hyphens, found "
            f'"{options.rename}"'
        )


def _wanted(options: Namespace, state: State) -> Wanted:
    """The input of the plan."""
    layout, reader = state.config.layout, state.reader()
    everything = [p for p in state.places() if p.release not in ("", releases.BACKLOG)]
    templates = state.templates()
    known = state.known_releases("none can be proposed again")
    target = find.open_release(options.to, state.config.open_releases, templates, known)
    source_release = options.from_release
    if source_release is not None:
        source_release = find.named_release("--from", source_release, known)
        if not releases.is_earlier(source_release, target):
            raise UserError(f"--from: {source_release} is not earlier than {target}")
    earlier = [place for place in everything if releases.is_earlier(place.release, target)]
    try:
        path = relative(options.name, state.repository.root)
    except (UserError, ValueError):
        path = None
    source = find.find(
        options.name,
        path,
        earlier,
        _titles(reader),
        release=source_release,
        partial=options.partial,
    )
    name = options.rename or source.name
    here = [place for place in everything if (place.release, place.name) == (target, name)]
    if here:
        raise UserError(
            f"{target} has it already, {here[0].path}: name another release with --to, or "
            "another name with --rename"
        )
    outline = reader.templates.outline(target)
    if outline is None:
        raise UserError(reader.templates.problems[target])
    path = layout.spec_path(target, Status.APPROVED, name, source.project)
    return Wanted(
        reader.spec(source.path)._replace(outline=outline),
        Place(path, target, Status.APPROVED, name, source.project),
        find.releases_of(source.name, earlier),
        reader.templates.outline(source.release),
        reader.spec(outline.source) if outline.source else None,
        options.none,
        options.mend_url,
    )


def _titles(reader: SpecReader) -> find.Titles:
    def titles(places: Iterable[Place], fragment: str) -> Iterator[tuple[Place, str]]:
        for place in places:
            # Parsing is slow, and most specs do not contain those words.
            with contextlib.suppress(Unreadable):
                content = reader.source.read(place.path, MAX_SIZE)
                if fragment in " ".join(content.decode(errors="replace").split()).casefold():
                    document = reader.spec_of(place.path, content).document
                    if document and document.sections:
                        yield place, document.sections[0].text

    return titles


# --- output -----------------------------------------------------------------------


def _shown(plan: Plan, report: Report, file: str, options: Namespace) -> Iterator[str]:
    """The plan, what is left to the author, the message and the next step."""
    yield f"{plan.source} -> {plan.target}"
    todo = "to be written" if plan.marked else '"None" in each'
    lists = (
        (f"  sections that are new, {todo}: ", plan.inserted),
        ("  sections that the template no longer has, left as they are: ", plan.dropped),
    )
    for before, titles in lists:
        if titles:
            yield before + ", ".join(f'"{title}"' for title in titles)
    if plan.history:
        yield f"  History: {plan.history}"
    for note in plan.notes:
        yield f"  note: {note}"
    yield ""
    found = text.render(report, colour=wants_colour(options.color))
    yield "Left for you:" if found else "Nothing is found in it or in its message."
    yield from (_Ready(line) for line in found.splitlines())
    yield ""
    yield f"The message{'' if options.dry_run else f', in {file}'}:"
    yield from (f"    {line}".rstrip() for line in plan.message.splitlines())
    yield ""
    if options.dry_run:
        yield "Nothing is changed."
    elif not options.commit:
        errors = " when no error is left" if report.count(Severity.ERROR) else ""
        yield f"The copy is staged. git add it again after a change, and run{errors}: git commit"


class _Ready(str):
    """A line that is already escaped, and may be coloured."""

    __slots__ = ()


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line if isinstance(line, _Ready) else escaped(line))
