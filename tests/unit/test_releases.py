"""Releases and their order; the paths of the layout."""

from __future__ import annotations

import pytest

from specslint.model import releases
from specslint.model.layout import Layout
from specslint.model.spec import Status


def test_names_come_before_numbers_and_in_their_order() -> None:
    shuffled = ["2024.1", "kilo", "zed", "juno", "2023.2", "newest", "2023.1", "2027.1"]
    newest = ["newest", "2027.1", "2024.1", "2023.2", "2023.1", "zed", "kilo", "juno"]
    assert releases.newest_first(shuffled) == newest


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Juno", "juno"),
        (" kilo ", "kilo"),
        ("Antelope", "2023.1"),
        ("2027.1", "2027.1"),
        ("jnuo", None),
        ("2027", None),
        ("2027.10", None),
        ("backlog", None),
        ("", None),
    ],
)
def test_canonical(name: str, expected: str | None) -> None:
    assert releases.canonical(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kilo", "juno"),
        ("2023.1", "zed"),
        ("2023.2", "2023.1"),
        ("2024.1", "2023.2"),
        ("austin", None),
        ("lemming", None),
    ],
)
def test_previous(name: str, expected: str | None) -> None:
    assert releases.previous(name) == expected


def test_the_backlog_is_neither_earlier_nor_later() -> None:
    assert releases.is_earlier("juno", "kilo")
    assert not releases.is_earlier("kilo", "juno")
    assert not releases.is_earlier("backlog", "kilo")
    assert not releases.is_earlier("juno", "backlog")


def test_closest() -> None:
    assert releases.closest("jnuo") == "juno"
    assert releases.closest("zzzzzz") is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("specs/kilo/approved/x.rst", ("kilo", Status.APPROVED, "x")),
        ("specs/kilo/implemented/x y.rst", ("kilo", Status.IMPLEMENTED, "x y")),
        ("specs/2027.1/approved/é.rst", ("2027.1", Status.APPROVED, "é")),
        ("specs/backlog/approved/x.rst", ("backlog", Status.APPROVED, "x")),
        ("specs/abandoned/x.rst", ("", Status.ABANDONED, "x")),
        ("specs/backlog/implemented/x.rst", None),
        ("specs/abandoned/approved/x.rst", None),
        ("specs/kilo/x.rst", None),
        ("specs/kilo/approved/y/x.rst", None),
        ("specs/kilo/approved/x.rst\n", None),
        ("specs/kilo/approved/x.txt", None),
        ("doc/source/specs/kilo/approved/x.rst", None),
        ("specs/kilo-template.rst", None),
    ],
)
def test_place(path: str, expected: tuple[str, Status, str] | None) -> None:
    layout = Layout()
    place = layout.place(path)
    assert (place and (place.release, place.status, place.name)) == expected
    if place:
        assert layout.spec_path(place.release, place.status, place.name) == path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("specs/kilo/x.rst", "kilo"),
        ("specs/kilo/drafts/x.rst", "kilo"),
        ("specs/backlog/approved/x.rst", "backlog"),
        ("specs/abandoned/x.rst", None),
        ("specs/abandoned/y/x.rst", None),
        ("specs/x.rst", None),
        ("README.rst", None),
    ],
)
def test_release_of(path: str, expected: str | None) -> None:
    assert Layout().release_of(path) == expected


def test_the_paths_of_a_release() -> None:
    layout = Layout()
    assert layout.root == "specs"
    assert layout.template_path("kilo") == "specs/kilo-template.rst"
    assert layout.template_release("specs/kilo-template.rst") == "kilo"
    assert layout.template_release("specs/kilo/approved/kilo-template.rst") is None
    assert layout.redirects_path("kilo") == "specs/kilo/redirects"
    assert layout.status_directory("kilo", Status.APPROVED) == "specs/kilo/approved"


def test_a_pattern_is_literal_but_for_its_placeholders() -> None:
    layout = Layout(approved="a.b/{release}/(x|y)*/{name}.rst")
    assert layout.root == "a.b"
    assert layout.place("a.b/kilo/(x|y)*/n.rst")
    assert layout.place("a.b/kilo/x/n.rst") is None
    assert layout.place("aXb/kilo/(x|y)*/n.rst") is None


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("quick-resize", "quick-resize"),
        ("quick-resize-newton", "quick-resize"),
        ("quick-resize-2", "quick-resize"),
        ("quick-resize-2-2024.1", "quick-resize"),
        ("quick-resize-indri", "quick-resize"),
        ("ipv6-over-http2", "ipv6-over-http2"),
        ("quick-resize-2015", "quick-resize-2015"),
        ("train", "train"),
        ("-2", "-2"),
    ],
)
def test_a_release_or_a_count_at_the_end_of_a_name(name: str, base: str) -> None:
    assert releases.without_suffix(name) == base


def test_what_is_open_for_proposals() -> None:
    templates = ["juno", "backlog", "2027.1", "zed", "kilo"]
    assert releases.open_for_proposals(None, templates) == ["2027.1", "zed"]
    assert releases.open_for_proposals(["kilo"], templates) == ["kilo"]
    assert releases.open_for_proposals((), templates) == []
    assert releases.open_for_proposals(None, ["backlog"]) == []
    assert releases.canonical("Indri") == "2027.1"
