"""The status of a release, for snapshots given as values."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from specslint.model.layout import Layout
from specslint.status.build import Head, Lookup, Snapshot, StatusBuilder
from specslint.status.model import SentOn
from specslint.status.tracks import Track, Tracks
from specslint.vcs.history import LoggedCommit

LAYOUT = Layout()
TAG = "Again\n\nPreviously-approved: juno\n"


def builder(
    release: str,
    messages: Mapping[str, str],
    copies: Mapping[str, str] | None = None,
    asked: list[str] | None = None,
) -> StatusBuilder:
    """A builder for a snapshot.

    :param messages: for each spec the message of the commit that added it.
    :param copies: for each path the name of the spec that git finds most similar.
    :param asked: receives the paths that git is asked about.
    """

    def copied_from(commit: str, path: str, directories: tuple[str, ...]) -> str | None:
        if asked is not None:
            asked.append(f"{path} in {' '.join(directories)}")
        return (copies or {}).get(path)

    places = tuple(place for path in messages if (place := LAYOUT.place(path)))
    tracks = {
        place.path: Track(
            place.release, LoggedCommit("c", 0, (), messages[place.path], ()), place.path
        )
        for place in places
        if messages[place.path]
    }
    lookup = Lookup("nova", lambda path: Head(), copied_from, lambda name, title: None)
    return StatusBuilder(Snapshot("c", 0, places, Tracks(tracks, ())), release, LAYOUT, lookup)


def path(release: str, name: str) -> str:
    return f"specs/{release}/approved/{name}.rst"


def test_how_many_specs_of_each_earlier_release_were_reproposed() -> None:
    messages = dict.fromkeys(
        [
            path("icehouse", "a"),
            path("juno", "a"),
            path("juno", "b"),
            path("juno", "c"),
            path("kilo", "a"),
            path("kilo", "b"),
            path("kilo", "new"),
            path("liberty", "c"),
            path("backlog", "d"),
        ],
        "Propose it",
    )
    assert builder("kilo", messages).status().sent_on == (
        SentOn("icehouse", 1, 1),
        SentOn("juno", 3, 2),
    )
    # Nothing of kilo's own was re-proposed to liberty.
    assert builder("liberty", messages).status().sent_on == (SentOn("juno", 3, 1),)
    assert builder("icehouse", messages).status().sent_on == ()


def test_the_releases_that_a_spec_was_reproposed_to() -> None:
    messages = dict.fromkeys(
        [path(release, "a") for release in ("juno", "kilo", "mitaka", "backlog")], "Propose it"
    )
    (spec,) = builder("kilo", messages).status().specs
    assert spec.reproposed_to == ("mitaka",)
    (spec,) = builder("juno", messages).status().specs
    assert spec.reproposed_to == ("kilo", "mitaka")


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        pytest.param(TAG, True, id="with a tag"),
        pytest.param("Propose it", False, id="without a tag"),
        pytest.param("What was previously done\n", False, id="only the word"),
        pytest.param("", False, id="no known commit"),
    ],
)
def test_git_looks_for_the_source_of_a_new_name_only_if_there_is_a_tag(
    message: str, asked: bool
) -> None:
    messages = {path("juno", "a"): "Propose it", path("kilo", "b"): message}
    questions: list[str] = []
    made = builder("juno", messages, {path("kilo", "b"): "a"}, questions)
    (spec,) = made.status().specs
    assert spec.reproposed_to == (("kilo",) if asked else ())
    expected = [f"{path('kilo', 'b')} in specs/juno/approved"] if asked else []
    assert questions == expected


def test_the_first_release_has_no_sources() -> None:
    questions: list[str] = []
    builder("juno", {path("juno", "a"): TAG}, asked=questions).status()
    assert questions == []


def test_a_known_name_is_its_own_source() -> None:
    questions: list[str] = []
    messages = {path("juno", "a"): "Propose it", path("kilo", "a"): TAG}
    builder("juno", messages, {path("kilo", "a"): "b"}, questions).status()
    assert questions == []
