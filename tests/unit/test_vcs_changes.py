"""The changes that git reports, and what the rules receive."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specslint.config.settings import Config
from specslint.engine import check_change
from specslint.engine.changes import assemble
from specslint.engine.specs import Parser
from specslint.model.change import Change, ChangeKind, ChangeSet, Comparison
from specslint.model.document import Document, Unparseable
from specslint.model.layout import Layout
from specslint.model.spec import Outline, OutlineSection, SourceText, Spec
from specslint.parsing import parse
from specslint.parsing.published import published, without_comments
from specslint.parsing.substance import _Pair, compare, in_common
from specslint.vcs.changes import changes_in
from specslint.vcs.repository import Repository as Opened
from tests.conftest import Repository

JUNO = "specs/juno/approved/quick-resize.rst"
KILO = "specs/kilo/approved/quick-resize.rst"
LIBERTY = "specs/liberty/approved/quick-resize.rst"


def spec(title: str = "Quick resize", text: str = "A resize copies the disk.") -> str:
    rule = "=" * len(title)
    lines = "".join(f"{text} Step {number} of {title}.\n" for number in range(9))
    return f"{title}\n{rule}\n\nProposed change\n===============\n\n{lines}"


class CountingParser(Parser):
    """A parser that counts what it parses."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.seen: set[str] = set()

    def parse(self, text: str) -> Document | Unparseable:
        self.seen.add(text)
        return super().parse(text)


@pytest.fixture
def opened(repository: Repository) -> Iterator[Opened]:
    repository.write(JUNO, spec())
    for number in range(20):
        repository.write(f"specs/juno/approved/other-{number}.rst", spec(f"Other {number}"))
    repository.commit("The specs of juno")
    with Opened.open(repository.root) as found:
        yield found


def assembled(
    opened: Opened, parser: Parser | None = None, config: Config | None = None
) -> ChangeSet:
    config = config or Config()
    delta = opened.changes_of_commit("HEAD", config.layout.root)
    return assemble(delta, config, parser or Parser(config))


def sources(changes: ChangeSet) -> list[str]:
    (addition,) = changes.additions
    return [place.path for place in addition.sources]


def test_only_what_the_change_needs_is_parsed(repository: Repository, opened: Opened) -> None:
    copy = spec(text="A resize copies the disk!")
    repository.write(KILO, copy)
    repository.write("specs/juno/approved/other-1.rst", spec("Changed"))
    repository.commit("A copy, and another change\n\nPreviously-approved: juno")
    parser = CountingParser(Config())
    changes = assembled(opened, parser)
    assert sources(changes) == [JUNO]
    assert not parser.seen
    comparison = changes.additions[0].comparison
    assert comparison is not None
    assert comparison.unchanged < 1.0
    assert parser.seen == {copy, spec()}


def test_a_copy_byte_for_byte_is_not_parsed(repository: Repository, opened: Opened) -> None:
    repository.write(KILO, spec())
    repository.commit("A copy\n\nPreviously-approved: juno")
    parser = CountingParser(Config())
    changes = assembled(opened, parser)
    assert [addition.comparison for addition in changes.reproposals] == [Comparison(1.0)]
    assert not parser.seen


def test_no_rule_of_placement_parses_a_spec(repository: Repository, opened: Opened) -> None:
    repository.write(KILO, spec("Changed"))
    repository.write("specs/juno/implemented/born.rst", spec("Born"))
    repository.git("mv", "specs/juno/approved/other-1.rst", "specs/juno/implemented/other-1.rst")
    repository.commit("A copy, one that was never approved, and a move")
    parser = CountingParser(Config())
    changes = assembled(opened, parser)
    config = Config().with_options(select=("PLC",))
    delta = opened.changes_of_commit("HEAD", "specs")
    report = check_change(changes, delta.after, delta.before, config, parser)
    found = {diagnostic.code for diagnostic in report.diagnostics}
    assert {"PLC004", "PLC006"} <= found
    assert not parser.seen


def test_a_move_of_many_specs_parses_none(repository: Repository, opened: Opened) -> None:
    repository.git("mv", "specs/juno/approved", "specs/juno/implemented")
    repository.commit("All of juno is implemented")
    parser = CountingParser(Config())
    changes = assembled(opened, parser)
    assert len(changes.additions) == 21
    assert all(addition.moved_from for addition in changes.additions)
    assert not changes.reproposals
    assert not parser.seen


