"""``--fix`` and ``--diff`` of the installed program, and the hook under pre-commit."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from specslint.commands.fix import write
from specslint.engine.sources import WorkTree
from tests.conftest import Repository
from tests.e2e.conftest import DIRTY, Completed, Program, call, pre_commit
from tests.e2e.test_pre_commit import GOOD, commit

SECTION = "Security impact\n---------------\n"


@pytest.fixture
def good(sample: Repository) -> Path:
    """A spec of the sample without findings."""
    return sample.root / GOOD


def damage(file: Path) -> tuple[bytes, bytes]:
    """Damage a spec in several ways; its contents before and after."""
    before = file.read_bytes()
    text = before.decode()
    text = text.replace(SECTION, "Security Impact\n-----------\n").replace(
        "None\n", "No\u200bne \n"
    )
    assert text != before.decode()
    file.write_bytes(text.removesuffix("\n").replace("\n", "\r\n").encode())
    return before, file.read_bytes()


def fix(program: Program, repository: Repository, *arguments: str) -> Completed:
    return program.run("--fix", *arguments, cwd=repository.root)


def test_what_is_mended_and_what_is_left(program: Program, sample: Repository, good: Path) -> None:
    before, _ = damage(good)
    earlier = program.run(cwd=sample.root).stdout.splitlines()
    run = fix(program, sample)
    assert good.read_bytes() == before
    assert sample.git("status", "--porcelain") == f" M {DIRTY}\n"
    left = [line for line in earlier if GOOD not in line and "TXT002" not in line]
    assert run.stdout.splitlines() == left
    assert run.returncode == 1
    assert run.stderr.startswith("specslint: fixed ")
    assert run.stderr.count("\n") == 1
    assert "in 2 files (1 RST006, 1 TPL005, " in run.stderr
    assert run.stderr.endswith(f"); {len(left)} left\n")

    again = fix(program, sample)
    assert (again.stdout, again.stderr, again.returncode) == (run.stdout, "", 1)


def test_a_file_with_nothing_to_mend_is_not_touched(
    program: Program, sample: Repository, good: Path
) -> None:
    os.utime(good, ns=(1, 1))
    inode = good.stat().st_ino
    run = fix(program, sample, GOOD)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (good.stat().st_mtime_ns, good.stat().st_ino) == (1, inode)


def test_quietly(program: Program, sample: Repository) -> None:
    run = fix(program, sample, "-q", DIRTY)
    assert run.stderr == ""
    assert sample.git("diff", "--name-only") == f"{DIRTY}\n"


def test_unsafe_fixes_only_when_asked_for(
    program: Program, sample: Repository, good: Path
) -> None:
    text = good.read_text()
    broken = text.replace("Testing\n=======\n", "Tsting\n======\n")
    assert broken != text
    good.write_text(broken)
    run = fix(program, sample, GOOD)
    assert run.stderr == ("specslint: 1 left (1 of them could be fixed with --unsafe-fixes)\n")
    assert good.read_text() == broken
    run = fix(program, sample, "--unsafe-fixes", GOOD)
    assert run.stderr == "specslint: fixed 1 finding in 1 file (1 TPL005); 0 left\n"
    assert run.returncode == 0
    assert good.read_text() == text


def test_a_section_is_put_where_the_template_has_it(
    program: Program, sample: Repository, good: Path
) -> None:
    text = good.read_text()
    start, end = text.index("Testing\n===="), text.index("Documentation Impact\n====")
    good.write_text(text[:start] + text[end:])
    assert fix(program, sample, "--unsafe-fixes", GOOD).returncode == 0
    assert good.read_text() == f"{text[:start]}Testing\n=======\n\nNone\n\n{text[end:]}"


# --- the diff -----------------------------------------------------------------


def test_the_diff_is_what_would_be_written(
    program: Program, sample: Repository, good: Path
) -> None:
    _, damaged = damage(good)
    for options in (("--diff",), ("--diff", "--fix")):
        run = subprocess.run(
            [str(program.bin / "specslint"), *options],
            cwd=sample.root,
            capture_output=True,
            check=False,
        )
        assert (run.returncode, run.stderr) == (1, b"")
        assert good.read_bytes() == damaged
        assert sample.git("status", "--porcelain") == f" M {GOOD}\n"
    (sample.root / "a.diff").write_bytes(run.stdout)
    sample.git("apply", "a.diff")
    (sample.root / "a.diff").unlink()
    applied = sample.git("diff")
    sample.git("checkout", "-q", ".")
    good.write_bytes(damaged)
    fix(program, sample)
    assert sample.git("diff") == applied

    none = program.run("--diff", cwd=sample.root)
    assert (none.stdout, none.stderr, none.returncode) == ("", "", 0), "no fix for what is left"


# --- standard input -----------------------------------------------------------


def test_standard_input_comes_out_mended(program: Program, sample: Repository, good: Path) -> None:
    before, damaged = damage(good)
    command = [str(program.bin / "specslint"), "--fix", "--stdin-filename", GOOD, "-"]
    for text, expected in ((damaged, before), (before, before), (b"\xff\r\n", b"\xff\r\n")):
        run = subprocess.run(
            command, cwd=sample.root, input=text, capture_output=True, check=False
        )
        assert run.stdout == expected
        assert run.returncode == (expected != before)
    assert b"TXT007" in run.stderr
    assert good.read_bytes() == damaged, "the file of that name is not touched"


def test_too_much_on_standard_input_is_not_cut_short(program: Program, sample: Repository) -> None:
    run = program.run(
        "--fix", "--stdin-filename", GOOD, "-", cwd=sample.root, stdin="a \n" * 500_000
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1
    assert "nothing is fixed" in run.stderr


# --- what is not fixed --------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        (("--ignore", "TXT002"), ""),
        (("--select", "TXT001,TPL"), ""),
        (("--severity", "TXT002=off"), ""),
        (("specs/juno",), ""),
        (("--release", "juno"), ""),
        ((), 'ignore = ["TXT"]'),
        ((), 'exclude = ["specs/kilo/*"]'),
        ((), 'per-file-ignores = { "specs/kilo/*" = ["TXT002"] }'),
    ],
)
def test_what_is_not_reported_is_not_mended(
    program: Program, sample: Repository, options: tuple[str, ...], settings: str
) -> None:
    (sample.root / "pyproject.toml").write_text(f"[tool.specslint]\n{settings}\n")
    sample.commit("Settings")
    fix(program, sample, *options)
    assert sample.git("status", "--porcelain") == ""
    assert program.run("--diff", *options, cwd=sample.root).stdout == ""


def test_what_a_pragma_silences_is_not_mended(program: Program, sample: Repository) -> None:
    text = (sample.root / DIRTY).read_text()
    sample.write(DIRTY, f".. specslint: disable=TXT002 on purpose\n\n{text}")
    fix(program, sample, DIRTY)
    assert (sample.root / DIRTY).read_text().endswith(text)


def test_what_the_baseline_knows_is_not_mended(
    program: Program, sample: Repository, good: Path
) -> None:
    program.run("--write-baseline", "old.json", cwd=sample.root)
    before, _ = damage(good)
    fix(program, sample, "--baseline", "old.json")
    assert good.read_bytes() == before
    assert sample.git("diff", "--name-only") == ""


def test_links_other_encodings_and_other_files_are_left_alone(
    program: Program, sample: Repository, good: Path
) -> None:
    damage(good)
    outside = sample.root / "outside.txt"
    good.rename(outside)
    good.symlink_to("../../../outside.txt")
    latin = sample.root / "specs/kilo/approved/latin.rst"
    latin.write_bytes(b"caf\xe9 \r\n")
    redirects = sample.root / "specs/kilo/redirects"
    redirects.write_bytes(redirects.read_bytes() + b"  \n")
    contents = {path: path.read_bytes() for path in (outside, latin, redirects)}
    run = fix(program, sample, "specs", "--unsafe-fixes")
    assert run.returncode == 1
    assert good.is_symlink()
    assert {path: path.read_bytes() for path in contents} == contents


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--unsafe-fixes",), "--fix or --diff"),
        (("--fix", "--staged"), "git add"),
        (("--fix", "--commit", "HEAD"), "--commit"),
        (("--diff", "--range", "HEAD~1..HEAD"), "--range"),
        (("--fix", "--message-file", "m"), "--message-file"),
        (("--diff", "--format", "json"), "--format"),
        (("--fix", "--write-baseline", "b.json"), "--write-baseline"),
        (("--fix", "--format", "json", "--format", "sarif"), "--format"),
        (("--fix", "--baseline", "none.json"), "none.json"),
    ],
)
def test_what_does_not_go_together(
    program: Program, sample: Repository, options: tuple[str, ...], words: str
) -> None:
    run = program.run(*options, cwd=sample.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1
    assert words in run.stderr
    assert sample.git("status", "--porcelain") == ""


def test_a_full_disk(program: Program, sample: Repository) -> None:
    """Simulated by the limit on a file's size: writing fails half way."""
    run = call(
        "bash", "-c", f"ulimit -f 1; {program.bin}/specslint --fix --no-cache", cwd=sample.root
    )
    assert run.returncode == 2, run
    assert run.stderr == f"specslint: {DIRTY} cannot be written and is as it was: file too large\n"
    assert sample.git("status", "--porcelain") == ""


