"""The cache of parsed texts and results, by a hash of everything that they depend on.

One SQLite file in the user's cache directory: it survives a kill at any time, several
runs may use it at once, and its size is limited. Errors of the cache never fail a run;
it then continues without.

Beside it, ``output_cache.py`` caches whole outputs: only that one saves the imports
and the reading of the specs' text, and only this one still helps after some files have
changed. The values have the format of marshal for the reasons given there.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence

from specslint.model.typing import Any
from specslint.output_cache import cache_directory, digest, make_directory, versions
from specslint.work_tree import StrPath

MAX_ENTRIES = 40_000
MAX_PAGES = 16_384  # of 4 KiB: 64 MiB
_FILE = "results-1.sqlite3"
_DIGEST = 16
_WAIT = 2.0  # seconds to wait for another run that is writing
# SQLite quotes a damaged file in its error messages, which need not be valid UTF-8.
_ERRORS = (sqlite3.Error, OSError, UnicodeDecodeError)


def fingerprint(*inputs: Any) -> bytes:
    """The key of a result: a hash of its inputs and of the versions that computed it.

    :param inputs: bytes, strings, numbers and tuples of these.
    """
    made_from: Any = (versions(), inputs)
    return digest(marshal.dumps(made_from, 4))


class Cache:
    """Stores plain values by key.

    :param warn: called at most once, with the reason why the cache is not used.
    :param root: the repository under check, inside of which no cache is used.
    """

    def __init__(self, warn: Callable[[str], None], root: StrPath) -> None:
        self._warn = warn
        self._root = root
        self._connection: sqlite3.Connection | None = None
        self._failed = False

    @staticmethod
    def file() -> str:
        """The path of the cache file."""
        return os.path.join(cache_directory(), _FILE)

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Any]:
        """The stored values of those of the keys that have one."""
        found: dict[bytes, Any] = {}
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            marks = ",".join("?" * len(some))
            rows = self._run(
                f"SELECT key, value FROM results WHERE key IN ({marks})",  # noqa: S608
                some,
            )
            for key, value in rows:
                plain = _unsealed(key, value)
                if plain is not None:
                    found[key] = plain
        return found

    def put(self, values: Mapping[bytes, Any]) -> None:
        """Store values; all of them or, if that fails, none."""
        if not values or self._failed:
            return
        rows = [(key, _sealed(key, value)) for key, value in values.items()]
        try:
            connection = self._open()
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO results (key, value) VALUES (?, ?)", rows
                )
                # Delete the oldest half if there are too many.
                connection.execute(
                    "DELETE FROM results WHERE id <= (SELECT max(id) - ? FROM results) AND "
                    "(SELECT count(*) FROM results) > ?",
                    (MAX_ENTRIES // 2, MAX_ENTRIES),
                )
        except _ERRORS as error:
            if "full" in str(error):
                self._empty()
            else:
                self._fail(error)

    def _run(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        if self._failed:
            return []
        try:
            return self._open().execute(statement, parameters).fetchall()
        except _ERRORS as error:
            self._fail(error)
            return []

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            file = self.file()
            refused = make_directory(os.path.dirname(file), os.fspath(self._root))
            if refused:
                raise OSError(refused)
            self._connection = _connected(file)
        return self._connection

    def _empty(self) -> None:
        try:
            with self._open() as connection:
                connection.execute("DELETE FROM results")
        except _ERRORS as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._failed = True
        if _is_broken(error):  # the next run creates a new file
            self.close()
            with contextlib.suppress(OSError):
                os.unlink(self.file())
            return
        reason = getattr(error, "strerror", None) or str(error)
        place = os.path.dirname(self.file())
        self._warn(f"nothing is remembered of this run: the cache in {place}: {reason}")

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _is_broken(error: Exception) -> bool:
    """Whether the file is not a cache: truncated, not a database, or with other tables."""
    if isinstance(error, sqlite3.OperationalError):  # a full disk, a lock or a wrong table
        # Python's own errors about the content of a row have no code.
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR
    return isinstance(error, sqlite3.DatabaseError | UnicodeDecodeError)


def _connected(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_WAIT)
    # The checksums detect what a crash of the machine leaves incomplete.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA max_page_count = {MAX_PAGES}")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS results (id INTEGER PRIMARY KEY, key BLOB UNIQUE, value BLOB)"
    )
    return connection


def _sealed(key: bytes, value: Any) -> bytes:
    content = marshal.dumps(value, 4)
    return digest(key + content) + content


def _unsealed(key: bytes, value: object) -> Any:
    if not isinstance(value, bytes):
        return None
    seal, content = value[:_DIGEST], value[_DIGEST:]
    if digest(key + content) != seal:
        return None
    return marshal.loads(content)  # noqa: S302 - checksummed, in the user's own directory
