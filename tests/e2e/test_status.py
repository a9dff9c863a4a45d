"""``specslint status`` with the installed program."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program, must
from tests.unit.test_status import spec
from tests.unit.test_status_reviews import adding, change, lines


@pytest.fixture
def specs(repository: Repository) -> Repository:
    """Kilo with a spec of its own, one of juno's, and one that is implemented."""
    for release in ("juno", "kilo"):
        repository.write(f"specs/{release}-template.rst", f"{release}\n")
    for name in ("cold-boot", "volume-names"):
        repository.write(f"specs/juno/approved/{name}.rst", spec(f"Title of {name}", name))
    repository.commit("Juno")
    repository.write("specs/kilo/approved/cold-boot.rst", spec("Title of cold-boot", "cold-boot"))
    repository.commit("Again\n\nPreviously-approved: juno")
    repository.write("specs/kilo/approved/<b>.rst", spec("A \x1b[2J title"))
    repository.write("specs/kilo/implemented/ec2-names.rst", spec("Names"))
    repository.commit("More")
    return repository


def expected(specs: Repository) -> str:
    head = specs.git("rev-parse", "--short=12", "HEAD").strip()
    return (
        f"kilo at {head} (2015-01-01): 3 specs: 2 approved, 1 implemented; 1 fast tracked\n"
        "\n"
        "API (EC2) (1)\n"
        "  implemented Names (ec2-names)\n"
        "\n"
        "No area (2)\n"
        "  approved    A \\x1b[2J title (<b>)\n"
        "  approved    Title of cold-boot (cold-boot): fast tracked from juno\n"
        "\n"
        "Approved and not implemented (2)\n"
        "  A \\x1b[2J title (<b>)\n"
        "  Title of cold-boot (cold-boot)\n"
        "\n"
        "Re-proposed from earlier releases\n"
        "  1 of the 2 of juno\n"
    )


def test_where_the_open_release_stands(program: Program, specs: Repository) -> None:
    run = program.run("status", cwd=specs.root / "specs")
    assert (run.returncode, run.stdout, run.stderr) == (0, expected(specs), "")


def test_into_a_file(program: Program, specs: Repository) -> None:
    run = program.run("status", "kilo", "--output-file", "status.txt", cwd=specs.root)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (specs.root / "status.txt").read_text() == expected(specs)
    run = program.run("status", "--output-file", "missing/status.txt", cwd=specs.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        "specslint: missing/status.txt: cannot be written: no such file or directory\n"
    )


def test_with_reviews_from_standard_input(program: Program, specs: Repository) -> None:
    data = lines(change(7, "NEW", **adding("specs/kilo/approved/warm-boot.rst"))) + b"oh no\n"
    run = program.run(
        *("status", "--format", "json", "--reviews", "-"), cwd=specs.root, stdin=data.decode()
    )
    assert run.returncode == 0
    assert run.stderr == (
        "specslint: --reviews: 1 line is no change of Gerrit's: line 2: it is no JSON\n"
    )
    proposed = [s for s in json.loads(run.stdout)["specs"] if s["state"] == "proposed"]
    assert [(s["name"], s["review"]["number"]) for s in proposed] == [("warm-boot", 7)]


def test_at_an_earlier_commit(program: Program, specs: Repository) -> None:
    """The work tree and the index are not read."""
    specs.git("rm", "-q", "-r", "specs/kilo")
    run = program.run("status", "juno", "--at", "HEAD~2", "--format", "json", cwd=specs.root)
    assert run.returncode == 0
    assert [s["name"] for s in json.loads(run.stdout)["specs"]] == ["volume-names", "cold-boot"]


def test_without_git(program: Program, specs: Repository) -> None:
    must("rm", "-rf", specs.root / ".git", cwd=specs.root)
    run = program.run("status", cwd=specs.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        f'specslint: "{specs.root}" is in no git repository: run specslint in a clone\n'
    )


def test_before_the_first_commit(program: Program, repository: Repository) -> None:
    repository.write("specs/kilo-template.rst", "Kilo\n")
    run = program.run("status", cwd=repository.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == 'specslint: "HEAD" names no commit here: there is no commit yet\n'


def test_a_wrong_format(program: Program, specs: Repository) -> None:
    run = program.run("status", "--format", "xml", cwd=specs.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        "specslint: argument --format: invalid choice: 'xml' (choose from 'text', 'markdown', "
        "'rst', 'json', 'html'); specslint status --help shows the usage\n"
    )
