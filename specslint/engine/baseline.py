"""Baselines: known findings that a run does not report.

A finding is identified by its file, its rule and the text of its line, not by the
line's number, so that it is still recognised if lines are added or removed elsewhere in
the file. Findings with equal keys are counted.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from specslint.engine.result import Result
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic

VERSION = 1

_LONG = 1000
_NUMBERS = re.compile(r"\d+")


class Key(NamedTuple):
    """What identifies a finding; ``line`` is a hash of its line's text."""

    path: str
    code: str
    line: str


Known = Mapping[Key, int]
"""The number of known findings of each key."""


class BadBaselineError(ValueError):
    """A text is not a baseline; the message says why, to follow a colon."""


def render(result: Result) -> tuple[str, int]:
    """The findings as the text of a baseline, and their number.

    Findings about a commit message are left out, since no other commit will have it.
    """
    counts = Counter(key for d in result.report.diagnostics if (key := _key(result, d)))
    lines = [
        json.dumps({**key._asdict(), "count": count}, ensure_ascii=True)
        for key, count in sorted(counts.items())
    ]
    findings = ",\n  ".join(lines)
    body = f"[\n  {findings}\n ]" if lines else "[]"
    return f'{{\n "version": {VERSION},\n "findings": {body}\n}}\n', counts.total()


def parse(data: bytes) -> Known:
    """Parse a baseline.

    :param data: the file's content.
    :raises BadBaselineError: it is not a baseline.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise BadBaselineError("it is nested too deep") from None
    except UnicodeDecodeError as error:
        raise BadBaselineError(f"it is not UTF-8 (at byte {error.start})") from None
    except ValueError as error:
        raise BadBaselineError(f"it is not JSON: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        raise BadBaselineError('it is no object with a list "findings"')
    if document.get("version") != VERSION:
        raise BadBaselineError(f'its "version" is not {VERSION}')
    known: Counter[Key] = Counter()
    for number, entry in enumerate(document["findings"], 1):
        key, count = _entry(entry, number)
        known[key] += count
    return known


def _entry(entry: Any, number: int) -> tuple[Key, int]:
    if not isinstance(entry, dict):
        raise BadBaselineError(f"finding {number} is no object")
    values = [entry.get(name) for name in Key._fields]
    if not all(isinstance(value, str) for value in values):
        raise BadBaselineError(f"finding {number} needs {', '.join(Key._fields)}, all as text")
    count = entry.get("count")
    if type(count) is not int or count < 1:
        raise BadBaselineError(f'finding {number} needs a "count" of 1 or more')
    return Key(*map(str, values)), count


def without_known(result: Result, known: Known) -> tuple[Result, Known]:
    """The findings that are not known, and the known ones that were not found.

    Findings that were left out of the report are compared as well.

    :param result: all findings. If they are of several commits, each commit may have
        all known ones.
    :param known: from :func:`parse`.
    """
    found: dict[str | None, Counter[Key]] = {}
    most: Counter[Key] = Counter()

    def is_new(diagnostic: Diagnostic) -> bool:
        counts = found.setdefault(diagnostic.commit, Counter())
        key = _key(result, diagnostic)
        if key is None or counts[key] >= known.get(key, 0):
            return True
        counts[key] += 1
        most[key] = max(most[key], counts[key])
        return False

    report = result.report
    kept = result.only(filter(is_new, report.diagnostics))
    hidden = report.hidden and tuple(filter(is_new, report.hidden))
    kept.report = kept.report._replace(hidden=hidden)
    return kept, Counter(known) - most


def fingerprints(result: Result) -> list[str]:
    """A hash for each finding, in order, that does not change if other lines come or go.

    Besides the key of the baseline it contains the message without its numbers, so that
    two findings in one line differ.
    """
    return _numbered(
        (*_parts(result, d), _NUMBERS.sub("", d.message)) for d in result.report.diagnostics
    )


def _numbered(found: Iterable[tuple[str, ...]]) -> list[str]:
    seen: Counter[tuple[str, ...]] = Counter()
    hashes = []
    for parts in found:
        hashes.append(_hash(*parts, str(seen[parts])))
        seen[parts] += 1
    return hashes


def _key(result: Result, diagnostic: Diagnostic) -> Key | None:
    if diagnostic.location.path == COMMIT_MESSAGE_PATH:
        return None
    path, code, line = _parts(result, diagnostic)
    return Key(path, code, _hash(line)[:16])


def _parts(result: Result, diagnostic: Diagnostic) -> tuple[str, str, str]:
    # JSON cannot contain bytes that are not UTF-8.
    path = diagnostic.location.path.encode("utf-8", "backslashreplace").decode("utf-8")
    line = result.normalised_line_of(diagnostic)
    return path, diagnostic.code, line if len(line) < _LONG else _hash_of_line(line)


@lru_cache(maxsize=1)
def _hash_of_line(line: str) -> str:
    """A hash that replaces a long line, which may have thousands of findings."""
    return _hash(line)


def _hash(*parts: str) -> str:
    text = "\0".join(parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
