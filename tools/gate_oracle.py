"""Compare specslint with the gate of nova-specs, on damaged specs and trees.

SPECSLINT_CORPUS names a bundle; those beside it are used as well. The specs are those
of the heads and the history of all bundles, each with the template of its release.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from specslint.config.settings import Config
from specslint.engine.specs import Parser
from tests import gate
from tests.gate_compare import text_differences, tree_differences
from tests.gate_damages import damaged
from tests.gate_trees import random_tree

_BATCH = 200
_WHOLE = 0.2  # the share of texts that are not damaged, until all were used


def _git(repository: Path, *words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=repository, check=True, capture_output=True).stdout


def specs_of(repository: Path) -> list[gate.Text]:
    """Every version of every spec, each with the newest template of its release."""
    templates: dict[str, bytes] = {}
    found: dict[tuple[str, str], None] = {}
    log = _git(repository, "log", "--raw", "--no-abbrev", "--no-renames", "--format=", "--root")
    for row in log.decode().splitlines():
        fields, path = row.split("\t")
        _, mode, _, blob, status = fields.split(" ")
        parts = path.split("/")
        if status == "D" or mode == "120000" or parts[0] != "specs":
            continue
        if len(parts) == 2 and path.endswith("-template.rst"):
            release = parts[1].removesuffix("-template.rst")
            if release not in templates:
                templates[release] = _git(repository, "cat-file", "blob", blob)
        elif len(parts) == 4 and path.endswith(".rst"):
            found[path, blob] = None
    return [
        gate.Text(path, _git(repository, "cat-file", "blob", blob), templates[release], release)
        for path, blob in found
        if (release := path.split("/")[1]) in templates
    ]


def _corpus(directory: Path) -> list[gate.Text]:
    texts: dict[gate.Text, None] = {}
    with TemporaryDirectory() as name:
        for bundle in sorted(directory.glob("*.bundle")):
            clone = Path(name) / bundle.stem
            _git(directory, "clone", "-q", "--bare", str(bundle), str(clone))
            texts.update(dict.fromkeys(specs_of(clone)))
    return list(texts)


def _damaged(texts: list[gate.Text], chance: Random) -> Iterator[tuple[str, gate.Text]]:
    """Each text unchanged, mixed with damaged ones, without end."""
    whole = iter(texts)
    while True:
        if chance.random() < _WHOLE and (as_it_is := next(whole, None)):
            yield "as it is", as_it_is
        text = chance.choice(texts)
        made = damaged(text.content.decode("utf-8", "replace"), chance)
        if made:
            yield made[0], text._replace(content=made[1])


def main() -> int:
    """Compare, print each difference, and count them by kind."""
    parser = argparse.ArgumentParser(description="Compare with the gate of nova-specs.")
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--trees", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=36_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", type=Path, help="a directory for the texts that differ")
    options = parser.parse_args()
    directory = gate.directory()
    if directory is None:
        print("SPECSLINT_CORPUS names no corpus with the gate's tests")
        return 2
    chance = Random(options.seed)  # noqa: S311 - no secret
    end = time.monotonic() + options.seconds
    rst = Parser(Config())
    kinds: Counter[str] = Counter()
    done = differing = 0
    with gate.in_process() as pool:
        trees = [random_tree(chance) for _ in range(options.trees)]
        for tree, said in zip(trees, tree_differences(trees, pool), strict=True):
            if said:
                differing += 1
                print(f"tree: {said}\n    {tree}", flush=True)
        made = _damaged(_corpus(directory.parent), chance)
        while done < options.texts and time.monotonic() < end:
            batch = [next(made) for _ in range(_BATCH)]
            done += len(batch)
            said_of = text_differences([text for _, text in batch], pool, rst)
            for (kind, text), said in zip(batch, said_of, strict=True):
                if said:
                    differing += 1
                    kinds[kind] += 1
                    print(f"{differing} {kind}: {text.path}: {said}", flush=True)
                    if options.keep:
                        (options.keep / f"{differing}.rst").write_bytes(text.content)
                        (options.keep / f"{differing}-template").write_bytes(text.template)
    print(f"{options.trees} trees, {done} texts: {differing} differences", dict(kinds))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