def test_every_release_that_approved_a_name(repository: Repository, opened: Opened) -> None:
    repository.write("specs/kilo/implemented/quick-resize.rst", spec())
    repository.write("specs/mitaka/approved/quick-resize.rst", spec())
    repository.write("specs/abandoned/quick-resize.rst", spec())
    repository.write("specs/backlog/approved/quick-resize.rst", spec())
    (repository.root / "specs/icehouse/approved").mkdir(parents=True)
    (repository.root / "specs/icehouse/approved/quick-resize.rst").symlink_to("nowhere")
    repository.commit("More of them")
    repository.write(LIBERTY, spec())
    repository.commit("A copy")
    assert sources(assembled(opened)) == ["specs/kilo/implemented/quick-resize.rst", JUNO]


def test_approved_goes_before_implemented(repository: Repository, opened: Opened) -> None:
    repository.write("specs/juno/implemented/quick-resize.rst", spec())
    repository.commit("A duplicate")
    repository.write(KILO, spec())
    repository.commit("A copy")
    (addition,) = assembled(opened).additions
    assert addition.source is not None
    assert addition.source.path == JUNO


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("", KILO),
        ("Previously-approved: juno", JUNO),
        ("Previously-approved: juno, kilo", KILO),
        ("Previously-approved: icehouse", KILO),
    ],
)
def test_the_source_is_the_newest_that_the_tag_names(
    repository: Repository, opened: Opened, tag: str, expected: str
) -> None:
    repository.write(KILO, spec())
    repository.commit("A copy")
    repository.write(LIBERTY, spec())
    repository.commit(f"Another copy\n\n{tag}")
    (addition,) = assembled(opened).additions
    assert addition.source is not None
    assert addition.source.path == expected


def test_the_source_is_what_it_was_before_the_change(
    repository: Repository, opened: Opened
) -> None:
    repository.write(KILO, spec())
    repository.write(JUNO, spec(text="Another text."))
    repository.commit("A copy, and its source changes")
    (addition,) = assembled(opened).additions
    assert addition.comparison is not None
    assert addition.comparison.is_equal


def test_a_copy_under_another_name_has_the_releases_of_its_source(
    repository: Repository, opened: Opened
) -> None:
    repository.write(KILO, spec())
    repository.commit("A copy")
    repository.write("specs/liberty/approved/resize-in-place.rst", spec())
    repository.commit("A copy by another name")
    changes = assembled(opened)
    assert sources(changes) == [KILO, JUNO]
    assert changes.additions[0].similarity == 100


def test_names_of_directories_count(repository: Repository) -> None:
    repository.write("specs/antelope/approved/x.rst", spec())
    repository.commit("The first")
    repository.write("specs/2099.1/approved/x.rst", spec())
    repository.write("specs/own/approved/y.rst", spec("Own"))
    repository.commit("A copy\n\nPreviously-approved: 2023.1, OWN")
    with Opened.open(repository.root) as opened:
        message = assembled(opened).message
    assert message is not None
    assert [word.release for word in message.tags[0].words] == ["antelope", "own"]


def test_another_layout(repository: Repository) -> None:
    repository.write("proposals/juno/x.txt", spec())
    repository.commit("The first")
    repository.write("proposals/kilo/x.txt", spec())
    repository.commit("A copy")
    layout = Layout(
        "proposals/{release}/{name}.txt",
        "proposals/{release}/done/{name}.txt",
        "proposals/abandoned/old/{name}.txt",
        "proposals/{release}-template.txt",
    )
    with Opened.open(repository.root) as opened:
        assert sources(assembled(opened, config=Config(layout=layout))) == ["proposals/juno/x.txt"]


def test_what_git_pairs_within_a_release_is_a_move(repository: Repository, opened: Opened) -> None:
    # Though the spec is more similar to juno's spec of the same name than to the
    # deleted one.
    repository.write("specs/kilo/approved/other-0.rst", spec().replace("Step 3", "Then"))
    repository.commit("A spec")
    repository.git("rm", "-q", "specs/kilo/approved/other-0.rst")
    repository.write(KILO, spec())
    repository.commit("It gets another name")
    (change,) = opened.changes_of_commit("HEAD", "specs").changes
    assert change.old_path != change.path
    (addition,) = assembled(opened).additions
    assert not addition.is_reproposal
    assert addition.moved_from == "specs/kilo/approved/other-0.rst"


