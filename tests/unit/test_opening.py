"""Releases opened on trees in memory: what is created, renamed, listed and noted."""

from __future__ import annotations

import pytest

from specslint.model.layout import Layout
from specslint.model.tree import Entry, EntryKind
from specslint.process.opening import Named, Opening, named, renamed
from tests.unit.test_moving import Link, Tree

JUNO, KILO, LIBERTY = Named("juno"), Named("kilo"), Named("liberty")
GAZPACHO, HIBISCUS = Named("2026.1", "Gazpacho"), Named("2026.2", "Hibiscus")


def opened(
    tree: Tree,
    new: Named = LIBERTY,
    old: Named = KILO,
    older: Named | None = JUNO,
    layout: Layout | None = None,
) -> tuple[Tree, list[str]]:
    """What is added to a tree or changed in it, and the notes."""
    layout = layout or Layout()
    entries = [
        Entry(path, EntryKind.LINK, target=str(text)) if isinstance(text, Link) else Entry(path)
        for path, text in tree.items()
    ]

    def is_spec(path: str) -> bool:
        return layout.place(path) is not None

    def read(path: str) -> bytes:
        return tree[path].encode("utf-8", "surrogateescape")

    opening = Opening(entries, layout, read, is_spec, old, older, new)
    made: Tree = {}
    for operation in opening.operations():
        assert not operation.removes
        assert operation.path not in made
        content = operation.blob.decode("utf-8", "surrogateescape")
        made[operation.path] = content if operation.link is None else Link(content)
    return made, opening.notes


# --- names ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "old", "new", "after"),
    [
        ("Kilo, kilo and KILO", KILO, LIBERTY, "Liberty, liberty and LIBERTY"),
        ("kilobyte, Kilos, x-kilo-y, kilo_z", KILO, LIBERTY,
         "kilobyte, Kilos, x-liberty-y, liberty_z"),
        ("====\nKilo\n====\n\nx", KILO, LIBERTY, "=======\nLiberty\n=======\n\nx"),
        ("Kilo\r\n------\r\n", KILO, LIBERTY, "Liberty\r\n-------\r\n"),
        ("====\nKilo\n====\n", KILO, Named("yoga"), "====\nYoga\n====\n"),
        ("= Kilo =\n==  ==\n", KILO, LIBERTY, "= Liberty =\n==  ==\n"),
        ("Zed zed", Named("zed"), Named("2023.1", "Antelope"), "2023.1 Antelope 2023.1"),
        ("2026.1 Gazpacho", GAZPACHO, HIBISCUS, "2026.2 Hibiscus"),
        ("2026.1 Gazpacho, Gazpacho, 2026.1, gazpacho", GAZPACHO, Named("2026.2"),
         "2026.2, 2026.2, 2026.2, 2026.2"),
        ("2026.1.5 12026.1 3.2026.1 2026.10", Named("2026.1"), Named("2026.2"),
         "2026.1.5 12026.1 3.2026.1 2026.10"),
        ("see specs/2026.1/index.", Named("2026.1"), Named("2026.2"), "see specs/2026.2/index."),
    ],
)  # fmt: skip
def test_names(text: str, old: Named, new: Named, after: str) -> None:
    assert renamed(text, old, new) == after


def test_links_are_renamed_only_if_their_names_were_alike() -> None:
    text = "Kilo https://a.example/kilo :ref:`kilo-priorities`\n:ref:`kilo-x` Kilo"
    assert renamed(text, KILO, LIBERTY, ":ref:`kilo-x` Kilo") == (
        "Liberty https://a.example/kilo :ref:`kilo-priorities`\n:ref:`liberty-x` Liberty"
    )


@pytest.mark.parametrize(
    ("release", "template", "codename", "expected"),
    [
        ("train", "* - Train", "", Named("train")),
        ("2026.1", "", "", Named("2026.1", "Gazpacho")),
        ("2028.1", "    * - 2028.1 Kohlrabi\r\n", "", Named("2028.1", "Kohlrabi")),
        ("2028.1", "", "kohlrabi", Named("2028.1", "Kohlrabi")),
        ("2028.1", "* - 2028.1\n", "", Named("2028.1")),
    ],
)
def test_codenames(release: str, template: str, codename: str, expected: Named) -> None:
    assert named(release, template, codename) == expected


