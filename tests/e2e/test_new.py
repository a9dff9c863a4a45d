"""``specslint new``: a spec from the template, accepted by every error rule and real hooks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program, must

NAME = "count-spare-parts"
PATH = f"specs/kilo/approved/{NAME}.rst"


def test_the_spec_passes_and_waits_for_its_author(program: Program, sample: Repository) -> None:
    run = program.run("new", NAME, "--title", "Count the spare parts", cwd=sample.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(f"write  {PATH}\n\nLeft for you:\n{PATH}:")
    shown = run.stdout.count('"<write this section, or None>"')
    hidden = re.search(r"^\((\d+) more like these\)$", run.stdout, re.MULTILINE)
    assert hidden
    assert shown == 3
    assert run.stdout.endswith(
        "\nThe message, in .git/MERGE_MSG:\n"
        "    Propose for Kilo: Count the spare parts\n\n"
        f"    blueprint {NAME}\n\n"
        "All of it is staged. git add a file again after a change, and run: git commit\n"
    )
    assert sample.git("status", "--porcelain") == f"A  {PATH}\n"
    found = json.loads(program.run("--format", "json", "--staged", cwd=sample.root).stdout)
    assert found["summary"]["errors"] == 0
    assert {d["code"] for d in found["diagnostics"]} == {"TPL009"}
    assert len(found["diagnostics"]) == run.stdout.count("TPL009") + int(hidden[1])
    sample.git("commit", "-q", "--no-edit")
    assert sample.git("log", "-1", "--format=%B") == (
        f"Propose for Kilo: Count the spare parts\n\nblueprint {NAME}\n\n"
    )
    assert program.run("--commit", "HEAD", cwd=sample.root).returncode == 0


def test_bare_has_no_comment_but_the_licence(program: Program, sample: Repository) -> None:
    program.run("new", NAME, "--bare", cwd=sample.root)
    text = (sample.root / PATH).read_text()
    assert text.count("\n..\n") == 0
    assert text.startswith("..\n This work is licensed")
    assert program.run(PATH, cwd=sample.root).returncode == 0


def test_the_message_opens_in_the_editor(
    program: Program, sample: Repository, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho >> "$1"\necho "Change-Id: I123" >> "$1"\n')
    editor.chmod(0o755)
    program.run("new", NAME, cwd=sample.root)
    must("git", "commit", cwd=sample.root, GIT_EDITOR=str(editor))
    assert "Propose for Kilo: Count spare parts\n" in sample.git("log", "-1", "--format=%B")


def test_a_dry_run_changes_nothing(program: Program, sample: Repository) -> None:
    run = program.run("new", NAME, "--dry-run", "--format", "json", cwd=sample.root)
    plan = json.loads(run.stdout)
    assert plan["operations"] == [{"kind": "write", "path": PATH, "from": None, "target": None}]
    assert plan["message"] == f"Propose for Kilo: Count spare parts\n\nblueprint {NAME}\n"
    assert {finding["code"] for finding in plan["findings"]} == {"TPL009"}
    assert sample.git("status", "--porcelain") == ""
    assert not (sample.root / ".git/MERGE_MSG").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("A_b",), 'a spec\'s name has lower-case letters, digits and hyphens, found "A_b"'),
        ((NAME, "--to", "klio"), '--to: "klio" is no release; did you mean "kilo"?'),
        ((NAME, "--backlog"), "specs/backlog-template.rst does not exist"),
        ((NAME, "--dry-run", "--commit"), "--dry-run changes nothing"),
        ((NAME, "--to", ""), "--to"),
    ],
)  # fmt: skip
def test_refused(
    program: Program, sample: Repository, words: tuple[str, ...], message: str
) -> None:
    run = program.run("new", *words, cwd=sample.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr
    assert run.stderr.count("\n") == 1
    assert sample.git("status", "--porcelain") == ""


def test_a_name_that_is_taken(program: Program, sample: Repository) -> None:
    (spec,) = list(sample.root.glob("specs/juno/approved/*.rst"))[:1]
    run = program.run("new", spec.stem, cwd=sample.root)
    assert run.returncode == 2
    assert f"specslint repropose {spec.stem}" in run.stderr
    program.run("new", NAME, "--commit", cwd=sample.root)
    run = program.run("new", NAME, cwd=sample.root)
    assert run.stderr == (
        f"specslint: there is a spec of this name, {PATH}: edit it, or choose another\n"
    )


def test_what_is_staged_or_in_the_way_is_left_alone(program: Program, sample: Repository) -> None:
    sample.write(PATH, "Mine\n")
    run = program.run("new", NAME, cwd=sample.root)
    assert (run.returncode, (sample.root / PATH).read_text()) == (2, "Mine\n")
    assert f"{PATH} is there already" in run.stderr
    sample.git("add", PATH)
    run = program.run("new", "another", cwd=sample.root)
    assert run.returncode == 2
    assert "is staged" in run.stderr


def test_a_failure_leaves_all_as_it_was(program: Program, sample: Repository) -> None:
    lock = sample.root / ".git/index.lock"
    lock.touch()
    run = program.run("new", NAME, cwd=sample.root)
    assert run.returncode == 2
    lock.unlink()
    assert sample.git("status", "--porcelain") == ""
    assert not (sample.root / PATH).exists()
    assert not (sample.root / ".git/MERGE_MSG").exists()
    approved = sample.root / "specs/kilo/approved"
    elsewhere = sample.root.parent / "elsewhere"
    approved.rename(elsewhere)
    approved.symlink_to(elsewhere)
    run = program.run("new", NAME, cwd=sample.root)
    assert run.returncode == 2
    assert "is a symbolic link, which is not followed" in run.stderr
    assert not (elsewhere / f"{NAME}.rst").exists()
