"""The plan of a re-proposal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from specslint.config.settings import Config
from specslint.engine.sources import WorkTree
from specslint.engine.specs import Parser, SpecReader
from specslint.model.errors import UserError
from specslint.model.spec import Place, Status
from specslint.process.history import label
from specslint.process.message import subject
from specslint.process.plan import Plan, Wanted, make_plan
from tests.conftest import Repository

SOURCE = "specs/juno/approved/warm-spares.rst"
TARGET = "specs/kilo/approved/warm-spares.rst"
MARK = "<write this section, or None>"

JUNO = """\
=======
Example
=======

Problem description
===================

Proposed change
===============

Alternatives
------------

Testing
=======
"""
KILO = """\
=======
Example
=======

Problem description
===================

Use Cases
---------

Proposed change
===============

Motivation
----------

Alternatives
------------

Operations
==========

Upgrades
--------

Testing
=======
"""
HISTORY = """
History
=======

.. list-table:: Revisions
   :header-rows: 1

   * - Release Name
     - Description
   * - Kilo
     - Introduced
"""
SPEC = """\
===========
Warm spares
===========

https://blueprints.launchpad.net/nova/+spec/warm-spares

Problem description
===================

A host that is down takes a minute to replace.


Proposed change
===============

Keep some started.

Alternatives
------------

Wait a minute.

Testing
=======

Stop a host.
"""


def plan(
    tmp_path: Path,
    spec: str = SPEC,
    juno: str = JUNO,
    kilo: str = KILO,
    *,
    releases: tuple[str, ...] = ("juno",),
    name: str = "warm-spares",
    none: bool = False,
    mend_url: bool = False,
) -> Plan:
    """The plan for texts, read as the command reads them."""
    files: Mapping[str, str] = {
        "specs/juno-template.rst": juno,
        "specs/kilo-template.rst": kilo,
        SOURCE: spec,
    }
    for path, text in files.items():
        Repository(tmp_path).write(path, text)
    config = Config()
    reader = SpecReader(WorkTree(tmp_path), config, Parser(config))
    target = f"specs/kilo/approved/{name}.rst"
    return make_plan(
        Wanted(
            reader.spec(SOURCE)._replace(outline=reader.templates.outline("kilo")),
            Place(target, "kilo", Status.APPROVED, name),
            releases,
            reader.templates.outline("juno"),
            reader.spec("specs/kilo-template.rst"),
            none,
            mend_url,
        )
    )


UPGRADED = """\
===========
Warm spares
===========

https://blueprints.launchpad.net/nova/+spec/warm-spares

Problem description
===================

A host that is down takes a minute to replace.


Use Cases
---------

None

Proposed change
===============

Keep some started.

Motivation
----------

None

Alternatives
------------

Wait a minute.

Operations
==========

Upgrades
--------

None

Testing
=======

Stop a host.
"""
MESSAGE = """\
Re-propose for Kilo: Warm spares

A copy of specs/juno/approved/warm-spares.rst, with the sections that
Kilo's template asks for besides: "Use Cases", "Motivation",
"Operations", "Upgrades".