def test_a_rename_within_the_release_is_a_move(repository: Repository, opened: Opened) -> None:
    repository.write("specs/kilo/approved/resize-in-place.rst", spec("Quick"))
    repository.commit("A spec")
    repository.git("mv", "specs/kilo/approved/resize-in-place.rst", KILO)
    repository.write(JUNO, spec())
    repository.commit("It gets another name")
    (addition,) = assembled(opened).additions
    assert addition.moved_from == "specs/kilo/approved/resize-in-place.rst"
    assert not addition.is_reproposal


# --- substance --------------------------------------------------------------


def longest(new: list[str], old: list[str]) -> int:
    """The length of the longest common subsequence, by the textbook algorithm."""
    row = [0] * (len(old) + 1)
    for word in new:
        above = row[:]
        for place, other in enumerate(old, 1):
            row[place] = (
                above[place - 1] + 1 if word == other else max(above[place], row[place - 1])
            )
    return row[-1]


WORDS = st.lists(st.sampled_from("abcde"), max_size=25)


@settings(max_examples=500, deadline=None)
@given(new=WORDS, old=WORDS)
def test_the_similarity_of_two_texts(new: list[str], old: list[str]) -> None:
    assert in_common(new, old) == longest(new, old) == in_common(old, new)


@pytest.mark.parametrize(
    ("new", "old", "elsewhere", "moved"),
    [
        ("a b c d", "a b c d", "", False),
        ("a b c d", "a b c d e f", "", False),
        ("a b c d", "a b c d e f", "e f", True),
        ("a b c d", "a b c d e f", "x e y f z", True),
        ("a b c d", "a b c d e f", "f", False),
        ("a b c d x", "a b c d e f", "e f", False),  # not only moved
        ("", "e f", "e f", True),
    ],
)
def test_text_that_moved_to_a_new_section_is_unchanged(
    new: str, old: str, elsewhere: str, *, moved: bool
) -> None:
    pair = _Pair(new.split(), old.split())
    left = pair.without_moved(elsewhere.split())
    assert left == (_Pair(pair.new, pair.new) if moved else pair)


def test_large_texts_are_compared_in_bounded_time() -> None:
    many = [str(number) for number in range(100_000)]
    assert in_common(many, many[::-1]) == 100_000
    assert in_common(["a"] * 15_000, ["a", "b"] * 7_500) == 7_500


def parsed(text: str, *titles: str) -> Spec:
    document = parse(text)
    outline = Outline("kilo", None, tuple(OutlineSection(title) for title in titles))
    source = SourceText(text)
    if isinstance(document, Unparseable):
        return Spec("x.rst", source, unparseable=document, outline=outline)
    return Spec("x.rst", source, document=document, outline=outline if titles else None)


def test_without_any_template_all_sections_are_compared() -> None:
    new, old = spec(), spec().replace("Step 3", "Then")
    assert not compare(parsed(new), parsed(old)).is_equal
    assert compare(parsed(new), parsed(old)).titles == ("Proposed change",)


def test_what_cannot_be_parsed_is_compared_as_a_whole() -> None:
    new = parsed(spec())
    old = new._replace(document=None, unparseable=Unparseable("too deep"))
    assert compare(new, old).unchanged == 1.0
    assert compare(old, new).is_equal


