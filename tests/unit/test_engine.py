"""The parts of the engine, for values and small trees."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from specslint.config.loading import load as load_config
from specslint.config.settings import Config
from specslint.engine import check
from specslint.engine.checkout import is_other, normalised_by_git, without_ignored
from specslint.engine.documents import _followed
from specslint.engine.facts import Facts
from specslint.engine.linting import SpecResult, _from_plain, _plain
from specslint.engine.name_search import NameSearch, names_in
from specslint.engine.pragmas import pragmas_of, suppress
from specslint.engine.report import Report
from specslint.engine.result import Checked, Result
from specslint.engine.sources import RecordingTree, WorkTree
from specslint.engine.specs import Parser
from specslint.engine.templates import Templates
from specslint.engine.workers import in_workers
from specslint.model.document import Comment, Definition, Document, Section, Use
from specslint.model.findings import (
    COMMIT_MESSAGE_PATH,
    Diagnostic,
    Edit,
    Finding,
    Fix,
    Location,
    Pragma,
    Severity,
)
from specslint.model.tree import Entry, EntryKind
from specslint.work_tree import Unreadable
from tests.conftest import Repository

PATH = "specs/kilo/approved/add-colds.rst"


def found(line: int, code: str = "TXT001", path: str = PATH, column: int = 1) -> Diagnostic:
    return Diagnostic(Location(path, line, column), code, "a", Severity.ERROR, "b")


def write(root: Path, **files: str) -> WorkTree:
    """Write files; two underscores stand for a slash, and ``.rst`` is added."""
    for name, text in files.items():
        file = root / f"{name.replace('__', '/').replace('_', '-')}.rst"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return WorkTree(root)


# --- pragmas ----------------------------------------------------------------


def section(first: int, last: int, *sections: Section) -> Section:
    return Section("A", "A", first, 1, last, has_content=True, sections=sections)


NESTED = (section(3, 20, section(5, 10, section(7, 8)), section(11, 20)), section(21, 30))


@pytest.mark.parametrize(
    ("sections", "line", "lines"),
    [
        ((), 5, (1, 40)),
        (NESTED, 1, (1, 40)),
        (NESTED, 3, (3, 20)),
        (NESTED, 4, (3, 20)),
        (NESTED, 5, (5, 10)),
        (NESTED, 6, (5, 10)),
        (NESTED, 7, (7, 8)),
        (NESTED, 8, (7, 8)),
        (NESTED, 9, (5, 10)),
        (NESTED, 10, (5, 10)),
        (NESTED, 11, (11, 20)),
        (NESTED, 20, (11, 20)),
        (NESTED, 21, (21, 30)),
        (NESTED, 30, (21, 30)),
        (NESTED, 31, (1, 40)),
    ],
)
def test_a_pragma_applies_to_the_innermost_section(
    sections: tuple[Section, ...], line: int, lines: tuple[int, int]
) -> None:
    text = [""] * 40
    text[line - 1] = ".. specslint: disable=TXT001"
    comment = Comment("specslint: disable=TXT001", line, 1)
    (pragma,) = pragmas_of(Document(sections, comments=(comment,)), tuple(text))
    assert (pragma.first_line, pragma.last_line) == lines


@pytest.mark.parametrize(
    ("text", "codes", "problem"),
    [
        ("specslint: disable=TXT001,TXT002 why", (("TXT001", 23), ("TXT002", 30)), False),
        ("specslint:disable = TXT001", (("TXT001", 24),), False),
        ("specslint: enable=TXT001", (("TXT001", 22),), True),
        ("specslint: disable TXT001", (("TXT001", 23),), True),
        ("specslint: disable=", (), True),
    ],
)
def test_the_codes_of_a_pragma(
    text: str, codes: tuple[tuple[str, int], ...], *, problem: bool
) -> None:
    lines = (".. specslint is a linter", f".. {text}")
    comments = (Comment("specslint is a linter", 1, 1), Comment(text, 2, 1))
    (pragma,) = pragmas_of(Document(comments=comments), lines)
    assert (pragma.line, pragma.codes, bool(pragma.problem)) == (2, codes, problem)


def pragma(line: int, first: int, last: int, code: str = "TXT001", problem: str = "") -> Pragma:
    return Pragma(line, 1, ((code, 23),), first, last, problem)


@pytest.mark.parametrize(
    ("pragmas", "left", "used"),
    [
        ([], [1, 2, 5, 6, 9], set()),
        ([pragma(1, 1, 9)], [], {1}),
        ([pragma(2, 2, 5)], [1, 6, 9], {2}),
        ([pragma(3, 3, 4)], [1, 2, 5, 6, 9], set()),
        ([pragma(1, 1, 1), pragma(9, 9, 9)], [2, 5, 6], {1, 9}),
        ([pragma(2, 2, 6), pragma(5, 5, 5)], [1, 9], {2, 5}),
        ([pragma(5, 5, 9), pragma(1, 1, 2)], [], {5, 1}),
        ([pragma(1, 1, 9, code="TXT002")], [1, 2, 5, 6, 9], set()),
        ([pragma(1, 1, 9, problem="no codes")], [1, 2, 5, 6, 9], set()),
        ([pragma(1, 1, 9, code="FTK001")], [1, 2, 5, 6, 9], set()),
    ],
)
def test_what_pragmas_silence(pragmas: list[Pragma], left: list[int], used: set[int]) -> None:
    diagnostics = [found(line) for line in (1, 2, 5, 6, 9)]
    other = found(5, path="specs/kilo/approved/other.rst")
    fast_track = found(5, code="FTK001")
    kept, silencing = suppress([*diagnostics, other, fast_track], {PATH: tuple(pragmas)})
    assert kept == [*(found(line) for line in left), other, fast_track]
    assert {line for line, _ in silencing.get(PATH, ())} == used


# --- results ----------------------------------------------------------------


def test_the_lines_of_findings(tmp_path: Path) -> None:
    source = write(tmp_path, specs__kilo__approved__add_colds="one\ntwo  \nthree")
    run = Checked(Report((), 1), source, Config(), message="Subject\n\nTag\n")
    result = Result([run])
    assert [result.line_of(found(line)) for line in (0, 1, 2, 3, 4)] == [
        None,
        "one",
        "two  ",
        "three",
        None,
    ]
    assert result.line_of(found(3, path=COMMIT_MESSAGE_PATH)) == "Tag"
    assert result.line_of(found(1, path="specs/kilo")) is None
    assert result.normalised_line_of(found(2)) == "two"
    assert result.normalised_line_of(found(9)) == ""
    assert Result([run._replace(message=None)]).text_of(found(1, path=COMMIT_MESSAGE_PATH)) is None


@pytest.mark.parametrize(
    ("changed", "path", "within"),
    [
        (None, PATH, True),
        (None, "specs/kilo", False),
        (frozenset(), PATH, False),
        (frozenset([PATH]), PATH, True),
        (frozenset([PATH]), "specs/kilo", False),
    ],
)
def test_whether_a_finding_is_about_a_file_of_the_change(
    tmp_path: Path, changed: frozenset[str] | None, path: str, *, within: bool
) -> None:
    source = write(tmp_path, specs__kilo__approved__add_colds="one\n")
    result = Result([Checked(Report((), 1), source, Config(), changed=changed)])
    assert result.in_change(found(1, path=path)) is within


def test_results_are_stored_as_plain_values() -> None:
    fix = Fix((Edit(1, 2, 1, 3, "x"), Edit(4, 1, 4, 1, "")), safe=False)
    location = Location(PATH, 1, 2, 3, 4)
    result = SpecResult(
        PATH,
        (
            ("TXT001", Severity.ERROR, Finding(location, "a", Severity.ERROR, fix)),
            ("RST002", Severity.INFO, Finding(location, "b", Severity.INFO, original="c")),
            (
                "TPL013",
                Severity.WARNING,
                Finding(location, "d", Severity.WARNING, None, "new.rst", ("citation", "x")),
            ),
        ),
        (Pragma(1, 2, (("TXT001", 3),), 4, 5, "problem"),),
        facts=Facts(
            (Definition("label", "x", 1, 2, 3, has_title=True),), (Use("ref", "x", 1, 2, 3),)
        ),
    )
    assert _from_plain(PATH, _plain(result)) == result


# --- references between documents -------------------------------------------


@pytest.mark.parametrize(
    ("path", "target", "leads_to"),
    [
        ("doc/source/specs", "../../specs", "specs"),
        ("doc/source/specs/kilo", "../../../specs/kilo/approved/", "specs/kilo/approved"),
        ("a", "b", "b"),
        ("a", ".github/b", ".github/b"),
        ("a/b", "c/.git", "a/c/.git"),
        ("a", "!b", "!b"),
        ("a", "..b", "..b"),
        ("a", "/etc", ""),
        ("a", "../etc", ""),
        ("a/b", "../..", ""),
        ("a/b", "..", ""),
        ("a", ".git", ""),
        ("a", ".git/config", ""),
    ],
)
def test_where_a_link_leads(path: str, target: str, leads_to: str) -> None:
    assert _followed(Entry(path, EntryKind.LINK, target=target)) == leads_to


@pytest.mark.parametrize(
    ("kind", "name", "text", "may_be"),
    [
        ("label", "boot-order", ".. _boot-order:", True),
        ("label", "boot-order", ".. _Boot Order:", True),
        ("label", "boot-order", "   :name: boot-order", True),
        ("label", "boot-order", "See :ref:`boot-order`.", False),
        ("label", "boot-order", ".. _boot-orders:", False),
        ("label", "boot-order", ".. _boot:", False),
        ("any", "boot-order", "See :ref:`boot-order`.", True),
        ("citation", "book", ".. [Book] It.", True),
        ("citation", "book", "A book.", False),
        ("term", "cell", ".. glossary::\n\n   cell\n     It.", True),
        ("term", "cell", "A cell.", False),
        ("option", "--all", ".. option:: --all", True),
        ("confval", "size", ".. confval:: size", True),
        ("equation", "sum", ".. math::\n   :label: sum", True),
    ],
)
def test_a_text_is_searched_before_it_is_parsed(
    kind: str, name: str, text: str, *, may_be: bool
) -> None:
    assert NameSearch([(kind, name)]).may_be_in(text.encode()) is may_be
    others = [(kind, f"zebra{number}") for number in range(100)]
    assert NameSearch([*others, (kind, name)]).may_be_in(text.encode()) is may_be


def test_a_text_with_many_of_the_names_is_parsed_in_any_case() -> None:
    names = [("citation", f"word {number}") for number in range(100)]
    assert NameSearch(names).may_be_in(b"word")
    assert not NameSearch(names).may_be_in(b"other")


@pytest.mark.parametrize(
    ("kind", "target", "asked"),
    [
        ("ref", "order", {("label", "order")}),
        ("ref", "own", set()),
        ("term", "cell", {("term", "cell")}),
        ("option", "--all=yes", {("option", "--all")}),
        ("any", "own", {("any", "own")}),
        ("doc", "order", set()),
        ("download", "run.sh", set()),
    ],
)
def test_other_documents_are_searched_for_what_a_spec_does_not_define(
    kind: str, target: str, asked: set[tuple[str, str]]
) -> None:
    definitions = (Definition("label", "own", 1, 1, 4),)
    assert (
        set(names_in(Facts(definitions, (Use(kind, target, 1, 1, 9),)))) - {("label", "own")}
        == asked
    )


# --- work trees -------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "other"),
    [
        ("", "", False),
        ("specs", "", False),
        ("specs/kilo/approved/x.rst", "Words.\n", False),
        ("specs-old/x.rst", "Words.\n", True),
        ("README.rst", "Words.\n", True),
        ("draft.rst", "Draft\n=====\n\n  Problem Description \n-------\n", False),
        ("draft.rst", "Proposed changes\r\n====\r\n", False),
        ("draft.rst", "The proposed change is this.\n", True),
        ("none.rst", None, False),
    ],
)
def test_a_file_that_is_no_spec(
    tmp_path: Path, path: str, text: str | None, *, other: bool
) -> None:
    if text:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert is_other(path, WorkTree(tmp_path), "specs") is other


def test_files_that_git_ignores_are_not_reported(repository: Repository, tmp_path: Path) -> None:
    repository.write(".gitignore", "*.orig\n")
    strays = found(1, "PLC002", "specs/a.orig"), found(1, "PLC002", "specs/b.txt")
    other = found(1, "TXT001", "specs/a.orig")
    left = without_ignored(Report((*strays, other), 1), repository.root, WorkTree(repository.root))
    assert left.diagnostics == (strays[1],)
    report = Report((other,), 1)
    assert without_ignored(report, repository.root, WorkTree(repository.root)) == report
    report = Report(strays, 1)
    assert without_ignored(report, tmp_path, WorkTree(tmp_path)) == report


def test_a_result_that_depends_on_git_is_not_cached(
    repository: Repository, tmp_path: Path
) -> None:
    repository.write(".gitattributes", "* text\n")
    repository.write("specs/a.rst", "a\r\n")
    texts = {"specs/a.rst": "a\r\n"}
    recording = RecordingTree(WorkTree(repository.root))
    texts_of_git = normalised_by_git(texts, repository.root, recording)
    assert texts_of_git == {"specs/a.rst": "a\n"}
    assert not recording.complete
    assert normalised_by_git(texts, repository.root, WorkTree(repository.root)) == texts_of_git
    assert normalised_by_git(texts, tmp_path, WorkTree(tmp_path)) == {}, "no repository"

    for found, is_complete in ((), True), ((found_at_a_stray(),), False):
        recording = RecordingTree(WorkTree(repository.root))
        without_ignored(Report(found, 1), repository.root, recording)
        assert recording.complete is is_complete


def found_at_a_stray() -> Diagnostic:
    return found(1, "PLC002", "specs/b.txt")


def settings(**keys: Any) -> Config:
    """The settings of a ``pyproject.toml``."""
    import json

    lines = [f"{key.replace('_', '-')} = {json.dumps(value)}" for key, value in keys.items()]
    text = "\n".join(["[tool.specslint]", *lines, ""])
    return load_config({"pyproject.toml": text.encode()}.get)


LONG = "word " * 30 + "\n"


def reported(source: WorkTree, config: Config, targets: list[str] | None = None) -> list[str]:
    report = check(source, config, targets)
    return [f"{d.location.path}: {d.code}" for d in report.diagnostics]


def test_ignored_rules_and_excluded_files(tmp_path: Path) -> None:
    source = write(tmp_path, specs__kilo__approved__a=LONG, specs__kilo__approved__b=LONG)
    a, b = (f"specs/kilo/approved/{name}.rst: TXT001" for name in "ab")
    assert reported(source, settings(select=["TXT001"])) == [a, b]
    assert reported(source, settings(select=["TXT001"], exclude=["specs/kilo/approved/a*"])) == [b]
    ignored = settings(select=["TXT001"]).with_options(select=("TXT001",), ignore=("TXT001",))
    assert reported(source, ignored) == []


def test_redirects_are_checked_if_they_are_asked_about(tmp_path: Path) -> None:
    source = write(tmp_path, specs__kilo__approved__a="A\n=\n")
    redirects = tmp_path / "specs" / "kilo" / "redirects"
    redirects.write_text("approved/none.rst approved/nothing.rst\n")
    config = settings(select=["PLC007"])
    broken = ["specs/kilo/redirects: PLC007"]
    assert reported(source, config) == broken
    assert reported(source, config, ["specs/kilo/redirects"]) == broken
    assert reported(source, config, ["specs/kilo"]) == broken
    assert reported(source, config, ["specs/kilo/approved/a.rst"]) == []


TEMPLATE = "A template\n==========\n\nProblem\n-------\n\nTesting\n-------\n"


def outline_of(root: Path, config: Config) -> tuple[list[str] | None, str]:
    """The titles of kilo's outline, and what is wrong with its template."""
    templates = Templates(WorkTree(root), config, Parser(config))
    outline = templates.outline("kilo")
    titles = [section.title for section in outline.sections] if outline else None
    return titles, templates.problems.get("kilo", "")


