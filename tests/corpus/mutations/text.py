"""TXT and SUP: faults of the characters of a spec, and of its pragmas."""

from __future__ import annotations

from random import Random

from tests.corpus.mutations.model import Expected, Mutant, Mutation, mutant
from tests.corpus.mutations.page import Page, changed, origins_of, put, words_of

_LIMIT = 79


def _plain_line(page: Page, chance: Random) -> int | None:
    """A line of prose that is short enough for another character."""
    found = [
        number
        for block in page.prose
        for number in range(block.start, block.end)
        if len(page.line(number)) < _LIMIT and any(words_of(page.line(number)))
    ]
    return chance.choice(found) if found else None


# --- lines ---------------------------------------------------------------------


def _joined(page: Page, chance: Random) -> Mutant | None:
    found = [
        number
        for block in page.prose
        for number in range(block.start, block.end - 1)
        if len(page.line(number)) + len(page.line(number + 1)) >= _LIMIT
    ]
    if not found:
        return None
    number = chance.choice(found)
    lines = changed(page, number, f"{page.line(number)} {page.line(number + 1)}")
    del lines[number]
    return mutant(page, lines, ("TXT001", number, _LIMIT + 1))


def _long_item(page: Page, chance: Random) -> Mutant | None:
    at = chance.choice(page.gaps).line
    start = chance.choice(("* ", "1. ", "    ", "| "))
    text = "What is indented or an item of a list has to be wrapped like any other of the lines."
    # Indented below a line with ::, it would be allowed to be long.
    lines = put(page, at, "Words before it.", "", start + text, "")
    return mutant(page, lines, ("TXT001", at + 2, _LIMIT + 1))


def _long_comment(page: Page, chance: Random) -> Mutant | None:
    at = chance.choice(page.gaps).line
    text = "Words in a comment count, too, as long as there is no pair of colons before them."
    lines = put(page, at, "..", f"   {text}", "")
    return mutant(page, lines, ("TXT001", at + 1, _LIMIT + 1))


def _trailing(page: Page, chance: Random) -> Mutant | None:
    number = chance.randrange(1, len(page.lines))
    line = page.line(number)
    if line.endswith(("\\", " ", "\t")):
        return None
    blanks = chance.choice((" ", "  ", "\t", " \t ", "      "))
    brings = [("TXT002", number, len(line) + 1)]
    if "\t" in blanks:
        brings.append(("TXT005", number, len(line) + blanks.index("\t") + 1))
    text = line + blanks
    long = len(text) > _LIMIT >= len(line)
    if long or (len(line) > _LIMIT and " " not in line.strip()):
        return None  # that breaks another rule as well
    return mutant(page, changed(page, number, text), *brings)


def _carriage_returns(page: Page, chance: Random) -> Mutant | None:
    first = 1 if chance.random() < 0.5 else chance.randrange(1, len(page.lines))
    last = len(page.lines) - 1 if chance.random() < 0.5 else first
    lines = [
        (line + "\r" if first <= number <= last else line, number)
        for line, number in page.numbered
    ]
    return mutant(page, lines, ("TXT003", first, len(page.line(first)) + 1))


def _no_final_newline(page: Page, chance: Random) -> Mutant | None:
    last = len(page.lines) - 1
    if page.lines[-1] or not page.line(last):
        return None
    lines = page.numbered[:-1]
    return mutant(page, lines, ("TXT006", last, len(page.line(last)) + 1))


def _blank_end(page: Page, chance: Random) -> Mutant | None:
    last = len(page.lines) - 1
    if page.lines[-1] or not page.line(last):
        return None
    lines = [*page.numbered, *[("", 0)] * chance.randrange(1, 4)]
    return mutant(page, lines, ("TXT006", last + 1, 1))


# --- characters ------------------------------------------------------------------


def _inserted(code: str, name: str, characters: str) -> Mutation:
    def make(page: Page, chance: Random) -> Mutant | None:
        number = _plain_line(page, chance)
        if number is None:
            return None
        line = page.line(number)
        word = chance.choice(list(words_of(line)))
        at = chance.randrange(word.start() + 1, word.end())
        text = line[:at] + chance.choice(characters) + line[at:]
        return mutant(page, changed(page, number, text), (code, number, at + 1))

    return Mutation(code, name, make)


