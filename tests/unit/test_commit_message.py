"""Commit messages: what git keeps of them, and the tags and trailers in them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specslint.model.message import Cleanup, CommitMessage
from specslint.parsing.commit_message import kept_lines, parse_message
from tests.conftest import Repository

CHANGE_ID = "I0123456789012345678901234567890123456789"
REFERENCE = "it names a commit or a review, not a release"
SCISSORS = "# ------------------------ >8 ------------------------"


def tag_of(text: str) -> tuple[list[str | None], str] | None:
    """The releases of the only tag, with what is wrong with it; None without a tag."""
    message = parse_message(text)
    if not message.tags:
        return None
    (tag,) = message.tags
    return [word.release for word in tag.words], tag.problem


@pytest.mark.parametrize(
    ("line", "releases"),
    [
        ("Previously-approved: juno", ["juno"]),
        ("previously-approved:juno", ["juno"]),
        ("PREVIOUSLY-APPROVED : JUNO", ["juno"]),
        ("  Previously-approved: Juno.", ["juno"]),
        ("Previously-approved: juno, kilo", ["juno", "kilo"]),
        ("Previously-approved: juno kilo", ["juno", "kilo"]),
        ("Previously-approved: juno and kilo", ["juno", "kilo"]),
        ("Previously-approved: juno, kilo, and liberty", ["juno", "kilo", "liberty"]),
        (
            "Previously-approved: juno/kilo; liberty & mitaka",
            ["juno", "kilo", "liberty", "mitaka"],
        ),
        ("Previously-approved: juno (in part)", ["juno"]),
        ("Previously-approved: juno (in part", ["juno"]),
        ("Previously-approved: 'Juno'", ["juno"]),
        ("Previously-approved: 2023.1", ["2023.1"]),
        ("Previously-approved: Antelope", ["2023.1"]),
        ("Previously-approved: jnuo", [None]),
        ("Previously-approved: juno in part", ["juno", None, None]),
        ("Previously-approved: https://example.org/juno/x juno", [None, "juno"]),
        ("Previously-approved: juno (r\u00e9sum\u00e9)", ["juno"]),
        ("Previously-approved: juno \u2013 in part", ["juno", None, None, None]),
        ("Previously-approved: juno,\n  kilo and\n\tliberty", ["juno", "kilo", "liberty"]),
        ("Previously-approved: juno\n  kilo", ["juno"]),
    ],
)
def test_proper_tags(line: str, releases: list[str | None]) -> None:
    assert tag_of(line) == (releases, "")


@pytest.mark.parametrize(
    ("line", "releases", "problem"),
    [
        ("Previously approved: juno", ["juno"], 'the key is "Previously approved"'),
        ("Previously_approved: juno", ["juno"], 'the key is "Previously_approved"'),
        ("PreviouslyApproved: juno", ["juno"], 'the key is "PreviouslyApproved"'),
        ("Previously - approved: juno", ["juno"], 'the key is "Previously - approved"'),
        ("Previously\u2010approved: juno", ["juno"], 'the key is "Previously\u2010approved"'),
        ("Previously approved juno", ["juno"], 'the key is "Previously approved"'),
        ("Previously approved", [], 'the key is "Previously approved"'),
        ("Previously approved in juno", [None, "juno"], 'the key is "Previously approved"'),
        ("previously approved in juno", [None, "juno"], 'the key is "previously approved"'),
        (
            "Previously approved for Juno in I0123abc",
            [None, "juno", None, None],
            'the key is "Previously approved"',
        ),
        (
            "Previously approved for Juno via https://review.example.org/94918",
            [None, "juno", None, None],
            'the key is "Previously approved"',
        ),
        (
            "Previously_approved by review 94918",
            [None, None, None],
            'the key is "Previously_approved"',
        ),
        ("Previously approved for: juno", ["juno"], 'the key is "Previously approved for"'),
        ("Previously-approved-for-kilo", [], 'the key is "Previously-approved-for-kilo"'),
        (
            "Previously-approved-for-kilo: juno",
            ["juno"],
            'the key is "Previously-approved-for-kilo"',
        ),
        ("Previously-approved-in: juno", ["juno"], 'the key is "Previously-approved-in"'),
        ("Previously-approved\uff1a juno", ["juno"], 'it has "\uff1a" instead of a colon'),
        ("Previously-approved= juno", ["juno"], 'it has "=" instead of a colon'),
        ("Previously-approved - juno", ["juno"], 'it has "-" instead of a colon'),
        ("Previously-approved juno", ["juno"], "it has no colon"),
        ("Previously-approved", [], "it has neither a colon nor a release"),
        ("* Previously-approved: juno", ["juno"], 'it comes after "*"'),
        ("- Previously-approved: juno", ["juno"], 'it comes after "-"'),
        ("Previously-approved:", [], "it names no release"),
        ("Previously-approved: ,", [], "it names no release"),
        ("Previously-approved: (juno)", [], "it names no release"),
        ("Previously-approved: I0123456789", [None], REFERENCE),
        ("Previously-approved: 0a1b2c3", [None], REFERENCE),
        ("Previously-approved: 94918 of review", [None, None, None], REFERENCE),
        ("Previously-approved: https://review.example.org/c/x/+/94918", [None], REFERENCE),
    ],
)
def test_malformed_tags(line: str, releases: list[str | None], problem: str) -> None:
    assert tag_of(line) == (releases, problem)


@pytest.mark.parametrize(
    "line",
    [
        "This was previously approved for Icehouse.",
        "This spec is related to the previously approved Juno spec",
        "Previously approved spec in Juno: https://review.example.org/94918",
        "Previously approved spec: https://review.example.org/94918",
        "Previously approved specs of Juno move to implemented/",
        "Previously approved specs are merged with one +2",
        "The resize was\npreviously approved in juno",
        "previously approved",
        "Previously-approved specs have a tag",
        'Say when "Previously-approved: juno" is due',
        "Not-Previously-approved: juno",
        "Approved: juno",
        "Pre-approved: juno",
    ],
)
def test_sentences(line: str) -> None:
    assert tag_of(line) is None
    assert not parse_message(line).misspelt


@pytest.mark.parametrize(
    ("line", "is_sentence"),
    [
        ("Previously-approved: juno", False),
        ("Previously-approved: juno-2", False),
        ("Previously approved juno", False),
        ("Previously approved in juno: https://x/1", True),
    ],
)
def test_tags_that_may_be_sentences(line: str, is_sentence: bool) -> None:
    (tag,) = parse_message(line).tags
    assert tag.is_sentence is is_sentence


@pytest.mark.parametrize(
    "line",
    [
        "Previou\u017fly-approved: juno",
        "Previously-approved\u00a0: juno",
        "Previously-approved:\u00a0juno",
        "Previously-approved: icehouse\u2003juno",
        "Previously-approved\x1f: juno",
        "\u2003Previously-approved: juno",
        "Previously-approved: \x1b, juno",
    ],
)
def test_a_tag_with_lookalike_characters(line: str) -> None:
    found = tag_of(f"Subject\n\n{line}\n")
    assert found is not None
    assert found[0][-1] == "juno"
    assert found[1] == "it has characters that only look like the right ones"


@pytest.mark.parametrize(
    "line", ["Previously-approved: \x1bjuno", "Previously-approved: \u212ailo"]
)
def test_a_release_with_lookalike_characters_is_none(line: str) -> None:
    assert tag_of(f"Subject\n\n{line}\n") == ([None], "")


@pytest.mark.parametrize(
    "line",
    [
        "Previously\u200b-approved: juno",
        "Previously-\u0430pproved: juno",
        "Subject\0Previously-approved: juno",
        "Subject\0\nPreviously-approved: juno",
    ],
)
def test_text_that_only_resembles_the_tag_is_no_tag(line: str) -> None:
    assert tag_of(f"Subject\n\n{line}\n") is None


def test_a_byte_order_mark_is_not_part_of_the_message() -> None:
    assert tag_of("\ufeffPreviously-approved: juno\n") == (["juno"], "")


def test_a_sentence_beside_a_tag_is_a_remark() -> None:
    text = "Previously approved in Icehouse: https://x/1\n\nPreviously-approved: juno\n"
    assert tag_of(text) == (["juno"], "")


@pytest.mark.parametrize(
    "line",
    [
        "Previouly-approved: juno",
        "Previous-approved: juno",
        "Previously-aproved: juno",
        "Previously-approved2: juno",
    ],
)
def test_a_misspelt_key_is_no_tag(line: str) -> None:
    message = parse_message(f"Subject\n\n{line}\n")
    assert not message.tags
    (found,) = message.misspelt
    assert (found.line, found.column, found.text) == (3, 1, line)


def test_places_are_those_in_the_text_as_it_was_given() -> None:
    cleanup = Cleanup("default", "#", edited=True)
    text = "\n\n# A hint\nSubject\n\n\n# Another\n  Previously-approved: Juno (so), kilo\n"
    (tag,) = parse_message(text, cleanup).tags
    assert (tag.line, tag.column) == (8, 3)
    assert [(word.written, word.line, word.column) for word in tag.words] == [
        ("Juno", 8, 24),
        ("kilo", 8, 35),
    ]
    assert tag.location.end_column == 39
    (tag,) = parse_message("Previously-approved: \"juno\", ('in part') <kilo>/`mitaka`").tags
    assert [(word.written, word.column) for word in tag.words] == [
        ("juno", 23),
        ("kilo", 43),
        ("mitaka", 50),
    ]
    (tag,) = parse_message("Previously-approved: juno, https://review.example.org/c/1").tags
    assert [(word.written, word.column) for word in tag.words] == [
        ("juno", 22),
        ("https://review.example.org/c/1", 28),
    ]


def test_a_release_has_the_name_that_the_tree_has_for_it() -> None:
    message = parse_message(
        "Previously-approved: Antelope, ONE, two", releases=["antelope", "one"]
    )
    assert [word.release for word in message.tags[0].words] == ["antelope", "one", None]


def test_trailers() -> None:
    message = parse_message(
        "Subject\n\nblueprint quick-resize.\nThis blueprint tells how bp:other-one came\n"
        "https://blueprints.launchpad.net/nova/+spec/third_one\nbp serialports\n"
        f"depends-on:  the-rest \nDepends-On: {CHANGE_ID}\nAPIIMPACT\nChange-Id: {CHANGE_ID}\n"
    )
    assert message.blueprints == ("quick-resize", "other-one", "third_one", "serialports")
    assert [(t.value, t.line, t.column) for t in message.depends_on] == [
        ("the-rest", 7, 14),
        (CHANGE_ID, 8, 13),
    ]
    assert [(t.value, t.line, t.column) for t in message.change_ids] == [(CHANGE_ID, 10, 12)]
    assert message.has_api_impact
    assert not parse_message("MyAPIImpactful words about the API impact").has_api_impact


# --- git's clean-up ---------------------------------------------------------

MESSAGES = [
    "Subject\n",
    "Subject",
    "\n\n  Subject  \n\n\n\nBody\t\n \n\n",
    "Subject\n# comment\n\n# another\nBody\n #not one\n",
    "; one\nSubject\n;two\n#three\n",
    f"Subject\n\nBody\n{SCISSORS}\nPreviously-approved: juno\n",
    f"Subject\n{SCISSORS[2:]}\nBody\n",
    f"Subject\n {SCISSORS}\nBody\n{SCISSORS} \n",
    "Subject\r\n\r\n# comment\r\nBody\r\n",
    "Subject\n\n\u00a0\n\u2003\nBody\u2003\n\x0b\n\x0c\nEnd\n",
    "#!shebang\n#\nSubject\n#\n#\n",
]
MODES = ["default", "strip", "whitespace", "verbatim", "scissors"]


def recorded(repository: Repository, text: str, mode: str, comment: str, *, edited: bool) -> str:
    """What git records of a message that is given with -F or typed into an editor."""
    file = repository.root.parent / "message"
    file.write_bytes(text.encode())
    command = [
        "git",
        "-c",
        f"commit.cleanup={mode}",
        "-c",
        f"core.commentChar={comment}",
        "commit",
    ]
    command += ["-q", "--allow-empty", "--allow-empty-message"]
    command += [] if edited else ["-F", str(file)]
    environment = {**os.environ, "GIT_EDITOR": f"cp '{file}'"}
    subprocess.run(command, cwd=repository.root, env=environment, check=True, capture_output=True)
    raw = subprocess.run(
        ["git", "cat-file", "commit", "HEAD"], cwd=repository.root, check=True, capture_output=True
    ).stdout
    return raw.partition(b"\n\n")[2].decode()


@pytest.mark.parametrize("edited", [True, False], ids=["edited", "given"])
@pytest.mark.parametrize("mode", MODES)
def test_git_keeps_the_same_lines(repository: Repository, mode: str, edited: bool) -> None:
    for text in MESSAGES:
        for comment in ("#", ";"):
            cleanup = Cleanup(mode, comment, edited)
            ours = CommitMessage(kept_lines(text, cleanup)).text
            theirs = recorded(repository, text, mode, comment, edited=edited)
            if mode == "verbatim":
                # With an editor, git ends even an empty message with a line feed.
                theirs, ours = theirs.removesuffix("\n"), ours.removesuffix("\n")
            assert ours == theirs, (text, comment)


def test_what_verbose_shows_is_cut_off_whatever_the_mode() -> None:
    text = f"Subject\n{SCISSORS}\n# Do not remove the line above.\n+Previously-approved: juno\n"
    for mode in MODES:
        cleanup = Cleanup(mode, "#", edited=True)
        assert [line.text for line in kept_lines(text, cleanup)] == ["Subject"]
        assert len(kept_lines(text, Cleanup(mode, "#", edited=False))) > 1


def test_the_automatic_comment_character() -> None:
    text = "# a heading\nBody\n\n; Please say what you did.\n; On branch master\n;\n"
    cleanup = Cleanup("default", "auto", edited=True)
    assert [line.text for line in kept_lines(text, cleanup)] == ["# a heading", "Body"]
    text = f"Body\n;{SCISSORS[1:]}\n; Cut.\n+Previously-approved: juno\n"
    assert [line.text for line in kept_lines(text, cleanup)] == ["Body"]
    assert kept_lines("", cleanup) == ()


# --- arbitrary input --------------------------------------------------------

WORDS = st.sampled_from(
    "Previously-approved Previously approved previously-approved: Previously : - -for- in for juno"
    " Kilo jnuo 2023.1 , and ( ) Change-Id: Depends-On: blueprint bp APIImpact # ; * > . https://x/"
    f" {CHANGE_ID} {SCISSORS}".split(" ")
)
SEPARATORS = st.sampled_from(
    [" ", "", "\t", "\n", "\r\n", "\r", "\n\n", "\u2028", "\x0b", "\u00a0"]
)
LINES = st.lists(st.one_of(WORDS, SEPARATORS, st.text(max_size=20)), max_size=40).map("".join)
CLEANUPS = st.builds(
    Cleanup,
    st.sampled_from(MODES),
    st.sampled_from(["#", ";", "auto", "P", "//", ""]),
    st.booleans(),
)


@settings(max_examples=500, deadline=None)
@given(text=LINES, cleanup=CLEANUPS)
def test_any_message_is_parsed(text: str, cleanup: Cleanup) -> None:
    assert_parsed(text, cleanup)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(text=LINES, cleanup=CLEANUPS)
def test_ten_thousand_messages_are_parsed(text: str, cleanup: Cleanup) -> None:
    assert_parsed(text, cleanup)


def assert_parsed(text: str, cleanup: Cleanup) -> None:
    """Each line, tag and word is at its place in the text."""
    message = parse_message(text, cleanup)
    lines = text.split("\n")
    for line in message.lines:
        assert lines[line.number - 1].startswith(line.text)
    for tag in (*message.tags, *message.misspelt):
        assert lines[tag.line - 1][tag.column - 1 :].startswith(tag.text)
        for word in tag.words:
            assert lines[word.line - 1][word.column - 1 :].startswith(word.written)


@settings(max_examples=500, deadline=None)
@given(
    text=st.text(st.characters(exclude_characters="\0"), max_size=300),
    place=st.integers(0, 20),
    tag=st.sampled_from(
        [
            "Previously-approved: juno",
            "PREVIOUSLY-approved:Juno",
            "Previously-approved: juno, kilo",
        ]
    ),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_a_tag_is_found_on_any_line(text: str, place: int, tag: str, ending: str) -> None:
    lines = text.split("\n")
    lines.insert(min(place, len(lines)), tag)
    found = parse_message(ending.join(lines)).tags
    assert any(word.release == "juno" for one in found for word in one.words)


@pytest.mark.parametrize(
    "text",
    [
        "x" * (1 << 20),
        " " * (1 << 20),
        "\n" * (1 << 20),
        "previously" + " " * (1 << 20),
        "previously" + "-" * (1 << 20),
        "Previously-approved" + " for" * (1 << 18),
        "Previously-approved: " + "(" * (1 << 20),
        "Previously-approved: " + "juno " * (1 << 17),
        "Previously-approved: juno\n" * (1 << 14),
        "blueprint " * (1 << 17),
        "a-" * (1 << 19),
        "blueprint " + "a-" * (1 << 19),
        "pr" + "-" * (1 << 20) + ":",
        "Previously-approved: juno,\n" + " kilo,\n" * (1 << 17),
    ],
    ids=lambda text: text[:24],
)
def test_large_messages(text: str, tmp_path: Path) -> None:
    # The test is that it ends: nothing here may take quadratic time.
    parse_message(text, Cleanup("default", "#", edited=True))
