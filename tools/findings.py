"""Record every finding of an installed specslint, or compare such records.

Run as ``python -m tools.findings write PYTHON FILE``: the specslint that is installed
for PYTHON lints the sample repository, every example of every rule and, if
SPECSLINT_CORPUS names a bundle of nova-specs, its newest tree and commits (``--commits
N``). It also lints randomly damaged specs, made from those of the sample and the corpus
(``--damaged N``). FILE gets a line for each finding and each exit code, after a first
line with the versions.

``python -m tools.findings compare DIRECTORY`` fails if two records differ after that
first line. The findings must not depend on the versions that specslint is installed
with; the environments ``findings-*`` of ``tox.ini`` use both commands.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import IDENTITY, SAMPLE, Repository
from tests.rules.examples import PATHS, load, name_of
from tools import random_markup

COMMITS = 40
"""The number of newest commits of the corpus that are linted besides its tree."""

DAMAGED = 600
"""The number of damaged specs; each block of ``random_markup`` is in one of them."""

_VERSIONS = """\
import importlib.metadata as metadata, platform
print("Python", platform.python_version(), end="")
for name in "docutils", "GitPython", "Pygments", "tqdm", "Sphinx":
    try:
        print(",", name, metadata.version(name), end="")
    except metadata.PackageNotFoundError:
        print(", no", name, end="")
"""


# Each case is run in a process of its own, forked from one that has imported
# everything.
_SERVER = """\
import json, os, sys
import specslint.cli.main as cli
import specslint.commands.check, specslint.parsing.reader
for line in sys.stdin:
    root, words = json.loads(line)
    process = os.fork()
    if not process:
        os.chdir(root)
        os._exit(cli.main(words))
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""


@dataclass(frozen=True)
class Case:
    """Something to lint: a repository, and the options."""

    name: str
    root: Path
    options: tuple[str, ...] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or compare; the exit code is 1 if records differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    write = verbs.add_parser("write")
    write.add_argument("python", metavar="PYTHON")
    write.add_argument("file", type=Path, metavar="FILE")
    write.add_argument("--damaged", type=int, metavar="N", default=DAMAGED)
    write.add_argument("--commits", type=int, metavar="N", default=COMMITS)
    verbs.add_parser("compare").add_argument("directory", type=Path, metavar="DIRECTORY")
    options = parser.parse_args(arguments)
    if options.verb == "compare":
        return compare(options.directory)
    options.file.parent.mkdir(parents=True, exist_ok=True)
    # If this run fails half way, an earlier record must not remain.
    options.file.unlink(missing_ok=True)
    lines = findings(options.python, options.commits, options.damaged)
    options.file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    print(f"{lines[0]}: {len(lines) - 1} lines in {options.file}")
    return 0


def compare(directory: Path) -> int:
    """Print how the records of a directory differ from the first; return 0 if none does.

    Fewer than two records are a failure.
    """
    lists = [(file.stem, *_head_and_rest(file)) for file in sorted(directory.glob("*.jsonl"))]
    if len(lists) < 2:
        print(f"{len(lists)} lists in {directory}: nothing to compare")
        return 1
    first, _, expected = lists[0]
    code = 0
    for name, versions, lines in lists:
        same = lines == expected
        print(f"{name}: {versions}: {len(lines)} lines, {'the same' if same else 'OTHERS'}")
        if not same:
            code = 1
            print(*difflib.unified_diff(expected, lines, first, name, "", "", 0, ""), sep="\n")
    return code


def _head_and_rest(file: Path) -> tuple[str, list[str]]:
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    return head, lines