# --- files and links ---------------------------------------------------------------


def of(release: str) -> Tree:
    """The files of a release in the tree."""
    label = release.capitalize()
    up = "../../../.."
    return {
        f"specs/{release}-template.rst": f"Title\n=====\n\n* - {label}\n",
        f"specs/{release}/approved/a-spec.rst": "A spec\n",
        f"specs/{release}/implemented/{release}-template.rst": Link(
            f"../../{release}-template.rst"
        ),
        f"specs/{release}/redirects": "approved/b.rst ../implemented/b.rst\n",
        f"doc/source/specs/{release}/approved": Link(f"{up}/specs/{release}/approved"),
        f"doc/source/specs/{release}/index.rst": f"{label}\n{'=' * len(label)}\n\n.. toctree::\n",
        f"doc/source/specs/{release}/template.rst": Link(f"{up}/specs/{release}-template.rst"),
    }


def test_everything_that_the_newest_release_has() -> None:
    made, notes = opened(of("juno") | of("kilo"))
    expected = of("liberty")
    del expected["specs/liberty/approved/a-spec.rst"]
    expected["specs/liberty/redirects"] = ""
    link = expected["specs/liberty/implemented/liberty-template.rst"]
    expected["specs/liberty/approved/liberty-template.rst"] = link
    assert made == expected
    assert all(isinstance(made[path], Link) is isinstance(expected[path], Link) for path in made)
    assert notes == []


def test_files_of_only_the_newest_release_are_not_copied() -> None:
    more: Tree = {
        "specs/kilo/approved/a-spec.png": "\udcff",
        "specs/kilo/notes.txt": "kilo",
        "doc/source/specs/kilo/extra.rst": "Kilo",
        "specs/kilo/approved/linked.rst": Link("../implemented/a-spec.rst"),
        "specs/kilo/implemented/a-spec.rst": "A spec\n",
        "specs/train/approved": Link("../kilo/approved"),
    }
    assert opened(of("juno") | of("kilo") | more) == opened(of("juno") | of("kilo"))


def test_files_of_both_releases_are_copied_unchanged() -> None:
    keep: Tree = {f"specs/{name}/approved/.keep": "\udcff kilo" for name in ("juno", "kilo")}
    made, _ = opened(of("juno") | of("kilo") | keep)
    assert made["specs/liberty/approved/.keep"] == "\udcff kilo"


def test_the_first_release_is_an_example_by_itself() -> None:
    made, notes = opened(of("kilo"), older=None)
    assert sorted(made) == sorted(opened(of("juno") | of("kilo"))[0])
    assert notes == []


def test_a_template_that_is_a_link() -> None:
    tree = of("juno") | of("kilo") | {"specs/kilo-template.rst": Link("juno-template.rst")}
    made, _ = opened(tree, old=KILO)
    assert made["specs/liberty-template.rst"] == "Title\n=====\n\n* - Juno\n"
    circle = tree | {"specs/juno-template.rst": Link("kilo-template.rst")}
    assert "specs/liberty-template.rst" not in opened(circle)[0]


def test_placeholders_come_where_there_are_some_or_pages_that_list_the_directory() -> None:
    path = "specs/liberty/approved/liberty-template.rst"
    without = {k: v for k, v in (of("juno") | of("kilo")).items() if "/implemented/" not in k}
    assert path in opened(without)[0]
    undocumented = {k: v for k, v in without.items() if not k.startswith("doc/")}
    made, _ = opened(undocumented)
    assert sorted(made) == ["specs/liberty-template.rst", "specs/liberty/redirects"]


def test_a_release_with_only_specs_gives_nothing_to_open() -> None:
    layout = Layout(approved="specs/{release}/{name}.rst", template="specs/template.rst")
    tree = {"specs/kilo/a.rst": "kilo", "specs/template.rst": "Kilo", "README.rst": "Kilo"}
    assert opened(tree, layout=layout) == ({}, [])


