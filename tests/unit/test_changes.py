"""Which specs an added spec is a copy of, and which it only moves."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from specslint.model.change import Addition, Change, ChangeKind
from tests.states import assembled, delta

A = "specs/kilo/approved/a.rst"
OTHER = "Another\n=======\n\nChange\n======\n\nNothing that the first one says is here.\n"


def spec(problem: str) -> str:
    """A spec that differs from others in one paragraph."""
    return f"A spec\n======\n\nProblem description\n===================\n\n{problem}\n"


TEXT = spec("Eight plain words say what the problem is.")
NEAR = spec("Eight plain words say what the problem was.")


def added(
    before: Mapping[str, str],
    after: Mapping[str, str | None],
    message: str | None = None,
    path: str = A,
    copies: Mapping[str, tuple[str, int]] | None = None,
) -> Addition:
    additions = assembled(delta(before, after, message, copies=copies)).additions
    (addition,) = (each for each in additions if each.place.path == path)
    return addition


def paths(*places: str) -> list[str]:
    """``juno/a`` stands for ``specs/juno/approved/a.rst``, ``juno!a`` for an implemented one."""
    return [
        f"specs/{place.replace('/', '/approved/').replace('!', '/implemented/')}.rst"
        for place in places
    ]


@pytest.mark.parametrize(
    ("kind", "path", "is_file", "adds"),
    [
        (ChangeKind.ADDED, A, True, True),
        (ChangeKind.COPIED, A, True, True),
        (ChangeKind.RENAMED, A, True, True),
        (ChangeKind.TYPECHANGED, A, True, True),  # a link before
        (ChangeKind.MODIFIED, A, True, False),
        (ChangeKind.DELETED, A, False, False),
        (ChangeKind.ADDED, A, False, False),  # a link
        (ChangeKind.ADDED, "specs/kilo/implemented/a.rst", True, True),
        (ChangeKind.ADDED, "specs/backlog/approved/a.rst", True, True),
        (ChangeKind.ADDED, "specs/abandoned/a.rst", True, False),
        (ChangeKind.ADDED, "specs/kilo/a.rst", True, False),
        (ChangeKind.ADDED, "specs/kilo-template.rst", True, False),
    ],
)
def test_what_counts_as_an_added_spec(
    kind: ChangeKind, path: str, *, is_file: bool, adds: bool
) -> None:
    change = delta({}, {path: TEXT})
    change = change._replace(changes=(Change(kind, path, path, 100, is_file),))
    assert [each.place.path for each in assembled(change).additions] == [path] * adds


@pytest.mark.parametrize(
    ("earlier", "proposed", "sources"),
    [
        pytest.param(["juno/b"], "kilo/a", [], id="another name"),
        pytest.param(["juno/a"], "kilo/a", ["juno/a"], id="the same name"),
        pytest.param(
            ["havana/a", "juno/a", "icehouse/a"],
            "kilo/a",
            ["juno/a", "icehouse/a", "havana/a"],
            id="newest first",
        ),
        pytest.param(["juno!a", "juno/a"], "kilo/a", ["juno/a", "juno!a"], id="approved first"),
        pytest.param(["zed/a"], "2023.1/a", ["zed/a"], id="names before numbers"),
        pytest.param(["kilo!a"], "kilo/a", [], id="the same release"),
        pytest.param(["liberty/a", "juno/a"], "kilo/a", ["juno/a"], id="a later release"),
        pytest.param(["backlog/a"], "kilo/a", [], id="the backlog is no release"),
        pytest.param(["juno/a"], "kilo!a", [], id="an implemented one is no proposal"),
        pytest.param(["juno/a"], "kilo/a-2", ["juno/a"], id="a count"),
        pytest.param(["juno/a-juno"], "kilo/a-kilo", ["juno/a-juno"], id="releases"),
        pytest.param(["juno/a"], "kilo/a-100", [], id="a number that counts nothing"),
        pytest.param(
            ["juno/a-2", "juno/a"], "kilo/a", ["juno/a"], id="only the exact one of a release"
        ),
        pytest.param(
            ["juno/a", "icehouse/a-2"],
            "kilo/a",
            ["juno/a", "icehouse/a-2"],
            id="an earlier one with a suffix",
        ),
        pytest.param(
            ["juno/a", "icehouse/a-2"], "kilo/a-2", ["icehouse/a-2"], id="the exact one of counts"
        ),
    ],
)
def test_the_sources_by_name(earlier: list[str], proposed: str, sources: list[str]) -> None:
    (path,) = paths(proposed)
    found = added(dict.fromkeys(paths(*earlier), TEXT), {path: OTHER}, path=path)
    assert [place.path for place in found.sources] == paths(*sources)
    assert ([found.source.path] if found.source else []) == paths(*sources[:1])
    assert found.is_reproposal is bool(sources)


@pytest.mark.parametrize(
    ("exact", "later", "sources"),
    [
        pytest.param(OTHER, TEXT, ["juno/a-2", "icehouse/a"], id="more similar"),
        pytest.param(TEXT, OTHER, ["icehouse/a"], id="less similar"),
        pytest.param(TEXT, TEXT, ["icehouse/a"], id="equally similar"),
    ],
)
def test_a_later_source_with_a_suffix_has_to_be_more_similar_than_the_exact_one(
    exact: str, later: str, sources: list[str]
) -> None:
    before = dict(zip(paths("icehouse/a", "juno/a-2"), (exact, later), strict=True))
    found = added(before, {A: TEXT})
    assert [place.path for place in found.sources] == paths(*sources)


@pytest.mark.parametrize(
    ("message", "source"),
    [
        (None, "juno/a"),
        ("Propose a\n\nPreviously-approved: juno\n", "juno/a"),
        ("Propose a\n\nPreviously-approved: icehouse\n", "icehouse/a"),
        ("Propose a\n\nPreviously-approved: icehouse, juno\n", "juno/a"),
        ("Propose a\n\nPreviously-approved: havana, grizzly\n", "havana/a"),
        ("Propose a\n\nPreviously-approved: grizzly\n", "juno/a"),
        ("Propose a\n\nPreviously-approved: soon\n", "juno/a"),
    ],
)
def test_the_source_is_the_newest_one_that_the_tag_names(message: str | None, source: str) -> None:
    before = dict.fromkeys(paths("havana/a", "icehouse/a", "juno/a"), TEXT)
    found = added(before, {A: TEXT}, message)
    assert found.source
    assert [found.source.path] == paths(source)


@pytest.mark.parametrize(
    ("message", "before", "copy", "sources", "similarity"),
    [
        pytest.param("", ["juno/b"], "juno/b", ["juno/b"], 60, id="a copy"),
        pytest.param(
            "",
            ["juno/b", "icehouse/b", "juno/b-2", "juno/c"],
            "juno/b",
            ["juno/b", "icehouse/b"],
            60,
            id="all of the name of the copy",
        ),
        pytest.param(
            "", ["juno/b-2", "icehouse/b"], "juno/b-2", ["juno/b-2"], 60, id="of exactly its name"
        ),
        pytest.param("", ["kilo/b"], "kilo/b", [], None, id="of the same release"),
        pytest.param("", ["liberty/b"], "liberty/b", [], None, id="of a later release"),
        pytest.param("", ["juno/a", "juno/b"], "juno/b", ["juno/a"], None, id="by name first"),
        pytest.param(
            "juno", ["juno/a", "juno/b"], "juno/b", ["juno/a"], None, id="the tag names the name's"
        ),
        pytest.param(
            "icehouse",
            ["juno/a", "icehouse/b"],
            "icehouse/b",
            ["juno/a", "icehouse/b"],
            None,
            id="the tag names a release with another name",
        ),
        pytest.param(
            "icehouse",
            ["juno/a", "juno/b", "icehouse/c"],
            "juno/b",
            ["juno/a"],
            None,
            id="only in the release that the tag names",
        ),
    ],
)
def test_the_sources_by_content(
    message: str, before: list[str], copy: str, sources: list[str], similarity: int | None
) -> None:
    found = added(
        dict.fromkeys(paths(*before), TEXT),
        {A: TEXT},
        message and f"Propose a\n\nPreviously-approved: {message}\n",
        copies={A: (paths(copy)[0], 60)},
    )
    assert [place.path for place in found.sources] == paths(*sources)
    assert found.similarity == similarity


def test_each_release_has_its_own_sources() -> None:
    liberty, juno = paths("liberty/b", "juno/c")
    change = delta(
        dict.fromkeys(paths("juno/c", "kilo/d"), TEXT),
        {A: TEXT, liberty: TEXT},
        copies={A: (juno, 70), liberty: (paths("kilo/d")[0], 80)},
    )
    found = {each.place.path: each for each in assembled(change).additions}
    assert {path: [p.path for p in each.sources] for path, each in found.items()} == {
        A: [juno],
        liberty: paths("kilo/d"),
    }
    assert [each.similarity for each in found.values()] == [70, 80]


@pytest.mark.parametrize(
    ("old", "path", "renamed", "earlier", "moved"),
    [
        pytest.param("specs/kilo/approved/b.rst", A, True, None, True, id="renamed"),
        pytest.param("specs/kilo/approved/b.rst", A, False, None, False, id="unlike"),
        pytest.param("specs/kilo/approved/a.rst", "specs/kilo/implemented/a.rst", False, None,
                     True, id="implemented"),
        pytest.param("specs/kilo/implemented/a.rst", A, False, None, True, id="back"),
        pytest.param("specs/kilo/a.rst", A, False, None, True, id="misplaced before"),
        pytest.param("specs/kilo/old/x.rst", A, True, None, True, id="deeper"),
        pytest.param("specs/backlog/approved/a.rst", A, False, None, True, id="from the backlog"),
        pytest.param("specs/backlog/approved/b.rst", A, True, None, True, id="and renamed"),
        pytest.param("specs/juno/approved/a.rst", A, True, None, False, id="an earlier release"),
        pytest.param("specs/juno/approved/a.rst", "specs/kilo/implemented/a.rst", True, None,
                     False, id="and implemented"),
        pytest.param("specs/kilo/notes.txt", A, True, None, False, id="no spec"),
        pytest.param("specs/kilo/approved/.a.rst", A, True, None, False, id="hidden"),
        pytest.param("specs/kilo-template.rst", A, True, None, False, id="a template"),
        pytest.param("doc/a.rst", A, True, None, False, id="elsewhere"),
        # Another spec of the name was approved earlier.
        pytest.param("specs/backlog/approved/a.rst", A, False, OTHER, True, id="more like it"),
        pytest.param("specs/backlog/approved/a.rst", A, False, NEAR, True, id="a little more"),
        pytest.param("specs/backlog/approved/a.rst", A, False, TEXT, False, id="as much"),
    ],
)  # fmt: skip
def test_an_addition_that_is_only_moved(
    old: str, path: str, *, renamed: bool, earlier: str | None, moved: bool
) -> None:
    before = {old: TEXT} | ({"specs/juno/approved/a.rst": earlier} if earlier else {})
    change = delta(before, {old: None, path: TEXT}, renamed={path: old} if renamed else {})
    (found,) = assembled(change).additions
    assert found.moved_from == (old if moved else None)


def test_a_moved_spec_is_compared_with_the_newest_one_of_its_name() -> None:
    backlog, juno, icehouse = paths("backlog/a", "juno/a", "icehouse/a")
    found = added({backlog: TEXT, juno: OTHER, icehouse: TEXT}, {backlog: None, A: TEXT})
    assert found.moved_from == backlog


@pytest.mark.parametrize(("kept", "moved"), [(5, True), (2, False)])
def test_a_deleted_spec_of_the_name_is_the_same_if_half_of_it_is_left(
    kept: int, *, moved: bool
) -> None:
    paragraphs = [f"Paragraph {word} has words of its own {word}." for word in "abcdef"]
    old = spec("\n\n".join(paragraphs))
    new = spec(
        "\n\n".join([*paragraphs[:kept], *(p.upper() + " Else." for p in paragraphs[kept:])])
    )
    backlog = "specs/backlog/approved/a.rst"
    found = added({backlog: old}, {backlog: None, A: new})
    assert found.moved_from == (backlog if moved else None)
    assert not found.is_reproposal


def test_a_spec_that_is_moved_has_no_search_for_its_source() -> None:
    old, juno = paths("kilo/b", "juno/c")
    before = {old: TEXT, juno: TEXT}
    change = delta(before, {old: None, A: TEXT}, renamed={A: old}, copies={A: (juno, 90)})
    (found,) = assembled(change).additions
    assert found.sources == ()
    tagged = change._replace(message="Move a\n\nPreviously-approved: juno\n")
    tagged.copies = change.copies  # type: ignore[attr-defined]
    (found,) = assembled(tagged).additions
    assert [place.path for place in found.sources] == [juno]


def test_equal_contents_are_wholly_unchanged() -> None:
    unparseable = "\0" * 10
    (juno,) = paths("juno/a")
    comparison = added({juno: unparseable}, {A: unparseable}).comparison
    assert comparison
    assert comparison.is_equal
    comparison = added({juno: TEXT}, {A: NEAR}).comparison
    assert comparison
    assert 0.5 < comparison.unchanged < 1
    assert comparison.titles == ("Problem description",)
