"""Whatever the input, specslint answers with a finding or one clear line."""

from __future__ import annotations

import ctypes
import os
import random
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import DIRTY, FINDING, Completed, Program

SPEC = "specs/kilo/approved/server-group-names-in-notifications.rst"
ODD = "specs/kilo/approved/odd.rst"


def refused(run: Completed, *fragments: str) -> None:
    """The run failed, and said so in one line."""
    assert run.returncode == 2, run
    assert run.stdout == ""
    assert run.stderr.startswith("specslint: "), run
    assert run.stderr.count("\n") == 1, run
    for fragment in fragments:
        assert fragment in run.stderr


def found(run: Completed, path: str, code: str) -> None:
    """The run ended with a finding about ``path``, and with an empty standard error."""
    assert run.returncode == 1, run
    lines = [line for line in run.stdout.splitlines() if line.startswith(f"{path}:")]
    assert any(f": {code} [error] " in line for line in lines), run.stdout[:2000]
    assert run.stderr == ""


def test_a_path_that_does_not_exist(program: Program, sample: Repository) -> None:
    refused(program.run("specs/kilo/approved/nope.rst", cwd=sample.root), "nope.rst")


@pytest.mark.parametrize("word", ["help", "chek"])
def test_a_word_that_is_neither_a_path_nor_a_command(
    program: Program, sample: Repository, word: str
) -> None:
    run = program.run(word, cwd=sample.root)
    refused(run, f'{word} does not exist; "specslint --help" lists the commands')


def test_a_path_outside_the_repository(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    (tmp_path / "outside.rst").write_text("outside\n")
    refused(program.run("../outside.rst", cwd=sample.root), "outside.rst")


def test_a_directory_that_is_no_spec_repository(program: Program, tmp_path: Path) -> None:
    refused(program.run(cwd=tmp_path), "specs")


def test_a_repository_without_specs(program: Program, repository: Repository) -> None:
    repository.write("README.rst", "Nothing here.\n")
    repository.commit("Begin")
    refused(program.run(cwd=repository.root), "specs")


TOO_LONG = ("a" * 300, "a/" * 3000)


@pytest.mark.parametrize("path", TOO_LONG, ids=lambda path: path[:9])
@pytest.mark.parametrize(
    "words",
    ["{}", "--root {}", "--config {}", "--baseline {}", "--output-file {}/x", "commit-msg {}",
     "--write-baseline {}/x", "status --root {}", "--commit HEAD {}"],
)  # fmt: skip
def test_a_path_that_is_too_long(
    program: Program, sample: Repository, words: str, path: str
) -> None:
    run = program.run(*(word.format(path) for word in words.split()), cwd=sample.root)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pyproject.toml", "[tool.specslint]\napproved = '{}/{{release}}/{{name}}.rst'\n"),
        ("pyproject.toml", "[tool.specslint]\nbaseline = '{}'\n"),
        ("tox.ini", "[testenv:docs]\ncommands = sphinx-build -W {} doc/build\n"),
        ("specs/kilo/redirects", "{0} {0}\n"),
        ("specs/kilo/approved/x.rst", ".. image:: {0}\n\n.. toctree::\n\n   {0}\n"),
    ],
)
def test_a_path_in_the_tree_that_is_too_long(
    program: Program, sample: Repository, file: str, text: str
) -> None:
    sample.write(file, text.format("a" * 300))
    sample.commit("Too long")
    for words in ((), ("--commit", "HEAD"), ("status",), ("new", "a-name")):
        program.run(*words, cwd=sample.root)


@pytest.mark.parametrize("length", [100, 252, 255])
def test_a_release_with_a_long_name(program: Program, sample: Repository, length: int) -> None:
    """No file of specslint's own could have that name."""
    release = "a" * length
    sample.write(f"specs/{release}/approved/a-spec.rst", "Text\n")
    sample.commit("Add a release")
    for words in ((), ("--commit", "HEAD"), ("status",)):
        run = program.run(*words, "--format", "json", cwd=sample.root)
        assert run.stderr == ""
        assert words == ("status",) or '"TPL014"' in run.stdout
    run = program.run("new", "a-name", "--to", release, cwd=sample.root)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1


