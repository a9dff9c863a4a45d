"""The plan of ``specslint repropose``: immutable values."""

from __future__ import annotations

from typing import NamedTuple

from specslint.fixing.edits import edited
from specslint.model.errors import UserError
from specslint.model.findings import Edit
from specslint.model.spec import TO_WRITE, Outline, Place, Spec
from specslint.process.blueprint import named_blueprint, renamed
from specslint.process.message import message_for
from specslint.process.operations import Operation, Steps
from specslint.process.upgrade import upgraded
from specslint.rules.message.msg001_api_impact_missing import api_impact


class Wanted(NamedTuple):
    """The input of the plan.

    :param source: the earlier spec, with the outline of the target's release.
    :param target: the path of the copy.
    :param releases: those that approved it, oldest first.
    :param former: the outline of the source's release, or None.
    :param template: the target's template, or None if the tree has none.
    :param none: write "None" into new sections instead of a marker.
    :param mend_url: change the blueprint URL to the target's name.
    """

    source: Spec
    target: Place
    releases: tuple[str, ...]
    former: Outline | None = None
    template: Spec | None = None
    none: bool = False
    mend_url: bool = False


class Plan(NamedTuple):
    """The copy's path and text, the message, and what to tell the author.

    :param inserted: the new sections, which the author has to write.
    :param marked: whether these contain a marker, and not "None".
    :param history: what is new in the History, or an empty string.
    :param dropped: sections that the new template does not have.
    """

    source: str
    target: str
    text: str
    message: str
    releases: tuple[str, ...]
    inserted: tuple[str, ...] = ()
    marked: bool = False
    history: str = ""
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def steps(self) -> Steps:
        """The file operations of the plan, and its message."""
        copy = Operation(self.target, self.text.encode(), moved_from=self.source)
        return Steps((copy,), self.message, self.notes)


def make_plan(wanted: Wanted) -> Plan:
    """Plan a re-proposal, without changing anything.

    :raises UserError: the source cannot be copied as a text.
    """
    source, target = wanted.source, wanted.target
    problem = _problem(source)
    if problem or source.document is None:
        raise UserError(f"{source.path} {problem or 'cannot be parsed'}: correct it there first")
    filler = "None" if wanted.none else TO_WRITE
    upgrade = upgraded(
        source, wanted.former, wanted.template, filler, wanted.releases, target.release
    )
    edits: list[Edit] = list(upgrade.edits)
    notes = list(upgrade.notes)
    blueprint = named_blueprint(source) or target.name
    if wanted.mend_url:
        edit = renamed(source, target.name)
        if edit:
            edits.append(edit)
            blueprint = target.name
        else:
            notes.append(f"no blueprint URL was found to change to {target.name}")
    message = message_for(
        source.document.sections[0].text if source.document.sections else target.name,
        blueprint,
        source.path,
        wanted.releases,
        target.release,
        inserted=upgrade.inserted,
        api_impact=api_impact(source) is not None,
    )
    return Plan(
        source.path,
        target.path,
        edited(source.source.text, edits),
        message,
        wanted.releases,
        upgrade.inserted,
        bool(upgrade.inserted) and not wanted.none,
        upgrade.history,
        upgrade.dropped,
        tuple(notes),
    )


def _problem(spec: Spec) -> str:
    """Why a spec cannot be copied, or an empty string."""
    if spec.source.error_offset is not None:
        return f"is not UTF-8 (at byte {spec.source.error_offset})"
    return f"cannot be parsed: {spec.unparseable.reason}" if spec.unparseable else ""
