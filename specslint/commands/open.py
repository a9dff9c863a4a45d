"""``specslint open RELEASE``: open a release like the newest one of the tree."""

from __future__ import annotations

from argparse import Namespace

from specslint.commands.process import State, carry_out
from specslint.model import releases
from specslint.model.errors import UserError
from specslint.process.message import wrapped
from specslint.process.opening import Named, Opening, named
from specslint.process.operations import Steps
from specslint.vcs.git import decoded


def run(options: Namespace) -> int:
    """Create and stage the release's files, and return the exit code.

    :raises UserError: the options or the repository are invalid; nothing is changed.
    """
    return carry_out(options, lambda state: _plan(options, state))


def _plan(options: Namespace, state: State) -> Steps:
    release = releases.canonical(options.release)
    if release is None:
        close = releases.closest(options.release)
        hint = f'; did you mean "{close}"?' if close else ", neither a name nor a year and number"
        raise UserError(f'"{options.release}" is no release{hint}')
    if options.codename and not release[:1].isdigit():
        raise UserError(f"--codename: {release} is a name itself, only numbers have a codename")
    known = releases.newest_first(
        state.known_releases("there is none to open") - {releases.BACKLOG}
    )
    earlier = [name for name in known if releases.is_earlier(name, release)]
    if release in known:
        raise UserError(f"{release} has specs or a template already: it is open")
    if earlier != known:
        raise UserError(f"{known[0]} is there, and came after {release}: name a later release")
    old, older = (_named(state, name) for name in [*earlier[:2], "", ""][:2])
    new = named(release, "", options.codename or "")
    opening = Opening(
        state.entries(""),
        state.layout,
        state.read,
        lambda path: state.layout.place(path) is not None and not state.config.is_excluded(path),
        old,
        older if older.release else None,
        new,
    )
    operations = opening.operations()
    if not operations:
        raise UserError(
            f"{old.release} has nothing but specs, and git keeps no empty directories: "
            f"{release} comes with its first one, specslint new NAME --to {release}"
        )
    return Steps(operations, _message(old, new), (*opening.notes, *_notes(state, old, new)))


def _named(state: State, release: str) -> Named:
    """A release of the tree, with the codename that its template contains."""
    paths = set(state.layout.template_paths(release)) if release else set()
    there = {entry.path for entry in state.entries() if not entry.target}
    text = next((decoded(state.read(path)) for path in paths & there), "")
    return named(release, text)


def _notes(state: State, old: Named, new: Named) -> list[str]:
    notes = []
    if old.codename and not new.codename:
        notes.append(f"the codename of {new.release} is not known: give it by --codename")
    before = releases.previous(new.release)
    if before not in (None, old.release):
        notes.append(f"{before} comes before {new.release}, and is not there")
    opened = state.config.open_releases
    if opened is not None and new.release not in opened:
        notes.append(f"open-releases in the configuration does not have {new.release}: add it")
    return notes


def _message(old: Named, new: Named) -> str:
    said = f"The template, the directories and the pages are made as those of {old.label} are."
    return "".join(f"{line}\n" for line in (f"Open specs for {new.label}", "", *wrapped(said)))
