"""specslint and the oracle agree on generated specs and trees."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specslint.config.settings import Config
from specslint.engine.specs import Parser
from tests import oracle, verdicts

PARSER = Parser(Config())
RELEASES = ("kilo", "queens", "rocky")

# --- specs -----------------------------------------------------------------------

SECTIONS = ("Aims", "Work to be done", "Cost of it", "Who Asks", "History", "Sources")
SUBSECTIONS = ("Speed", "Room on disk", "Feature Liaison", "Upgrade impact", "Late guests")
PIECES = (
    "word",
    "one more word",
    "an_underscore",
    "code::",
    "::",
    "http://example.org/a",
    "https://example.org/b",
    "\u200b",
    "x" * 60,
    "y" * 79,
    "\u00e9" * 40,
    "*",
    "``",
    ".. note::",
    "- ",
    "====",
    "-----",
    "\t",
    "  ",
    "    ",
    "\u00a0",
    "\u3000",
)

pieces = st.lists(st.sampled_from(PIECES), min_size=0, max_size=6)
line = st.builds(
    lambda start, parts, glue, end: start + glue.join(parts) + end,
    st.sampled_from(("", "", "", " ", "    ", "\t", "..")),
    pieces,
    st.sampled_from((" ", " ", "")),
    st.sampled_from(
        ("", "", "", " ", "\t", "  \t", "\r", " \r")
    ),  # a CR elsewhere is a line end to docutils
)
body = st.lists(line, max_size=6)


def written(title: str, character: str) -> list[str]:
    return [title, character * len(title), ""]


@st.composite
def outlines(draw: st.DrawFn) -> dict[str, list[str]]:
    """The outline of a template: its sections with their subsections."""
    tops = draw(st.lists(st.sampled_from(SECTIONS), unique=True, min_size=1))
    below = st.lists(st.sampled_from(SUBSECTIONS), unique=True, max_size=3)
    return {title: draw(below) for title in tops}


def page(outline: list[tuple[str, list[str]]], bodies: list[list[str]]) -> str:
    """The text with these sections, and the bodies for as many as there are."""
    rest = iter(bodies)
    # With text below the title; else docutils would promote a lone section to the
    # subtitle.
    lines = ["=======", "A title", "=======", "", "Words.", ""]
    for title, below in outline:
        lines += [*written(title, "="), *next(rest, ["None"]), ""]
        for name in below:
            lines += [*written(name, "-"), *next(rest, ["None"]), ""]
    return "\n".join(lines)


def renamed(title: str, how: int) -> str:
    """A title spelled in one of six ways, three of which are correct."""
    return (title, title, title, title.upper(), title[:-1], title + "s")[how]


@st.composite
def specs(draw: st.DrawFn, wanted: dict[str, list[str]]) -> str:
    """A spec with most sections of its template, and others."""
    extra = draw(st.lists(st.sampled_from(("Aside", "Thanks", *SECTIONS)), max_size=2))
    kept = [title for title in wanted if draw(st.integers(0, 4))]
    tops = draw(st.permutations([*kept, *extra])) if draw(st.booleans()) else [*kept, *extra]
    made = []
    for title in tops:
        below = [name for name in wanted.get(title, []) if draw(st.integers(0, 4))]
        below += draw(st.lists(st.sampled_from(("More", *SUBSECTIONS)), max_size=1))
        names = [renamed(name, draw(st.integers(0, 5))) for name in below]
        made.append((renamed(title, draw(st.integers(0, 5))), names))
    return page(made, draw(st.lists(body, max_size=8)))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(RELEASES))
def test_specs(data: st.DataObject, release: str) -> None:
    wanted = data.draw(outlines())
    template = page(list(wanted.items()), [])
    spec = data.draw(specs(wanted))
    path = f"specs/{release}/approved/a-spec.rst"
    assert not verdicts.differences(path, spec, template, release, PARSER)


@pytest.mark.slow
@settings(max_examples=250, deadline=None)
@given(st.lists(line, max_size=12))
def test_lines(lines: list[str]) -> None:
    template = page([("Aims", [])], [])
    spec = page([("Aims", [])], [lines])
    path = "specs/kilo/approved/a-spec.rst"
    assert not verdicts.differences(path, spec, template, "kilo", PARSER)


# --- trees -----------------------------------------------------------------------

DIRECTORIES = (
    "kilo",
    "juno",
    "backlog",
    "abandoned",
    "approved",
    "implemented",
    "images",
    "Approved",
    ".hidden",
    "old",
)
FILES = (
    "a-spec.rst",
    "b.rst",
    "kilo-template.rst",
    "template.rst",
    "notes.txt",
    "redirects",
    "a.RST",
    "b.rst.orig",
    ".keep",
    ".c.rst",
)


@st.composite
def trees(draw: st.DrawFn) -> list[str]:
    """Paths of files, none of which is a directory of another one."""
    found: set[str] = set()
    for _ in range(draw(st.integers(1, 10))):
        directories = draw(st.lists(st.sampled_from(DIRECTORIES), max_size=4))
        found.add("/".join(["specs", *directories, draw(st.sampled_from(FILES))]))
    return sorted(found)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(trees())
def test_trees(paths: list[str]) -> None:
    assert verdicts.placement(paths) == oracle.placement(paths)


# --- the oracle itself -------------------------------------------------------------


def test_the_oracle_sees_each_fault() -> None:
    template = page([("Aims", ["Speed"]), ("Cost of it", [])], [])
    spec = page([("Aims", []), ("Thanks", [])], [["a " * 40, "b\u200b", "c "]])
    spec = spec.replace("c \n", "c \r\n")
    found = oracle.titles(spec, template, "kilo")
    assert found == oracle.Titles(frozenset({"Cost of it"}), frozenset({"Thanks"}), ("Speed",))
    assert oracle.lines(spec) == oracle.Lines(
        frozenset({10}), frozenset({10, 12}), frozenset({11}), 1
    )
    assert oracle.titles("Words only.\n", template, "kilo") is None
    paths = [
        "specs/kilo/x.rst",
        "specs/kilo/approved/y.txt",
        "specs/kilo/notes/z",
        "specs/a/b.rst",
    ]
    assert oracle.placement([*paths, "specs/kilo-template.rst", "specs/kilo/approved/x.rst"]) == {
        ("PLC001", "specs/kilo/x.rst"),
        ("PLC001", "specs/a/b.rst"),
        ("PLC002", "specs/kilo/approved/y.txt"),
        ("PLC003", "specs/kilo/notes"),
    }
