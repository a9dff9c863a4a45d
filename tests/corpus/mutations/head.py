"""TPL: faults of a spec's licence, title, blueprint and assignee."""

from __future__ import annotations

import re
from random import Random

from tests.corpus.mutations.model import Mutant, Mutation, mutant, new_line
from tests.corpus.mutations.page import Block, Page, changed, put, text_of, without

_BLUEPRINT = re.compile(
    r"(?<![<\w])https?://blueprints\.launchpad\.net/nova/\+spec/([a-z0-9-]+)\Z"
)
_HOST = re.compile(r"blueprints(?=\.(?:edge\.)?launchpad\.net)", re.IGNORECASE)
_LICENCE = re.compile(r"creative\s*commons|This work is licensed", re.IGNORECASE)
_ASSIGNEE = re.compile(r" *Primary assignee:")


def _assignee(page: Page, chance: Random) -> Mutant | None:
    for number, line in enumerate(page.lines, 1):
        if _ASSIGNEE.match(line) and page.line(number + 1).startswith("  "):
            own = page.line(number + 1)
            indent = len(own) - len(own.lstrip())
            lines = changed(page, number + 1, " " * indent + "<launchpad-id or None>")
            return mutant(page, lines, ("TPL009", number + 1, indent + 1))
    return None


def _example_title(page: Page, chance: Random) -> Mutant | None:
    text = page.template.title.text
    lines = page.numbered
    at = page.title.line
    for number, new in ((at - 1, "=" * len(text)), (at, text), (at + 1, "=" * len(text))):
        lines[number - 1] = new, number
    return mutant(page, lines, ("TPL009", at, 1))


def _url(page: Page) -> tuple[int, int, str] | None:
    """The first blueprint's URL, if it ends a line: line, column, name."""
    for number, line in enumerate(page.lines, 1):
        if number > page.title.line and _HOST.search(line):
            match = _BLUEPRINT.search(line)
            return (number, match.start() + 1, match[1]) if match else None
    return None


def _other_blueprint(code: str, name: str) -> Mutation:
    def make(page: Page, chance: Random) -> Mutant | None:
        found = _url(page)
        stem = page.path.rpartition("/")[2].removesuffix(".rst")
        if found is None or found[2] != stem or page.text.count(f"+spec/{stem}") > 1:
            return None
        number, column, own = found
        new = name or f"{own}-{chance.choice(('again', 'v2', 'rest'))}"
        lines = changed(page, number, page.line(number).removesuffix(own) + new)
        return mutant(page, lines, (code, number, column))

    return Mutation(
        code,
        f'the blueprint is called "{name or "otherwise"}"',
        make,
        brings={"TPL013": "the example's name is not the file's"} if name else {},
    )


def _no_blueprint(page: Page, chance: Random) -> Mutant | None:
    lines = [(_HOST.sub("plans", line), number) for line, number in page.numbered]
    if text_of(lines) == text_of(page.numbered):
        return None
    return mutant(page, lines, ("TPL012", page.title.line, 1))


# --- title and licence -----------------------------------------------------------


def _second_title(page: Page, chance: Random) -> Mutant | None:
    if page.line(len(page.lines)) or not page.line(len(page.lines) - 1):
        return None
    text = chance.choice(("Another proposal", "Appendix"))
    rule = "=" * len(text)
    lines = put(page, len(page.lines), "", rule, text, rule, "", "Words about it.")
    at = new_line(lines, len(page.lines)) - 4
    return mutant(page, lines, ("TPL010", at, 1))


def _preamble(page: Page, chance: Random) -> Mutant | None:
    at = page.title.line - 1
    if page.line(at - 1).strip():
        return None
    lines = put(page, at, "These words stand before the title.", "")
    return mutant(page, lines, ("TPL010", at, 1))


def _no_title(page: Page, chance: Random) -> Mutant | None:
    first = page.titles[0]
    lines = without(page, Block(page.title.line - 1, first.line))
    return mutant(page, lines, ("TPL010", 1, 1))


def _nothing(page: Page, chance: Random) -> Mutant | None:
    if page.line(page.title.line - 2).strip():
        return None
    head = page.numbered[: page.title.line - 2]
    lines = [*head, ("There is nothing but these words.", 0), ("", 0)]
    return mutant(page, lines, ("TPL010", 1, 1))


def _no_licence(page: Page, chance: Random) -> Mutant | None:
    head = page.lines[: page.title.line - 2]
    if not any(map(_LICENCE.search, head)):
        return None
    lines = page.numbered[page.title.line - 2 :]
    return mutant(page, lines, ("TPL011", 1, 1))


MUTATIONS = (
    Mutation("TPL009", "the assignee is left open", _assignee),
    Mutation("TPL009", "the title is the template's", _example_title),
    _other_blueprint("TPL009", "example"),
    Mutation("TPL010", "a second title at the end", _second_title),
    Mutation("TPL010", "words before the title", _preamble),
    Mutation(
        "TPL010",
        "the title is gone",
        _no_title,
        brings={
            "TPL013": "another link, further below, is the first now",
            "TPL012": "the section that is taken for the title is the one that lacks a link",
        },
        hides={"TPL013": "the link stood below the title", "TPL009": "as the title did"},
    ),
    Mutation("TPL010", "nothing but words", _nothing),
    Mutation("TPL011", "the licence is gone", _no_licence),
    Mutation(
        "TPL012",
        "no blueprint is linked",
        _no_blueprint,
        hides={"TPL013": "there is no blueprint to compare", "TPL009": "nor the example's"},
    ),
    _other_blueprint("TPL013", ""),
)
