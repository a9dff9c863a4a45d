"""Moves on trees in memory: the resulting files, redirects, links and references."""

from __future__ import annotations

import pytest

from specslint.config.profiles import table
from specslint.model.layout import Layout
from specslint.model.tree import Entry, EntryKind
from specslint.process.moving import Move, Moving

A, B = "specs/kilo/approved/", "specs/kilo/implemented/"
REDIRECTS = "specs/kilo/redirects"
TEXT = "A spec\n"


class Link(str):
    """A symbolic link's text."""

    __slots__ = ()


Tree = dict[str, str]


def moved(tree: Tree, *moves: tuple[str, str], layout: Layout | None = None) -> Tree:
    """The tree after specs were moved; bytes that are not UTF-8 are surrogates."""
    layout = layout or Layout()
    entries = [
        Entry(path, EntryKind.LINK, target=str(text))
        if isinstance(text, Link)
        else Entry(path, executable=path.endswith("x.rst"))
        for path, text in tree.items()
    ]
    places = [(layout.place(old), new) for old, new in moves]
    moving = Moving(entries, layout, lambda path: tree[path].encode("utf-8", "surrogateescape"))
    after = dict(tree)
    operations = moving.operations([Move(place, new) for place, new in places if place])
    paths = [operation.path for operation in operations]
    assert len(paths) == len(set(paths))
    for operation in operations:
        if operation.removes:
            del after[operation.path]
        elif operation.link is not None:
            after[operation.path] = Link(operation.link)
        else:
            after[operation.path] = operation.blob.decode("utf-8", "surrogateescape")
            assert operation.executable is operation.path.endswith("x.rst")
    return after


def changed(before: Tree, after: Tree) -> Tree:
    return {path: text for path, text in after.items() if before.get(path) != text}


# --- files and redirects --------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", TEXT, "no end", "a\r\nb\r\n", "\udce9\udcff\x00\n", f"`x <{A}y>`_ {TEXT}"]
)
def test_the_content_is_kept(text: str) -> None:
    after = moved({f"{A}y.rst": text, f"{A}x.rst": text}, (f"{A}x.rst", f"{B}x.rst"))
    assert after == {f"{A}y.rst": text, f"{B}x.rst": text}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ["m"]),
        ("a z", ["a", "m", "z"]),
        ("a b", ["a", "b", "m"]),
        ("n o", ["m", "n", "o"]),
        ("z a q b", ["z", "a", "q", "b", "m"]),
        ("m", ["m"]),
        # one in ten may be out of order, and the new line goes where it fits most
        # others
        ("b a c d e f g h i j k l p q", [*"bacdefghijkl", "m", "p", "q"]),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_redirect_has_the_order_of_the_file(before: str, after: list[str], end: str) -> None:
    def lines(names: list[str]) -> str:
        return "".join(f"approved/{n}.rst ../implemented/{n}.rst{end}" for n in names)

    tree = {REDIRECTS: lines(before.split()), f"{A}m.rst": TEXT}
    expected = lines(after) if before else "approved/m.rst ../implemented/m.rst\n"
    assert moved(tree, (f"{A}m.rst", f"{B}m.rst"))[REDIRECTS] == expected


def test_lines_that_lead_elsewhere_keep_their_part_of_the_file() -> None:
    text = "approved/u.rst ../approved/v.rst\napproved/w.rst w-2.rst\n"
    tree = {REDIRECTS: f"{text}approved/c.rst ../implemented/c.rst\n", f"{A}b.rst": TEXT}
    assert moved(tree, (f"{A}b.rst", f"{B}b.rst"))[REDIRECTS] == (
        f"{text}approved/b.rst ../implemented/b.rst\napproved/c.rst ../implemented/c.rst\n"
    )


def test_redirects_to_a_moved_spec_are_updated() -> None:
    tree = {
        REDIRECTS: (
            "approved/a.rst b.rst\n"
            "a.rst approved/b.rst\n"
            "approved/c.rst https://example.org/b.rst\n"
            "malformed\n"
            "approved/\udcff.rst b.rst\n"
        ),
        "specs/juno/redirects": "approved/b.rst ../../kilo/approved/b.rst\n",
        f"{A}b.rst": TEXT,
    }
    after = moved(tree, (f"{A}b.rst", f"{B}b.rst"))
    assert after["specs/juno/redirects"] == "approved/b.rst ../../kilo/implemented/b.rst\n"
    assert after[REDIRECTS] == (
        "approved/a.rst ../implemented/b.rst\n"
        "a.rst implemented/b.rst\n"
        "approved/c.rst https://example.org/b.rst\n"
        "malformed\n"
        "approved/\udcff.rst ../implemented/b.rst\n"
        "approved/b.rst ../implemented/b.rst\n"
    )


