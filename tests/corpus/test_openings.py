"""``open`` on the history of nova-specs: at the parent of each commit that opened a release."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from specslint.vcs.repository import Repository as Opened
from tests.conftest import Repository
from tests.corpus.test_moves import contents

pytestmark = pytest.mark.slow

# A person has to write the priorities.
PRIORITIES = "priorities/{}-priorities.rst"
WRITTEN = [b"To be written."]

SLASH = ["doc/source/specs/{}/approved", "doc/source/specs/{}/implemented"]
"""Links that history writes with a trailing slash or without."""

# For each release, the paths at which history has something else, with the reason.
CASES = {
    # The newest release had no page of priorities in the end, or there was a list of
    # lists.
    "liberty": {
        # History created no directories. The documents of the newest release list their
        # content, and Sphinx warns of an empty list.
        "doc/source/specs/{}/approved": "only ours",
        "doc/source/specs/{}/implemented": "only ours",
        "specs/{}/approved/{}-template.rst": "only ours",
        "specs/{}/implemented/{}-template.rst": "only ours",
        "doc/source/specs/{}/index.rst": "so it listed the template alone",
    },
    "mitaka": {
        SLASH[0]: "a slash",
        "specs/backlog-template.rst": "left behind at liberty's",
        "specs/{}-template.rst": 'a capital in "Optional section for Mitaka"',
    },
    "newton": {"specs/{}-template.rst": "a link to mitaka's at first"},
    "ocata": {},
    "pike": dict.fromkeys(SLASH, "a slash"),
    "queens": {"specs/backlog-template.rst": "left behind at pike's"},
    "rocky": {"specs/backlog-template.rst": "left behind at queens'"},
    "stein": {},
    "train": {"specs/backlog-template.rst": "moved on from queens', which we leave to a person"},
    "ussuri": {},
}


def opened(repository: Repository, release: str) -> dict[str, object]:
    """The plan, carried out."""
    words = ("-m", "specslint", "open", release, "--format", "json")
    run = subprocess.run(
        [sys.executable, *words], cwd=repository.root, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    plan = json.loads(run.stdout)
    assert isinstance(plan, dict)
    return plan


def findings(repository: Repository) -> set[tuple[str, str]]:
    """The findings of a run over the whole tree."""
    words = ("-m", "specslint", "--format", "json", "--no-cache")
    run = subprocess.run(
        [sys.executable, *words], cwd=repository.root, capture_output=True, text=True, check=False
    )
    return {(d["code"], d["path"]) for d in json.loads(run.stdout)["diagnostics"]}


@pytest.fixture(scope="module")
def clone(train: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    root = tmp_path_factory.mktemp("openings") / "nova-specs"
    train.git("clone", "-q", str(train.root), str(root))
    return Repository(root)


@pytest.mark.parametrize("release", CASES)
def test_the_tree_is_as_history_has_it(clone: Repository, release: str) -> None:
    path = f"specs/{release}-template.rst"
    (commit,) = clone.git(
        "log", "--first-parent", "-m", "--diff-filter=A", "--format=%H", "master", "--", path
    ).split()
    clone.git("checkout", "-q", "-f", f"{commit}^")
    clone.git("clean", "-q", "-f", "-d")
    before = findings(clone) if release in ("liberty", "ussuri") else None
    notes = opened(clone, release)["notes"]
    with Opened.open(clone.root) as repository:
        theirs = contents(repository.changes_of_commit(commit, "").after)
        ours = contents(repository.index)
    page = PRIORITIES.format(release)
    if release != "liberty":
        assert f"{page}: only the title could be derived, write the rest" in str(notes)
        assert ours.pop(page).splitlines()[-1:] == WRITTEN
        assert theirs.pop(page).splitlines()[-1:] != WRITTEN
    else:
        assert page not in ours
    differing = {
        path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path)
    }
    assert differing == {path.replace("{}", release) for path in CASES[release]}
    if before is not None:
        # Through our links, the gate reads liberty's template, whose lines are too long.
        linked = {("TXT001", path)} if release == "liberty" else set()
        assert findings(clone) == (findings(clone) & before) | linked
    clone.git("reset", "-q", "--hard")
