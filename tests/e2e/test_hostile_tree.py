"""A tree under check with programs, links, devices, many files and odd names."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from specslint.reporters import FORMATS
from tests.conftest import Repository
from tests.e2e.conftest import DIRTY, Program, call
from tests.e2e.watch import Watch, strangers

SPEC = "specs/kilo/approved/server-group-names-in-notifications.rst"
APPROVED = "specs/kilo/approved"
INVOCATIONS = [
    (),
    (DIRTY,),
    ("--commit", "HEAD"),
    ("--staged", DIRTY),
    ("--fix", SPEC),
    ("rule", "TXT"),
]

HUGE = (
    "the file was not parsed, so most rules did not run: "
    "1073741824 bytes are more than the 1048576 that are read"
)

PROGRAMS = (
    "sitecustomize.py",
    "usercustomize.py",
    "conf.py",
    "conftest.py",
    "setup.py",
    "git.py",
    "docutils.py",
    "gitdb.py",
    "sqlite3.py",
    "re.py",
    "specslint.py",
    "specslint/__init__.py",
    "specslint/cli.py",
    "specslint/rules/text/txt001.py",
    "docutils/parsers/rst/directives/misc.py",
    "evil.pth",
    "lib/python3.11/site-packages/sitecustomize.py",
)
SETTINGS = {
    "docutils.conf": "[general]\nreport_level: 5\nhalt_level: 5\nfile_insertion_enabled: yes\n",
    ".docutils": "[general]\nreport_level: 5\n",
    "pyvenv.cfg": "home = .\ninclude-system-site-packages = true\n",
    "python311._pth": ".\nimport site\n",
    ".pydistutils.cfg": "[install]\ninstall_lib = .\n",
    ".specslint.toml": '[specslint]\nselect = ["MSG"]\n',
    "specs/pyproject.toml": '[tool.specslint]\nselect = ["MSG"]\n',
}


@pytest.mark.parametrize("invocation", INVOCATIONS, ids=" ".join)
def test_nothing_of_the_tree_is_a_program(
    program: Program, sample: Repository, tmp_path: Path, invocation: tuple[str, ...]
) -> None:
    clean = (
        program.run("--no-cache", *invocation, cwd=sample.root)
        if invocation[:1] != ("rule",)
        else None
    )
    marker = tmp_path / "marker"
    trap = f"open({str(marker)!r}, 'w').close()\n"
    for directory in ("", "specs/", f"{APPROVED}/."):
        for name in PROGRAMS:
            sample.write(f"{directory}{name}", trap)
    for name, text in SETTINGS.items():
        sample.write(name, text)
    sample.git("add", "--all")
    watch = Watch(tmp_path / "watch")
    words = invocation if clean is None else ("--no-cache", *invocation)
    for where in (sample.root, sample.root / "specs"):
        if where == sample.root or not invocation:
            seen = watch(program.bin / "specslint", *words, cwd=where)
            assert strangers(seen, program, sample) == set()
            assert seen.run.returncode in (0, 1), seen.run
            assert not marker.exists()
            if clean and invocation in ((DIRTY,), ("--commit", "HEAD")):
                assert seen.run.stdout == clean.stdout
    # The traps work: Python itself runs into them.
    call(program.bin / "python", "-c", "import git", cwd=sample.root)
    assert marker.exists()


def test_what_is_no_file_is_named_and_not_opened(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    odd = sample.root / APPROVED
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.rst").write_text("SECRET " * 40)
    (odd / "a-link.rst").symlink_to(tmp_path / "outside/secret.rst")
    (odd / "b-loop.rst").symlink_to("b-loop.rst")
    (odd / "c-loop.rst").symlink_to("d-loop.rst")
    (odd / "d-loop.rst").symlink_to("c-loop.rst")
    os.mkfifo(odd / "e-fifo.rst")
    (odd / "f-device.rst").symlink_to("/dev/zero")
    (odd / "g-itself.rst").symlink_to(".")
    with (odd / "h-huge.rst").open("wb") as file:
        file.truncate(1 << 30)
    (sample.root / "specs/kilo/linked").symlink_to(tmp_path / "outside")
    (sample.root / "specs/linked").symlink_to("/")
    (sample.root / "specs/kilo/redirects").unlink()
    (sample.root / "specs/kilo/redirects").symlink_to("/dev/zero")
    (sample.root / "specs/liberty-template.rst").symlink_to("/dev/zero")
    sample.write("specs/liberty/approved/x.rst", (sample.root / SPEC).read_text())
    watch = Watch(tmp_path / "watch")
    seen = watch(program.bin / "specslint", "--no-cache", cwd=sample.root)
    assert strangers(seen, program, sample) == set()
    assert (seen.run.returncode, seen.run.stderr) == (1, "")
    assert "SECRET" not in seen.run.stdout
    names = "a-link b-loop c-loop d-loop e-fifo f-device g-itself h-huge"
    for name in names.split():
        assert f"{APPROVED}/{name}.rst:1:1: " in seen.run.stdout
    lines = seen.run.stdout.splitlines()
    assert f"{APPROVED}/h-huge.rst:1:1: RST009 [error] {HUGE}" in lines
    # And each of them when it is named, with no other finding.
    for name in names.split():
        run = program.run(f"{APPROVED}/{name}.rst", cwd=sample.root)
        assert run.returncode == 1
        assert run.stdout.splitlines() == [line for line in lines if f"/{name}.rst:1:1: " in line]
    # Without the rule on links, reading rejects it.
    run = program.run("--select", "TXT,RST", f"{APPROVED}/a-link.rst", cwd=sample.root)
    assert run.stdout == (
        f"{APPROVED}/a-link.rst:1:1: RST009 [error] the file was not parsed, so most rules "
        "did not run: it is a symbolic link, which is never followed\n"
    )
    fixed = program.run("--fix", "--unsafe-fixes", cwd=sample.root)
    assert fixed.returncode == 1
    assert (odd / "a-link.rst").is_symlink()
    assert (tmp_path / "outside/secret.rst").read_text() == "SECRET " * 40


# --- names ------------------------------------------------------------------------

NAMES = [
    b"--fix.rst",
    b"--output=x.rst",
    b"-rf.rst",
    b"new\nline.rst",
    b"::error::x.rst",
    b"\x1b]0;title\x07.rst",
    b"\x1b[2J.rst",
    b"\xe2\x80\xaeder.rst",
    b"\xff\xfe.rst",
    b"%0A%1b.rst",
    b" .rst",
    b"$(touch marker).rst",
    b"`touch marker`;'\".rst",
    b"*?[!a].rst",
    b":(glob)**.rst",
    b"\\..\\x.rst",
    b"a\tb\rc.rst",
    b"<!-- & -->.rst",
]


def harmless(text: str) -> bool:
    """Whether a terminal or a log would show it as plain text, line by line."""
    return all(char.isprintable() or char == "\n" for char in text) and not any(
        line.startswith("::error::x") for line in text.splitlines()
    )


@pytest.mark.parametrize("format", FORMATS)
def test_names_are_shown_and_not_obeyed(program: Program, sample: Repository, format: str) -> None:
    directory = os.fsencode(sample.root / APPROVED)
    for name in NAMES:
        Path(os.fsdecode(directory + b"/" + name)).write_bytes(b"x_ \n")
    sample.commit("--fix\n\n\x1b[31mPreviously-approved: \u202ejuno\n::error::x\n")
    (sample.root / APPROVED / "--fix.rst").write_text("y_ \n")
    here = sample.root / APPROVED
    for words, where in (
        ((), sample.root),
        (("--commit", "HEAD"), sample.root),
        (("--", "--fix.rst"), here),
        (("./--output=x.rst",), here),
    ):
        run = program.run("--format", format, *words, cwd=where)
        assert run.returncode == 1, run
        assert run.stderr == ""
        assert harmless(run.stdout), run.stdout
    assert sample.git("status", "--short") == f" M {APPROVED}/--fix.rst\n"
    assert not (sample.root / "marker").exists()


def test_names_that_are_mended(program: Program, sample: Repository) -> None:
    directory = os.fsencode(sample.root / APPROVED)
    files = [Path(os.fsdecode(directory + b"/" + name)) for name in NAMES]
    for file in files:
        file.write_bytes(b"x \n")
    run = program.run("--fix", "--select", "TXT002", cwd=sample.root)
    assert run.stderr.count("\n") == 1
    assert run.returncode == 0
    assert {file.read_bytes() for file in files} == {b"x\n"}
    assert not (sample.root / "marker").exists()


# --- many files -------------------------------------------------------------------


MANY = 40_000  # quadratic time would exceed the minute that a run may take


def with_many(sample: Repository, count: int, suffix: str) -> None:
    """Commit a release with so many specs, without any files in the work tree."""
    blob = sample.git("rev-parse", f"HEAD:{SPEC}").strip()
    lines = [f"100644 blob {blob}\tspec-{number}{suffix}\n" for number in range(count)]

    def tree(text: str) -> str:
        made = subprocess.run(
            ["git", "mktree"],
            cwd=sample.root,
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        return made.stdout.strip()

    def changed(listing: str, name: str, entry: str) -> str:
        others = [line for line in listing.splitlines() if not line.endswith(f"\t{name}")]
        return "".join(f"{line}\n" for line in [*others, entry])

    below = tree("".join(lines))
    for directory, name in (("specs/kilo", "implemented"), ("specs", "kilo"), ("", "specs")):
        listing = sample.git("ls-tree", f"HEAD:{directory}")
        below = tree(changed(listing, name, f"040000 tree {below}\t{name}"))
    commit = sample.git("commit-tree", below, "-p", "HEAD", "-m", "So many").strip()
    sample.git("update-ref", "HEAD", commit)


def test_a_change_to_a_tree_of_many_files(program: Program, sample: Repository) -> None:
    with_many(sample, MANY, ".rst")
    sample.git("read-tree", "HEAD")
    text = sample.git("show", f"HEAD:{SPEC}")
    sample.write(f"{APPROVED}/one-more.rst", text.rstrip("\n"))
    sample.git("add", f"{APPROVED}/one-more.rst")
    run = program.run("--staged", cwd=sample.root, timeout=600, processor_time=60)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(f"{APPROVED}/one-more.rst:")
    assert " TXT006 [warning] " in run.stdout


@pytest.mark.slow
def test_a_change_that_brings_many_files(program: Program, sample: Repository) -> None:
    with_many(sample, MANY, ".txt")
    run = program.run("--commit", "HEAD", cwd=sample.root, timeout=600, processor_time=60)
    assert run.stderr == ""
    assert run.returncode == 1
    assert run.stdout.count(": PLC002 [error] ") == MANY


@pytest.mark.parametrize(
    "invocation", [("--commit", "HEAD"), ("--range", "HEAD^.."), ("--staged",), ()]
)
def test_the_directory_of_the_specs_is_a_link(
    program: Program, sample: Repository, invocation: tuple[str, ...]
) -> None:
    """Readers of the page would see the specs behind it, and no rule would."""
    assert program.run(*invocation, cwd=sample.root).returncode in (0, 1, 2)
    sample.commit("Nothing")
    (sample.root / "specs").rename(sample.root / "elsewhere")
    (sample.root / "specs").symlink_to("elsewhere")
    if invocation == ("--staged",):
        sample.git("add", "--all")
    else:
        sample.commit("Move the specs behind a link")
    run = program.run(*invocation, cwd=sample.root)
    assert run.returncode == 2, run
    assert run.stderr.count("\n") == 1
