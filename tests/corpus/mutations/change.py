"""PLC, FTK and MSG: faults of a commit and its message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from specslint.config.settings import Config
from specslint.model.findings import Severity
from tests.corpus.mutations.model import Expected
from tests.corpus.mutations.page import Page, text_of

MESSAGE = "/COMMIT_MSG"
CHANGE_ID = "Change-Id: I0123456789abcdef0123456789abcdef01234567"


class Proposal(NamedTuple):
    """A commit to be made on the last tree: files with their new content, or None.

    ``expected`` are the findings about the change; the mutations of specs cover those
    about files.
    """

    files: Mapping[str, bytes | None]
    message: str
    expected: tuple[Expected, ...]


class ChangeMutation(NamedTuple):
    """A faulty commit, made from a real spec; compare :class:`Mutation`.

    ``make`` gets the spec, its release, the later release that it is proposed to, and
    the paths of the tree. ``sources`` are the releases of the specs that it applies to.
    """

    code: str
    name: str
    make: Callable[[Page, str, frozenset[str], Random], Proposal | None]
    sources: tuple[str, ...] = ("juno",)
    brings: Mapping[str, str] = {}
    config: Config = Config()


class MessageMutation(NamedTuple):
    """A line that is inserted into the message of a real commit.

    ``kind`` says into which ones: "new" add a spec that no earlier release has, "edit"
    change one. ``column`` is that of the fault.
    """

    code: str
    name: str
    kind: str
    line: str
    column: int


def message(*lines: str) -> str:
    """A message with these lines above its Change-Id; the first of them is line 5."""
    return "\n".join(["Propose it again", "", "There is work left.", "", *lines, CHANGE_ID, ""])


FIRST = 5
TAG = "Previously-approved: juno"
VALUE = len("Previously-approved: ") + 1


def stem_of(page: Page) -> str:
    return page.path.rpartition("/")[2].removesuffix(".rst")


def approved(release: str, name: str) -> str:
    return f"specs/{release}/approved/{name}.rst"


def is_known(paths: frozenset[str], release: str, name: str) -> bool:
    return any(f"specs/{release}/{status}/{name}.rst" in paths for status in _STATUSES)


_STATUSES = ("approved", "implemented")


def _api_impact(page: Page, to: str, paths: frozenset[str], chance: Random) -> Proposal | None:
    stem = f"{stem_of(page)}-in-another-way"
    section = next((t for t in page.titles if t.text == "REST API impact"), None)
    if section is None or not page.is_leaf(section) or not page.is_free(page.block(section)):
        return None
    block = page.block(section)
    lines = page.numbered
    says = chance.choice(
        (
            "A new resource lists the groups.",
            "* GET /groups lists them.",
            "None but for a new field of the server.",
            "The policy no longer asks for an administrator.",
        )
    )
    lines[block.start + 1 : block.end - 1] = [("", 0), (says, 0), ("", 0)]
    text = message("No line here names it.")
    return Proposal(
        {approved(page.path.split("/")[1], stem): text_of(lines)},
        text,
        (Expected("MSG001", MESSAGE, text.count("\n")),),
    )


def _no_blueprint(page: Page, to: str, paths: frozenset[str], chance: Random) -> Proposal | None:
    text = message("APIImpact")
    return Proposal(
        {approved(page.path.split("/")[1], f"{stem_of(page)}-again"): page.text.encode()},
        text,
        (Expected("MSG002", MESSAGE, text.count("\n")),),
    )


# --- paths ------------------------------------------------------------------------


def _born(page: Page, to: str, paths: frozenset[str], chance: Random) -> Proposal | None:
    new = f"specs/{to}/implemented/{stem_of(page)}-in-another-way.rst"
    return Proposal({new: page.text.encode()}, message("APIImpact"), (Expected("PLC004", new),))


def _closed(page: Page, to: str, paths: frozenset[str], chance: Random) -> Proposal | None:
    if is_known(paths, "juno", stem_of(page)):
        return None
    new = approved("juno", stem_of(page))
    return Proposal({new: page.text.encode()}, message("APIImpact"), (Expected("PLC005", new),))


def _no_redirect(page: Page, to: str, paths: frozenset[str], chance: Random) -> Proposal | None:
    new = page.path.replace("/approved/", "/implemented/")
    if new == page.path:
        return None
    return Proposal(
        {new: page.text.encode(), page.path: None},
        message("APIImpact"),
        (Expected("PLC006", new),),
    )


LATER = ("kilo", "liberty")
_EARLIER = {
    "FTK001": "an earlier release has it under another name",
    "FTK002": "so too if it was changed since",
    "FTK008": "so too if it counts as implemented",
}
LINKED = {"PLC007": "a redirect to the place that it left leads nowhere"}

PROPOSALS = (
    ChangeMutation(
        "MSG001",
        "a change of the API is not announced",
        _api_impact,
        LATER,
        brings=_EARLIER,
    ),
    ChangeMutation(
        "MSG002",
        "no blueprint is named",
        _no_blueprint,
        LATER,
        brings=_EARLIER,
        config=Config(severity=(("MSG002", Severity.WARNING),)),
    ),
    ChangeMutation("PLC004", "born in implemented/", _born, ("juno", "kilo")),
    ChangeMutation("PLC005", "added to a closed release", _closed, LATER),
    ChangeMutation("PLC006", "moved without a redirect", _no_redirect, ("juno", "kilo"), LINKED),
)

LINES = (
    MessageMutation(
        "FTK003", "a tag on a new spec", "new", "Previously-approved: icehouse", VALUE
    ),
    MessageMutation(
        "FTK003", "a tag in small letters", "new", "previously-approved: havana", VALUE
    ),
    MessageMutation("FTK010", "a tag on an amendment", "edit", TAG, 1),
    MessageMutation("MSG003", "it depends on words", "new", "Depends-On: the resize spec", 13),
    MessageMutation("MSG003", "it depends on a number", "edit", "Depends-On: 123456", 13),
)