def test_an_unknown_option(program: Program, sample: Repository) -> None:
    run = program.run("--no-such-option", cwd=sample.root)
    assert run.returncode == 2
    assert "--no-such-option" in run.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--commit", "nope"),
        ("--commit", "--output=/tmp/specslint-was-here"),
        ("--range", "HEAD..HEAD"),
        ("--range", "nope..HEAD"),
        ("--range", "HEAD"),
        ("--select", "XYZ123"),
        ("--severity", "TXT001=awful"),
        ("--config", "nope.toml"),
        ("--message-file", "nope", "--staged"),
        ("commit-msg", "nope"),
        ("--root=--",),
        ("--config=--",),
        ("status", "kilo", "--at=--"),
    ],
    ids=" ".join,
)
def test_arguments_that_make_no_sense(
    program: Program, sample: Repository, arguments: tuple[str, ...]
) -> None:
    run = program.run(*arguments, cwd=sample.root)
    assert run.returncode == 2, run
    assert run.stdout == ""
    assert run.stderr.strip()
    assert not Path("/tmp/specslint-was-here").exists()


@pytest.mark.parametrize("columns", ["9" * 5000, "99999", "-5", "\u0661", "0", "x"])
def test_a_terminal_of_an_impossible_width(program: Program, tmp_path: Path, columns: str) -> None:
    run = program.run("--help", cwd=tmp_path, env={"COLUMNS": columns})
    assert run.returncode == 0
    assert run.stdout.startswith("usage: ")


def test_a_variable_of_completion_outside_of_a_completion(
    program: Program, sample: Repository
) -> None:
    run = program.run(DIRTY, cwd=sample.root, env={"_ARGCOMPLETE": "1"})
    assert (run.returncode, run.stdout) == (1, FINDING)


@pytest.mark.parametrize(
    "words",
    [
        "--commit= ",  # with no value after the equals sign
        "--commit",
        "--range",
        "--config",
        "--config-from",
        "--root",
        "--release",
        "--select",
        "--output-file",
        "--baseline",
        "--message-file",
        "status --at",
        "status",
        "repropose --to",
        "commit-msg",
        "rule",
        "init --rev",
        "",
    ],
)
def test_a_value_that_is_empty(program: Program, sample: Repository, words: str) -> None:
    """As from an unset variable; it must not count as an option that is not given."""
    last = [] if words.endswith(" ") else [""]
    run = program.run(*words.rstrip().split(), *last, cwd=sample.root)
    refused(run, "the value is empty")


