"""Settings in a patch that would disable what the patch is checked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program, outcome

SPEC = "specs/kilo/approved/server-group-names-in-notifications.rst"
FINDING = (
    f"{SPEC}:1:80: TXT001 [error] the line has 120 characters, at most 79 are allowed: wrap it\n"
)

BLINDFOLDS = {
    "pyproject.toml": '[tool.specslint]\nselect = ["MSG003"]\n',
    "setup.cfg": "[specslint]\nexclude = specs/*\n",
    "tox.ini": "[specslint]\nseverity =\n    TXT001 = off\n",
    "per file": '[tool.specslint]\nper-file-ignores = { "*" = ["TXT"] }\n',
    "layout": '[tool.specslint]\napproved = "elsewhere/{release}/approved/{name}.rst"\n',
    "fail level": '[tool.specslint]\nseverity = { TXT001 = "info" }\n',
}
INVOCATIONS = [("--commit", "HEAD"), ("--range", "HEAD^..HEAD"), (), (SPEC,), ("--staged", SPEC)]


@pytest.fixture
def patched(sample: Repository) -> Repository:
    """The sample with just one good spec, and a commit that makes it a bad one."""
    for file in sample.root.glob("specs/*/*/*.rst"):
        if file != sample.root / SPEC:
            file.unlink()
    (sample.root / "specs/kilo/boot-order-hints.rst").unlink()
    (sample.root / "specs/juno/redirects").unlink()
    (sample.root / "specs/kilo/redirects").unlink()
    sample.write("pyproject.toml", '[tool.specslint]\nopen-releases = ["kilo"]\n')
    sample.commit("A base")
    text = (sample.root / SPEC).read_text()
    sample.write(SPEC, f".. {'wide ' * 23}it\n{text}")
    return sample


def blindfold(repository: Repository, name: str) -> None:
    file = name if "." in name else "pyproject.toml"
    (repository.root / "pyproject.toml").unlink()
    repository.write(file, BLINDFOLDS[name])
    repository.write("elsewhere/kilo/approved/x.rst", "")
    repository.commit("A patch with settings of its own")


@pytest.mark.parametrize("name", BLINDFOLDS)
def test_a_patch_cannot_choose_what_it_is_checked_for(
    program: Program, patched: Repository, name: str
) -> None:
    blindfold(patched, name)
    for invocation in INVOCATIONS:
        base = program.run(*invocation, "--config-from", "HEAD^", cwd=patched.root)
        assert outcome(base) == (1, FINDING, ""), invocation
        isolated = program.run(*invocation, "--isolated", cwd=patched.root)
        assert (isolated.returncode, FINDING in isolated.stdout) == (1, True), invocation
        # Without, the patch has its way: else the test could not fail.
        if SPEC not in invocation:  # a named file is checked in any case
            assert FINDING not in program.run(*invocation, cwd=patched.root).stdout, invocation


def test_the_hook_and_the_fixes_take_them_from_there_too(
    program: Program, patched: Repository
) -> None:
    patched.write("pyproject.toml", '[tool.specslint]\nselect = ["TXT"]\n')
    (patched.root / SPEC).write_text((patched.root / SPEC).read_text() + "\n\n")
    patched.git("add", "--all")
    patched.write("message", "Add a spec\n\nPreviously-approved: nothing\n")
    words = ("commit-msg", "message")
    run = program.run(*words, "--config-from", "HEAD", cwd=patched.root)
    assert run.returncode == 1
    assert "FTK005 [error]" in run.stdout
    assert outcome(program.run(*words, cwd=patched.root)) == (0, "", "")
    patched.write("pyproject.toml", '[tool.specslint]\nselect = ["MSG"]\n')
    assert outcome(program.run("--diff", cwd=patched.root)) == (0, "", "")
    run = program.run("--diff", "--config-from", "HEAD", cwd=patched.root)
    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.startswith(f"--- a/{SPEC}\n")


def test_an_answer_is_not_remembered_by_a_name_that_moves(
    program: Program, patched: Repository
) -> None:
    words = (SPEC, "--config-from", "HEAD")
    for _ in range(2):
        assert outcome(program.run(*words, cwd=patched.root)) == (1, FINDING, "")
    patched.write("pyproject.toml", BLINDFOLDS["pyproject.toml"])
    patched.commit("Other settings")
    assert outcome(program.run(*words, cwd=patched.root)) == (0, "", "")


@pytest.mark.parametrize("invocation", INVOCATIONS, ids=" ".join)
def test_a_patch_cannot_bring_its_baseline(
    program: Program, patched: Repository, tmp_path: Path, invocation: tuple[str, ...]
) -> None:
    (patched.root / "ci").mkdir()
    written = program.run("--write-baseline", "ci/known.json", cwd=patched.root)
    assert written.returncode == 0, written
    patched.git("reset", "-q", "--soft", "HEAD^")
    patched.commit("A patch with a baseline of its own")
    (tmp_path / "link.json").symlink_to(patched.root / "ci/known.json")
    (tmp_path / "clone").symlink_to(patched.root)
    for name in (
        "ci/known.json", "ci/../ci/known.json", f"{patched.root}/ci/known.json",
        f"{tmp_path}/clone/ci/known.json", f"{tmp_path}/link.json",
    ):  # fmt: skip
        words = (*invocation, "--baseline", name)
        # Without the option, the patch succeeds: else the test could not fail.
        assert FINDING not in program.run(*words, cwd=patched.root).stdout
        run = program.run(*words, "--config-from", "HEAD^", cwd=patched.root)
        assert outcome(run) == (
            2,
            "",
            f"specslint: {name}: --config-from reads it at HEAD^, where it cannot be read: "
            "there is no such file\n",
        )
    # A copy outside of the tree is the user's own choice.
    (tmp_path / "mine.json").write_bytes((patched.root / "ci/known.json").read_bytes())
    words = (*invocation, "--baseline", str(tmp_path / "mine.json"), "--config-from", "HEAD^")
    assert FINDING not in program.run(*words, cwd=patched.root).stdout


def test_a_patch_cannot_add_to_the_baseline(
    program: Program, patched: Repository, tmp_path: Path
) -> None:
    patch = (patched.root / SPEC).read_bytes()
    patched.git("checkout", "-q", "HEAD^", "--", SPEC)
    patched.write("known.json", '{"version": 1, "findings": []}\n')
    patched.commit("An empty baseline")
    (patched.root / SPEC).write_bytes(patch)
    everything = program.run("--write-baseline", str(tmp_path / "all.json"), cwd=patched.root)
    assert everything.returncode == 0
    (patched.root / "known.json").write_bytes((tmp_path / "all.json").read_bytes())
    patched.commit("A patch that knows itself")
    for invocation in INVOCATIONS:
        words = (*invocation, "--baseline", "known.json")
        assert FINDING not in program.run(*words, cwd=patched.root).stdout
        run = program.run(*words, "--config-from", "HEAD^", cwd=patched.root)
        assert (run.returncode, FINDING in run.stdout) == (1, True), invocation
    # Links: at the revision, and in the tree.
    (patched.root / "known.json").unlink()
    (patched.root / "known.json").symlink_to(tmp_path / "all.json")
    run = program.run("--baseline", "known.json", cwd=patched.root)
    assert run.returncode == 2
    assert "it is a symbolic link, which is never followed" in run.stderr
    run = program.run("--baseline", "known.json", "--config-from", "HEAD^", cwd=patched.root)
    assert (run.returncode, FINDING in run.stdout) == (1, True)


def test_the_settings_say_where_they_come_from(program: Program, patched: Repository) -> None:
    blindfold(patched, "setup.cfg")
    run = program.run("--show-settings", "--config-from", "HEAD^", cwd=patched.root)
    assert run.stdout.splitlines()[0] == "# Settings of pyproject.toml at HEAD^"
    assert 'open-releases = ["kilo"]  # pyproject.toml' in run.stdout.splitlines()
    # There, and not here, is nothing at all.
    patched.git("rm", "-q", "setup.cfg")
    patched.commit("No settings")
    run = program.run("--show-settings", "--config-from", "HEAD", cwd=patched.root)
    assert run.stdout.splitlines()[0] == "# Built-in settings"


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["nope"], '"nope" names no commit here: git log shows those that there are'),
        (["--output=x"], "'--output=x' is no revision: name a commit, a branch or a tag"),
        (["a\nb"], "'a\\nb' is no revision: name a commit, a branch or a tag"),
        ([""], "argument --config-from: the value is empty; specslint --help shows the usage"),
        (["HEAD", "--isolated"], "--config-from, --config and --isolated exclude each other"),
        (["HEAD", "--config", "x"], "--config-from, --config and --isolated exclude each other"),
        (
            ["broken"],
            '--config-from broken: pyproject.toml:2: unknown key "selct" in [tool.specslint]; '
            'did you mean "select"?',
        ),
        (
            ["link"],
            "--config-from link: pyproject.toml: the configuration cannot be read: "
            "it is a symbolic link, which is never followed",
        ),
    ],
    ids=["unknown", "an option", "two lines", "empty", "isolated", "config", "broken", "a link"],
)
@pytest.mark.parametrize("invocation", [(), ("--commit", "HEAD"), ("--fix",)], ids=" ".join)
def test_what_makes_no_sense(
    program: Program,
    patched: Repository,
    invocation: tuple[str, ...],
    options: list[str],
    line: str,
) -> None:
    patched.write("pyproject.toml", "[tool.specslint]\nselct = []\n")
    patched.commit("A slip")
    patched.git("branch", "broken")
    (patched.root / "pyproject.toml").unlink()
    (patched.root / "pyproject.toml").symlink_to("setup.cfg")
    patched.commit("A link")
    patched.git("branch", "link")
    patched.git("rm", "-q", "pyproject.toml")
    patched.commit("Neither")
    run = program.run(*invocation, f"--config-from={options[0]}", *options[1:], cwd=patched.root)
    assert outcome(run) == (2, "", f"specslint: {line}\n")


def test_outside_of_git(program: Program, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    run = program.run("--root", str(tmp_path), "--config-from", "HEAD", cwd=tmp_path)
    assert outcome(run) == (
        2,
        "",
        f'specslint: "{tmp_path}" is in no git repository: run specslint in a clone\n',
    )
