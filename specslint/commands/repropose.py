"""``specslint repropose NAME``: copy an earlier spec to the open release."""

from __future__ import annotations

import contextlib
from argparse import Namespace
from collections.abc import Iterable, Iterator

from specslint.commands.process import Outcome, State, carry_out
from specslint.config.root import relative
from specslint.engine.specs import SpecReader
from specslint.model import releases
from specslint.model.errors import UserError
from specslint.model.findings import Severity
from specslint.model.spec import Place, Status
from specslint.parsing import MAX_SIZE
from specslint.process import find
from specslint.process.blueprint import is_name
from specslint.process.operations import Steps
from specslint.process.plan import Plan, Wanted, make_plan
from specslint.reporters.escape import escaped
from specslint.work_tree import Unreadable


def run(options: Namespace) -> int:
    """Plan the copy, make it unless it is a dry run, and show what is left to the author.

    The specs, their templates and the settings are read from the index, since only what
    is committed can be re-proposed.

    :returns: 0, even if something is left to the author.
    :raises UserError: the options or the repository are invalid; nothing is changed.
    """
    if options.mend_url and options.rename is None:
        raise UserError("--mend-url gives the blueprint URL the name of --rename: add that")
    if options.rename is not None and not is_name(options.rename):
        raise UserError(
            "--rename: a spec's name has lower-case letters, digits and hyphens, found "
            f'"{options.rename}"'
        )
    plans: list[Plan] = []

    def plan(state: State) -> Steps:
        plans.append(make_plan(_wanted(options, state)))
        return plans[0].steps

    return carry_out(options, plan, lambda outcome: _shown(plans[0], outcome))


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


def _shown(plan: Plan, outcome: Outcome) -> Iterator[str]:
    """The plan, what is left to the author, the message and the next step."""
    todo = "to be written" if plan.marked else '"None" in each'
    yield escaped(f"{plan.source} -> {plan.target}")
    for before, titles in (
        (f"sections that are new, {todo}", plan.inserted),
        ("sections that the template no longer has, left as they are", plan.dropped),
    ):
        if titles:
            yield escaped(f"  {before}: " + ", ".join(f'"{title}"' for title in titles))
    if plan.history:
        yield escaped(f"  History: {plan.history}")
    yield from (escaped(f"  note: {note}") for note in plan.notes)
    yield ""
    found = outcome.findings()
    yield "Left for you:" if found else "Nothing is found in it or in its message."
    yield from (*found, "")
    yield from outcome.message()
    if outcome.options.dry_run:
        yield "Nothing is changed."
    elif not outcome.options.commit:
        errors = " when no error is left" if outcome.report.count(Severity.ERROR) else ""
        yield f"The copy is staged. git add it again after a change, and run{errors}: git commit"