def test_the_first_template_that_exists_is_used(tmp_path: Path) -> None:
    config = settings(template=["specs/{release}-template.rst", "specs/template.rst"])
    (tmp_path / "specs").mkdir()
    first, second = (tmp_path / "specs" / f"{n}.rst" for n in ("kilo-template", "template"))
    second.write_text(TEMPLATE)
    assert outline_of(tmp_path, config) == (["Problem", "Testing"], "")
    first.write_text(TEMPLATE.replace("Testing", "Reviews"))
    assert outline_of(tmp_path, config) == (["Problem", "Reviews"], "")
    # It is there, so no other one is meant.
    first.unlink()
    first.mkdir()
    titles, problem = outline_of(tmp_path, config)
    assert titles is None
    assert "kilo-template.rst cannot be read: it is no regular file" in problem


def test_what_the_results_of_a_spec_depend_on(tmp_path: Path) -> None:
    write(tmp_path, specs__kilo_template=TEMPLATE, specs__juno_template="Juno\n")
    config = settings(select=["TXT001"])
    templates = Templates(WorkTree(tmp_path), config, Parser(config))
    assert templates.inputs(None) == ()
    assert templates.inputs("kilo") == ("kilo", TEMPLATE.encode(), b"Juno\n")


def test_a_template_that_is_missing_keeps_no_contents_alive(tmp_path: Path) -> None:
    config = settings(select=["TXT001"])
    templates = Templates(WorkTree(tmp_path), config, Parser(config))
    assert templates.outline("zed") is None
    _, missing = templates._found("zed")
    assert isinstance(missing, Unreadable)
    assert missing.__traceback__ is None
    assert missing.__context__ is None


