"""TPL: faults of a spec's sections."""

from __future__ import annotations

import re
from random import Random

from tests.corpus.mutations.model import Mutant, Mutation, mutant, new_line
from tests.corpus.mutations.page import Block, Page, Title, changed, put, without

_SENTENCE = re.compile(r"[A-Z][A-Za-z0-9 ,.;()?-]*\Z")


def _some_title(page: Page, chance: Random, level: int, *, leaf: bool = False) -> Title | None:
    """A required title whose section nothing else refers to."""
    found = [
        title
        for title in page.titles
        if title.level == level
        and page.of_template(title)
        and page.is_free(page.block(title))
        and not page.is_named(title)
        and page.block(title).end <= len(page.lines)
        and (page.is_leaf(title) or not leaf)
    ]
    return chance.choice(found) if found else None


def _missing(level: int, code: str) -> Mutation:
    def make(page: Page, chance: Random) -> Mutant | None:
        title = _some_title(page, chance, level)
        if title is None:
            return None
        before = page.before(title)
        return mutant(page, without(page, page.block(title)), (code, before.line, 1))

    return Mutation(code, f"a title of level {level} and its text are gone", make)


def _extra(page: Page, chance: Random) -> Mutant | None:
    places = [title for title in page.gaps if title.level == 1]
    if not places:
        return None
    at = chance.choice(places).line
    text = chance.choice(("Rollout of the fleet", "Glossary", "Questions still open"))
    lines = put(page, at, text, "=" * len(text), "", "Words about it.", "")
    return mutant(page, lines, ("TPL002", at, 1))


def _moved(level: int) -> Mutation:
    def make(page: Page, chance: Random) -> Mutant | None:
        siblings: dict[Title, list[Title]] = {}
        for title in page.titles:
            if title.level == level and page.of_template(title):
                siblings.setdefault(page.parent(title), []).append(title)
        rows = [row for row in siblings.values() if len(row) > 3]
        if not rows:
            return None
        row = chance.choice(rows)
        # Past at least two others: if two change places, either is out of order.
        index = chance.randrange(len(row) - 2)
        target = chance.randrange(index + 2, len(row))
        first = page.block(row[index])
        end = page.block(row[target]).end
        block = page.numbered[first.start - 1 : first.end - 1]
        if block[-1][0].strip() or page.line(end - 1).strip() or end > len(page.lines):
            return None
        lines = page.numbered
        lines = (
            lines[: first.start - 1] + lines[first.end - 1 : end - 1] + block + lines[end - 1 :]
        )
        return mutant(page, lines, ("TPL004", new_line(lines, first.start), 1))

    return Mutation("TPL004", f"a title of level {level} moves down", make)


def _misnamed(change: str) -> Mutation:
    def make(page: Page, chance: Random) -> Mutant | None:
        found = [t for t in page.titles if t.level < 3 and page.of_template(t)]
        title = chance.choice([t for t in found if not page.is_named(t)])
        if change == "capitals":
            text = chance.choice((title.text.upper(), title.text.lower(), title.text.swapcase()))
        else:
            at = chance.randrange(1, len(title.text) - 1)
            text = title.text[:at] + title.text[at + 1 :]
        if text == title.text or text.startswith(" "):
            return None
        return mutant(page, changed(page, title.line, text), ("TPL005", title.line, 1))

    return Mutation(
        "TPL005",
        f"a title is spelled otherwise: {change}",
        make,
        brings={"TPL007": 'an empty "References" is exempt under its own name only'},
    )


def _doubled(page: Page, chance: Random) -> Mutant | None:
    gaps = {title.line for title in page.gaps}
    found = []
    for title in page.titles:
        if title.level < 3 and page.of_template(title) and not page.is_named(title):
            following = [t for t in page.titles if t.line > title.line and t.level <= title.level]
            if following and following[0].line in gaps and following[0].level == title.level:
                found.append((title, following[0].line))
    if not found:
        return None
    title, at = chance.choice(found)
    under = page.line(title.line + 1)
    lines = put(page, at, title.text, under, "", "None", "")
    return mutant(page, lines, ("TPL006", at, 1))


def _empty(page: Page, chance: Random) -> Mutant | None:
    title = _some_title(page, chance, chance.choice((1, 2)), leaf=True)
    if title is None or title.text == "References":
        return None
    block = page.block(title)
    rest = chance.choice((0, 1))  # an empty list is no content either
    lines = without(page, Block(block.start + 2, block.end))
    at = block.start + 1
    new = ("", "-", "") if rest else ("",)
    lines[at:at] = [(text, 0) for text in new]
    return mutant(page, lines, ("TPL007", title.line, 1))


def _guidance(page: Page, chance: Random) -> Mutant | None:
    template = page.template
    paragraphs = [
        template.lines[block.start - 1 : block.end - 1]
        for block in template.prose
        if _SENTENCE.match(template.line(block.start))
    ]
    chance.shuffle(paragraphs)
    for paragraph in paragraphs:
        if paragraph[0] not in page.lines:
            at = chance.choice(page.gaps).line
            return mutant(page, put(page, at, *paragraph, ""), ("TPL008", at, 1))
    return None


MUTATIONS = (
    _missing(1, "TPL001"),
    Mutation("TPL002", "a section of its own", _extra),
    _missing(2, "TPL003"),
    _moved(1),
    _moved(2),
    _misnamed("capitals"),
    _misnamed("a letter less"),
    Mutation(
        "TPL006",
        "a title stands twice",
        _doubled,
        brings={"TPL003": "of two sections of one name, the gate looks into the last"},
    ),
    Mutation("TPL007", "all text of a section is gone", _empty),
    Mutation("TPL008", "a paragraph of the template is left", _guidance),
)
