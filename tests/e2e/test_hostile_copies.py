"""An untagged copy in disguise: however it is changed, the gate requires the tag."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program

SOURCE = "specs/juno/implemented/cap-console-sessions.rst"
COPY = "specs/kilo/approved/cap-console-sessions.rst"


def commented(text: str) -> str:
    """With more words in comments than in the text: the published page is the same."""
    comment = "..\n" + "".join(f"   nobody reads line {n} of this\n" for n in range(80)) + "\n"
    return re.sub(r"(?m)^([=-])\1{3,}\n\n", lambda title: title[0] + comment, text)


def with_markup(before: str, line: str, after: str = "") -> Callable[[str], str]:
    """With text below each title that is not published, or only in other formats."""

    def disguised(text: str) -> str:
        numbers = iter(range(100))
        return re.sub(
            r"(?m)^([=-])\1{3,}\n\n",
            lambda title: title[0] + before.format(next(numbers)) + line * 60 + f"{after}\n",
            text,
        )

    return disguised


def in_other_letters(text: str) -> str:
    """With Cyrillic letters in the paragraphs, where the titles stay as they are."""
    letters = str.maketrans("aeopc", "\u0430\u0435\u043e\u0440\u0441")
    return re.sub(r"(?m)^[A-Z].{39,}$", lambda line: line[0].translate(letters), text)


WORDS = "   words that are not published\n"
UNPUBLISHED = {
    "only": with_markup(".. only:: latex\n\n", WORDS),
    "only, never": with_markup(".. only:: html and never\n\n", WORDS),
    "substitutions": with_markup(".. |s{}| replace:: some\n", WORDS),
    "targets": with_markup(".. _s{}: https://example.org/\n", "   a/path/of/it\n"),
    "meta": with_markup(".. meta::\n   :description: some\n", f"  {WORDS}"),
    "to do": with_markup(".. todo::\n\n", WORDS),
    "index": with_markup(".. index::\n", "   single: words\n"),
    "hidden contents": with_markup(".. toctree::\n   :hidden:\n\n", "   a <https://b.example/>\n"),
    "authors": with_markup(".. sectionauthor:: some\n", WORDS),
    "a class": with_markup(".. container:: hidden\n\n", WORDS),
    "in a list": with_markup("- .. only:: latex\n\n", f"  {WORDS}"),
    "in a field": with_markup(":a: .. only:: latex\n\n", f"    {WORDS}"),
    "in a cell": with_markup("+{:->60}+\n", f"| {'.. x':<58} |\n|  {WORDS[:-1]:<57} |\n"),
    "behind a tab": with_markup("..\tonly:: latex\n\n", f"\t{WORDS}"),
    "with a blank": with_markup(".. only :: latex\n\n", WORDS),
    "a class of a directive": with_markup(".. note::\n   :class: hidden\n\n", WORDS),
    "a name": with_markup(".. note::\n   :name: n{}\n", f"  {WORDS}"),
    "a figure": with_markup(".. figure:: https://example.org/a.png\n   :alt: a\n", f"  {WORDS}"),
    "anonymous targets": with_markup("", "__ https://example.org/ and more words\n"),
    "a role": with_markup(":aside:`\n", WORDS.strip() + "\n", "`\n"),
    "a link": with_markup("`a <https://example.org/\n", WORDS.strip() + "\n", ">`__\n"),
    "an index entry": with_markup(":index:`a <\n", WORDS.strip() + "\n", ">`\n"),
    "a title of the page": with_markup(".. title:: a\n", WORDS),
    "a module": with_markup(".. py:module:: m{}\n   :synopsis: a\n", f"  {WORDS}"),
    "an image": with_markup(".. image:: https://example.org/a.png\n   :alt: some\n", f"  {WORDS}"),
}


def repeated(text: str) -> str:
    """With all sections twice."""
    return f"{text}\n{text[text.index('Problem description') :]}"


def repeated_at_once(text: str) -> str:
    """With each paragraph three times."""
    paragraph = re.compile(r"(?ms)^([A-Z][^\n]{30,}\n(?:[^\n=-]+\n)*)\n")
    return paragraph.sub(lambda found: f"{found[1]}\n" * 3, text)


def rotated(text: str) -> str:
    """With the text of each section below the title of the one before."""
    parts = re.split(r"(?m)^([^\n]+\n[=-]{4,}\n)", text)
    bodies = parts[4::2]
    for number, body in zip(range(4, len(parts), 2), bodies[1:] + bodies[:1], strict=True):
        parts[number] = body
    return "".join(parts)


def in_prose(change: Callable[[str], str]) -> Callable[[str], str]:
    """With each line of a paragraph changed."""
    return lambda text: re.sub(r"(?m)^[A-Z].{39,}$", lambda line: change(line[0]), text)


def as_metadata(text: str) -> str:
    """With fields below the title, which describe the page."""
    return re.sub(r"(?m)^(={5,}\n[^\n]+\n={5,}\n)", r"\1\n:abstract: a\n" + WORDS * 200, text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "none": lambda text: text,
    "comments": commented,
    "a pragma": lambda text: f".. specslint: disable=FTK001,FTK002\n\n{text}",
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "an appendix": lambda text: f"{text}\n\nAppendix\n--------\n\n" + "more words\n" * 900,
    "no-break spaces": lambda text: text.replace(" the ", "\u00a0the "),
    "other letters": in_other_letters,
    "backslashes": lambda text: re.sub(r"(?m)^[A-Z].{39,}$", _escaped, text),
    "twice": repeated,
    "twice at once": repeated_at_once,
    "rotated": rotated,
    "metadata": as_metadata,
    "capitals": in_prose(str.upper),
    "emphasis": in_prose(lambda line: re.sub(r"([a-z]{3,})", r"*\1*", line)),
    "punctuation": in_prose(lambda line: re.sub(r"([a-z]) ", r"\1, ", line)),
    "small capitals": in_prose(
        lambda line: line.translate(str.maketrans("aos", "\u0251\u1d0f\ua731"))
    ),
    "blank letters": with_markup("", "\u3164 \u2800 \u3164\n"),
    **UNPUBLISHED,
    "a comment in a footnote": with_markup(".. [#] .. c\n", f"      {WORDS}", "   the end\n"),
    # Directives that may hide a text or not.
    "containers": in_prose(lambda line: f".. container:: part\n\n   {line}\n"),
    "classes": in_prose(lambda line: f".. class:: part\n\n   {line}\n"),
    "only html": in_prose(lambda line: f".. only:: html\n\n   {line}\n"),
    "notes with a class": in_prose(lambda line: f".. note::\n   :class: x\n\n   {line}\n"),
    # How the letters are divided into words.
    "glued": in_prose(lambda line: re.sub(r" (?=[a-z])", r"\\ \\ ", line)),
    "blank letters for spaces": in_prose(lambda line: line.replace(" ", "\u2800")),
    "thin spaces in words": in_prose(lambda line: re.sub(r"(\w{3})(?=\w{2})", "\\1\u200a", line)),
    # Letters that stand for others, which no table has to know.
    "digits": in_prose(lambda line: line.translate(str.maketrans("olis", "0115"))),
    "Hebrew letters": in_prose(lambda line: line.translate(str.maketrans("ol", "\u05e1\u05d5"))),
    "Coptic letters": in_prose(lambda line: line.translate(str.maketrans("oc", "\u2c9f\u2ca5"))),
    "Deseret letters": in_prose(lambda line: line.replace("o", "\U0001042c")),
    "half of a letter": in_prose(lambda line: re.sub("o(.*?)o", "\u05e1\\1o", line)),
    "substitutions of words": lambda text: substituted(text, "|w{}| replace:: {}"),
    "chained substitutions": lambda text: substituted(
        text, "|w{0}| replace:: |v{0}|\n.. |v{0}| replace:: {1}"
    ),
}


def substituted(text: str, definition: str) -> str:
    """With a substitution for each longer word."""
    words: dict[str, int] = {}

    def name(word: re.Match[str]) -> str:
        return f"|w{words.setdefault(word[0], len(words))}|"

    text = in_prose(lambda line: re.sub(r"(?<!\S)[a-z]{4,}(?!\S)", name, line))(text)
    return f"{text}\n" + "".join(
        f".. {definition.format(number, word)}\n" for word, number in words.items()
    )


def _escaped(line: re.Match[str]) -> str:
    return re.sub(r" (?=[a-z])", r" \\", line[0])


OTHER = "specs/kilo/approved/another-name.rst"
# With another name, what git finds less than half alike is no copy: so the rules have it.
BULKY = (
    "comments", "an appendix", "other letters", "backslashes", "twice", "twice at once",
    "rotated", "metadata", "capitals", "emphasis", "punctuation", "small capitals",
    "blank letters", *UNPUBLISHED, "substitutions of words", "chained substitutions",
    "a comment in a footnote",
)  # fmt: skip


@pytest.mark.parametrize(
    ("disguise", "path"),
    [(d, path) for d in DISGUISES for path in (COPY, OTHER) if path == COPY or d not in BULKY],
)
def test_a_disguised_copy(program: Program, sample: Repository, disguise: str, path: str) -> None:
    text = (sample.root / SOURCE).read_text()
    sample.write(path, DISGUISES[disguise](text))
    sample.write("tox.ini", "[specslint]\nselect = TXT\nexclude = specs/*\n")
    sample.commit("Cap the console sessions")
    run = program.run("--commit", "HEAD", "--config-from", "HEAD^", cwd=sample.root)
    assert run.returncode == 1
    assert "FTK001 [error]" in run.stdout, run.stdout


def test_text_that_is_not_published_counts_in_a_tagged_copy(
    program: Program, sample: Repository
) -> None:
    """Else a new design could be hidden from those who read the report."""
    text = (sample.root / SOURCE).read_text()
    sample.write(COPY, UNPUBLISHED["only"](text))
    sample.commit("Cap the console sessions\n\nPreviously-approved: juno\n")
    run = program.run("--commit", "HEAD", cwd=sample.root)
    assert "FTK011 [warning]" in run.stdout


@pytest.mark.parametrize("disguise", ["only", "digits", "glued", "substitutions of words"])
def test_a_new_proposal_with_such_markup_is_one(
    program: Program, sample: Repository, disguise: str
) -> None:
    text = (sample.root / SOURCE).read_text()
    others = re.sub(r"(?m)^[A-Z][a-z].{30,}$", "Another one has other plans with all of it.", text)
    sample.write(COPY, DISGUISES[disguise](others))
    sample.commit("Cap the console sessions")
    run = program.run("--commit", "HEAD", cwd=sample.root)
    assert "FTK001" not in run.stdout
    assert "FTK002 [info]" in run.stdout