# --- pages ---------------------------------------------------------------------------


def page(release: str, rest: str) -> Tree:
    title = f"{release.capitalize()} Priorities"
    line = "=" * len(title)
    text = f".. _{release}-priorities:\n\n{line}\n{title}\n{line}\n\n{rest}\n"
    return {f"priorities/{release}-priorities.rst": text}


def test_a_page_that_is_the_same_for_all_releases() -> None:
    tree = of("juno") | of("kilo") | page("juno", "Of Juno.") | page("kilo", "Of Kilo.")
    made, notes = opened(tree)
    assert made.items() >= page("liberty", "Of Liberty.").items()
    assert notes == []


def test_only_the_title_of_a_page_is_derived() -> None:
    tree = of("juno") | of("kilo") | page("juno", "Cells.") | page("kilo", "Nodes.")
    made, notes = opened(tree)
    assert made.items() >= page("liberty", "To be written.").items()
    assert notes == [
        "priorities/liberty-priorities.rst: only the title could be derived, write the rest"
    ]
    without, _ = opened(of("juno") | of("kilo") | page("kilo", "Nodes."))
    assert not any(path.startswith("priorities/") for path in without)


def index(*lines: str) -> Tree:
    listed = "".join(f"   {line}\n" for line in lines)
    return {"doc/source/index.rst": f"Specs\n=====\n\n.. toctree::\n   :glob:\n\n{listed}\nEnd\n"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("specs/kilo/index", "specs/juno/index"),
         ("specs/liberty/index", "specs/kilo/index", "specs/juno/index")),
        (("specs/juno/index", "specs/kilo/index", "x"),
         ("specs/juno/index", "specs/kilo/index", "specs/liberty/index", "x")),
        (("Kilo <specs/kilo/index>", "Juno <specs/juno/index>"),
         ("Liberty <specs/liberty/index>", "Kilo <specs/kilo/index>", "Juno <specs/juno/index>")),
        (("/specs/kilo/index.rst", "/specs/juno/index.rst"),
         ("/specs/liberty/index.rst", "/specs/kilo/index.rst", "/specs/juno/index.rst")),
    ],
)  # fmt: skip
def test_lists_of_releases(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    made, notes = opened(of("juno") | of("kilo") | index(*before))
    assert made["doc/source/index.rst"] == index(*after)["doc/source/index.rst"]
    assert notes == []


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (("specs/kilo/gone", "specs/juno/gone"),
         "doc/source/index.rst lists specs/kilo/gone, and no such page is made"),
        (("specs/kilo/template",),
         "doc/source/index.rst lists specs/kilo/template: look whether to replace it"),
    ],
)  # fmt: skip
def test_lists_that_are_left(lines: tuple[str, ...], note: str) -> None:
    made, notes = opened(of("juno") | of("kilo") | index(*lines))
    assert "doc/source/index.rst" not in made
    assert notes == [note]


def test_other_mentions_of_the_release_are_noted() -> None:
    readme: Tree = {"README.rst": "Specs\n\nNow it is Kilo.\n", "specs/x.rst": "Kilo"}
    made, notes = opened(of("juno") | of("kilo") | readme)
    assert "README.rst" not in made
    assert notes == ["README.rst, line 3, names Kilo: look whether it is to name Liberty"]


def test_links_to_the_newest_template_move_on() -> None:
    pointers: Tree = {
        "specs/backlog-template.rst": Link("kilo-template.rst"),
        "doc/source/current": Link("../../specs/juno"),
        "specs/backlog/approved/x.rst": Link("../../kilo-template.rst"),
    }
    made, notes = opened(of("juno") | of("kilo") | pointers)
    assert made["specs/backlog-template.rst"] == Link("liberty-template.rst")
    assert "doc/source/current" not in made
    assert notes == []
    behind: Tree = {"specs/backlog-template.rst": Link("juno-template.rst")}
    made, notes = opened(of("juno") | of("kilo") | behind)
    assert "specs/backlog-template.rst" not in made
    assert notes == [
        "specs/backlog-template.rst leads to specs/juno-template.rst, which is not Kilo's: left "
        "as it is"
    ]
