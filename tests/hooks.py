"""A spec, its copy, and real hooks on the commit message."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

from tests.conftest import PROJECT, Repository

SPEC = """\
Quick resize
============

Problem description
===================

A resize copies the disk, though only the memory grows.

Proposed change
===============

Restart the server on its host, with its disk as it is.
"""
JUNO = "specs/juno/approved/quick-resize.rst"
KILO = "specs/kilo/approved/quick-resize.rst"
TAG = "Previously-approved: juno"
UNTAGGED = "Propose quick-resize for kilo"
TAGGED = f"{UNTAGGED}\n\n{TAG}"
CHANGE_ID = "Change-Id: I0123456789012345678901234567890123456789"

SPECSLINT = f"PYTHONPATH={shlex.quote(str(PROJECT))} {shlex.quote(sys.executable)} -m specslint"
HOOK = f'{SPECSLINT} commit-msg "$1" || exit $?\n'
# The relevant part of Gerrit's hook: an existing Change-Id is kept.
GERRIT = """\
grep -q '^Change-Id: ' "$1" || printf '\\nChange-Id: I%s\\n' "$(git hash-object "$1")" >> "$1"
"""

Completed = subprocess.CompletedProcess[str]


def install(repository: Repository, *parts: str) -> None:
    """Make the parts the repository's commit-msg hook."""
    common = repository.root / repository.git("rev-parse", "--git-common-dir").strip()
    hook = common / "hooks" / "commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n" + "".join(parts))
    hook.chmod(0o755)


def run(repository: Repository, *arguments: str, **environment: str) -> Completed:
    return subprocess.run(
        ["git", *arguments],
        cwd=repository.root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def refused(completed: Completed, code: str = "FTK001") -> bool:
    output = completed.stdout + completed.stderr
    assert "Traceback" not in output
    assert (completed.returncode != 0) == (code in output), output
    return completed.returncode != 0
