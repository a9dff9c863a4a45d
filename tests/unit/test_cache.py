"""The cache of results: its size, and the values that come back from it."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest

from specslint.engine.cache import Cache, fingerprint
from specslint.engine.parsed import from_plain, plain
from specslint.model.document import Document
from specslint.parsing import parse
from tests.conftest import SAMPLE


def test_the_number_of_entries_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("specslint.engine.cache.MAX_ENTRIES", 100)
    warnings: list[str] = []
    cache = Cache(warnings.append, tmp_path / "tree")
    for number in range(1000):
        cache.put({fingerprint(number): number})
    known = cache.get([fingerprint(number) for number in range(1000)])
    assert 50 <= len(known) <= 100
    assert known[fingerprint(999)] == 999
    cache.close()
    assert not warnings


def test_a_full_cache_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("specslint.engine.cache.MAX_PAGES", 16)
    warnings: list[str] = []
    cache = Cache(warnings.append, tmp_path / "tree")
    for number in range(100):
        cache.put({fingerprint(number): "x" * 4096})
    assert sum(path.stat().st_size for path in tmp_path.rglob("*")) < 200_000
    cache.put({fingerprint("last"): 1})
    cache.close()
    assert not warnings


FAULTY = """\
Title
=====

.. note: swallowed

A `link <https://example.org>`_ and :nonsense:`x`, see |y|.

Section
-------
.. include:: /etc/passwd
"""


@pytest.mark.parametrize(
    "text", [FAULTY, "", *(path.read_text() for path in sorted(SAMPLE.glob("specs/*/*/*.rst")))]
)
def test_a_parsed_text_is_the_same_from_the_cache(text: str) -> None:
    document = parse(text)
    assert isinstance(document, Document)
    known = marshal.loads(marshal.dumps(plain(document)))
    assert repr(from_plain(known)) == repr(document)