def findings(python: str, commits: int = COMMITS, damaged: int = DAMAGED) -> list[str]:
    """The versions, followed by a line for each finding and each exit code.

    :param python: the interpreter that specslint is installed for.
    :param commits: how many of the corpus' newest commits are linted.
    :param damaged: how many damaged specs are linted.
    :raises RuntimeError: it crashed, or wrote to standard error.
    """
    # -P: import the installed files, not the working files.
    asked = subprocess.run([python, "-P", "-c", _VERSIONS], check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as directory:
        os.environ.update(IDENTITY, LC_ALL="C.UTF-8", GIT_CONFIG_GLOBAL=os.devnull)
        cases = [*_trees(Path(directory)), *_corpus(Path(directory), commits)]
        cases.append(_damaged(Path(directory), damaged))
        outputs = [Path(directory, f"output-{number}.json") for number in range(len(cases))]
        run = subprocess.run(
            [python, "-P", "-c", _SERVER],
            input="".join(map(_request, cases, outputs)),
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode or run.stderr:
            raise RuntimeError(f"{python}: exit code {run.returncode}: {run.stderr}")
        codes = map(int, run.stdout.split())
        answers = zip(cases, outputs, codes, strict=True)
        return [asked.stdout.decode(), *(line for answer in answers for line in _lines(*answer))]


def _request(case: Case, output: Path) -> str:
    words = ["--format", "json", "--output-file", str(output), "--no-cache", *case.options]
    return json.dumps([str(case.root), words]) + "\n"


def _lines(case: Case, output: Path, code: int) -> Iterator[str]:
    if code not in (0, 1):
        raise RuntimeError(f"{case}: exit code {code}")
    report = json.loads(output.read_bytes())
    for entry in ({"exit code": code, **report["summary"]}, *report["diagnostics"]):
        yield f"{case.name}: {json.dumps(entry, sort_keys=True)}"


def _trees(directory: Path) -> Iterator[Case]:
    shutil.copytree(SAMPLE, directory / "sample")
    sample = Repository.create(directory / "sample")
    sample.commit("The sample")
    yield Case("sample", sample.root)
    for number, path in enumerate(PATHS):
        example = load(path)
        settings = directory / f"{number}.toml"
        settings.write_bytes(example.pyproject)
        options = ("--select", ",".join(example.select), "--config", str(settings))
        root = directory / str(number)
        if not example.is_change:
            root.mkdir()
            example.write(root)
            yield Case(name_of(path), root, (*options, "--root", "."))
            continue
        repository = Repository.create(root)
        example.write_before(repository.root)
        repository.commit("The state before the change")
        repository.git("rm", "-r", "-q", "--ignore-unmatch", ".")
        example.write(root)
        if example.message is None:
            repository.git("add", "--all")
            yield Case(name_of(path), root, (*options, "--staged"))
        else:
            repository.commit(example.message)
            yield Case(name_of(path), root, (*options, "--commit", "HEAD"))


def _damaged(directory: Path, number: int) -> Case:
    root = directory / "damaged"
    shutil.copytree(SAMPLE, root)
    trees = (SAMPLE, directory / "corpus")
    specs = [
        path.read_text(encoding="utf-8")
        for tree in trees
        for path in sorted(tree.glob("specs/*/approved/*.rst"))[:60]
        if path.is_file() and not path.is_symlink()
    ]
    for nth, text in enumerate(random_markup.damaged(specs, number)):
        (root / f"specs/kilo/approved/damaged-{nth:05}.rst").write_text(text, encoding="utf-8")
    return Case("damaged", root, ("--root", ".", "--closed-releases"))


def _corpus(directory: Path, commits: int) -> Iterator[Case]:
    bundle = os.environ.get("SPECSLINT_CORPUS")
    if not bundle:
        return
    corpus = Repository.create(directory / "corpus")
    corpus.git("pull", "-q", bundle, "master")
    yield Case("corpus", corpus.root, ("--closed-releases", "."))
    revisions = corpus.git("rev-list", "--no-merges", f"-{commits}", "HEAD").split()
    yield from (Case(f"corpus {r[:10]}", corpus.root, ("--commit", r)) for r in revisions)


if __name__ == "__main__":
    sys.exit(main())
