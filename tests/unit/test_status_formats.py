"""The output formats of a release's status: whole outputs, and hostile titles."""

from __future__ import annotations

import json

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from specslint.status.formats import FORMATS, as_json, markdown, rst, text
from specslint.status.model import (
    Changes,
    Moved,
    ReleaseStatus,
    Review,
    SentOn,
    SpecStatus,
    State,
)
from specslint.status.outline import counts

COLD = SpecStatus(
    "cold-boot",
    "specs/kilo/approved/cold-boot.rst",
    "Cold boot",
    "https://blueprints.launchpad.net/nova/+spec/cold-boot",
    "API (EC2)",
    State.APPROVED,
    fast_tracked=True,
    previously_approved=("icehouse", "juno"),
    reproposed_to=("liberty",),
    review=Review(12, "https://review.example.org/12", "merged"),
    commit="c" * 40,
    date="2014-11-03T12:00:00Z",
)
WARM = SpecStatus(
    "warm-boot",
    "specs/kilo/implemented/warm-boot.rst",
    "Warm boot",
    None,
    "Networking",
    State.IMPLEMENTED,
)
HOT = SpecStatus(
    "hot-boot",
    "specs/kilo/approved/hot-boot.rst",
    "Hot boot",
    None,
    None,
    State.PROPOSED,
    review=Review(13, None, "new"),
)
STATUS = ReleaseStatus(
    "kilo",
    "a" * 40,
    "2015-01-23T10:00:00Z",
    (COLD, WARM, HOT),
    sent_on=(SentOn("juno", 9, 4),),
    changes=Changes(
        "b" * 40,
        "2014-12-15T10:00:00Z",
        approved=("cold-boot",),
        moved_on=(Moved("cold-boot", "liberty"),),
    ),
)
EMPTY = ReleaseStatus("kilo", "a" * 40, "2015-01-23T10:00:00Z")


@pytest.mark.parametrize(
    ("states", "left_only", "shown"),
    [
        ((), False, "no specs"),
        ((State.APPROVED,), False, "1 spec: 1 approved, 0 implemented"),
        ((State.PROPOSED,), False, "0 specs: 0 approved, 0 implemented; besides, 1 proposed"),
        (
            (State.IMPLEMENTED, State.APPROVED, State.APPROVED),
            False,
            "3 specs: 2 approved, 1 implemented",
        ),
        (
            (State.ABANDONED, State.PROPOSED, State.ABANDONED),
            False,
            "0 specs: 0 approved, 0 implemented; besides, 1 proposed and 2 abandoned",
        ),
        ((State.APPROVED,), True, "1 spec approved and not implemented"),
        ((State.APPROVED, State.APPROVED), True, "2 specs approved and not implemented"),
    ],
)
def test_the_number_of_specs(states: tuple[State, ...], left_only: bool, shown: str) -> None:
    specs = tuple(WARM._replace(state=state) for state in states)
    assert counts(EMPTY._replace(specs=specs, left_only=left_only)) == shown


def test_what_is_only_proposed_is_not_fast_tracked_yet() -> None:
    tagged = COLD._replace(fast_tracked=True)
    specs = (tagged, tagged._replace(state=State.PROPOSED))
    assert "; 1 fast tracked;" in counts(EMPTY._replace(specs=specs))


def test_text() -> None:
    assert text(STATUS) == (
        "kilo at aaaaaaaaaaaa (2015-01-23): 2 specs: 1 approved, 1 implemented; 1 fast tracked; "
        "besides, 1 proposed\n"
        "\n"
        "API (EC2) (1)\n"
        "  approved    Cold boot (cold-boot): fast tracked from icehouse, juno, "
        "re-proposed to liberty, review 12\n"
        "\n"
        "Networking (1)\n"
        "  implemented Warm boot (warm-boot)\n"
        "\n"
        "No area (1)\n"
        "  proposed    Hot boot (hot-boot): review 13 new\n"
        "\n"
        "Approved and not implemented (1)\n"
        "  Cold boot (cold-boot): re-proposed to liberty\n"
        "\n"
        "Re-proposed from earlier releases\n"
        "  4 of the 9 of juno\n"
        "\n"
        "Approved since bbbbbbbbbbbb (2014-12-15) (1)\n"
        "  Cold boot (cold-boot)\n"
        "\n"
        "Implemented since bbbbbbbbbbbb (2014-12-15) (0)\n"
        "  none\n"
        "\n"
        "Moved on since bbbbbbbbbbbb (2014-12-15) (1)\n"
        "  Cold boot (cold-boot): re-proposed to liberty\n"
    )


def test_markdown() -> None:
    shown = markdown(STATUS._replace(changes=None, sent_on=()))
    assert shown == (
        "# kilo at aaaaaaaaaaaa (2015-01-23)\n"
        "\n"
        "2 specs: 1 approved, 1 implemented; 1 fast tracked; besides, 1 proposed.\n"
        "\n"
        "## API (EC2) (1)\n"
        "\n"
        "* [Cold boot](https://blueprints.launchpad.net/nova/+spec/cold-boot) (cold-boot): "
        "approved, fast tracked from icehouse, juno, re-proposed to liberty, review 12\n"
        "\n"
        "## Networking (1)\n"
        "\n"
        "* Warm boot (warm-boot): implemented\n"
        "\n"
        "## No area (1)\n"
        "\n"
        "* Hot boot (hot-boot): proposed, review 13 new\n"
        "\n"
        "## Approved and not implemented (1)\n"
        "\n"
        "* [Cold boot](https://blueprints.launchpad.net/nova/+spec/cold-boot) (cold-boot): "
        "re-proposed to liberty\n"
    )


