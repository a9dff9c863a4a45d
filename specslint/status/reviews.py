"""Parses the output of ``gerrit query --format=JSON``.

Source of the format: Gerrit's documentation, "gerrit query" and "Stream Events and JSON
output"; ``--current-patch-set --files`` adds the files of a change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from specslint.config.values import quoted
from specslint.status.model import Review

MAX_BYTES = 256 * 1024 * 1024
"""The size limit of the file; all reviews of nova-specs take a tenth of that."""

_OPEN = ("new", "draft", "submitted")  # the last two occur in older versions
_ABANDONED = "abandoned"
_STATUSES = (*_OPEN, _ABANDONED, "merged")
_ADDING = ("ADDED", "COPIED", "RENAMED")
_LARGEST = 2**31 - 1  # Gerrit stores the number as a Java int


class Proposal(NamedTuple):
    """The fields of a change that the status needs.

    ``added`` are the paths that its current patch set adds, or None if the output has
    no files.
    """

    review: Review
    change_id: str
    subject: str
    message: str
    topic: str
    added: tuple[str, ...] | None

    @property
    def is_open(self) -> bool:
        """Whether it may still be merged."""
        return self.review.status in _OPEN

    @property
    def is_abandoned(self) -> bool:
        """Whether it was abandoned."""
        return self.review.status == _ABANDONED


class Reviews(NamedTuple):
    """The changes in a file, and remarks on the file itself."""

    proposals: tuple[Proposal, ...] = ()
    remarks: tuple[str, ...] = ()

    def by_change_id(self) -> Mapping[str, Review]:
        """The review of each Change-Id: the merged one, or else the newest."""
        ordered = sorted(
            self.proposals, key=lambda p: (p.review.status == "merged", p.review.number)
        )
        return {proposal.change_id: proposal.review for proposal in ordered}


def read_reviews(data: bytes) -> Reviews:
    """Parse the lines; those that are not a change are skipped, with a remark.

    :param data: the lines, as Gerrit printed them.
    """
    proposals = []
    junk: list[tuple[int, str]] = []
    remarks = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            record = _record(line)
            if record.get("type") == "stats":
                if record.get("moreChanges") is True:
                    remarks.append("Gerrit says that there are more changes than it listed here")
            elif record.get("type") == "error":
                remarks.append(f"Gerrit says: {quoted(str(record.get('message')))}")
            else:
                proposals.append(_proposal(record))
        except _JunkError as error:
            junk.append((number, str(error)))
    if junk:
        lines = "1 line is" if len(junk) == 1 else f"{len(junk)} lines are"
        number, reason = junk[0]
        first = ":" if len(junk) == 1 else ", the first of them"
        remarks.append(f"{lines} no change of Gerrit's{first} line {number}: {reason}")
    if any(p.added is None and (p.is_open or p.is_abandoned) for p in proposals):
        remarks.append(
            "some changes tell no files, so what they propose is not known: query with "
            "--current-patch-set --files"
        )
    return Reviews(tuple(proposals), tuple(remarks))


class _JunkError(Exception):
    """A line is not a change; the message says why."""


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except RecursionError:
        raise _JunkError("it is nested too deeply") from None
    except UnicodeDecodeError:
        raise _JunkError("it is not UTF-8") from None
    except ValueError:
        raise _JunkError("it is no JSON") from None
    if not isinstance(record, dict):
        raise _JunkError("it is no JSON object")
    return record


def _proposal(record: dict[str, Any]) -> Proposal:
    status = _text(record, "status").lower()
    if status not in _STATUSES:
        raise _JunkError(f"its status is {quoted(status)}" if status else "it has no status")
    number = record.get("number")
    if isinstance(number, str) and number.isascii() and number.isdecimal() and len(number) < 11:
        number = int(number)  # as older versions print it
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= _LARGEST:
        raise _JunkError("it has no number")
    url = _text(record, "url")
    is_web = url.startswith(("https://", "http://")) and url.isprintable() and " " not in url
    return Proposal(
        Review(number, url if is_web else None, status),
        _text(record, "id"),
        _text(record, "subject"),
        _text(record, "commitMessage"),
        _text(record, "topic"),
        _added(record),
    )


def _text(record: dict[str, Any], key: str) -> str:
    """A value that is a string, else an empty one; JSON escapes may yield lone surrogates."""
    value = record.get(key)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _added(record: dict[str, Any]) -> tuple[str, ...] | None:
    current = record.get("currentPatchSet")
    if not isinstance(current, dict):
        sets = record.get("patchSets")
        sets = [s for s in sets if isinstance(s, dict)] if isinstance(sets, list) else []
        current = max(sets, key=_number_of, default={})
    files = current.get("files")
    if not isinstance(files, list):
        return None
    return tuple(_paths(file for file in files if isinstance(file, dict)))


def _number_of(patch_set: dict[str, Any]) -> int:
    number = str(patch_set.get("number"))[:10]
    return int(number) if number.isascii() and number.isdecimal() else 0


def _paths(files: Iterable[dict[str, Any]]) -> Iterable[str]:
    for file in files:
        if file.get("type") in _ADDING:
            yield _text(file, "file")