def _byte_order_mark(page: Page, chance: Random) -> Mutant | None:
    if page.line(1).strip() not in ("", ".."):
        return None
    return mutant(page, changed(page, 1, "\ufeff" + page.line(1)), ("TXT004", 1, 1))


def _unusual_space(page: Page, chance: Random) -> Mutant | None:
    number = _plain_line(page, chance)
    if number is None or " " not in page.line(number):
        return None
    line = page.line(number)
    at = chance.choice([index for index, char in enumerate(line) if char == " "])
    text = line[:at] + chance.choice("\t\u00a0\u2009\u3000\u202f") + line[at + 1 :]
    return mutant(page, changed(page, number, text), ("TXT005", number, at + 1))


def _latin_1(page: Page, chance: Random) -> Mutant | None:
    number = _plain_line(page, chance)
    if number is None or not page.text.isascii():
        return None
    word = chance.choice(list(words_of(page.line(number))))
    at = chance.randrange(word.start() + 1, word.end())
    lines = [line.encode() for line in page.lines]
    lines[number - 1] = lines[number - 1][:at] + b"\xe9" + lines[number - 1][at:]
    expected = Expected("TXT007", page.path, number, at + 1)
    return Mutant(b"\n".join(lines), origins_of(page.numbered), (expected,))


def _conflict(page: Page, chance: Random) -> Mutant | None:
    if not page.prose:
        return None
    block = chance.choice(page.prose)
    middle = chance.randrange(block.start + 1, block.end)
    lines = put(page, block.end, ">>>>>>> 0a1b2c3 (Say it in other words)")
    lines[middle - 1 : middle - 1] = [("=======", 0)]
    lines[block.start - 1 : block.start - 1] = [("<<<<<<< HEAD", 0)]
    places = (block.start, middle + 1, block.end + 2)
    return mutant(page, lines, *(("TXT008", at, 1) for at in places))


# --- pragmas ---------------------------------------------------------------------


def _pragma(code: str, named: str, *, at_head: bool) -> Mutation:
    def make(page: Page, chance: Random) -> Mutant | None:
        at = page.title.line - 1 if at_head else chance.choice(page.gaps).line
        if page.line(at - 1).strip():
            return None
        start = ".. specslint: disable="
        lines = put(page, at, f"{start}{named} it is on purpose", "")
        return mutant(page, lines, (code, at, len(start) + 1))

    where = "the head" if at_head else "a section"
    return Mutation(code, f"a pragma on {named} in {where}", make)


MUTATIONS = (
    Mutation("TXT001", "two lines are joined", _joined),
    Mutation("TXT001", "an item or a quote is too long", _long_item),
    Mutation("TXT001", "a comment is too long", _long_comment),
    Mutation("TXT002", "blanks at the end of a line", _trailing),
    Mutation("TXT003", "CR LF line ends", _carriage_returns),
    _inserted("TXT004", "a zero-width space in a word", "\u200b"),
    _inserted("TXT004", "another invisible character", "\u2060\ufeff\u00ad\u180e"),
    _inserted("TXT004", "a bidirectional control", "\u202e\u2066\u200f\u061c"),
    Mutation("TXT004", "a byte order mark", _byte_order_mark),
    Mutation("TXT005", "an unusual space", _unusual_space),
    Mutation("TXT006", "no newline at the end", _no_final_newline),
    Mutation("TXT006", "blank lines at the end", _blank_end),
    Mutation("TXT007", "a byte of Latin-1", _latin_1),
    Mutation("TXT008", "a conflict in a paragraph", _conflict),
    _pragma("SUP001", "TXT007", at_head=True),
    _pragma("SUP001", "TXT007", at_head=False),
    _pragma("SUP001", "SUP001", at_head=True),
    _pragma("SUP002", "TXT01", at_head=True),
    _pragma("SUP002", "all", at_head=False),
)