def test_rst() -> None:
    shown = rst(STATUS._replace(specs=(COLD,), changes=None, sent_on=()))
    assert shown == (
        "kilo at aaaaaaaaaaaa (2015-01-23)\n"
        "=================================\n"
        "\n"
        "1 spec: 1 approved, 0 implemented; 1 fast tracked.\n"
        "\n"
        "API (EC2) (1)\n"
        "-------------\n"
        "\n"
        "* `Cold boot <https://blueprints.launchpad.net/nova/+spec/cold-boot>`__ (cold-boot): "
        "approved, fast tracked from icehouse, juno, re-proposed to liberty, review 12\n"
        "\n"
        "Approved and not implemented (1)\n"
        "--------------------------------\n"
        "\n"
        "* `Cold boot <https://blueprints.launchpad.net/nova/+spec/cold-boot>`__ (cold-boot): "
        "re-proposed to liberty\n"
    )


def test_json_has_the_changes_on_request() -> None:
    document = json.loads(as_json(STATUS))
    assert list(document) == ["release", "at", "specs", "since", "changes"]
    assert document["since"] == "b" * 40
    assert document["changes"] == {
        "approved": ["cold-boot"],
        "implemented": [],
        "moved_on": [{"name": "cold-boot", "to": "liberty"}],
    }
    assert document["specs"][0]["review"] == {
        "number": 12,
        "url": "https://review.example.org/12",
        "status": "merged",
    }
    assert list(json.loads(as_json(EMPTY))) == ["release", "at", "specs"]


@pytest.mark.parametrize(("name", "said"), [("text", "no specs\n"), ("markdown", "no specs.\n")])
def test_no_specs(name: str, said: str) -> None:
    assert FORMATS[name](EMPTY).endswith(said)


HOSTILE = [
    "<script>alert(1)</script>",
    "`back` ``ticks``",
    "*stars* **and** |bars|",
    "under_ __scores__ x_y_",
    "[a link](http://example.org) ![an image](x)",
    "`text <http://example.org>`_",
    ":role:`text`",
    "1. a list",
    "a) a list",
    "#. a list",
    "- a list",
    "+ a list",
    "\N{BULLET} a list",
    "# no heading",
    "===========",
    "+---+---+",
    ".. raw:: html",
    ".. _target:",
    ":field: value",
    ">>> doctest",
    "> quoted",
    "ends with ::",
    "ends with \\",
    "\\`\\*",
    "[1]_ and [#]_ and [cite]_",
    "$x^2$ and ~~struck~~",
    "-o FILE  an option",
    "__ anonymous",
    "wide \N{CJK UNIFIED IDEOGRAPH-6F22} letters",
    "a &amp; b",
]


@pytest.mark.parametrize("linked", [True, False], ids=["linked", "plain"])
@pytest.mark.parametrize("title", HOSTILE)
def test_docutils_shows_a_hostile_title_as_text(title: str, linked: bool) -> None:
    spec = COLD._replace(
        title=title, name=title, area=title, blueprint=COLD.blueprint if linked else None
    )
    overrides = {"report_level": 1, "halt_level": 1, "_disable_config": True}
    tree = publish_doctree(rst(EMPTY._replace(specs=(spec,))), settings_overrides=overrides)
    items = [item.astext() for item in tree.findall(nodes.list_item)]
    assert items == [
        f"{title} ({title}): approved, fast tracked from icehouse, juno, "
        "re-proposed to liberty, review 12",
        f"{title} ({title}): re-proposed to liberty",
    ]
    sections = [section[0].astext() for section in tree.findall(nodes.section)]
    assert f"{title} (1)" in sections
    for reference in tree.findall(nodes.reference):
        assert reference["refuri"] in (COLD.blueprint, "http://example.org")


@pytest.mark.parametrize("form", ["text", "markdown", "rst"])
def test_nothing_controls_the_terminal(form: str) -> None:
    title = "a\x1b[2Jb\u202ec\u2028d\x07\udc80e"
    spec = COLD._replace(title=title, name=title, area=title)
    shown = FORMATS[form](EMPTY._replace(specs=(spec,)))
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert shown.count("\n") == FORMATS[form](EMPTY._replace(specs=(COLD,))).count("\n")


def test_json_is_unicode_for_any_names() -> None:
    spec = COLD._replace(title="a\x1b\u202e", name="a\udc80")
    shown = as_json(EMPTY._replace(specs=(spec,)))
    assert shown.isascii()
    (found,) = json.loads(shown)["specs"]
    assert (found["title"], found["name"]) == ("a\x1b\u202e", "a\\udc80")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<b>bold</b>", r"\<b\>bold\</b\>"),
        ("[x](y)", r"\[x\](y)"),
        ("a_b *c* `d` | e ~f~ #g !h $i &j", r"a\_b \*c\* \`d\` \| e \~f\~ \#g \!h \$i \&j"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
    ],
)
def test_markdown_is_escaped(title: str, shown: str) -> None:
    spec = WARM._replace(title=title)
    lines = markdown(EMPTY._replace(specs=(spec,))).splitlines()
    assert f"* {shown} (warm-boot): implemented" in lines
