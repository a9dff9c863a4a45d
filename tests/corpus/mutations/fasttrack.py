"""FTK: faults of a copy of an earlier spec, and of its tag."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from tests.corpus.mutations.change import (
    FIRST,
    LINKED,
    MESSAGE,
    TAG,
    VALUE,
    ChangeMutation,
    Proposal,
    approved,
    is_known,
    message,
    stem_of,
)
from tests.corpus.mutations.model import Expected
from tests.corpus.mutations.page import Block, Page, changed, put, text_of


def _implemented(page: Page, new: str) -> tuple[Expected, ...]:
    """The findings about a copy whose source counts as implemented."""
    return (Expected("FTK008", new),) if "/implemented/" in page.path else ()


def _tagged(
    code: str, name: str, lines: tuple[str, ...], column: int = 1, line: int = FIRST
) -> ChangeMutation:
    """An unchanged copy, with a message that has these lines."""

    def make(page: Page, to: str, paths: frozenset[str], chance: Random) -> Proposal | None:
        if any(is_known(paths, release, stem_of(page)) for release in ("kilo", "liberty")):
            return None
        new = approved(to, stem_of(page))
        text = message(*(part.replace("{to}", to) for part in ("APIImpact", *lines)))
        expected = (Expected(code, MESSAGE, line + 1, column), *_implemented(page, new))
        return Proposal({new: page.text.encode()}, text, expected)

    return ChangeMutation(code, name, make)


# --- the copy ------------------------------------------------------------------


def _with(
    code: str,
    name: str,
    lines: tuple[str, ...],
    edit: Callable[[Page, Random], tuple[bytes, int] | None],
    *,
    brings: Mapping[str, str] | None = None,
) -> ChangeMutation:
    """A copy that is changed: ``edit`` returns the text, and the line of the finding."""

    def make(page: Page, to: str, paths: frozenset[str], chance: Random) -> Proposal | None:
        edited = edit(page, chance)
        if edited is None or any(is_known(paths, r, stem_of(page)) for r in ("kilo", "liberty")):
            return None
        content, line = edited
        new = approved(to, stem_of(page))
        expected = (Expected(code, new, line, 1), *_implemented(page, new))
        return Proposal({new: content}, message("APIImpact", *lines), expected)

    return ChangeMutation(code, name, make, brings=brings or {})


def _rewritten(page: Page, chance: Random) -> tuple[bytes, int] | None:
    """Each section has another text."""
    lines = [(line, number) for line, number in page.numbered if number < page.titles[0].line]
    for title in page.titles:
        words = " ".join(f"Word {chance.randrange(10**6)} of {title.level}." for _ in range(3))
        rule = page.line(title.line + 1)
        lines += [(text, 0) for text in (title.text, rule, "", words, "")]
    return text_of(lines[:-1] + [("", 0)][:1]), page.titles[0].line


_CHANGEABLE = (
    "Work Items",
    "Assignee(s)",
    "References",
    "History",
    "Feature Liaison",
    "Project Priority",
    "Dependencies",
)


def _block_of(page: Page, chance: Random) -> tuple[Block, int] | None:
    """A paragraph of a section that is compared, and the line of the section's title."""
    found = []
    for block in page.prose:
        above = [t for t in page.titles if t.line < block.start]
        own = [t for t in above if page.of_template(t)]
        if own and own[-1].text not in _CHANGEABLE:
            found.append((block, own[-1].line))
    return chance.choice(found) if found else None


def _sentence(page: Page, chance: Random) -> tuple[bytes, int] | None:
    """A sentence is added to a paragraph."""
    found = _block_of(page, chance)
    if found is None:
        return None
    block, line = found
    return text_of(put(page, block.end, "The host is asked twice for it.")), line


def _word(page: Page, chance: Random) -> tuple[bytes, int] | None:
    """A word of a paragraph is replaced."""
    found = _block_of(page, chance)
    if found is None:
        return None
    block, line = found
    number = chance.randrange(block.start, block.end)
    words = page.line(number).split(" ")
    words[-1] = "otherwise"
    return text_of(changed(page, number, " ".join(words))), line


def _move_to_later(page: Page, to: str, paths: frozenset[str], chance: Random) -> Proposal | None:
    if any(is_known(paths, release, stem_of(page)) for release in ("kilo", "liberty")):
        return None
    new = approved(to, stem_of(page))
    return Proposal(
        {new: page.text.encode(), page.path: None},
        message("APIImpact", TAG),
        (Expected("FTK007", new), *_implemented(page, new)),
    )


def _from_implemented(
    page: Page, to: str, paths: frozenset[str], chance: Random
) -> Proposal | None:
    if any(is_known(paths, release, stem_of(page)) for release in ("kilo", "liberty")):
        return None
    new = approved(to, stem_of(page))
    expected = _implemented(page, new)
    return (
        Proposal({new: page.text.encode()}, message("APIImpact", TAG), expected)
        if expected
        else None
    )


def _newest_omitted(page: Page, to: str, paths: frozenset[str], chance: Random) -> Proposal | None:
    name = stem_of(page)
    if not is_known(paths, "juno", name) or is_known(paths, "liberty", name):
        return None
    new = approved("liberty", name)
    return Proposal(
        {new: page.text.encode()},
        message("APIImpact", TAG),
        (Expected("FTK009", MESSAGE, FIRST + 1, VALUE),),
    )


PROPOSALS = (
    _tagged("FTK001", "a copy without a tag", (), line=FIRST),
    _tagged("FTK001", "a tag with a slip of the pen", ("Previosly-approved: juno",)),
    _with("FTK002", "another text under the old titles", (), _rewritten),
    _tagged("FTK004", "a tag with a blank", ("Previously approved: juno",)),
    _tagged("FTK004", "a tag without its colon", ("Previously-approved juno",)),
    _tagged("FTK004", "a tag with words in its key", ("Previously-approved-for-{to}: juno",)),
    _tagged("FTK004", "a tag without a value", ("Previously-approved:",)),
    _tagged("FTK005", "a tag that names no release", ("Previously-approved: jnuo",), VALUE),
    _tagged("FTK006", "a tag with the release proposed to", ("Previously-approved: {to}",), VALUE),
    _tagged("FTK006", "a tag with a release before", ("Previously-approved: icehouse",), VALUE),
    _tagged(
        "FTK006",
        "a tag with one release too many",
        ("Previously-approved: juno, havana",),
        VALUE + len("juno, "),
    ),
    ChangeMutation("FTK007", "moved to a later release", _move_to_later, brings=LINKED),
    ChangeMutation("FTK008", "the source is implemented", _from_implemented),
    ChangeMutation(
        "FTK009",
        "the tag omits the newest",
        _newest_omitted,
        ("kilo",),
        brings={
            "FTK011": "the newest is not what the tagged one was",
            "FTK008": "the tagged one counts as implemented",
        },
    ),
    _with("FTK011", "a sentence more", (TAG,), _sentence),
    _with("FTK011", "another word", (TAG,), _word),
)
