"""The docs job as specslint predicts it, and as a real Sphinx runs it: the same results.

Needs an interpreter with Sphinx in the versions of OpenStack: ``make oracle`` creates
one, and SPECSLINT_ORACLE names another.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Repository
from tests.docs_job import RIGHT, WARNED, documents
from tools.docs_oracle import APPROVED, Verdicts, compare, make_tree, specs_of
from tools.random_slips import damaged

_INTERPRETER = os.environ.get("SPECSLINT_ORACLE", str(PROJECT / ".venv/oracle/bin/python"))
_COUNT = 300

pytestmark = pytest.mark.skipif(
    not Path(_INTERPRETER).exists(), reason="needs an interpreter with Sphinx: make oracle"
)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """The findings of Sphinx and specslint in the documents of :mod:`tests.docs_job`."""
    root = tmp_path_factory.mktemp("kinds").resolve()
    make_tree(root, documents())
    for image in (root / APPROVED / "there.png", root / APPROVED / "../pictures/there.png"):
        image.parent.mkdir(exist_ok=True)
        image.write_bytes(b"\x89PNG\r\n\x1a\n")
    return compare(root, _INTERPRETER)


@pytest.mark.parametrize("name", WARNED)
def test_what_sphinx_warns_of_is_an_error(name: str, verdicts: Verdicts) -> None:
    path = f"{APPROVED}/warned-{name}.rst"
    assert path in verdicts.sphinx
    assert path in verdicts.specslint


@pytest.mark.parametrize("name", RIGHT)
def test_what_sphinx_is_content_with_is_none(name: str, verdicts: Verdicts) -> None:
    path = f"{APPROVED}/{'defines' if name == 'defines' else f'right-{name}'}.rst"
    assert verdicts.sphinx.get(path, []) == []
    assert verdicts.specslint.get(path, []) == []


def _specs(tmp_path: Path) -> Path:
    """The corpus, or else the sample repository."""
    bundle = os.environ.get("SPECSLINT_CORPUS")
    if not bundle:
        return PROJECT / "examples" / "nova-specs"
    repository = Repository.create(tmp_path / "nova-specs")
    repository.git("pull", "-q", bundle, "master")
    return repository.root


@pytest.mark.slow
def test_damaged_specs(tmp_path: Path) -> None:
    texts = specs_of(_specs(tmp_path))
    specs = {f"s{n:03d}": damaged(texts[n % len(texts)], n) for n in range(_COUNT)}
    root = tmp_path.resolve() / "damaged"
    root.mkdir()
    make_tree(root, specs)
    verdicts = compare(root, _INTERPRETER)
    assert len(verdicts.sphinx) > _COUNT // 4
    missed, false = verdicts.differences()
    assert {path: verdicts.sphinx[path] for path in missed if path} == {}
    assert {path: verdicts.specslint[path] for path in false} == {}


@pytest.mark.slow
def test_the_command(sample: Repository) -> None:
    """With paths that are relative, as make passes them."""
    interpreter, repository = (
        os.path.relpath(path, PROJECT) for path in (_INTERPRETER, sample.root)
    )
    command = (sys.executable, "-m", "tools.docs_oracle", interpreter, repository)
    run = subprocess.run(
        [*command, "--count", "3"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("3 damaged specs; Sphinx warns of ")
    assert run.stdout.endswith("; 0 differ\n")
