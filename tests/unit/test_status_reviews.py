"""The parser of gerrit query's output, and what reviews add to the status of a release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from specslint.status.model import Review
from specslint.status.reviews import read_reviews
from tests.unit.test_status import Branch, Call, branch, call

__all__ = ["branch", "call"]  # fixtures

CHANGE = "I" + "1" * 40
STATS = {"type": "stats", "rowCount": 1, "runTimeMilliseconds": 4, "moreChanges": False}


def change(number: int | str = 12, status: str = "MERGED", **more: Any) -> dict[str, Any]:
    """A change, as Gerrit prints it."""
    return {
        "project": "openstack/nova-specs",
        "branch": "master",
        "id": CHANGE,
        "number": number,
        "subject": "Cold boot",
        "owner": {"name": "A. Uthor"},
        "url": f"https://review.example.org/{number}",
        "commitMessage": f"Cold boot\n\nChange-Id: {CHANGE}\n",
        "open": status == "NEW",
        "status": status,
        **more,
    }


def adding(*paths: str) -> dict[str, Any]:
    files = [{"file": "/COMMIT_MSG", "type": "ADDED", "insertions": 9, "deletions": 0}]
    files += [{"file": path, "type": "ADDED", "insertions": 99, "deletions": 0} for path in paths]
    return {"currentPatchSet": {"number": 2, "revision": "a" * 40, "files": files}}


def lines(*records: Any) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def written(tmp_path: Path, *records: Any) -> str:
    path = tmp_path / "reviews.json"
    path.write_bytes(lines(*records))
    return str(path)


def test_a_review_is_found_by_its_change_id(branch: Branch, call: Call, tmp_path: Path) -> None:
    branch.merged("specs/kilo/approved/cold-boot.rst", "Cold boot", "Propose it", CHANGE)
    reviews = written(
        tmp_path,
        change(14, "ABANDONED", **adding("specs/kilo/approved/cold-boot.rst")),
        change(12, "MERGED", **adding("specs/kilo/approved/cold-boot.rst")),
        change(15, "NEW", id="I" + "2" * 40, **adding("specs/kilo/approved/cold-boot.rst")),
        STATS,
    )
    document = call("kilo", "--reviews", reviews).json
    assert [(s["name"], s["state"]) for s in document["specs"]] == [("cold-boot", "approved")]
    assert document["specs"][0]["review"] == {
        "number": 12,
        "url": "https://review.example.org/12",
        "status": "merged",
    }


def test_proposed_and_abandoned_changes(branch: Branch, call: Call, tmp_path: Path) -> None:
    message = "Warm\n\nbp warm-boot\nPreviously-approved: juno\n"
    reviews = written(
        tmp_path,
        change(1, "ABANDONED", **adding("specs/kilo/approved/cold-boot.rst")),
        change(2, "NEW", **adding("specs/kilo/approved/cold-boot.rst"), topic="bp/boot-cold"),
        change(
            3, "ABANDONED", **adding("specs/kilo/approved/warm-boot.rst"), commitMessage=message
        ),
        change(4, "NEW", **adding("specs/juno/approved/other.rst", "specs/kilo/README.rst")),
        change(5, "NEW", **adding("specs/kilo/implemented/other.rst")),
        STATS,
    )
    specs = call("kilo", "--reviews", reviews).json["specs"]
    assert [
        (s["name"], s["state"], s["review"]["number"], s["blueprint"], s["previously_approved"])
        for s in specs
    ] == [
        (
            "cold-boot",
            "proposed",
            2,
            "https://blueprints.launchpad.net/nova/+spec/boot-cold",
            [],
        ),
        (
            "warm-boot",
            "abandoned",
            3,
            "https://blueprints.launchpad.net/nova/+spec/warm-boot",
            ["juno"],
        ),
    ]
    assert all(s["commit"] is None and s["date"] is None for s in specs)


def test_the_last_of_several_patch_sets_counts() -> None:
    sets = [
        {"number": 10, "files": [{"file": "specs/kilo/approved/b.rst", "type": "RENAMED"}]},
        {"number": 9, "files": [{"file": "specs/kilo/approved/a.rst", "type": "ADDED"}]},
    ]
    (proposal,) = read_reviews(lines(change(1, "NEW", patchSets=sets))).proposals
    assert proposal.added == ("specs/kilo/approved/b.rst",)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"gerrit: not found", "it is no JSON"),
        (b"[]", "it is no JSON object"),
        (b"null", "it is no JSON object"),
        (b"\xff\xfe{}", "it is not UTF-8"),
        (b"[" * 200_000, "it is nested too deeply"),
        (b'{"number": ' + b"9" * 10_000 + b"}", "it is no JSON"),
        (b"{}", "it has no status"),
        (b'{"status": "BORED\\u001b"}', r'its status is "bored\x1b"'),
        (b'{"status": "NEW"}', "it has no number"),
        (b'{"status": "NEW", "number": true}', "it has no number"),
        (b'{"status": "NEW", "number": 1e3}', "it has no number"),
        (b'{"status": "NEW", "number": 99999999999}', "it has no number"),
        (b'{"status": "NEW", "number": -4}', "it has no number"),
        (b'{"status": "NEW", "number": 0}', "it has no number"),
        (b'{"status": "NEW", "number": 2147483648}', "it has no number"),
        (b'{"status": "NEW", "number": "12345678901"}', "it has no number"),
    ],
)
def test_invalid_lines_are_skipped_with_a_remark(line: bytes, reason: str) -> None:
    data = lines(change()) + line + b"\n\n" + lines(change(13), STATS)
    reviews = read_reviews(data)
    assert [proposal.review.number for proposal in reviews.proposals] == [12, 13]
    assert reviews.remarks == (f"1 line is no change of Gerrit's: line 2: {reason}",)


@pytest.mark.parametrize("number", [1, 2147483647, "2147483647"])
def test_any_number_that_gerrit_can_store(number: int | str) -> None:
    (proposal,) = read_reviews(lines(change(number))).proposals
    assert proposal.review.number == int(number)


def test_many_invalid_lines_are_one_remark(branch: Branch, call: Call, tmp_path: Path) -> None:
    path = tmp_path / "reviews"
    path.write_bytes(b"oh no\n" + lines(change()) + b"\x1b[2J\n{}\n")
    shown = call("kilo", "--reviews", str(path), form="text")
    assert (shown.code, shown.err) == (
        0,
        "specslint: --reviews: 3 lines are no change of Gerrit's, the first of them line 1: "
        "it is no JSON\n",
    )
    assert shown.out.endswith("no specs\n")


def test_other_messages_of_gerrit() -> None:
    more = {**STATS, "moreChanges": True}
    error = {"type": "error", "message": "line 1:\x1b no viable alternative"}
    remarks = read_reviews(lines(change(1, "NEW"), more, error)).remarks
    assert remarks == (
        "Gerrit says that there are more changes than it listed here",
        r'Gerrit says: "line 1:\x1b no viable alternative"',
        "some changes tell no files, so what they propose is not known: query with "
        "--current-patch-set --files",
    )


def test_fields_of_any_type_are_accepted() -> None:
    odd: list[Any] = [None, 1, [], {}, [1], {"a": []}, "\ud800"]
    for value in odd:
        for key in (
            "id",
            "subject",
            "url",
            "commitMessage",
            "topic",
            "currentPatchSet",
            "patchSets",
        ):
            (found,) = read_reviews(lines(change(**{key: value}))).proposals
            assert found.review.number == 12
    sets: dict[str, Any] = {
        "files": [None, 3, {"file": 4, "type": "ADDED"}, {"type": []}],
        "number": [],
    }
    (found,) = read_reviews(lines(change(patchSets=[sets, None]))).proposals
    assert found.added == ("",)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://a b", "https://a\n", "//example.org", ""]
)
def test_an_invalid_url_is_left_out(url: str) -> None:
    (found,) = read_reviews(lines(change(url=url, number="12"))).proposals
    assert found.review == Review(12, None, "merged")


def test_an_empty_file(branch: Branch, call: Call, tmp_path: Path) -> None:
    assert call("kilo", "--reviews", written(tmp_path)).json["specs"] == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing", "cannot be read: no such file or directory"),
        (".", "cannot be read: is a directory"),
    ],
)
def test_a_file_that_cannot_be_read(
    branch: Branch, call: Call, tmp_path: Path, name: str, reason: str
) -> None:
    shown = call("kilo", "--reviews", str(tmp_path / name))
    assert (shown.code, shown.out) == (2, "")
    assert shown.err == f"specslint: {tmp_path / name}: {reason}\n"