def test_what_changed_meanwhile_is_named(
    sample: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    contents = {path: (sample.root / path).read_text() for path in (DIRTY, GOOD)}
    sample.write(DIRTY, "Somebody else's.\n")
    after = dict.fromkeys(contents, "Ours.\n")
    assert write(sample.root, WorkTree(sample.root), contents, after) == [DIRTY]
    assert capsys.readouterr().err == (
        f"specslint: {DIRTY} was changed meanwhile and is left alone: run specslint --fix again\n"
    )
    assert (sample.root / DIRTY).read_text() == "Somebody else's.\n"
    assert (sample.root / GOOD).read_text() == "Ours.\n"


# --- reports and hooks --------------------------------------------------------


def test_the_json_report_has_the_edits(program: Program, sample: Repository) -> None:
    report = json.loads(program.run("--format", "json", cwd=sample.root).stdout)
    assert report["summary"]["fixable"] == 1
    fixes = {item["code"]: item["fix"] for item in report["diagnostics"] if item["fix"]}
    assert fixes == {
        "TXT002": {
            "safe": True,
            "edits": [{"line": 101, "column": 22, "end_line": 101, "end_column": 24, "text": ""}],
        }
    }


@pytest.fixture
def with_fix_hook(clone: Repository) -> Repository:
    """A clone with the hook ``specslint-fix`` before the others."""
    file = clone.root / ".pre-commit-config.yaml"
    lines = file.read_text().splitlines(keepends=True)
    at = next(index for index, line in enumerate(lines) if "- id: specslint " in line)
    lines.insert(at, lines[at].split("-")[0] + "- id: specslint-fix\n")
    file.write_text("".join(lines))
    assert commit(clone, "Mend on commit", "--no-verify").returncode == 0
    return clone


def test_a_commit_is_stopped_mended_and_made(with_fix_hook: Repository) -> None:
    clone = with_fix_hook
    good = clone.root / GOOD
    before = good.read_text()
    new = before.replace("Work Items\n----------\n", "Work Items\n----------\n\n* One more.\n")
    assert new != before
    good.write_text(new.replace("* One more.\n", "* One more. \t\n").removesuffix("\n"))
    refused = commit(clone, "Add an item")
    assert refused.returncode != 0
    assert "files were modified by this hook" in refused.stdout + refused.stderr
    assert "fixed 2 findings in 1 file (1 TXT002, 1 TXT006)" in refused.stdout + refused.stderr
    assert good.read_text() == new
    accepted = commit(clone, "Add an item")
    assert accepted.returncode == 0, accepted
    assert clone.git("show", f"HEAD:{GOOD}") == new


@pytest.mark.parametrize("elsewhere", [True, False], ids=["another-line", "the-same-line"])
def test_what_is_not_staged_survives(with_fix_hook: Repository, elsewhere: bool) -> None:
    """If both change one line, pre-commit undoes the fix, and says so."""
    clone = with_fix_hook
    good = clone.root / GOOD
    text = good.read_text()
    first, _, rest = text.partition("Testing\n=======\n\n")
    staged = f"{first}Testing\n=======\n\nStaged words. \n\n{rest}"
    good.write_text(staged)
    clone.git("add", GOOD)
    if elsewhere:
        unstaged = staged.replace("References\n==========\n", "References\n==========\n\nMine.\n")
    else:
        unstaged = staged.replace("Staged words. \n", "Staged words, and mine. \n")
    assert unstaged != staged
    good.write_text(unstaged)
    refused = call("git", "commit", "-q", "-m", "Change it", cwd=clone.root)
    assert refused.returncode != 0
    assert clone.git("show", f":{GOOD}") == staged, "the index is the author's"
    assert good.read_text() == (
        unstaged.replace("Staged words. \n", "Staged words.\n") if elsewhere else unstaged
    )


def test_the_hook_has_nothing_to_say_of_good_specs(with_fix_hook: Repository) -> None:
    run = pre_commit(with_fix_hook, "run", "specslint-fix", "--all-files")
    assert run.returncode == 0, run
    assert with_fix_hook.git("status", "--porcelain") == ""