def test_a_move_and_its_reverse() -> None:
    tree = {REDIRECTS: "", f"{A}b.rst": TEXT}
    there = moved(tree, (f"{A}b.rst", f"{B}b.rst"))
    assert moved(there, (f"{B}b.rst", f"{A}b.rst")) == {
        REDIRECTS: "implemented/b.rst ../approved/b.rst\n",
        f"{A}b.rst": TEXT,
    }


@pytest.mark.parametrize("other", ["", "specs/juno/redirects"])
def test_a_release_gets_a_list_of_redirects_where_others_have_one(other: str) -> None:
    tree = {f"{A}b.rst": TEXT} | ({other: ""} if other else {})
    after = changed(tree, moved(tree, (f"{A}b.rst", f"{B}b.rst")))
    expected = {REDIRECTS: "approved/b.rst ../implemented/b.rst\n"} if other else {}
    assert after == {f"{B}b.rst": TEXT} | expected


def test_moves_to_abandoned_and_to_the_backlog() -> None:
    tree = {REDIRECTS: "", "specs/backlog/redirects": "", f"{A}b.rst": TEXT, f"{A}c.rst": TEXT}
    to_backlog = "specs/backlog/approved/c.rst"
    after = moved(tree, (f"{A}b.rst", "specs/abandoned/b.rst"), (f"{A}c.rst", to_backlog))
    assert after == {
        REDIRECTS: (
            "approved/b.rst ../../abandoned/b.rst\napproved/c.rst ../../backlog/approved/c.rst\n"
        ),
        "specs/backlog/redirects": "",
        "specs/abandoned/b.rst": TEXT,
        to_backlog: TEXT,
    }
    adopted = moved(after, (to_backlog, f"{A}c.rst"))
    assert adopted["specs/backlog/redirects"] == "approved/c.rst ../../kilo/approved/c.rst\n"
    assert adopted[REDIRECTS] == "approved/b.rst ../../abandoned/b.rst\n"


# --- links to the template --------------------------------------------------------

LINK = Link("../../kilo-template.rst")
WITH_LINKS = {
    "specs/kilo-template.rst": TEXT,
    f"{A}b.rst": TEXT,
    f"{B}kilo-template.rst": LINK,
    "specs/juno/implemented/juno-template.rst": Link("../../kilo-template.rst"),
}


def test_the_placeholder_is_removed_with_the_first_spec_and_restored_after_the_last() -> None:
    there = moved(WITH_LINKS, (f"{A}b.rst", f"{B}b.rst"))
    assert f"{B}kilo-template.rst" not in there
    assert there[f"{A}kilo-template.rst"] == LINK
    assert isinstance(there[f"{A}kilo-template.rst"], Link)
    assert moved(there, (f"{B}b.rst", f"{A}b.rst")) == WITH_LINKS


def test_it_stays_where_others_are() -> None:
    tree = WITH_LINKS | {f"{A}c.rst": TEXT, f"{B}d.rst": TEXT, f"{A}kilo-template.rst": LINK}
    after = moved(tree, (f"{A}b.rst", f"{B}b.rst"))
    assert [path for path in after if path not in tree] == [f"{B}b.rst"]
    assert [path for path in tree if path not in after] == [f"{A}b.rst"]


def test_a_repository_without_such_links_gets_none() -> None:
    after = moved({f"{A}b.rst": TEXT, f"{A}l.rst": Link("../b.rst")}, (f"{A}b.rst", f"{B}b.rst"))
    assert sorted(after) == [f"{A}l.rst", f"{B}b.rst"]


