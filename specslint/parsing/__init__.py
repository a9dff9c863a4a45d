"""Text to values: the only room that imports docutils.

Importing this package costs nothing; docutils is loaded by the first parse.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import NamedTuple

from specslint.model.document import Document, Unparseable

MAX_SIZE = 1 << 20
"""Larger files, in bytes, are not parsed. The largest real spec has 0.1 MiB."""

TIME_LIMIT = 20.0
"""The processor seconds that one text may take."""


FORBIDDEN = "specslint-forbidden:"
"""Begins the message that a forbidden directive leaves for us to find."""


class Vocabulary(NamedTuple):
    """Names that are known besides those of docutils and Sphinx."""

    directives: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


@contextlib.contextmanager
def without_pygments() -> Iterator[None]:
    """Keep docutils from loading Pygments, for a highlighting that is switched off.

    It does so where Pygments happens to be installed, and is content without.
    """
    absent = "pygments" not in sys.modules
    if absent:
        sys.modules["pygments"] = None  # type: ignore[assignment] # "not to be had"
    try:
        yield
    finally:
        if absent:
            del sys.modules["pygments"]


def parse(
    text: str, vocabulary: Vocabulary | None = None, time_limit: float = TIME_LIMIT
) -> Document | Unparseable:
    """Parse the text of a spec or a template.

    Nothing is read but ``text``: no file, URL or configuration that it names.

    :param text: the text, as decoded from UTF-8.
    :param vocabulary: directives and roles that the project adds.
    :param time_limit: processor seconds.
    :returns: what the rules need of it, or why it can't be had.
    """
    from specslint.parsing.limits import OutOfTimeError, limited, uncollected

    try:
        with limited(time_limit), uncollected():
            return _read(text, vocabulary or Vocabulary())
    except OutOfTimeError as error:
        reason = f"parsing took more than {time_limit:g} seconds of processor time"
        return Unparseable(reason, error.line, lasting=False)
    except MemoryError:
        return Unparseable("parsing takes more memory than a run may use", lasting=False)


def _read(text: str, vocabulary: Vocabulary) -> Document | Unparseable:
    from specslint.parsing.plain import DIRECTIVES
    from specslint.parsing.plain.document import read_plain

    document = read_plain(text) if DIRECTIVES.isdisjoint(vocabulary.directives) else None
    if document is not None:
        return document
    with without_pygments():
        from specslint.parsing.reader import read

    return read(text, vocabulary)
