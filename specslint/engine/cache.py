"""Results of earlier runs, by all that they depend on.

One SQLite file in the user's cache directory: it is whole after a kill at any
moment, several runs may use it at once, and it can be bounded. It is a help
and nothing more: whatever is wrong with it, the run goes on without.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from specslint.known_answers import cache_directory, make_directory, versions

MAX_ENTRIES = 40_000
MAX_PAGES = 16_384  # of 4 KiB: 64 MiB
_FILE = "results-1.sqlite3"
_DIGEST = 16
_WAIT = 2.0  # seconds for another run that is writing


def fingerprint(*inputs: Any) -> bytes:
    """The key of a result: what it was made from, and the versions that made it.

    :param inputs: bytes, strings, numbers and tuples of these.
    """
    made_from: Any = (versions(), inputs)
    return hashlib.blake2b(marshal.dumps(made_from, 4), digest_size=_DIGEST).digest()


class Cache:
    """Remembers plain values by their fingerprints.

    :param warn: is told, once, why nothing can be remembered.
    :param root: the repository under check, which brings no cache along.
    """

    def __init__(self, warn: Callable[[str], None], root: Path) -> None:
        self._warn = warn
        self._root = root
        self._connection: sqlite3.Connection | None = None
        self._failed = False

    @staticmethod
    def file() -> Path:
        """Where the results are."""
        return Path(cache_directory()) / _FILE

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Any]:
        """The values that are known of some keys."""
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
        """Remember values; all of them or, where that fails, none."""
        if not values or self._failed:
            return
        rows = [(key, _sealed(key, value)) for key, value in values.items()]
        try:
            connection = self._open()
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO results (key, value) VALUES (?, ?)", rows
                )
                # The oldest half goes when there are too many.
                connection.execute(
                    "DELETE FROM results WHERE id <= (SELECT max(id) - ? FROM results) AND "
                    "(SELECT count(*) FROM results) > ?",
                    (MAX_ENTRIES // 2, MAX_ENTRIES),
                )
        except (sqlite3.Error, OSError) as error:
            if "full" in str(error):
                self._empty()
            else:
                self._fail(error)

    def _run(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        if self._failed:
            return []
        try:
            return self._open().execute(statement, parameters).fetchall()
        except (sqlite3.Error, OSError) as error:
            self._fail(error)
            return []

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            file = self.file()
            refused = make_directory(str(file.parent), str(self._root))
            if refused:
                raise OSError(refused)
            self._connection = _connected(file)
        return self._connection

    def _empty(self) -> None:
        try:
            with self._open() as connection:
                connection.execute("DELETE FROM results")
        except (sqlite3.Error, OSError) as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._failed = True
        if _is_broken(error):  # begin anew the next time
            self.close()
            with contextlib.suppress(OSError):
                self.file().unlink()
            return
        reason = getattr(error, "strerror", None) or str(error)
        place = self.file().parent
        self._warn(f"nothing is remembered of this run: the cache in {place}: {reason}")

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _is_broken(error: Exception) -> bool:
    """Whether the file is no cache: truncated, no database at all, or another's tables."""
    if isinstance(error, sqlite3.OperationalError):  # a disk, a lock; or a wrong table
        return error.sqlite_errorcode == sqlite3.SQLITE_ERROR
    return isinstance(error, sqlite3.DatabaseError)


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_WAIT)
    # What a crash of the machine may leave is found out by the checksums.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA max_page_count = {MAX_PAGES}")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS results (id INTEGER PRIMARY KEY, key BLOB UNIQUE, value BLOB)"
    )
    return connection


def _sealed(key: bytes, value: Any) -> bytes:
    content = marshal.dumps(value, 4)
    return hashlib.blake2b(key + content, digest_size=_DIGEST).digest() + content


def _unsealed(key: bytes, value: object) -> Any:
    if not isinstance(value, bytes):
        return None
    seal, content = value[:_DIGEST], value[_DIGEST:]
    if hashlib.blake2b(key + content, digest_size=_DIGEST).digest() != seal:
        return None
    return marshal.loads(content)  # noqa: S302 - sealed by ourselves, in the user's own directory