# --- workers ----------------------------------------------------------------


def test_workers_return_results_in_the_order_of_the_files() -> None:
    blobs = [(str(number), b"x" * number) for number in range(7)]
    made = in_workers(lambda path, data: (path, len(data)), blobs, 3)  # type: ignore[arg-type]
    assert list(made) == [(str(number), number) for number in range(7)]


def test_a_worker_leaves_single_files_or_all_that_it_has_not_done() -> None:
    blobs = [(str(number), b"") for number in range(10)]

    def leaving(path: str, _: object) -> str | None:
        return None if path in "0378" else path

    made = in_workers(leaving, blobs, 2)
    assert list(made) == [None, "1", "2", None, "4", "5", "6", None, None, "9"]

    def ending(path: str, _: object) -> str:
        if path == "4":
            os._exit(1)
        return path

    made = in_workers(ending, blobs, 2)
    assert list(made) == ["0", "1", "2", "3", None, "5", None, "7", None, "9"]


def test_a_fault_in_a_worker_names_the_file() -> None:
    def job(path: str, data: object) -> int:
        return 1 // (path != "b")

    made = in_workers(job, [("a", b""), ("b", b"x"), ("c", b"")], 2)
    assert next(made) == 1
    with pytest.raises(RuntimeError, match=r"(?s)in a worker, on 'b':.*ZeroDivisionError"):
        next(made)


def test_a_link_brings_the_text_of_its_template(tmp_path: Path) -> None:
    tree = write(tmp_path, specs__kilo_template="Title\n=====\n\n" + "word " * 20 + "end\n")
    link = "specs/kilo/approved/kilo-template.rst"
    (tmp_path / link).parent.mkdir(parents=True)
    (tmp_path / link).symlink_to("../../kilo-template.rst")
    config = Config().with_options(select=["TXT001"])
    for targets in ([link], None):
        report = check(tree, config, targets)
        assert [each.location.path for each in report.diagnostics] == ["specs/kilo-template.rst"]
    (tmp_path / link).unlink()
    assert not check(tree, config, ["specs/kilo/approved"]).diagnostics
