"""The inputs: trees of many specs, and a commit that re-proposes one of them.

The specs are those of nova-specs if SPECSLINT_CORPUS names a bundle of its history,
else those of the sample repository. They are multiplied: each copy has a name, a
blueprint and a line of its own, so that no tool can reuse the result of another copy.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SAMPLE = PROJECT / "examples" / "nova-specs"
CORPUS = PROJECT.parent / "shared" / "corpus" / "nova-specs-kilo.bundle"

LONGER = "nova-specs-train.bundle"
"""The bundle of the longer history, beside that of the Kilo years."""

MARKUP = b"""
The call ``list`` of :code:`Volume` takes what the table has [#table]_, see also
`the other API <http://api.example.org/>`__ and `its past`_.

+-----------+---------+------------------------+
| Parameter | Style   | Description            |
+===========+=========+========================+
| marker    | plain   | - The last of a page   |
|           |         | - or :kbd:`none`       |
+-----------+---------+------------------------+
| limit     | query   | At most 1000           |
+-----------+---------+------------------------+

======  =====
Option  Means
======  =====
wait    \\*yes\\*
limit   *no*
======  =====

.. code-block:: json

   {"volumes": [{"id": "7c1f", "size": 10}]}

.. list-table:: Codes
   :header-rows: 1

   * - Code
     - Meaning
   * - 404
     - There is none.

.. [#table] The names are those of the database.
.. _its past: http://old.example.org/
"""
"""A table, roles and code, in a spec that has all of them."""

# The releases that the copies are distributed over. A spec goes to one that has the
# template of its own release: the n-th, for the n-th release of the seeds. Queens is
# left out, since other sections are optional in it.
RELEASES = "juno kilo liberty mitaka newton ocata pike rocky stein train ussuri victoria".split()

_BLUEPRINT = re.compile(rb"(blueprints\.launchpad\.net/[\w-]+/\+spec/)[\w.-]+")

_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_NAME": "benchmark" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "benchmark@example.org" for who in ("AUTHOR", "COMMITTER")},
}


class InputError(Exception):
    """The inputs cannot be created; one line says what to do."""


@dataclass(frozen=True)
class Seed:
    """A spec to be copied."""

    release: str
    status: str
    name: str
    text: bytes

    def copied(self, name: str) -> bytes:
        """The text as that of the spec ``name``: unique, and with no more faults."""
        text = _BLUEPRINT.sub(rb"\g<1>" + name.encode(), self.text, count=1)
        return text.rstrip(b"\n") + f"\n\n.. This is the spec {name}.\n".encode()


@dataclass(frozen=True)
class Seeds:
    """The specs to multiply, and the template of each of their releases."""

    source: str
    specs: tuple[Seed, ...]
    templates: Mapping[str, bytes]

    def releases_like(self, release: str) -> list[str]:
        """The releases whose template is that of ``release``."""
        known = sorted(self.templates)
        return RELEASES[known.index(release) :: len(known)]


@dataclass(frozen=True)
class Tree:
    """A repository of specs, with everything committed."""

    root: Path
    specs: tuple[str, ...]  # their paths

    @property
    def count(self) -> int:
        """The number of specs, without templates."""
        return len(self.specs)

    @property
    def size(self) -> int:
        """The size of all specs in bytes."""
        return sum((self.root / path).stat().st_size for path in self.specs)

    @property
    def middle(self) -> str:
        """The path of the spec of median size."""
        paths = sorted(self.specs, key=lambda path: ((self.root / path).stat().st_size, path))
        return paths[len(paths) // 2]

    def largest(self, count: int) -> tuple[str, ...]:
        """The paths of the largest specs, the largest first."""
        sizes = {path: (self.root / path).stat().st_size for path in self.specs}
        return tuple(sorted(self.specs, key=lambda path: (-sizes[path], path))[:count])


@dataclass(frozen=True)
class Proposal:
    """A repository with a fast-track copy staged, and the message of that commit."""

    root: Path
    source: str
    copy: str
    message: Path


SPECS = r"^specs/.*\.rst$"


@dataclass(frozen=True)
class Hook:
    """A hook of pre-commit; with a pattern for ``files`` it gets their names."""

    entry: str
    files: str = ""
    stage: str = "pre-commit"


def environment() -> dict[str, str]:
    """The environment of every process, without the user's settings of git and Python."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PYTHON", "MAKE", "MFLAGS", "PRE_COMMIT", "VIRTUAL_ENV"))
    }
    return {**kept, **_GIT, "LC_ALL": "C.UTF-8"}


def seeds(work: Path) -> Seeds:
    """The specs of nova-specs, or of the sample if there is no bundle.

    :param work: the directory in which the bundle is cloned.
    :raises InputError: ``SPECSLINT_CORPUS`` names nothing that git can clone.
    """
    named = os.environ.get("SPECSLINT_CORPUS")
    bundle = Path(named) if named else CORPUS
    if not named and not bundle.exists():
        return read_seeds(SAMPLE, "the sample repository under examples/")
    clone = work / "corpus"
    shutil.rmtree(clone, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    git(work, "clone", "-q", "-b", "master", str(bundle.absolute()), str(clone))
    head = git(clone, "rev-parse", "--short", "HEAD").strip()
    return read_seeds(clone, f"the history of nova-specs (a bundle, at {head})")


def longer_history(work: Path) -> Tree | None:
    """The newest tree of the longer history, or None if its bundle is not at hand.

    :param work: the directory in which the bundle is cloned.
    """
    named = Path(os.environ.get("SPECSLINT_CORPUS") or CORPUS)
    bundle = named.with_name(LONGER)
    if not bundle.exists():
        return None
    clone = work / "longer"
    shutil.rmtree(clone, ignore_errors=True)
    git(work, "clone", "-q", "-b", "master", str(bundle.absolute()), str(clone))
    paths = (path for path in clone.glob("specs/*/*/*.rst") if not path.is_symlink())
    return Tree(clone, tuple(sorted(path.relative_to(clone).as_posix() for path in paths)))


def with_markup(seeds: Seeds) -> Seeds:
    """One spec of the seeds, with markup of many kinds at its end."""
    seed = seeds.specs[0]
    return replace(seeds, specs=(replace(seed, text=seed.text + MARKUP),))


def read_seeds(root: Path, source: str) -> Seeds:
    """The specs of a repository at the paths of the layout, and their templates.

    :param source: a description of the repository.
    :raises InputError: there are none.
    """
    specs = []
    templates = {}
    for path in sorted(root.glob("specs/*/*/*.rst")):
        release, status = path.parts[-3:-1]
        template = root / "specs" / f"{release}-template.rst"
        # A link leads to a template and is no spec.
        if status in ("approved", "implemented") and template.is_file() and not path.is_symlink():
            specs.append(Seed(release, status, path.stem, path.read_bytes()))
            templates[release] = template.read_bytes()
    if not specs:
        raise InputError(f"{source} holds no specs: have SPECSLINT_CORPUS name a bundle that does")
    if len(templates) > len(RELEASES):
        raise InputError(f"{source} has specs of more than {len(RELEASES)} releases")
    return Seeds(source, tuple(specs), templates)


def make_tree(root: Path, seeds: Seeds, count: int) -> Tree:
    """Create a repository of ``count`` different specs.

    :param root: its path; anything that exists there is deleted.
    """
    shutil.rmtree(root, ignore_errors=True)
    (root / "specs").mkdir(parents=True)
    for release, template in seeds.templates.items():
        for like in seeds.releases_like(release):
            (root / "specs" / f"{like}-template.rst").write_bytes(template)
    specs = []
    for path, text in _copies(seeds, count):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text)
        specs.append(path)
    git(root, "init", "-q", "-b", "master")
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", f"{count} specs")
    git(root, "gc", "-q")  # packed, as in a clone
    return Tree(root, tuple(specs))


def _copies(seeds: Seeds, count: int) -> Iterator[tuple[str, bytes]]:
    for number in range(count):
        lap, index = divmod(number, len(seeds.specs))
        seed = seeds.specs[index]
        releases = seeds.releases_like(seed.release)
        name = f"{seed.name}-{number:05}"
        yield f"specs/{releases[lap % len(releases)]}/approved/{name}.rst", seed.copied(name)


def make_proposal(root: Path, seeds: Seeds, tree: Tree) -> Proposal:
    """Stage a fast-track copy in a clone of ``tree``, and write its message.

    The copy is a real one: a seed with the same name as one in the next release.

    :param root: its path; anything that exists there is deleted.
    :raises InputError: no spec was ever proposed twice.
    """
    number, again = _proposed_twice(seeds)
    seed = seeds.specs[number]
    name = f"{seed.name}-{number:05}"
    # The first copy of the seed is in the first release with its template.
    source = f"specs/{seeds.releases_like(seed.release)[0]}/approved/{name}.rst"
    copy = f"specs/{seeds.releases_like(again.release)[0]}/approved/{name}.rst"
    shutil.rmtree(root, ignore_errors=True)
    git(tree.root, "clone", "-q", "--no-local", str(tree.root), str(root))
    (root / copy).write_bytes(again.copied(name))
    git(root, "add", copy)
    message = root / ".git" / "COMMIT_EDITMSG"
    message.write_text(
        f"Propose {name[:40]} again\n\n"
        "It was approved in the last release and nobody found the time. Nothing but\n"
        "the sections that the new template asks for has changed.\n\n"
        f"Previously-approved: {source.split('/')[1]}\n\n"
        f"Change-Id: I{number:040x}\n",
        encoding="utf-8",
    )
    return Proposal(root, source, copy, message)


def install_hooks(proposal: Proposal, pre_commit: str, hooks: Iterable[Hook]) -> None:
    """Make pre-commit run hooks at each commit in a clone; the copy stays staged.

    :param pre_commit: the path of the program.
    :raises InputError: it fails.
    """
    config = [
        {
            "id": f"hook-{number}",
            "name": f"hook {number}",
            "entry": hook.entry,
            "language": "system",
            "require_serial": True,
            "stages": [hook.stage],
            **({"files": hook.files} if hook.files else {"always_run": True}),
            **({"pass_filenames": False} if not hook.files and hook.stage != "commit-msg" else {}),
        }
        for number, hook in enumerate(hooks)
    ]
    root = proposal.root
    proposal.message.rename(root / ".git" / "MESSAGE")  # git overwrites its own path
    # JSON is a subset of YAML.
    text = json.dumps({"repos": [{"repo": "local", "hooks": config}]})
    (root / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    git(root, "add", ".pre-commit-config.yaml")
    git(root, "commit", "-q", "-m", "Hooks", ".pre-commit-config.yaml")
    run = subprocess.run(
        [pre_commit, "install", "-t", "pre-commit", "-t", "commit-msg"],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise InputError(f"pre-commit install: {run.stdout.strip()[-200:]}")
    # As in a clone that is older than a second: git reads each file that is not older than
    # the index, and pre-commit runs "git diff" after each hook.
    time.sleep(1.1)
    git(root, "update-index", "-q", "--really-refresh")


def _proposed_twice(seeds: Seeds) -> tuple[int, Seed]:
    """The index of a seed of an earlier release, and the seed that is its copy."""
    approved = {(s.release, s.name): s for s in seeds.specs if s.status == "approved"}
    known = sorted(seeds.templates)
    for number, seed in enumerate(seeds.specs):
        later = known[known.index(seed.release) + 1 :]
        if seed.status == "approved" and later and (later[0], seed.name) in approved:
            return number, approved[later[0], seed.name]
    raise InputError(f"{seeds.source} holds no spec that was proposed for two releases")


def git(root: Path, *arguments: str) -> str:
    """The output of git.

    :raises InputError: git failed.
    """
    run = subprocess.run(
        # Otherwise git would pack the many new files in the background.
        ["git", "-c", "gc.auto=0", "-c", "maintenance.auto=false", *arguments],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        reason = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise InputError(f"git {arguments[0]}: {reason}")
    return run.stdout
