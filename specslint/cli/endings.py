"""How a run ends that came to no verdict: refused, unwritten or crashed.

Loaded when it comes to that, and not before.
"""

from __future__ import annotations

import errno
import os
import platform
import sys
import traceback
from typing import TextIO

from specslint import __version__
from specslint.reporters.escape import escaped

_OUTPUT = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""How writing fails where nothing is wrong with what is written."""


def is_of_output(error: OSError) -> bool:
    """Whether it is the disk or the reader that failed, and not the program."""
    return error.errno in _OUTPUT


def refused(reason: str) -> int:
    """Say in one line what the user can put right, and return the exit code."""
    try:
        print(f"specslint: {escaped(reason)}", file=sys.stderr)
    except OSError:
        _silence(sys.stderr)  # full as well: the exit code has to do
    return 2


def unwritten(error: OSError) -> int:
    """End a run whose output cannot be written, and return the exit code.

    Where the reader has what it wanted (head, a pager that was left), there
    is nothing to be said; but a report that is cut short by a full disk must
    not be taken for one.
    """
    _silence(sys.stdout)
    if error.errno == errno.EPIPE:
        return 1
    return refused(f"the output cannot be written: {(error.strerror or 'unknown error').lower()}")


def _silence(stream: TextIO) -> None:
    # What it still holds would fail once more when Python ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def crashed(words: list[str]) -> int:
    """Print a report of the exception in flight, and return the exit code.

    :param words: the words of the command line.
    """
    print(
        "specslint: this is a fault of specslint itself; please report it with all that follows\n"
        f"specslint {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"arguments: {words!r}",
        file=sys.stderr,
    )
    traceback.print_exc()
    return 3