blueprint warm-spares
Previously-approved: juno
"""


def test_the_whole_plan(tmp_path: Path) -> None:
    made = plan(tmp_path, none=True)
    inserted = ("Use Cases", "Motivation", "Operations", "Upgrades")
    assert made == Plan(SOURCE, TARGET, UPGRADED, MESSAGE, ("juno",), inserted)


def test_a_new_section_contains_a_marker(tmp_path: Path) -> None:
    made = plan(tmp_path)
    assert made.text == UPGRADED.replace("None\n", f"{MARK}\n")
    assert made.marked


def test_nothing_new_changes_nothing(tmp_path: Path) -> None:
    made = plan(tmp_path, kilo=JUNO)
    assert made.text == SPEC
    assert (made.inserted, made.marked, made.notes) == ((), False, ())
    assert "A copy of specs/juno/approved/warm-spares.rst.\n" in made.message


def test_line_ends_stay(tmp_path: Path) -> None:
    made = plan(tmp_path, SPEC.replace("\n", "\r\n"), none=True)
    assert made.text == UPGRADED.replace("\n", "\r\n")


def test_the_last_line_may_lack_its_line_feed(tmp_path: Path) -> None:
    kilo = JUNO.replace("Testing\n=======\n", "Testing\n=======\n\nOperations\n==========\n")
    made = plan(tmp_path, SPEC.rstrip("\n"), kilo=kilo, none=True)
    assert made.text == SPEC + "\nOperations\n==========\n\nNone\n"


def test_the_style_of_the_titles_is_the_specs(tmp_path: Path) -> None:
    spec = SPEC.replace("------------", "++++++++++++")
    made = plan(tmp_path, spec, none=True)
    assert "\nUse Cases\n+++++++++\n\nNone\n\nProposed change\n====" in made.text
    assert "\nOperations\n==========\n\nUpgrades\n++++++++\n\nNone\n" in made.text


def test_a_section_of_the_authors_own_stays_before_the_new_one(tmp_path: Path) -> None:
    own = "Background\n----------\n\nHosts are many.\n\n"
    spec = SPEC.replace("Proposed change\n", own + "Proposed change\n", 1)
    made = plan(tmp_path, spec, none=True)
    assert own + "Use Cases\n---------\n\nNone\n\nProposed change\n" in made.text


def test_a_target_stays_with_its_section(tmp_path: Path) -> None:
    spec = SPEC.replace("Proposed change\n", ".. _the change:\n\nProposed change\n", 1)
    made = plan(tmp_path, spec, none=True)
    assert "Use Cases\n---------\n\nNone\n\n.. _the change:\n\nProposed change\n" in made.text


def test_sections_that_the_template_dropped_are_kept_and_reported(tmp_path: Path) -> None:
    spec = SPEC + "\nReferences\n==========\n\nNone\n"
    juno = JUNO + "\nReferences\n==========\n"
    kilo = JUNO.replace("Alternatives\n------------\n\n", "")
    made = plan(tmp_path, spec, juno, kilo)
    assert made.text == spec
    assert made.dropped == ("References", "Alternatives")


def test_another_order_is_kept_and_reported(tmp_path: Path) -> None:
    head, change = SPEC.split("Proposed change\n")
    change, testing = change.split("Testing\n=======\n")
    spec = f"{head}Testing\n=======\n{testing}\nProposed change\n{change}".rstrip("\n") + "\n"
    made = plan(tmp_path, spec, kilo=JUNO)
    assert made.text == spec
    assert made.notes == ("its sections stand in another order than the template's, and keep it",)


def test_a_section_at_another_level_is_not_added_again(tmp_path: Path) -> None:
    spec = SPEC.replace("Testing\n=======", "Use Cases\n=========\n\nMany.\n\nTesting\n=======")
    made = plan(tmp_path, spec, none=True)
    assert "Use Cases" not in made.inserted
    assert made.notes == (
        '"Use Cases" stands in line 23, where the template does not have it: move it, or correct '
        "its underline",
    )


def test_an_optional_section_is_added_where_it_is_new(tmp_path: Path) -> None:
    liaison = "Feature Liaison\n---------------\n\n"
    kilo = JUNO.replace("Testing\n", f"{liaison}Testing\n")
    assert plan(tmp_path, kilo=kilo).inserted == ("Feature Liaison",)
    assert plan(tmp_path, juno=kilo, kilo=kilo).inserted == ()


@pytest.mark.parametrize(
    ("spec", "what"),
    [
        ("No title here.\n", "it has no title: its sections are left as they are"),
        (f"{SPEC}\n===\nOne\n===\n", "it has 2 titles: its sections are left as they are"),
    ],
)
def test_a_spec_without_a_single_title_is_copied_unchanged(
    tmp_path: Path, spec: str, what: str
) -> None:
    made = plan(tmp_path, spec)
    assert made.text == spec
    assert made.notes == (what,)


# --- History ----------------------------------------------------------------


def table(*rows: str) -> str:
    head = ".. list-table:: Revisions\n   :header-rows: 1\n\n   * - Release Name\n"
    body = "".join(f"   * - {row.replace(': ', f'{chr(10)}     - ')}\n" for row in rows)
    return f"\nHistory\n=======\n\n{head}     - Description\n{body}"


def test_a_history_is_added_to_a_spec_without_one(tmp_path: Path) -> None:
    made = plan(tmp_path, kilo=JUNO + HISTORY, releases=("icehouse", "juno"))
    rows = table("Icehouse: Introduced", "Juno: Re-proposed", "Kilo: Re-proposed")
    assert made.text == SPEC + rows
    assert (made.inserted, made.marked) == ((), False)
    assert made.history == "a section of its own, with a row for each release"
    assert made.message.endswith("\nPreviously-approved: icehouse, juno\n")


@pytest.mark.parametrize("after", ["", "\nThat is all.\n", "\n\n"])
def test_a_history_gets_a_row(tmp_path: Path, after: str) -> None:
    made = plan(tmp_path, SPEC + table("Juno: Introduced") + after, kilo=JUNO + HISTORY)
    assert made.text == SPEC + table("Juno: Introduced", "Kilo: Re-proposed") + after
    assert made.history == "a row for Kilo"


def test_a_row_and_a_section_at_one_place(tmp_path: Path) -> None:
    kilo = JUNO + HISTORY + "\nThanks\n======\n"
    made = plan(tmp_path, SPEC + table("Juno: Introduced"), kilo=kilo, none=True)
    rows = table("Juno: Introduced", "Kilo: Re-proposed")
    assert made.text == SPEC + rows + "\nThanks\n======\n\nNone\n"


@pytest.mark.parametrize(
    ("section", "note"),
    [
        (
            "\nHistory\n=======\n\n* Juno: introduced.\n",
            '"History" holds no list-table of Release Name and Description: add a line there',
        ),
        (
            "\nHistory\n=======\n\n============ ===========\nRelease Name Description\n"
            "============ ===========\nJuno         Introduced\n============ ===========\n",
            '"History" is written in a way that is not known: add a line for Kilo',
        ),
        (table("Kilo: Introduced"), '"History" has a row for Kilo already'),
    ],
    ids=["list", "grid", "there already"],
)
def test_a_history_that_is_left_alone(tmp_path: Path, section: str, note: str) -> None:
    made = plan(tmp_path, SPEC + section, kilo=JUNO + HISTORY)
    assert made.text == SPEC + section
    assert (made.history, made.notes) == ("", (note,))


def test_a_template_whose_history_is_not_known(tmp_path: Path) -> None:
    made = plan(tmp_path, kilo=JUNO + "\nHistory\n=======\n\nTell what happened.\n")
    assert made.text == SPEC
    assert made.notes == (
        'the template\'s "History" has no table that is known: write it yourself',
    )


@pytest.mark.parametrize(
    ("release", "named"), [("kilo", "Kilo"), ("2026.1", "2026.1 Gazpacho"), ("2031.1", "2031.1")]
)
def test_how_a_release_is_named(release: str, named: str) -> None:
    assert label(release) == named


# --- the blueprint and the message ------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nova/+spec/warm-spares\n", "nova/+spec/hot-spares\n"),
        ("NOVA/+SPEC/warm-spares\n", "NOVA/+SPEC/hot-spares\n"),
        ("nova/+spec/warm-spares/?page=1\n", "nova/+spec/hot-spares/?page=1\n"),
    ],
)
def test_the_blueprint_url_gets_another_name(tmp_path: Path, before: str, after: str) -> None:
    spec = SPEC.replace("nova/+spec/warm-spares\n", before)
    made = plan(tmp_path, spec, kilo=JUNO, name="hot-spares", mend_url=True)
    assert made.text == spec.replace(before, after)
    assert "\nblueprint hot-spares\n" in made.message
    assert made.target == "specs/kilo/approved/hot-spares.rst"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("See `it <{url}/+spec/\nwarm-spares>`_.", "See `it <{url}/+spec/\nhot-spares>`_."),
        ("See `it <{url}/\n+spec/warm-spares>`_.", "See `it <{url}/\n+spec/hot-spares>`_."),
        ("See `it <{url}/+spec/warm-\nspares>`_.", "See `it <{url}/+spec/hot-spares>`_."),
        (".. _it: {url}/+spec/warm-\n   spares", ".. _it: {url}/+spec/hot-spares"),
        ("* `it <{url}/+spec/\n  warm-spares>`__", "* `it <{url}/+spec/\n  hot-spares>`__"),
    ],
)
def test_a_wrapped_url_is_changed(tmp_path: Path, before: str, after: str) -> None:
    url = "https://blueprints.launchpad.net/nova"
    spec = SPEC.replace(f"{url}/+spec/warm-spares", before.format(url=url))
    made = plan(tmp_path, spec, kilo=JUNO, name="hot-spares", mend_url=True)
    assert made.text == spec.replace(before.format(url=url), after.format(url=url))
    assert "\nblueprint hot-spares\n" in made.message


def test_only_the_first_blueprint_url_is_changed(tmp_path: Path) -> None:
    spec = SPEC + "\nhttps://blueprints.launchpad.net/nova/+spec/warm-spares\n"
    made = plan(tmp_path, spec, kilo=JUNO, name="hot-spares", mend_url=True)
    assert made.text == spec.replace("warm-spares", "hot-spares", 1)


def test_the_blueprint_keeps_its_name_without_the_option(tmp_path: Path) -> None:
    made = plan(tmp_path, kilo=JUNO, name="hot-spares")
    assert made.text == SPEC
    assert "\nblueprint warm-spares\n" in made.message


def test_a_spec_without_a_blueprint_url(tmp_path: Path) -> None:
    spec = SPEC.replace("https://blueprints.launchpad.net/nova/+spec/warm-spares", "No link.")
    made = plan(tmp_path, spec, kilo=JUNO, name="hot-spares", mend_url=True)
    assert made.text == spec
    assert "\nblueprint hot-spares\n" in made.message
    assert made.notes == ("no blueprint URL was found to change to hot-spares",)


@pytest.mark.parametrize(("says", "asked"), [("None", False), ("A new resource.", True)])
def test_a_change_of_the_api_is_announced(tmp_path: Path, says: str, asked: bool) -> None:
    api = f"REST API impact\n---------------\n\n{says}\n\nTesting\n======="
    made = plan(tmp_path, SPEC.replace("Testing\n=======", api))
    assert ("\nAPIImpact\n" in made.message) is asked


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Warm spares", "Re-propose for Kilo: Warm spares"),
        ("x" * 51, f"Re-propose for Kilo: {'x' * 51}"),
        ("x" * 52, f"Re-propose for Kilo: {'x' * 48}..."),
        (f"{'Word, ' * 9}word", f"Re-propose for Kilo: {'Word, ' * 7}Word..."),
        ("A \x1b[31m\u202ename", r"Re-propose for Kilo: A \x1b[31m\u202ename"),
    ],
    ids=["short", "full", "a long word", "long", "hostile"],
)
def test_the_subject(title: str, line: str) -> None:
    assert subject("Re-propose for Kilo", title) == line
    assert len(line) <= 72


# --- what cannot be copied --------------------------------------------------


def test_what_cannot_be_copied(tmp_path: Path) -> None:
    (tmp_path / "specs/juno/approved").mkdir(parents=True)
    with pytest.raises(UserError, match="cannot be parsed: it holds NUL bytes"):
        plan(tmp_path, "\0")
    (tmp_path / SOURCE).write_bytes(b"caf\xe9\n")
    config = Config()
    reader = SpecReader(WorkTree(tmp_path), config, Parser(config))
    place = Place(TARGET, "kilo", Status.APPROVED, "warm-spares")
    with pytest.raises(UserError, match=r"is not UTF-8 \(at byte 3\): correct it there first"):
        make_plan(Wanted(reader.spec(SOURCE), place, ("juno",)))
