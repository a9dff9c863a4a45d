"""The cache of results: its size, and the values that come back from it."""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from specslint.engine import check
from specslint.engine.cache import Cache, fingerprint
from specslint.engine.parsed import from_plain, plain
from specslint.engine.settings import Settings
from specslint.model.document import Document
from specslint.model.tree import Entry
from specslint.parsing import parse
from tests.conftest import SAMPLE
from tests.states import Counted, settings, tree


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


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cache]:
    """An empty cache that must not warn."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    warnings: list[str] = []
    with closing(Cache(warnings.append, tmp_path / "tree")) as opened:
        yield opened
    assert not warnings


def test_values_come_back_as_they_were(cache: Cache) -> None:
    values = {
        fingerprint(n): value for n, value in enumerate((0, "", (), b"x", ("a", 1.5), [True]))
    }
    cache.put(values)
    cache.put({})
    assert cache.get(list(values)) == values
    assert cache.get([fingerprint("none")]) == {}
    assert cache.get([]) == {}
    many = {fingerprint("many", n): n for n in range(1201)}
    cache.put(many)
    assert cache.get([*many, fingerprint("none")]) == many
    cache.put({fingerprint(0): "new"})
    assert cache.get([fingerprint(0)]) == {fingerprint(0): "new"}


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE results SET value = zeroblob(40)", None),  # damaged by a crash
        ("UPDATE results SET value = 'text'", None),
        ("DELETE FROM results", None),
        ("DROP TABLE results", None),
        ("DROP TABLE results; CREATE TABLE results (other)", None),
        ("BEGIN EXCLUSIVE", "database is locked"),
    ],
)
def test_a_damaged_cache_is_like_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str, reason: str | None
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("specslint.engine.cache._WAIT", 0.01)
    key = fingerprint(1)
    with closing(Cache(pytest.fail, "/tree")) as cache:
        cache.put({key: 1})
        file = cache.file()
    warnings: list[str] = []
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.executescript(statement)
        with closing(Cache(warnings.append, "/tree")) as cache:
            assert cache.get([key]) == {}
            cache.put({key: 2})
            assert cache.get([key]) in ({}, {key: 2})
            assert cache.get([key]) in ({}, {key: 2})
    place = Path(file).parent
    expected = f"nothing is remembered of this run: the cache in {place}: {reason}"
    assert warnings == ([expected] if reason else [])
    with closing(Cache(pytest.fail, "/tree")) as cache:
        cache.put({key: 3})
        assert cache.get([key]) == {key: 3}


@pytest.mark.parametrize(
    "content", [b"no database", b"SQLite format 3\0" * 9, b"\xff" * 5000, b""]
)
def test_a_file_that_is_no_cache_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    file = Path(Cache.file())
    file.parent.mkdir()
    file.write_bytes(content)
    key = fingerprint(1)
    for _ in range(2):
        with closing(Cache(pytest.fail, "/tree")) as cache:
            cache.put({key: 1})
            known = cache.get([key])
    assert known == {key: 1}


def test_no_cache_inside_of_the_repository_under_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "tree"))
    warnings: list[str] = []
    with closing(Cache(warnings.append, tmp_path / "tree")) as cache:
        for _ in range(2):
            cache.put({fingerprint(1): 1})
            assert cache.get([fingerprint(1)]) == {}
    assert len(warnings) == 1
    assert warnings[0].startswith("nothing is remembered of this run: ")
    assert not list(tmp_path.iterdir())


# --- runs ---------------------------------------------------------------------

SPEC, TEMPLATE = "specs/kilo/approved/a.rst", "specs/kilo-template.rst"
EARLIER = "specs/juno-template.rst"
GUIDANCE = "These are words of the template that no author ever wants to keep."
FILES = {
    TEMPLATE: f"Title\n=====\n\nProblem\n=======\n\n{GUIDANCE}\n\nTesting\n=======\n",
    SPEC: f"A\n=\n\n.. note: x\n\nProblem\n=======\n\n{GUIDANCE} :x:`y`\n\n.. [b] B.\n\n.. z::\n",
    "specs/kilo/approved/b.rst": "B\n=\n\n.. _here:\n\nTesting\n=======\n\nSee :ref:`there`.\n",
}


@pytest.mark.parametrize(
    ("files", "keys"),
    [
        pytest.param({SPEC: FILES[SPEC] + "More. \n"}, {}, id="another text"),
        pytest.param({TEMPLATE: "Title\n=====\n\nOther\n=====\n"}, {}, id="another template"),
        pytest.param({TEMPLATE: "Title\n=====\n"}, {}, id="a template of no use"),
        pytest.param(
            {EARLIER: f"Juno\n====\n\nX\n=\n\n{GUIDANCE} :x:`y`\n"}, {}, id="an earlier one"
        ),
        pytest.param({}, {"directives": ["z"]}, id="a directive"),
        pytest.param({}, {"roles": ["x"]}, id="a role"),
        pytest.param({}, {"optional_sections": ["Testing"]}, id="an optional section"),
        pytest.param({}, {"extra_sections": ["Testing"]}, id="an extra section"),
        pytest.param({}, {"required_sections": ["Testing"]}, id="a required section"),
        pytest.param({}, {"project": "neutron"}, id="a project"),
        pytest.param({}, {"severity": {"RST008": "off"}}, id="a severity"),
        pytest.param({}, {"select": ["RST"]}, id="some rules"),
        pytest.param({}, {"per_file_ignores": {SPEC: ["RST"]}}, id="ignored ones"),
    ],
)
def test_a_cache_does_not_change_what_is_found(
    cache: Cache, files: dict[str, str], keys: dict[str, object]
) -> None:
    config, other = settings(), settings(**keys)
    source, changed = tree(FILES), tree(FILES | files)
    made: list[int] = []
    progress = Counted(made)
    first = check(source, config, settings=Settings(cache, progress=progress))
    assert len(made) == len(FILES)
    assert first == check(source, config)
    assert first == check(source, config, settings=Settings(cache, progress=progress))
    assert len(made) == len(FILES)
    report = check(changed, other, settings=Settings(cache, progress=progress))
    assert report == check(changed, other)
    assert report == check(changed, other, settings=Settings(cache, progress=progress))
    assert first == check(source, config, settings=Settings(cache, progress=progress))
    few = [SPEC]  # the hooks of a commit
    assert check(changed, other, few, settings=Settings(cache)) == check(changed, other, few)
    assert check(source, config, few, settings=Settings(cache)) == check(source, config, few)


def test_a_file_that_cannot_be_read_is_not_cached(cache: Cache) -> None:
    broken = tree({}, Entry(SPEC))
    options = Settings(cache)
    found = [check(broken, settings("RST009"), [SPEC], settings=options) for _ in range(2)]
    assert [[d.code for d in report.diagnostics] for report in found] == [["RST009"]] * 2
    assert (
        check(tree({SPEC: "A\n"}), settings("RST009"), [SPEC], settings=options).diagnostics == ()
    )


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
