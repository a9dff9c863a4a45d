"""Fuzz targets of files of git and other tools: commits, their settings, caches."""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from specslint import output_cache
from specslint.config.docs_job import read_docs_job
from specslint.config.loading import load
from specslint.config.profiles import project_of
from specslint.engine.cache import Cache
from specslint.model.errors import UserError
from specslint.parsing.commit_message import parse_message
from specslint.vcs.repository import parse_commit
from tests.fuzz.inputs import is_sample, parts
from tests.fuzz.outputs import assert_is_a_line

# --- git ----------------------------------------------------------------------

_SHOWN_TAG = re.compile(rb"^[ \t]*previously-approved[ \t]*:", re.I | re.M)


def commit(data: bytes) -> None:
    """A commit object: its parents and its tags are those that git finds."""
    found = parse_commit("c" * 40, data)
    assert found == parse_commit("c" * 40, data)
    if found is None:
        return
    count = 1 + len(found.parents)
    *header, rest = data.split(b"\n", count)
    assert len(header) == count
    assert [line.partition(b" ")[0] for line in header] == [b"tree"] + [b"parent"] * (count - 1)
    names = [line.partition(b" ")[2].decode().lower() for line in header]
    assert names == [found.tree, *found.parents]
    assert not rest.startswith(b"parent ")
    shown = data.partition(b"\0")[0].partition(b"\n\n")[2].removeprefix(b"\xef\xbb\xbf")
    message = parse_message(found.message)
    if any(not tag.problem for tag in message.tags):
        assert _SHOWN_TAG.search(shown), "a tag that git does not show"


# --- settings of other tools ------------------------------------------------------


def gitreview(data: bytes) -> None:
    """A .gitreview, which selects a profile."""
    project = project_of(data)
    if project is not None:
        assert re.fullmatch(r"[A-Za-z0-9._-]+", project)
        assert f"{project}-specs".encode() in data
    try:
        config = load({".gitreview": data}.get)
    except UserError as error:
        assert_is_a_line(str(error))
        return
    assert config == load({".gitreview": data}.get)
    assert config.project == (project or "nova")


def docs_job(data: bytes) -> None:
    """A tox.ini and a conf.py of Sphinx, which are never run."""
    tox, conf = parts(data, 2)

    def read(path: str) -> bytes | None:
        assert not path.startswith("/")
        assert not {"", ".", "..", ".git"} & set(path.split("/"))
        return tox if path == "tox.ini" else conf

    job = read_docs_job(read)
    assert job == read_docs_job(read)
    if job.strict:
        assert b"-" in tox
        assert b"sphinx" in tox
    for text in (*(job.extensions or ()), *job.roles, *job.exclude_patterns):
        assert isinstance(text, str)
    assert isinstance(job.highlight_language, str)
    assert isinstance(job.numfig, bool)


# --- caches -----------------------------------------------------------------------


@cache
def _place() -> Path:
    """A directory with a repository and a cache, for the life of the process."""
    memory = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    (place / "repository/.git").mkdir(parents=True)
    (place / "repository/a.rst").write_text("a\n")
    return place


@contextlib.contextmanager
def _at_home() -> Iterator[Path]:
    """Change to that repository, with that cache; yields the directory of the cache."""
    place = _place()
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(place)
    output, sys.stdout = sys.stdout, StringIO()
    try:
        with contextlib.chdir(place / "repository"):
            yield place / "specslint"
    finally:
        sys.stdout = output
        if before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = before


_ARGUMENTS = ["a.rst"]
_OUTPUT = ("said\n", 1)


@cache
def _stored_output() -> tuple[Path, bytes]:
    """The file of a cached output, and its content."""
    with _at_home() as home:
        noted = output_cache.digest(b"a\n")
        output_cache.store(_ARGUMENTS, [("read", "a.rst", 100, noted)], _OUTPUT)
        assert output_cache.load(_ARGUMENTS) == _OUTPUT
        (file,) = (home / "answers-1").iterdir()
        return file, file.read_bytes()


def outputs(data: bytes) -> None:
    """A cached output that was damaged, or that another version wrote."""
    file, whole = _stored_output()
    number = sum(data) % len(whole)
    damaged = (data, whole[:number] + data[:1] + whole[number + 1 :], whole + data)
    content = damaged[len(data) % 3]
    with _at_home():
        file.write_bytes(content)
        assert output_cache.load(_ARGUMENTS) == (_OUTPUT if content == whole else None)


_KEY, _VALUE = b"k" * 16, (1, "x", [b"y"])


def _asked(told: list[str], *, put: bool = False) -> dict[bytes, Any]:
    """What a run finds in the cache, after it has stored a value."""
    cache = Cache(told.append, _place() / "repository")
    try:
        if put:
            cache.put({_KEY: _VALUE})
        return cache.get([_KEY, b"other"])
    finally:
        cache.close()


@cache
def _stored_results() -> tuple[Path, bytes]:
    """The file of cached results, and its content."""
    with _at_home() as home:
        file = home / "results-1.sqlite3"
        file.unlink(missing_ok=True)
        assert _asked([], put=True) == {_KEY: _VALUE}
        return file, file.read_bytes()


def results(data: bytes) -> None:
    """A file of cached results that was damaged, or is another file."""
    file, whole = _stored_results()
    start = sum(data) * 97 % len(whole)
    damaged = (data, whole[:start] + data + whole[start + len(data) :], whole[:start])
    told: list[str] = []
    with _at_home():
        file.write_bytes(damaged[len(data) % 3])
        assert _asked(told) in ({}, {_KEY: _VALUE})
        # The first run may find it broken and remove it; the next one creates a new file.
        assert _asked(told, put=True) in ({}, {_KEY: _VALUE})
        if is_sample(data):
            assert _asked(told, put=True) in ({}, {_KEY: _VALUE})
    for line in told:
        assert_is_a_line(line)