def test_a_change_outside_of_git(program: Program, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    refused(program.run("--staged", "--root", str(tmp_path), cwd=tmp_path), "git")


def _without_overriding_permissions() -> None:
    # Root may read everything by two capabilities; the command that is executed has
    # neither.
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def test_a_file_that_may_not_be_read(program: Program, sample: Repository) -> None:
    (sample.root / SPEC).chmod(0)
    run = subprocess.run(
        [program.bin / "specslint", SPEC],
        cwd=sample.root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=_without_overriding_permissions,
    )
    assert run.returncode in (1, 2), run
    assert "Traceback" not in run.stderr
    assert SPEC in run.stdout + run.stderr
    assert len((run.stdout + run.stderr).splitlines()) == 1


def test_an_empty_file(program: Program, sample: Repository) -> None:
    sample.write(ODD, "")
    found(program.run(ODD, cwd=sample.root), ODD, "TPL010")


def test_a_huge_file(program: Program, sample: Repository) -> None:
    text = (sample.root / SPEC).read_text()
    sample.write(ODD, text + "A line that says nothing new.\n\n" * (5 * 1024 * 1024 // 31))
    found(program.run(ODD, cwd=sample.root, timeout=120), ODD, "RST009")


def test_a_deeply_nested_file(program: Program, sample: Repository) -> None:
    sample.write(ODD, "".join(f"{' ' * depth}quote\n\n" for depth in range(2000)))
    found(program.run(ODD, cwd=sample.root, timeout=120), ODD, "RST009")


def test_random_bytes(program: Program, sample: Repository) -> None:
    source = random.Random(20150430)
    (sample.root / ODD).write_bytes(source.randbytes(20_000))
    found(program.run(ODD, cwd=sample.root), ODD, "TXT007")


@pytest.mark.parametrize("named", [True, False], ids=["named", "met"])
def test_a_fifo(program: Program, sample: Repository, named: bool) -> None:
    os.mkfifo(sample.root / ODD)
    run = program.run(*[ODD] * named, cwd=sample.root)
    assert run.returncode in (1, 2), run
    assert ODD in run.stdout + run.stderr


def test_a_directory_named_like_a_spec(program: Program, sample: Repository) -> None:
    (sample.root / ODD).mkdir()
    run = program.run(cwd=sample.root)
    assert run.returncode == 1, run


def test_a_dangling_link(program: Program, sample: Repository) -> None:
    (sample.root / ODD).symlink_to("nowhere.rst")
    found(program.run(cwd=sample.root), ODD, "PLC009")


def test_a_link_out_of_the_tree_is_not_followed(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("SECRET " * 20 + "\n")
    (sample.root / ODD).symlink_to(tmp_path / "secret")
    for arguments in ((), (ODD,)):
        run = program.run(*arguments, cwd=sample.root)
        assert run.returncode in (1, 2), run
        assert ODD in run.stdout + run.stderr
        assert "SECRET" not in run.stdout + run.stderr
        assert f"{ODD}:1:80: TXT001" not in run.stdout


def test_a_template_that_leads_out_of_the_tree_is_not_followed(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("Secret\n======\n\nAlpha\n-----\n\nBeta\n")
    template = sample.root / "specs/kilo-template.rst"
    template.unlink()
    template.symlink_to(tmp_path / "secret")
    run = program.run(SPEC, cwd=sample.root)
    assert "Alpha" not in run.stdout + run.stderr


def test_a_directory_that_links_out_of_the_tree(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "other.rst").write_text("SECRET\n")
    (sample.root / "specs/kilo/linked").symlink_to(tmp_path / "elsewhere")
    run = program.run(cwd=sample.root)
    assert "other.rst" not in run.stdout
    assert run.returncode == 1


def test_a_broken_template(program: Program, sample: Repository) -> None:
    (sample.root / "specs/kilo-template.rst").write_bytes(b"\xff\xfe no template \x00")
    run = program.run(cwd=sample.root)
    assert run.returncode == 1, run
    assert "TPL014 [error]" in run.stdout, run
    assert run.stderr == ""


@pytest.mark.parametrize("linked", [True, False])
def test_the_text_of_a_template_counts_where_a_link_makes_it_a_spec(
    program: Program, sample: Repository, *, linked: bool
) -> None:
    template = sample.root / "specs/kilo-template.rst"
    number = len(template.read_text().splitlines()) + 1
    template.write_text(template.read_text() + "The end. \n")
    if linked:
        link = sample.root / "specs/kilo/approved/kilo-template.rst"
        link.symlink_to("../../kilo-template.rst")
    run = program.run(cwd=sample.root)
    found = [line for line in run.stdout.splitlines() if "kilo-template.rst" in line]
    expected = f"specs/kilo-template.rst:{number}:9: TXT002 [error]"
    assert [line[: len(expected)] for line in found] == [expected] * linked


@pytest.mark.parametrize(
    "text",
    [
        "[tool.specslint\n",
        "[tool.specslint]\nunknown-key = 1\n",
        '[tool.specslint]\nselect = ["NOPE"]\n',
        '[tool.specslint]\nexclude = "specs"\n',
        '[tool.specslint]\napproved = "../../etc/{release}/{name}"\n',
        '[tool.specslint]\nbacklog = "specs/{release}/approved/{name}.rst"\n',
    ],
    ids=["syntax", "key", "code", "type", "path", "patterns"],
)
def test_a_broken_configuration(program: Program, sample: Repository, text: str) -> None:
    sample.write("pyproject.toml", text)
    refused(program.run(cwd=sample.root), "pyproject.toml")


@pytest.mark.parametrize("release", ["ki{lo", "ki{release}", "{name}"])
def test_a_release_with_braces(program: Program, sample: Repository, release: str) -> None:
    spec = f"specs/{release}/approved/{{release}}.rst"
    sample.write(spec, (sample.root / SPEC).read_text())
    sample.commit("Propose a spec")
    for arguments in ((), (spec,), ("--commit", "HEAD")):
        run = program.run(*arguments, cwd=sample.root)
        assert run.returncode == 1, run
        assert (
            f'specs/{release}-template.rst:1:1: TPL014 [error] release "{release}"' in run.stdout
        )
        assert run.stderr == ""


def test_names_that_could_drive_a_terminal(program: Program, sample: Repository) -> None:
    sample.write("specs/kilo/approved/\x1b[31mred\n\u202eder.rst", "")
    run = program.run(cwd=sample.root)
    assert run.returncode == 1
    assert "\x1b" not in run.stdout
    assert "\u202e" not in run.stdout
    assert all(line.startswith(("specs/", "/")) for line in run.stdout.splitlines())
