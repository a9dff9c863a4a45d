"""``specslint new NAME``: create a spec in the open release from its template."""

from __future__ import annotations

from argparse import Namespace

from specslint.commands.process import State, carry_out
from specslint.model.errors import UserError
from specslint.model.releases import BACKLOG
from specslint.model.spec import Status
from specslint.process import find
from specslint.process.blueprint import is_name
from specslint.process.drafting import drafted
from specslint.process.history import label
from specslint.process.message import subject
from specslint.process.operations import Operation, Steps


def run(options: Namespace) -> int:
    """Write and stage the spec, with a message for its commit, and return the exit code.

    :raises UserError: the options or the repository are invalid; nothing is changed.
    """
    return carry_out(options, lambda state: _plan(options, state))


def _plan(options: Namespace, state: State) -> Steps:
    name = options.name
    if not is_name(name):
        raise UserError(
            f'a spec\'s name has lower-case letters, digits and hyphens, found "{name}"'
        )
    release = _release(options, state)
    same = [place for place in state.places() if place.name == name]
    if same:
        how = f"specslint repropose {name}" if same[0].release not in ("", release) else "edit it"
        raise UserError(f"there is a spec of this name, {same[0].path}: {how}, or choose another")
    templates = state.reader().templates
    outline = templates.outline(release)
    if outline is None:
        raise UserError(templates.problems[release])
    if outline.source is None:
        raise UserError(f"the tree has no template for {release}: add one first")
    template = state.reader().spec(outline.source)
    if template.document is None or len(template.document.sections) != 1:
        raise UserError(f"{outline.source} has no title, or several: correct it first")
    title = options.title or " ".join(name.split("-")).capitalize()
    url = f"https://blueprints.launchpad.net/{state.config.project}/+spec/{name}"
    path = state.layout.spec_path(release, Status.APPROVED, name, options.part or "")
    if state.layout.place(path) is None:
        raise UserError(f"{path} is no place for a spec: name a part of the repository by --part")
    shown_release = "" if release in ("", BACKLOG) else release
    (document,) = template.document.sections
    text = drafted(template, document, title, url, shown_release, bare=options.bare)
    return Steps((Operation(path, text.encode()),), _message(title, name, shown_release))


def _release(options: Namespace, state: State) -> str:
    """The release that the spec is proposed to; empty if the layout has no releases."""
    if options.backlog:
        return BACKLOG
    templates = state.templates()
    if not templates and any(state.layout.template_release(e.path) == "" for e in state.entries()):
        return ""
    known = {place.release for place in state.places()}.union(templates)
    return find.open_release(options.to, state.config.open_releases, templates, known)


def _message(title: str, name: str, release: str) -> str:
    """The message, ready to be edited.

    Source: OpenStack's guide on commit messages: a short subject, and the blueprint.
    """
    where = f" for {label(release)}" if release else ""
    return f"{subject('Propose' + where, title)}\n\nblueprint {name}\n"
