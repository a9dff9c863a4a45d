"""``specslint open`` with the installed program and real git."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program
from tests.e2e.test_move import findings, state

INDEX = "Specs\n=====\n\n.. toctree::\n\n   specs/kilo/index\n   specs/juno/index\n"


@pytest.fixture
def specs(sample: Repository) -> Repository:
    """The sample with pages of documentation, and a template for the backlog."""
    for release in ("juno", "kilo"):
        title = f"{release.capitalize()} specs"
        pages = f"doc/source/specs/{release}"
        sample.write(f"{pages}/index.rst", f"{title}\n{'=' * len(title)}\n\nHere they are.\n")
        for status in ("approved", "implemented"):
            link = sample.root / pages / status
            link.symlink_to(f"../../../../specs/{release}/{status}")
    sample.write("doc/source/index.rst", INDEX)
    (sample.root / "specs/backlog-template.rst").symlink_to("kilo-template.rst")
    (sample.root / "pyproject.toml").unlink()  # it sets the open releases
    sample.commit("With pages")
    return sample


def test_a_release_like_the_newest_one(program: Program, specs: Repository) -> None:
    before = findings(program, specs)
    run = program.run("open", "Liberty", cwd=specs.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert (
        run.stdout
        == """\
write  doc/source/index.rst
link   doc/source/specs/liberty/approved -> ../../../../specs/liberty/approved
link   doc/source/specs/liberty/implemented -> ../../../../specs/liberty/implemented
write  doc/source/specs/liberty/index.rst
link   specs/backlog-template.rst -> liberty-template.rst
write  specs/liberty-template.rst
link   specs/liberty/approved/liberty-template.rst -> ../../liberty-template.rst
link   specs/liberty/implemented/liberty-template.rst -> ../../liberty-template.rst
write  specs/liberty/redirects

The message, in .git/MERGE_MSG:
    Open specs for Liberty

    The template, the directories and the pages are made as those of Kilo
    are.

All of it is staged. git add a file again after a change, and run: git commit
"""
    )
    assert (specs.root / "specs/liberty/approved/liberty-template.rst").resolve() == (
        specs.root / "specs/liberty-template.rst"
    )
    page = (specs.root / "doc/source/specs/liberty/index.rst").read_text()
    assert page == "Liberty specs\n=============\n\nHere they are.\n"
    listed = INDEX.replace("   specs/kilo", "   specs/liberty/index\n   specs/kilo")
    assert (specs.root / "doc/source/index.rst").read_text() == listed
    assert (specs.root / "specs/liberty/redirects").read_bytes() == b""
    specs.git("commit", "-q", "--no-edit")
    assert specs.git("status", "--porcelain") == ""
    assert findings(program, specs) <= before
    assert program.run("--commit", cwd=specs.root).stdout == ""
    # The release is open: a new spec is put there, and replaces the link.
    assert program.run("new", "count-spares", cwd=specs.root).returncode == 0
    assert (specs.root / "specs/liberty/approved/count-spares.rst").is_file()


def test_a_wide_page_of_the_documentation_is_no_finding(
    program: Program, specs: Repository
) -> None:
    """Nor in the plan alone: the gate looks at specs."""
    specs.write("doc/source/index.rst", INDEX + "\n" + "wide words " * 9 + "\n")
    specs.commit("Widen a page")
    for more in (("--dry-run",), ()):
        run = program.run("open", "Liberty", *more, cwd=specs.root)
        assert (run.returncode, run.stderr) == (0, "")
        assert "TXT001" not in run.stdout


def test_a_number_and_its_codename(program: Program, specs: Repository) -> None:
    words = ("open", "2027.2", "--codename", "jasmine", "--dry-run", "--format", "json")
    plan = json.loads(program.run(*words, cwd=specs.root).stdout)
    assert plan["message"].startswith("Open specs for 2027.2 Jasmine\n")
    assert plan["notes"] == ["2027.1 comes before 2027.2, and is not there"]
    assert plan["findings"] == []
    assert specs.git("status", "--porcelain") == ""


def test_releases_that_the_configuration_opens(program: Program, specs: Repository) -> None:
    specs.write("pyproject.toml", '[tool.specslint]\nopen-releases = ["kilo"]\n')
    specs.commit("Only kilo is open")
    run = program.run("open", "liberty", "--dry-run", cwd=specs.root)
    assert "note: open-releases in the configuration does not have liberty: add it\n" in run.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("lbierty",), '"lbierty" is no release; did you mean "liberty"?'),
        (("../x",), '"../x" is no release'),
        (("kilo",), "kilo has specs or a template already: it is open"),
        (("icehouse",), "kilo is there, and came after icehouse: name a later release"),
        (("liberty", "--codename", "x"), "liberty is a name itself"),
        (("liberty", "--dry-run", "--commit"), "--dry-run changes nothing"),
        ((), "the following arguments are required: RELEASE"),
    ],
)
def test_refused(
    program: Program, specs: Repository, words: tuple[str, ...], message: str
) -> None:
    before = state(specs)
    run = program.run("open", *words, cwd=specs.root)
    assert (run.returncode, run.stdout, state(specs)) == (2, "", before)
    assert message in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_failure_leaves_all_as_it_was(program: Program, specs: Repository) -> None:
    for damage in (".git/index.lock", "specs/liberty/redirects"):
        specs.write(damage, "Mine\n")
        before = state(specs)
        run = program.run("open", "liberty", cwd=specs.root)
        assert (run.returncode, run.stdout, state(specs)) == (2, "", before)
        assert damage in run.stderr
        (specs.root / damage).unlink()


@pytest.mark.parametrize(
    ("project", "path", "message"),
    [
        ("cinder", "specs/2026.1/a.rst", "2026.1 has nothing but specs"),
        ("keystone", "specs/keystone/2026.1/a.rst", "2026.1 has nothing but specs"),
        ("neutron", "specs/2026.1/a.rst", "2026.1 has nothing but specs"),
        ("glance", "specs/2026.1/approved/glance/a.rst", "2026.1 has nothing but specs"),
        ("ironic", "specs/approved/a.rst", "the specs here stand in no releases"),
    ],
)
def test_other_repositories_are_told_what_they_lack(
    program: Program, repository: Repository, project: str, path: str, message: str
) -> None:
    repository.write(".gitreview", f"[gerrit]\nproject=openstack/{project}-specs.git\n")
    repository.write("specs/template.rst", "Title\n=====\n\nProblem description\n----------\n")
    repository.write(path, "A spec\n======\n")
    repository.commit("Specs")
    run = program.run("open", "2026.2", cwd=repository.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr
    assert run.stderr.count("\n") == 1