# --- references -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (":doc:`b`", ":doc:`../implemented/b`"),
        (":doc:`/specs/kilo/approved/b`", ":doc:`/specs/kilo/implemented/b`"),
        (":doc:`this one <../approved/b>`", ":doc:`this one <../implemented/b>`"),
        (":doc:`../../kilo/approved/b.rst`", ":doc:`../implemented/b.rst`"),
        ("`this one <b.html>`_", "`this one <../implemented/b.html>`_"),
        ("`it <../approved/b.html#use-cases>`__", "`it <../implemented/b.html#use-cases>`__"),
        (".. _this one: b.html", ".. _this one: ../implemented/b.html"),
        (".. _`this: one`: b.html", ".. _`this: one`: ../implemented/b.html"),
        (".. __: ../approved/b.html", ".. __: ../implemented/b.html"),
        ("__ ../approved/b.html", "__ ../implemented/b.html"),
        (".. _a:\r\n.. _c: b.html\r\n", ".. _a:\r\n.. _c: ../implemented/b.html\r\n"),
        (".. toctree::\n   :maxdepth: 1\n\n   c\n   b\n\ntext",
         ".. toctree::\n   :maxdepth: 1\n\n   c\n   ../implemented/b\n\ntext"),
        (".. toctree::\n\n   It <b>\n   b.rst\n",
         ".. toctree::\n\n   It <../implemented/b>\n   ../implemented/b.rst\n"),
        (":doc:`b` and :doc:`b`\udcff",
         ":doc:`../implemented/b` and :doc:`../implemented/b`\udcff"),
        # no references to it
        ("the spec b and `b` and ``b`` and b.", None),
        ("see specs/kilo/approved/b.rst", None),
        (":doc:`c` :doc:`bb` :doc:`b-2` :doc:`a/b`", None),
        ("`this one <https://example.org/specs/kilo/approved/b.html>`_", None),
        ("`this one <b_>`_ :ref:`b` [b]_", None),
        (".. _b: https://example.org/b.html\n.. _b:\n", None),
        (".. toctree::\n   :name: b\n\n   b*\n\nb\n", None),
        ("   b\n", None),
    ],
)  # fmt: skip
def test_references_from_a_spec_that_stays(before: str, after: str | None) -> None:
    tree = {f"{A}b.rst": TEXT, f"{A}c.rst": before}
    assert moved(tree, (f"{A}b.rst", f"{B}b.rst"))[f"{A}c.rst"] == (after or before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (":doc:`c` and c", ":doc:`../kilo/approved/c` and c"),
        (":doc:`/specs/kilo/approved/c`", None),
        (":doc:`b`", None),
        (":doc:`../../../readme`", ":doc:`../../readme`"),
        ("`that <../../juno/approved/c.html#x>`_", "`that <../juno/approved/c.html#x>`_"),
        (".. image:: c.png", ".. image:: ../kilo/approved/c.png"),
        (".. |x| image:: c.png\n\n.. figure:: /img/c.png",
         ".. |x| image:: ../kilo/approved/c.png\n\n.. figure:: /img/c.png"),
        (":doc:`gone` .. image:: gone.png", None),
        (":download:`c.png`", ":download:`../kilo/approved/c.png`"),
    ],
)  # fmt: skip
def test_references_from_a_spec_that_moves(before: str, after: str | None) -> None:
    tree = {
        f"{A}b.rst": before,
        f"{A}c.rst": TEXT,
        f"{A}c.png": "",
        "doc/source/readme.rst": TEXT,
        "specs/juno/approved/c.rst": TEXT,
    }
    there = moved(tree, (f"{A}b.rst", "specs/abandoned/b.rst"))
    assert there["specs/abandoned/b.rst"] == (after or before)


def test_references_from_pages_of_the_documentation() -> None:
    tree = {
        f"{A}b.rst": TEXT,
        "doc/source/index.rst": ".. toctree::\n\n   specs/kilo/approved/b\n",
        "priorities/kilo-priorities.rst": ".. _It: ../specs/kilo/approved/b.html\n",
        "README.rst": "See specs/kilo/approved/b.rst\n",
    }
    after = changed(tree, moved(tree, (f"{A}b.rst", f"{B}b.rst")))
    assert after == {
        f"{B}b.rst": TEXT,
        "doc/source/index.rst": ".. toctree::\n\n   specs/kilo/implemented/b\n",
        "priorities/kilo-priorities.rst": ".. _It: ../specs/kilo/implemented/b.html\n",
    }


def test_many_at_once_that_refer_to_one_another() -> None:
    tree = {
        f"{A}b.rst": ":doc:`c` :doc:`/specs/kilo/approved/c` :doc:`d`\n",
        f"{A}c.rst": ":doc:`b`\n",
        f"{A}d.rst": ":doc:`b` :doc:`c`\n",
    }
    assert moved(tree, (f"{A}b.rst", f"{B}b.rst"), (f"{A}c.rst", f"{B}c.rst")) == {
        f"{B}b.rst": ":doc:`c` :doc:`/specs/kilo/implemented/c` :doc:`../approved/d`\n",
        f"{B}c.rst": ":doc:`b`\n",
        f"{A}d.rst": ":doc:`../implemented/b` :doc:`../implemented/c`\n",
    }


def test_another_layout() -> None:
    layout = Layout(
        **{
            key: tuple(value) if isinstance(value, list) else value
            for key, value in table("glance").items()
            if key in Layout._fields
        }
    )
    old, new = (f"specs/2026.1/{status}/glance/b.rst" for status in ("approved", "implemented"))
    assert moved({old: TEXT}, (old, new), layout=layout) == {new: TEXT}
