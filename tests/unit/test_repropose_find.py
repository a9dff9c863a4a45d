"""The spec and the release that ``repropose`` selects."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from specslint.model.errors import UserError
from specslint.model.layout import Layout
from specslint.model.spec import Place
from specslint.process.find import find, open_release, releases_of

TITLES = {
    "warm-spares": "Keep warm spares",
    "cold-spares": "Keep cold  Spares",
    "tidy-volumes": "Tidy volumes",
    "half-done": "Half done",
    "done-since": "Done since",
}


def places(*paths: str) -> list[Place]:
    found = [Layout().place(path) for path in paths]
    assert all(found)
    return [place for place in found if place]


SPECS = places(
    "specs/icehouse/approved/warm-spares.rst",
    "specs/juno/approved/warm-spares.rst",
    "specs/juno/approved/cold-spares.rst",
    "specs/icehouse/implemented/tidy-volumes.rst",
    "specs/juno/approved/tidy-volumes.rst",
    "specs/juno/implemented/half-done.rst",
    "specs/icehouse/approved/done-since.rst",
    "specs/juno/implemented/done-since.rst",
)


def titles(specs: Iterable[Place], fragment: str) -> list[tuple[Place, str]]:
    assert fragment == fragment.casefold()
    return [(place, TITLES[place.name]) for place in specs]


def found(
    name: str, path: str | None = None, release: str | None = None, *, partial: bool = False
) -> str:
    return find(name, path, SPECS, titles, release=release, partial=partial).path


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("warm-spares", "specs/juno/approved/warm-spares.rst"),
        ("warm-spares.rst", "specs/juno/approved/warm-spares.rst"),
        ("WARM", "specs/juno/approved/warm-spares.rst"),
        ("cold spares", "specs/juno/approved/cold-spares.rst"),
        ("tidy-volumes", "specs/juno/approved/tidy-volumes.rst"),
    ],
)
def test_the_newest_is_used(name: str, path: str) -> None:
    assert found(name) == path


def test_by_path() -> None:
    path = "specs/icehouse/approved/warm-spares.rst"
    assert found("../warm-spares.rst", path) == path


def test_from_a_release() -> None:
    assert found("warm-spares", release="icehouse") == "specs/icehouse/approved/warm-spares.rst"
    assert found("WARM", release="icehouse") == "specs/icehouse/approved/warm-spares.rst"
    assert found("done-since", release="icehouse") == "specs/icehouse/approved/done-since.rst"


def test_an_implemented_spec_needs_the_option() -> None:
    path = "specs/juno/implemented/half-done.rst"
    assert found("half-done", partial=True) == path
    for arguments in (("half-done",), ("x", path), ("half d",)):
        with pytest.raises(UserError) as error:
            found(*arguments)
        assert str(error.value) == (
            f"{path} is implemented: where only a part of it is, say so with --partial"
        )


@pytest.mark.parametrize(
    ("name", "release", "message"),
    [
        (
            "spares",
            None,
            '"spares" is in the titles of 2 specs: cold-spares, warm-spares; name one',
        ),
        (
            "warm-spars",
            None,
            'no earlier release has a spec with the name, path or title "warm-spars"; did you '
            'mean "warm-spares"?',
        ),
        (
            " ",
            None,
            'no earlier release has a spec with the name, path or title " "; git ls-files specs '
            "lists those that there are",
        ),
        (
            "cold-spares",
            "icehouse",
            '"cold-spares" is not in icehouse: --from may be juno',
        ),
        (
            "done-since",
            None,
            "specs/juno/implemented/done-since.rst is implemented: where only a part of it is, "
            "say so with --partial; --from icehouse takes the one that was approved there",
        ),
    ],
)
def test_what_is_not_found(name: str, release: str | None, message: str) -> None:
    with pytest.raises(UserError) as error:
        found(name, release=release)
    assert str(error.value) == message


def test_some_of_many_candidates_are_named() -> None:
    many = places(*(f"specs/juno/approved/spec-{number:02}.rst" for number in range(10)))
    with pytest.raises(UserError) as error:
        find("same", None, many, lambda specs, _: [(place, "The same") for place in specs])
    names = ", ".join(f"spec-{number:02}" for number in range(8))
    assert str(error.value) == f'"same" is in the titles of 10 specs: {names} and 2 more; name one'


def test_all_releases_that_approved_it() -> None:
    assert releases_of("warm-spares", SPECS) == ("icehouse", "juno")
    assert releases_of("done-since", SPECS) == ("icehouse", "juno")
    assert releases_of("cold-spares", SPECS) == ("juno",)


@pytest.mark.parametrize(
    ("wanted", "configured", "templates", "release"),
    [
        (None, None, ["juno", "kilo", "backlog"], "kilo"),
        (None, None, ["zed", "2023.1"], "2023.1"),
        (None, ["juno"], ["juno", "kilo"], "juno"),
        (None, ["liberty"], ["juno", "kilo"], "liberty"),
        (None, ["juno", "kilo", "liberty"], ["juno", "kilo", "mitaka"], "kilo"),
        ("juno", ["kilo"], ["kilo"], "juno"),
        ("Antelope", None, ["2023.1"], "2023.1"),
    ],
)
def test_the_release_to_propose_to(
    wanted: str | None, configured: list[str] | None, templates: list[str], release: str
) -> None:
    assert open_release(wanted, configured, templates, templates) == release


@pytest.mark.parametrize(
    ("wanted", "configured", "message"),
    [
        (
            None,
            None,
            "no release has a template, so the release to propose to is not known: name it with "
            "--to",
        ),
        (
            None,
            [],
            "no open release has a template, so the release to propose to is not known: name "
            "it with --to",
        ),
        ("klio", None, '--to: "klio" is no release; did you mean "kilo"?'),
        ("???", None, '--to: "???" is no release'),
    ],
)
def test_no_release_to_propose_to(
    wanted: str | None, configured: list[str] | None, message: str
) -> None:
    with pytest.raises(UserError) as error:
        open_release(wanted, configured, [], ["juno"])
    assert str(error.value) == message
