"""The status of releases in the real history, compared with git's own output.

Only paths, hashes and counts of it are used here, none of its text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from specslint.cli.main import main
from specslint.model.document import Document
from specslint.parsing import parse
from specslint.parsing.head import plain_head
from specslint.rules.template._blueprints import blueprint_name
from tests.conftest import Repository

DAYS = {"2014-10-31": (19, 15), "2014-12-15": (46, 20), "2015-01-23": (60, 21)}
TAG = re.compile(r"^previously[- ]approved: *juno$", re.IGNORECASE | re.MULTILINE)


@dataclass
class Counted:
    """Numbers from git's output; no code is shared with what is tested."""

    commit: str
    approved: set[str]
    implemented: set[str]
    tagged: set[str]


def counted(corpus: Repository, day: str | None, release: str = "kilo") -> Counted:
    """Count from the log and the tree, at the end of a day or now."""
    limit = datetime.fromisoformat(f"{day or '2100-01-01'}T23:59:59+00:00").timestamp()
    chain = corpus.git("log", "--first-parent", "--format=%H %ct").splitlines()
    commit = next(line.split()[0] for line in chain if int(line.split()[1]) <= limit)
    found: dict[str, set[str]] = {"approved": set(), "implemented": set()}
    for line in corpus.git("ls-tree", "-r", commit).splitlines():
        meta, path = line.split("\t")
        directory, _, file = path.rpartition("/")
        for status, names in found.items():
            if directory == f"specs/{release}/{status}" and not meta.startswith("120000"):
                names.add(file.removesuffix(".rst"))
    tagged = set()
    log = corpus.git(
        "log", "--no-merges", "--diff-filter=A", "--name-only", "--format=%x01%B%x02", commit
    )
    for entry in log.split("\x01")[1:]:
        message, _, paths = entry.partition("\x02")
        for path in paths.split():
            if path.startswith(f"specs/{release}/approved/") and TAG.search(message):
                tagged.add(path.rpartition("/")[2].removesuffix(".rst"))
    return Counted(commit, found["approved"], found["implemented"], tagged)


def status(corpus: Repository, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """The output of ``specslint status``, as JSON."""
    root = str(corpus.root)
    assert main(["status", "--root", root, "--format", "json", *words]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    document = json.loads(shown.out)
    assert isinstance(document, dict)
    return document


def names(document: dict[str, Any], state: str) -> set[str]:
    return {spec["name"] for spec in document["specs"] if spec["state"] == state}


@pytest.mark.parametrize(("day", "expected"), DAYS.items())
def test_kilo_stood_then_where_git_says(
    corpus: Repository,
    capsys: pytest.CaptureFixture[str],
    day: str,
    expected: tuple[int, int],
) -> None:
    document = status(corpus, capsys, "kilo", "--at", day)
    by_git = counted(corpus, day)
    assert document["at"] == by_git.commit
    assert names(document, "approved") == by_git.approved
    assert names(document, "implemented") == by_git.implemented
    fast = {spec["name"] for spec in document["specs"] if spec["fast_tracked"]}
    assert fast == by_git.tagged
    assert (len(document["specs"]), len(fast)) == expected
    assert all(
        spec["previously_approved"] == (["juno"] if spec["fast_tracked"] else [])
        for spec in document["specs"]
    )


@pytest.mark.parametrize("release", ["juno", "kilo", "liberty"])
def test_the_head_shows_what_was_implemented(
    corpus: Repository, capsys: pytest.CaptureFixture[str], release: str
) -> None:
    document = status(corpus, capsys, release)
    by_git = counted(corpus, None, release)
    assert names(document, "implemented") == by_git.implemented
    assert names(document, "approved") == by_git.approved


def test_the_open_release_is_the_newest(
    corpus: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(corpus, capsys)["release"] == "liberty"
    assert status(corpus, capsys, "--at", "2014-12-15")["release"] == "kilo"


def test_each_spec_has_the_commit_that_brought_it(
    corpus: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """The author's commit, whatever was merged, moved or changed later."""
    for spec in status(corpus, capsys, "kilo")["specs"]:
        log = corpus.git(
            "log",
            "--no-merges",
            "--diff-filter=A",
            "--format=%H %ct",
            "--",
            f"specs/kilo/*{spec['name']}.rst",
        )
        name, time = log.splitlines()[-1].split()
        assert spec["commit"] == name, spec["name"]
        assert spec["date"] == datetime.fromtimestamp(int(time), UTC).strftime(
            "%Y-%m-%dT%H:%M:%SZ"
        )


def test_what_changed_is_the_difference_of_two_states(
    corpus: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    document = status(corpus, capsys, "kilo", "--since", "2014-12-15")
    then, now = counted(corpus, "2014-12-15"), counted(corpus, None)
    assert document["since"] == then.commit
    changes = document["changes"]
    before = then.approved | then.implemented
    assert changes["approved"] == sorted((now.approved | now.implemented) - before)
    assert changes["implemented"] == sorted(now.implemented - then.implemented)
    liberty = counted(corpus, None, "liberty")
    on = (liberty.approved | liberty.implemented) & (now.approved | now.implemented)
    assert changes["moved_on"] == [{"name": name, "to": "liberty"} for name in sorted(on)]
    assert {s["name"] for s in document["specs"] if s["reproposed_to"] == ["liberty"]} == on


def test_nearly_every_spec_of_kilo_has_an_area(
    corpus: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = status(corpus, capsys, "kilo", "--at", "2015-01-23")["specs"]
    assert sum(spec["area"] is None for spec in specs) == 0
    areas = [spec["area"] for spec in specs]
    assert areas == sorted(areas)
    assert len(set(areas)) == 16


def test_a_plain_head_is_read_as_docutils_reads_it(corpus: Repository) -> None:
    """Every version of every spec."""
    log = corpus.git("log", "--root", "-m", "--raw", "--no-abbrev", "--format=", "--", "specs")
    blobs = {line.split()[3] for line in log.splitlines() if line.split()[1] == "100644"}
    read = 0
    for blob in blobs:
        text = corpus.git("cat-file", "blob", blob)
        head = plain_head(text)
        if head is None:
            continue
        document = parse(text)
        assert isinstance(document, Document)
        uris = (blueprint_name(reference.uri, "nova") for reference in document.references)
        assert head.title == document.sections[0].title
        assert blueprint_name(head.uri, "nova") == next(filter(None, uris), None)
        read += 1
    assert read > 200
