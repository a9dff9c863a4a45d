"""``specslint move NAME...``: move specs to another status, and update references to them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from specslint.commands.names import Names, names_in
from specslint.commands.process import State, carry_out
from specslint.model.errors import UserError
from specslint.model.layout import Layout
from specslint.model.releases import BACKLOG, newest_first
from specslint.model.spec import Place, Spec, Status
from specslint.process import find
from specslint.process.blueprint import named_blueprint
from specslint.process.history import label
from specslint.process.message import subject, wrapped
from specslint.process.moving import Move, Moving, destination
from specslint.process.operations import Steps
from specslint.process.superseding import headed


def run(options: Namespace) -> int:
    """Move and stage the specs, with a message for the commit, and return the exit code.

    :raises UserError: the options or the repository are invalid; nothing is changed.
    """
    if bool(options.names) == bool(options.from_file):
        raise UserError("name the specs to move, or a file of names with --from-file")
    if (options.superseded_by or options.reason) and options.to != Status.ABANDONED.value:
        raise UserError('--superseded-by and --reason go with "--to abandoned"')
    return carry_out(options, lambda state: _plan(options, state))


def _plan(options: Namespace, state: State) -> Steps:
    named = names_in(options.from_file) if options.from_file else Names(tuple(options.names))
    places = list(state.places())
    release = options.release
    if release is not None:
        release = find.named_release(
            "--release", release, state.known_releases("name no --release")
        )
    existing = {entry.path for entry in state.entries()}
    notes = list(named.notes)
    moves: list[Move] = []
    for name in dict.fromkeys(named.names):
        place = _found(name, places, release, options.to, required=options.from_file is None)
        if place is None:
            notes.append(f'{name}: no spec to move to "{options.to}"')
            continue
        path = _destination(place, options.to, release, state.layout)
        if path in existing:
            raise UserError(f"{path} is there already: remove one of the two first")
        existing.add(path)
        moves.append(Move(place, path))
    if not moves:
        raise UserError(f'nothing to move to "{options.to}": {"; ".join(notes)}')
    reader = state.reader()
    edited = {}
    if options.superseded_by or options.reason:
        by = None
        if options.superseded_by:
            by = _found(options.superseded_by, places, None, options.to, required=True)
        for move in moves:
            if move.place == by:
                raise UserError(f"--superseded-by: {by.path} cannot supersede itself")
            spec = reader.spec(move.place.path)
            edited[move.place.path] = headed(spec, by, options.reason or "")
    if options.to == Status.ABANDONED.value:
        notes += [
            f"{move.place.path}: most often a spec of the backlog is abandoned, and a release"
            " keeps its own"
            for move in moves
            if move.place.release != BACKLOG
        ]
    moving = Moving(state.entries(""), state.layout, state.read)
    specs = [reader.spec(move.place.path) for move in moves]
    message = _message(moves, options.to, specs)
    return Steps(moving.operations(moves, edited), message, tuple(notes))


def _found(
    name: str, places: Iterable[Place], release: str | None, to: str, *, required: bool
) -> Place | None:
    """The spec of a name or path that does not have the wanted status yet.

    :param release: the release that it is in, or that it moves to from the backlog or
        the abandoned ones; None for any.
    :param required: whether it is an error if there is none.
    :raises UserError: there is none, or there are several.
    """
    stem = Path(name).name.removesuffix(".rst")
    found = [
        place
        for place in places
        if (place.path == name or ("/" not in name and place.name == stem))
        and not _has_status(place, to)
    ]
    here = [place for place in found if release in (None, place.release)]
    found = here or [place for place in found if place.release in ("", BACKLOG)]
    if len(found) == 1:
        return found[0]
    if not found:
        if required:
            where = f" in {release}" if release else ""
            raise UserError(f'no spec "{name}"{where} that could be moved to "{to}"')
        return None
    paths = ", ".join(place.path for place in found)
    raise UserError(
        f'several specs are called "{name}" ({paths}): choose by --release or the path'
    )


def _destination(place: Place, to: str, release: str | None, layout: Layout) -> str:
    """The path that a spec moves to.

    :raises UserError: there is none, or its release is not known.
    """
    new_release = place.release
    if new_release in ("", BACKLOG) and to in (Status.APPROVED.value, Status.IMPLEMENTED.value):
        has_releases = any("{release}" in pattern for pattern in layout.approved)
        if has_releases and release is None:
            raise UserError(f"{place.path} is of no release: name the one it goes to by --release")
        new_release = release or ""
    path = destination(layout, place, to, new_release)
    found = layout.place(path)
    if found is None or not _has_status(found, to):
        raise UserError(f'{place.path}: the layout has no place for "{to}"')
    return path


def _has_status(place: Place, to: str) -> bool:
    if to == BACKLOG:
        return place.release == BACKLOG
    return place.release != BACKLOG and place.status.value == to


# --- the message ----------------------------------------------------------------


def _message(moves: list[Move], to: str, specs: list[Spec]) -> str:
    sections = [spec.document.sections for spec in specs if spec.document]
    titles = [found[0].text for found in sections if found]
    blueprints = [blueprint for spec in specs if (blueprint := named_blueprint(spec))]
    releases = newest_first({move.place.release for move in moves} - {"", BACKLOG})
    of = f" of {', '.join(map(label, releases))}" if releases else ""
    if len(moves) == 1:
        begins = f"Move to {to}" if to != "abandoned" else "Abandon"
        lines = [subject(begins, titles[0] if titles else moves[0].place.name), ""]
        lines += wrapped(f"{moves[0].place.path} goes to {moves[0].path}.")
    else:
        lines = [f"Move {len(moves)} specs{of} to {to}", ""]
        lines += [f"* {move.place.name}" for move in moves]
    key = "Implements" if to == Status.IMPLEMENTED.value else "Part of"
    if blueprints:
        lines += ["", *(f"{key}: blueprint {blueprint}" for blueprint in blueprints)]
    return "".join(f"{line}\n" for line in lines)