def test_texts_without_sections_in_common_are_compared_as_a_whole() -> None:
    comparison = compare(parsed(spec(), "A"), parsed(spec("Other"), "B"))
    assert 0.5 < comparison.unchanged < 1.0
    assert comparison.titles == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("One\n\n..\n  two\n\n  three\nfour\n", "One four", id="a comment"),
        pytest.param("One\n\n.. _two: https://x\n\nthree\n", "One three", id="a target"),
        pytest.param("One\n\n- .. two\n\n  three\n", "One three", id="a comment in an item"),
        pytest.param("One [1]_\n\n.. [1] two\n", "One [1]_ .. [1] two", id="a footnote"),
        pytest.param(
            "One\n\n.. note:: two\n   :name: three\n\n   five\n",
            "One two five",
            id="the options of a directive that is shown",
        ),
        pytest.param(
            "One\n\n.. note:: two\n   three\n\n   four\n", "One two three four", id="a note"
        ),
        pytest.param(
            "One\n\n.. note::\n   :class: hidden\n   two\n", "One", id="a class before the text"
        ),
        pytest.param("One\n\n.. only:: two\n\n   three\n", "One", id="a directive that hides"),
        pytest.param("One\n\n| .. two\n| three\n\nfour\n", "One four", id="a comment in a table"),
        pytest.param("One\n\n.. [1] .. two\n   three\n", "One", id="a comment in a footnote"),
        pytest.param("One\n\n.. [1] two\n", "One .. [1] two", id="a footnote"),
        pytest.param("One |a|.\n\n.. |a| replace:: two\n", "One two.", id="a replacement"),
        pytest.param(
            "One |A b|.\n\n.. |a b| replace:: |c|\n.. |c| replace:: two\n   three\n",
            "One two three.",
            id="a chain of replacements",
        ),
        pytest.param(
            "|a|.\n\n.. |a| replace:: one |a|\n",
            "one one one |a|.",
            id="a circle of replacements",
        ),
        pytest.param(":orphan:\n  two\n:three: four\n\nfive\n", "five", id="fields at the top"),
        pytest.param("One\n\n:two: three\n", "One :two: three", id="fields further below"),
        pytest.param("See `one <https://x/two>`_.\n", "See one .", id="a link"),
        pytest.param("See :two:`one`.\n", "See .", id="a role that may show nothing"),
        pytest.param("See :ref:`one <two>`.\n", "See one .", id="a role with a text"),
        pytest.param("See :term:`one`.\n", "See one.", id="a role that shows its text"),
        pytest.param("See |one| two.\n", "See two.", id="a substitution"),
        pytest.param("See `one`.\n", "See `one`.", id="a plain role"),
        pytest.param(
            ".. default-role:: two\n\nSee `one`.\n", "See .", id="a plain role that may hide"
        ),
    ],
)
def test_the_text_of_a_spec_that_is_published(text: str, shown: str) -> None:
    title = "Title\n=====\n\n"
    found = published(parsed(title + text))
    assert " ".join(found.source.text.split()) == f"Title ===== {shown}"
    assert len(found.lines) == len((title + text).split("\n"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("One\n\n.. two\n   three\n\n   four\nfive\n", "One five", id="a comment"),
        pytest.param("One\n\n..\n\n   two\n", "One two", id="an empty comment"),
        pytest.param("One\n\n- .. two\n\n  three\n- four\n", "One three - four", id="in an item"),
        pytest.param("One\n\n.. two\n.. three\n   four", "One", id="two, at the end"),
    ],
)
def test_the_lines_without_comments(text: str, left: str) -> None:
    spec = parsed(text)
    lines = without_comments(spec)
    assert " ".join(" ".join(lines).split()) == left
    assert all(line in ("", old) for line, old in zip(lines, spec.lines, strict=True))


@pytest.mark.parametrize(
    ("words", "is_same"),
    [
        pytest.param("we move each disk of the cold node", True, id="the words"),
        pytest.param("w e mo ve ea ch di sk of the co ld no de", True, id="divided otherwise"),
        pytest.param("they start a new host with more memory", False, id="other words"),
    ],
)
def test_a_text_of_which_the_letters_are_compared(words: str, is_same: bool) -> None:
    own = "we move each disk of the cold node"
    comparison = compare(parsed(f"A\n=\n\n{words}\n"), parsed(f"A\n=\n\n{own}\n"))
    assert (comparison.alike >= 0.98) is is_same
    assert is_same or comparison.published == 0.0


def record(status: str, *paths: str, mode: str = "100644") -> list[bytes]:
    """The fields of ``git diff --raw -z`` about one path."""
    return [
        f":100644 {mode} {'1' * 40} {'2' * 40} {status}".encode(),
        *(p.encode() for p in paths),
    ]


def test_the_records_of_git_diff() -> None:
    fields = [
        *record("M", "a"),
        *record("U", "b"),  # a conflict
        *record("R087", "c", "d"),
        *record("C100", "d", "e", mode="120000"),
        *record("D", "f", mode="000000"),
        *record("T", "g", mode="100755"),
    ]
    assert list(changes_in(fields)) == [
        Change(ChangeKind.MODIFIED, "a", "a"),
        Change(ChangeKind.RENAMED, "d", "c", similarity=87),
        Change(ChangeKind.COPIED, "e", "d", is_file=False),
        Change(ChangeKind.DELETED, "f", "f", is_file=False),
        Change(ChangeKind.TYPECHANGED, "g", "g"),
    ]
