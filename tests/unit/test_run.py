"""One run of the engine: what is checked, and which of its findings are reported."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from specslint.engine import Report, check, check_change, check_message
from specslint.engine.settings import Settings
from specslint.engine.specs import Parser
from specslint.engine.targets import (
    Targets,
    concerned,
    files_among,
    linked_templates,
    releases_among,
)
from specslint.model.findings import Severity
from specslint.model.layout import Layout
from specslint.model.tree import Entry, EntryKind
from tests.states import Counted, assembled, delta, report_on, settings, tree

A, B, OLD = (
    f"specs/{name}.rst" for name in ("kilo/approved/a", "kilo/approved/b", "juno/approved/a")
)
KILO, JUNO, ICEHOUSE = (
    f"specs/{release}-template.rst" for release in ("kilo", "juno", "icehouse")
)
TEMPLATE = "A template\n==========\n\nProblem\n=======\n\nTesting\n=======\n"
TEMPLATES = dict.fromkeys((KILO, JUNO, ICEHOUSE), TEMPLATE)
TRAILING = "words \n"
TAB = "a\tb\n"


def lines(report: Report) -> list[str]:
    return [f"{d.location.path}:{d.location.line}: {d.code}" for d in report.diagnostics]


# --- a tree -------------------------------------------------------------------


C = "specs/havana/approved/c.rst"


@pytest.mark.parametrize(
    ("options", "reported", "hidden"),
    [
        pytest.param({}, [A], 2, id="the two newest are open"),
        pytest.param({"targets": ["specs"]}, [A], 2, id="the root of the specs is the tree"),
        pytest.param({"targets": ["."]}, [A], 2, id="the directory is the tree"),
        pytest.param({"targets": ["specs/havana"]}, [C], None, id="a directory"),
        pytest.param({"targets": [A], "named": ["", A]}, [A], 0, id="the tree, one file is read"),
        pytest.param({"named": ["", "specs/havana"]}, [C, A], 1, id="named besides the tree"),
        pytest.param({"release": "havana"}, [C], None, id="one release"),
    ],
)
def test_warnings_about_closed_releases(
    options: dict[str, Any], reported: list[str], hidden: int | None
) -> None:
    closed = (C, "specs/icehouse/approved/d.rst")
    files = {
        **TEMPLATES,
        "specs/havana-template.rst": TEMPLATE,
        **dict.fromkeys((A, *closed), TAB),
    }
    source = tree(files)
    targets = options.pop("targets", None)
    report = check(source, settings("TXT005"), targets, **options)
    assert [d.location.path for d in report.diagnostics] == reported
    assert (None if report.hidden is None else len(report.hidden)) == hidden


@pytest.mark.parametrize(
    ("keys", "reported"),
    [
        ({"open_releases": ["kilo"]}, [B]),
        ({"open_releases": ["liberty", "juno"]}, [OLD]),
        ({"open_releases": []}, []),
        ({"severity": {"TXT005": "error"}}, [B, OLD]),
    ],
)
def test_what_makes_a_release_open(keys: dict[str, Any], reported: list[str]) -> None:
    backlog, abandoned, draft = (
        "specs/backlog/approved/z.rst",
        "specs/abandoned/a.rst",
        "specs/z.rst",
    )
    files = dict.fromkeys((B, OLD, backlog, abandoned, draft), TAB)
    report = check(tree(files), settings("TXT005", **keys))
    always = [backlog, abandoned, draft]
    assert {d.location.path for d in report.diagnostics} == {*always, *reported}
    assert report.hidden is not None
    assert {d.location.path for d in report.hidden} == {B, OLD}.difference(reported)
    report = check(tree(files), settings("TXT005", closed_releases=True, **keys))
    assert {d.location.path for d in report.diagnostics} == {*always, B, OLD}
    assert report.hidden is None


def test_without_templates_no_release_is_closed() -> None:
    report = check(tree({A: TAB, OLD: TAB}), settings("TXT005"))
    assert [d.location.path for d in report.diagnostics] == [OLD, A]
    assert report.hidden == ()


@pytest.mark.parametrize(
    ("release", "found", "files"),
    [
        (None, ["draft.rst", OLD, A], 5),  # with the templates
        ("kilo", ["draft.rst", A], 3),
        ("liberty", ["draft.rst"], 1),
    ],
)
def test_only_the_specs_of_a_release(release: str | None, found: list[str], files: int) -> None:
    names = {KILO, JUNO, A, OLD, "draft.rst"}
    report = check(
        tree(dict.fromkeys(names, TRAILING)),
        settings("TXT002"),
        ["specs", "draft.rst"],
        release=release,
    )
    assert [d.location.path for d in report.diagnostics] == found
    assert report.files == files


@pytest.mark.parametrize(
    ("strict", "keys", "severity"),
    [
        (False, {}, Severity.WARNING),
        (True, {}, Severity.ERROR),
        (True, {"severity": {"RST010": "info"}}, Severity.INFO),
        (True, {"severity": {"RST010": "off"}}, None),
        (True, {"per_file_ignores": {A: ["RST010"]}}, None),
        (True, {"per_file_ignores": {B: ["RST010"]}}, Severity.ERROR),
    ],
)
def test_the_severity_of_a_finding(
    strict: bool, keys: dict[str, Any], severity: Severity | None
) -> None:
    config = settings("RST010", strict_docs=strict, **keys)
    report = check(tree({A: "A\n=\n\n.. [book] Unread.\n"}), config, [A])
    assert [d.severity for d in report.diagnostics] == ([] if severity is None else [severity])


def test_only_warnings_become_errors_of_the_docs_job() -> None:
    config = settings("TXT005", "RST024", strict_docs=True)
    text = "A\n=\n\n.. code-block:: json\n\n   {]\n\nA tab\there.\n"
    report = check(tree({A: text}), config, [A])
    assert {d.code: d.severity for d in report.diagnostics} == {
        "TXT005": Severity.WARNING,
        "RST024": Severity.INFO,
    }


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param(".. specslint: disable=PLC010\n", [], id="a rule on the tree"),
        pytest.param(".. specslint: disable=PLC\n", ["PLC010", "SUP002"], id="a family"),
        pytest.param(".. specslint: disable=TXT002\n", ["PLC010", "SUP001"], id="unused"),
        pytest.param(".. specslint: disable=TXT003\n", ["PLC010"], id="not selected"),
        pytest.param(".. specslint: disable=PLC004\n", ["PLC010"], id="on changes"),
        pytest.param("specslint\n", ["PLC010"], id="none"),
    ],
)
@pytest.mark.parametrize("spec_rules", [True, False])
def test_pragmas(text: str, codes: list[str], *, spec_rules: bool) -> None:
    path = "specs/kilo/approved/A_b.rst"
    others = ("TXT002",) if spec_rules else ()
    config = settings("PLC010", "PLC004", "SUP001", "SUP002", *others)
    report = check(tree({path: f"A\n=\n\n{text}"}), config, [path])
    if not spec_rules and "TXT002" in text:
        codes = ["PLC010"]
    assert sorted(d.code for d in report.diagnostics) == codes


def test_carriage_returns_that_git_removes_are_not_reported() -> None:
    files = {A: "a\r\nb\r\n", B: "a\r\nb\r\n", OLD: "a\r\nb\n"}
    asked: dict[str, str] = {}

    def normalised(texts: Mapping[str, str]) -> Mapping[str, str]:
        asked.update(texts)
        return {A: "a\nb\n", OLD: "a\r\nb\n"}

    def found(settings_: Settings | None) -> list[str]:
        report = check(tree(files), settings("TXT003"), list(files), settings=settings_)
        return [d.location.path for d in report.diagnostics]

    assert found(None) == [OLD, A, B]
    assert found(Settings(normalised=normalised)) == [OLD, B]
    assert asked == files
    ignoring = settings("TXT003", per_file_ignores={B: ["TXT"]})
    report = check(tree(files), ignoring, list(files), settings=Settings(normalised=normalised))
    assert [d.location.path for d in report.diagnostics] == [OLD]


@pytest.mark.parametrize("number", [23, 24, 30])
def test_workers_find_the_same(number: int) -> None:
    files = {f"specs/kilo/approved/a{n:02}.rst": f"A\n=\n\nLine {n} \n" for n in range(number)}
    files[A] = "A\n=\n\n*Text* with `a role`:x: and |more| \n"  # docutils reads it
    files |= {"specs/kilo/approved/b.rst": "\0", KILO: TEMPLATE}
    config = settings("TXT002", "RST", "TPL")
    report = check(tree(files), config)
    assert len([d for d in report.diagnostics if d.code == "TXT002"]) == number + 1
    for jobs in 2, 3:
        shown: list[int] = []
        options = Settings(jobs=jobs, progress=Counted(shown))
        assert check(tree(files), config, settings=options) == report
        assert shown == list(range(1, number + 4))


@pytest.mark.parametrize(
    ("number", "jobs", "workers"),
    [
        (24, 1, 0),
        (23, 4, 0),
        (24, 2, 2),
        (24, 4, 2),
        (36, 4, 3),
        (47, 4, 3),
        (48, 4, 4),
        (60, 4, 4),
    ],
)
def test_a_worker_has_a_dozen_of_files(
    number: int, jobs: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    fork = os.fork

    def counted() -> int:
        started.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    source = tree({f"specs/kilo/approved/a{n}.rst": TRAILING for n in range(number)})
    report = check(source, settings("TXT002"), settings=Settings(jobs=jobs))
    assert len(report.diagnostics) == number
    assert len(started) == workers


def test_a_tree_without_specs() -> None:
    assert check(tree({}), settings("TXT", "PLC", "RST")) == Report((), 0, ())


# --- a change -------------------------------------------------------------------


def changed(
    before: Mapping[str, str],
    after: Mapping[str, str | None],
    *select: str,
    elsewhere: Iterable[str] = (),
    **keys: Any,
) -> list[str]:
    change = delta({**TEMPLATES, **before}, after, "Subject\n", elsewhere=elsewhere)
    report = report_on(change, settings(*select, **keys))
    assert {d.commit for d in report.diagnostics} <= {"c" * 40}
    return lines(report)


def test_only_the_files_of_a_change_are_checked_themselves() -> None:
    before = {A: TRAILING, B: TRAILING}
    after = {A: f"More\n{TRAILING}", OLD: TRAILING, B: None}
    assert changed(before, after, "TXT002") == [f"{OLD}:1: TXT002", f"{A}:2: TXT002"]
    assert changed({A: TRAILING}, {B: "b\n"}, "TXT002") == []


REDIRECTS = "specs/kilo/redirects"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        pytest.param(
            {A: "a\n", REDIRECTS: "approved/o.rst a.rst\n"},
            {A: None},
            [f"{REDIRECTS}:1: PLC007"],
            id="a target is deleted",
        ),
        pytest.param(
            {A: "a\n", REDIRECTS: "approved/o.rst none.rst\n"},
            {A: None},
            [],
            id="it was broken before",
        ),
        pytest.param(
            {A: "a\n", REDIRECTS: "approved/o.rst none.rst\n"},
            {REDIRECTS: "approved/o.rst nothing.rst\n"},
            [f"{REDIRECTS}:1: PLC007"],
            id="the list is changed",
        ),
        pytest.param(
            {
                A: "a\n",
                B: "b\n",
                REDIRECTS: "approved/o.rst a.rst\napproved/p.rst x.rst\n",
            },
            {A: None, B: "c\n"},
            [f"{REDIRECTS}:1: PLC007"],
            id="one was broken before",
        ),
    ],
)
def test_what_a_change_breaks_elsewhere_in_a_list_of_moved_specs(
    before: dict[str, str], after: dict[str, str | None], found: list[str]
) -> None:
    assert changed(before, after, "PLC007") == found


def test_what_a_change_breaks_elsewhere_in_the_tree() -> None:
    implemented, other = "specs/kilo/implemented/a.rst", "specs/kilo/implemented/b.rst"
    before = {A: "a\n", B: "b\n", other: "b\n"}
    assert changed(before, {implemented: "a\n"}, "PLC008") == [f"{A}:1: PLC008"]
    assert changed(before, {OLD: "a\n"}, "PLC008") == []
    assert changed({A: "a\n"}, {KILO: None, OLD: "b\n"}, "TPL014") == []  # there is one built in
    liberty = "specs/liberty/approved/a.rst"
    template = "specs/liberty-template.rst"
    gone = [f"{template}:1: TPL014"]
    assert changed({liberty: "a\n", template: TEMPLATE}, {template: None}, "TPL014") == []
    assert changed({}, {liberty: "a\n"}, "TPL014") == gone
    assert changed({liberty: "a\n"}, {liberty: "b\n"}, "TPL014") == gone
    assert changed({liberty: "a\n"}, {A: "b\n"}, "TPL014") == []
    assert changed({liberty: "a\n"}, {template: "Title\n"}, "TPL014") == gone


def test_a_path_that_another_part_of_the_merge_adds() -> None:
    stray, new = "specs/kilo/approved/a.txt", "specs/kilo/approved/B_c.rst"
    before = {stray: "a\n", new: "b\n"}
    assert changed(before, {A: "a\n"}, "PLC002", "PLC010") == []
    found = [f"{new}:1: PLC010", f"{stray}:1: PLC002"]
    assert changed({}, before, "PLC002", "PLC010") == found


LABEL = "A\n=\n\n.. _here:\n\nB\n-\n\nText.\n"
USE = "A\n=\n\nSee :ref:`here`.\n"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        pytest.param({A: LABEL, B: USE}, {A: None}, [f"{B}:4: RST011"], id="deleted"),
        pytest.param({A: LABEL, B: USE}, {A: "A\n=\n"}, [f"{B}:4: RST011"], id="taken out"),
        pytest.param({A: LABEL, B: USE}, {A: None, OLD: LABEL}, [], id="moved"),
        pytest.param({A: LABEL, B: USE}, {A: LABEL + "More.\n"}, [], id="kept"),
        pytest.param({A: "A\n=\n", B: USE}, {A: None}, [], id="never there"),
        pytest.param({A: LABEL}, {B: USE}, [], id="a new use"),
        pytest.param(
            {A: LABEL}, {B: USE, A: None}, [f"{B}:4: RST011"], id="a new use of a lost one"
        ),
        pytest.param(
            {A: "A\n=\n", B: USE}, {B: USE + "More.\n"}, [f"{B}:4: RST011"], id="touched"
        ),
    ],
)
def test_the_references_that_a_change_breaks(
    before: dict[str, str], after: dict[str, str | None], found: list[str]
) -> None:
    assert changed(before, after, "RST011") == found


def test_closed_releases_are_checked_where_a_change_touches_them() -> None:
    old = "specs/havana/approved/a.rst"
    assert changed({}, {old: TAB}, "TXT005") == [f"{old}:1: TXT005"]


def test_a_message_is_checked_alone() -> None:
    config = settings("FTK010", "PLC004", "TXT002", "PLC010", "SUP001")
    implemented = "specs/kilo/implemented/A_b.rst"
    change = delta(TEMPLATES, {implemented: TRAILING}, "Subject\n\nPreviously-approved: juno\n")
    parser = Parser(config)
    report = check_message(assembled(change, config), change.after, config, parser)
    assert [d.code for d in report.diagnostics] == ["FTK010"]
    assert report.files == 0
    assert {d.code for d in report_on(change, config).diagnostics} == {
        "FTK010", "PLC004", "TXT002", "PLC010"
    }  # fmt: skip


# --- what is checked ------------------------------------------------------------

LINK = Entry("specs/kilo/approved/link.rst", EntryKind.LINK, target="a.rst")
FIFO = Entry("specs/kilo/approved/fifo", EntryKind.OTHER)
ENTRIES = (
    *map(Entry, (KILO, JUNO, A, B, OLD, "specs/.hidden.rst", "specs/kilo/.old/a.rst")),
    Entry("specs/kilo/approved/a.txt"),
    LINK,
    FIFO,
)


@pytest.mark.parametrize(
    ("targets", "keys", "files_only", "found"),
    [
        (None, {}, False, {KILO, JUNO, A, B, OLD}),
        (["specs"], {}, False, {KILO, JUNO, A, B, OLD}),
        ([A], {}, False, {A}),
        ([LINK.path], {}, False, {LINK.path}),
        ([LINK.path], {}, True, set()),
        ([FIFO.path, A], {}, False, {FIFO.path, A}),
        (["specs/kilo"], {}, False, {A, B}),
        (["specs/.hidden.rst"], {}, False, {"specs/.hidden.rst"}),
        (["specs/kilo/.old"], {}, False, set()),
        (["specs/kilo/approved/a.txt"], {}, False, set()),
        (["specs/none.rst", "none.rst", ""], {}, False, {KILO, JUNO, A, B, OLD, "none.rst"}),
        (None, {"exclude": ["specs/kilo"]}, False, {KILO, JUNO, OLD}),
        ([A, LINK.path, "x.rst"], {"exclude": ["*/kilo/*", "x.rst"]}, False, set()),
    ],
)
def test_the_files_to_check(
    targets: list[str] | None, keys: dict[str, Any], *, files_only: bool, found: set[str]
) -> None:
    chosen = None if targets is None else Targets(targets)
    asked = ENTRIES if chosen is None else chosen.among(ENTRIES)
    files = files_among(asked, chosen, settings(**keys), None, files_only=files_only)
    assert files == sorted(found)


TEMPLATE_LINK = Entry(JUNO, EntryKind.LINK, target="kilo-template.rst")


@pytest.mark.parametrize(
    ("targets", "release", "found"),
    [
        (None, None, {"kilo", "juno", "havana"}),
        (None, "kilo", {"kilo"}),
        ([A], None, {"kilo"}),
        ([A], "juno", set()),
        ([KILO], None, {"kilo", "juno"}),  # juno's is a link to it
        ([JUNO], None, {"juno"}),
        (["specs/liberty-template.rst"], None, set()),  # it has no directory
        (["specs/.hidden"], None, set()),
        ([KILO, JUNO], None, {"kilo", "juno"}),
    ],
)
def test_the_releases_concerned(
    targets: list[str] | None, release: str | None, found: set[str]
) -> None:
    entries = (
        *map(Entry, (KILO, A, OLD, "specs/.hidden/approved/a.rst", "specs/havana/approved/a.rst")),
        TEMPLATE_LINK,
        # A link to a template among the specs is no template.
        Entry("specs/havana/approved/b.rst", EntryKind.LINK, target="../../kilo-template.rst"),
    )
    chosen = None if targets is None else Targets(targets)
    asked = entries if chosen is None else chosen.among(entries)
    assert releases_among(entries, asked, chosen, Layout(), release) == found


def test_the_entries_about_which_findings_would_be_reported() -> None:
    directory = Entry("specs/kilo", EntryKind.OTHER)  # a submodule
    entries = (*ENTRIES, directory)
    assert concerned(entries, Targets([A]), (), None) == [Entry(A), directory]
    assert concerned(entries, Targets([OLD]), {KILO}, None) == [Entry(KILO), Entry(OLD)]
    change = assembled(delta({}, {A: "a\n"}, elsewhere=[B]))
    found = concerned(entries, Targets([A]), (), change)
    assert found == [Entry(A), Entry(B), LINK, FIFO, directory]


def test_the_templates_that_links_among_the_specs_lead_to() -> None:
    def linked(**links: str) -> set[str]:
        entries = [
            Entry(
                f"specs/{path.replace('__', '/').replace('_', '-')}.rst", EntryKind.LINK, target=to
            )
            for path, to in links.items()
        ]
        return set(linked_templates([*entries, Entry(KILO)], Layout()))

    assert linked(kilo__approved__t="../../kilo-template.rst") == {KILO}
    assert linked(kilo__approved__t="a.rst") == set()
    assert linked(juno_template="kilo-template.rst") == set()
    assert linked(
        kilo__approved__t="../../juno-template.rst", juno_template="kilo-template.rst"
    ) == {KILO}
    assert linked(kilo__approved__t="t.rst") == set()  # in a circle


# --- findings that other findings, files or settings make void ----------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (".. specslint: disable=PLC010 Its name is known.\n", []),
        (".. specslint: disable=TXT002\n", ["PLC010"]),
        ("The word specslint alone.\n", ["PLC010"]),
        ("\0" * 9, ["PLC010"]),
    ],
)
def test_a_pragma_counts_in_a_spec_that_no_rule_reads(text: str, codes: list[str]) -> None:
    source = tree({"specs/kilo/approved/A_b.rst": f"A\n=\n\n{text}"})
    assert [d.code for d in check(source, settings("PLC010")).diagnostics] == codes


def test_a_pragma_counts_where_a_change_breaks_something_else() -> None:
    silenced = f"{USE}\n.. specslint: disable=RST011\n"
    assert changed({A: LABEL, B: silenced}, {A: None}, "RST011") == []


CITED = "A\n=\n\n.. [book] A book.\n"


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("B\n=\n\nSee [book]_.\n", []),
        ("B\n=\n\nSee [other]_.\n", [f"{A}:4: RST010"]),
        ("B\n=\n\nSee the [book].\n", [f"{A}:4: RST010"]),
    ],
)
def test_a_citation_may_be_referred_to_by_another_document(other: str, found: list[str]) -> None:
    files = {A: CITED, B: other, OLD: "C\n=\n\n.. [tome] Another.\n"}
    always = [f"{OLD}:4: RST010"]
    assert lines(check(tree(files), settings("RST010"))) == [*always, *found]
    assert lines(check(tree(files), settings("RST010"), [A])) == found


BLUEPRINT = "A\n=\n\nhttps://blueprints.launchpad.net/nova/+spec/{}\n"


@pytest.mark.parametrize(
    ("others", "found"),
    [
        pytest.param({}, [f"{A}:4: TPL013"], id="can be followed"),
        pytest.param({"specs/kilo/approved/b.rst": "B\n"}, [], id="the name is taken"),
        pytest.param({"specs/kilo/implemented/b.rst": "B\n"}, [], id="by an implemented one"),
        pytest.param({OLD: "B\n"}, [f"{A}:4: TPL013"], id="in another release"),
        pytest.param(
            {"specs/kilo/approved/c.rst": BLUEPRINT.format("B")},
            [],
            id="several share the blueprint",
        ),
        pytest.param(
            {"specs/kilo/approved/c.rst": BLUEPRINT.format("c")},
            [f"{A}:4: TPL013"],
            id="another blueprint",
        ),
    ],
)
def test_advice_to_rename_a_file(others: dict[str, str], found: list[str]) -> None:
    files = {**TEMPLATES, A: BLUEPRINT.format("b"), **others}
    assert lines(check(tree(files), settings("TPL013"), [A])) == found
    ignoring = settings("TPL013", per_file_ignores={A: ["TPL013"]})
    assert lines(check(tree(files), ignoring, [A])) == []


def test_the_documents_of_the_tree_are_compared_with_each_other() -> None:
    """If the whole tree is checked: also those that are no specs."""
    label = "A\n=\n\n.. _here:\n\nB\n-\n"
    files = {f"doc/source/{name}.rst": label for name in ("one", "two")}
    (found,) = lines(check(tree(files), settings("RST014")))
    assert found.endswith(": RST014")
    assert lines(check(tree(files), settings("RST014"), ["specs"])) == []
    assert lines(check(tree(files), settings("RST014"), release="kilo")) == []
    assert len(lines(check(tree(files), settings("RST014"), ["doc/source/one.rst"]))) == 1


@pytest.mark.parametrize(
    ("entry", "severity"),
    [
        (Entry(A, executable=True), Severity.WARNING),
        (Entry(A, EntryKind.LINK, target="b.rst"), Severity.ERROR),
    ],
)
def test_a_finding_may_have_a_severity_of_its_own(entry: Entry, severity: Severity) -> None:
    files = {B: "B\n"} if entry.target else {A: "A\n"}  # a link cannot be read
    (found,) = check(tree(files, entry), settings("PLC009")).diagnostics
    assert found.severity is severity


def test_rules_after_one_that_is_off_are_run() -> None:
    change = delta({}, {A: "A\n=\n"}, "Subject\n\nDepends-On: nothing\n")
    codes = [d.code for d in report_on(change, settings("MSG")).diagnostics]
    assert codes == ["MSG003"]  # MSG002 is off by default
    path = "specs/kilo/approved/A_b.rst"
    assert lines(check(tree({path: "A\n=\n"}), settings("RST011", "PLC010"))) == [
        f"{path}:1: PLC010"
    ]


def test_findings_of_closed_releases_that_a_change_causes_are_reported() -> None:
    broken, old = "specs/juno/redirects", "specs/icehouse/redirects"
    before = {
        **TEMPLATES,
        "specs/liberty-template.rst": TEMPLATE,
        A: "a\n",
        broken: "approved/x.rst ../../kilo/approved/a.rst\n",
        old: "approved/x.rst y.rst\n",
        OLD: TAB,
    }
    change = delta(before, {A: None}, "Subject\n")
    config = settings("PLC007", "TXT005")
    parser = Parser(config)
    changes = assembled(change, config)
    for targets, found in ((), [f"{broken}:1: PLC007"]), (["specs"], [f"{broken}:1: PLC007"]):
        report = check_change(changes, change.after, change.before, config, parser, targets)
        assert lines(report) == found
    assert [d.location.path for d in report.hidden or ()] == [old, OLD]


def test_findings_after_those_that_wait_for_others() -> None:
    cited = f"{CITED}\nText \nMore\tText"
    config = settings("RST010", "TXT")
    report = check(tree({A: cited}), config, [A])
    assert [d.code for d in report.diagnostics] == ["RST010", "TXT002", "TXT005", "TXT006"]
    returns = tree({A: "One\r\nTwo \nMore\tText"})
    options = Settings(normalised=lambda texts: dict.fromkeys(texts, "One\nTwo \n"))
    report = check(returns, config, [A], settings=options)
    assert [d.code for d in report.diagnostics] == ["TXT002", "TXT005", "TXT006"]


def test_a_citation_that_is_referred_to_does_not_hide_another() -> None:
    files = {A: f"{CITED}\n.. [tome] Another.\n", B: "B\n=\n\nSee [book]_.\n"}
    assert lines(check(tree(files), settings("RST010"))) == [f"{A}:6: RST010"]
