"""Real pre-commit in a real clone, with the hooks of the working files."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import BROKEN, Completed, Program, call, pre_commit, set_up

GOOD = "specs/kilo/approved/server-group-names-in-notifications.rst"
FINDING = re.compile(r"^\S+:\d+:\d+: [A-Z]{3}\d{3} \[\w+\] .*$", re.MULTILINE)
SECURITY = re.compile(r"Security impact\n-+\n\n.*?\n\n(?=Notifications)", re.DOTALL)

GERRITS_STAND_IN = """\
#!/bin/sh
grep -q '^Change-Id: ' "$1" || printf '\\nChange-Id: I%s\\n' "$(git hash-object "$1")" >> "$1"
"""


def commit(repository: Repository, message: str, *options: str) -> Completed:
    repository.git("add", "--all")
    return call("git", "commit", "-q", "-m", message, *options, cwd=repository.root)


def test_a_missing_section_is_refused_until_it_is_there(clone: Repository) -> None:
    path = "specs/kilo/approved/tell-groups-apart.rst"
    text = (clone.root / GOOD).read_text()
    text = text.replace("server-group-names-in-notifications", "tell-groups-apart")
    text = text.replace("server group", "set of servers").replace("notification", "message")
    clone.write(path, SECURITY.sub("", text))
    head = clone.git("rev-parse", "HEAD")

    refused = commit(clone, "Propose tell-groups-apart")
    assert refused.returncode != 0
    findings = FINDING.findall(refused.stdout + refused.stderr)
    assert any(path in line and "TPL003 [error]" in line for line in findings), refused
    assert any("Security impact" in line for line in findings)
    assert clone.git("rev-parse", "HEAD") == head

    clone.write(path, text)
    accepted = commit(clone, "Propose tell-groups-apart")
    assert accepted.returncode == 0, accepted
    assert clone.git("show", "--format=", "--name-only", "HEAD").split() == [path]


def test_all_files_gives_what_the_program_gives(
    sample: Repository, checkout: Repository, program: Program
) -> None:
    set_up(sample, checkout)
    run = pre_commit(sample, "run", "--all-files")
    assert run.returncode == 1, run
    expected = FINDING.findall(program.run(cwd=sample.root).stdout)
    assert sorted(FINDING.findall(run.stdout)) == sorted(expected)
    assert any("PLC001" in line for line in expected)
    assert len(expected) >= 5


def test_a_misplaced_spec_is_refused(clone: Repository) -> None:
    text = (clone.root / GOOD).read_text()
    clone.write("specs/kilo/misplaced.rst", text)
    refused = commit(clone, "Propose misplaced")
    assert refused.returncode != 0
    assert "specs/kilo/misplaced.rst:1:1: PLC001 [error]" in refused.stdout + refused.stderr
    clone.git("mv", "specs/kilo/misplaced.rst", "specs/kilo/approved/placed.rst")
    refused = commit(clone, "Propose placed")
    assert refused.returncode == 0, refused


def test_the_placement_hook_sees_what_a_commit_deletes(clone: Repository) -> None:
    settings = (clone.root / "pyproject.toml").read_text()
    clone.write("pyproject.toml", settings + 'severity = { PLC006 = "error" }\n')
    assert commit(clone, "Insist on redirects").returncode == 0
    name = Path(GOOD).name
    clone.git("mv", GOOD, f"specs/kilo/implemented/{name}")
    refused = commit(clone, "It is implemented")
    assert refused.returncode != 0
    assert "PLC006 [error]" in refused.stdout + refused.stderr
    redirects = (clone.root / "specs/kilo/redirects").read_text()
    clone.write("specs/kilo/redirects", f"{redirects}approved/{name} ../implemented/{name}\n")
    accepted = commit(clone, "It is implemented")
    assert accepted.returncode == 0, accepted


def test_a_copy_from_an_earlier_release_needs_the_tag(clone: Repository) -> None:
    path = "specs/kilo/approved/report-scheduler-refusals.rst"
    text = (clone.root / path).read_text()
    clone.git("rm", "-q", path)
    assert commit(clone, "Take it out", "--no-verify").returncode == 0
    clone.write(path, text)
    refused = commit(clone, "Propose report-scheduler-refusals for Kilo")
    assert refused.returncode != 0
    output = refused.stdout + refused.stderr
    assert "FTK001 [error]" in output
    assert "Previously-approved: juno" in output
    accepted = commit(
        clone, "Propose report-scheduler-refusals for Kilo\n\nPreviously-approved: juno"
    )
    assert accepted.returncode == 0, accepted


def test_a_hook_that_was_there_before_still_runs(sample: Repository, checkout: Repository) -> None:
    """``git review -s`` first, ``pre-commit install`` second."""
    hook = sample.root / ".git/hooks/commit-msg"
    hook.write_text(GERRITS_STAND_IN)
    hook.chmod(0o755)
    sample.git("rm", "-q", *BROKEN)
    set_up(sample, checkout)
    assert hook.with_suffix(".legacy").read_text() == GERRITS_STAND_IN
    path = "specs/kilo/approved/report-scheduler-refusals.rst"
    text = (sample.root / path).read_text()
    sample.git("rm", "-q", path)
    assert commit(sample, "Take it out", "--no-verify").returncode == 0
    sample.write(path, text)
    refused = commit(sample, "Propose it again")
    assert refused.returncode != 0
    assert "FTK001 [error]" in refused.stdout + refused.stderr
    accepted = commit(sample, "Propose it again\n\nPreviously-approved: juno")
    assert accepted.returncode == 0, accepted
    assert "\nChange-Id: I" in sample.git("log", "-1", "--format=%B")


def test_uninstalling_gives_the_earlier_hook_back(
    sample: Repository, checkout: Repository
) -> None:
    """What the README advises to those who ran the two in the other order."""
    set_up(sample, checkout)
    hook = sample.root / ".git/hooks/commit-msg"
    assert pre_commit(sample, "uninstall").returncode == 0
    assert not hook.exists()
    hook.write_text(GERRITS_STAND_IN)
    hook.chmod(0o755)
    assert pre_commit(sample, "install").returncode == 0
    assert hook.with_suffix(".legacy").read_text() == GERRITS_STAND_IN


def test_the_hooks_are_well_formed(checkout: Repository) -> None:
    run = call(
        sys.executable,
        "-m",
        "pre_commit",
        "validate-manifest",
        ".pre-commit-hooks.yaml",
        cwd=checkout.root,
    )
    assert run.returncode == 0, run


@pytest.mark.parametrize("name", ["tag-instances", "nova-pagination", "v2-on-v3-api"])
def test_on_the_history_of_nova_specs(corpus: Repository, checkout: Repository, name: str) -> None:
    """A commit that copied a Juno spec is made again, without and with its tag."""
    path = f"specs/kilo/approved/{name}.rst"
    born = corpus.git("log", "--diff-filter=A", "--format=%H", "--", path).split()[-1]
    message = corpus.git("log", "-1", "--format=%B", born)
    corpus.git("checkout", "-q", f"{born}~1")
    set_up(corpus, checkout)
    corpus.git("checkout", "-q", born, "--", path)
    untagged = re.sub(r"(?im)^previously.approved.*\n", "", message)
    assert untagged != message
    refused = commit(corpus, untagged)
    assert refused.returncode != 0
    assert "FTK001 [error]" in refused.stdout + refused.stderr
    accepted = commit(corpus, message)
    assert accepted.returncode == 0, accepted
