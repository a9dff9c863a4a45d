"""Handles failures of a run: an error line, unwritable output, or a crash report.

Imported only when needed.
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
"""The error numbers of writing that concern the output and not the program."""


def is_of_output(error: OSError) -> bool:
    """Whether an error comes from the disk or the reader of the output, not from the program."""
    return error.errno in _OUTPUT


def refused(reason: str) -> int:
    """Print one line about an error that the user can correct; return the exit code 2."""
    try:
        print(f"specslint: {escaped(reason)}", file=sys.stderr)
    except OSError:
        _silence(sys.stderr)  # full as well: only the exit code is left
    return 2


def unwritten(error: OSError) -> int:
    """End a run whose output cannot be written, and return the exit code.

    If the reader has closed the pipe (head, a pager), nothing is printed; but a report
    that a full disk has truncated must not pass for a complete one.
    """
    _silence(sys.stdout)
    if error.errno == errno.EPIPE:
        return 1
    return refused(f"the output cannot be written: {(error.strerror or 'unknown error').lower()}")


def _silence(stream: TextIO) -> None:
    # The buffered rest would fail again when Python flushes it at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def crashed(arguments: list[str]) -> int:
    """Print a report of the exception being handled; return the exit code 3.

    :param arguments: the arguments of the command line.
    """
    print(
        "specslint: this is a fault of specslint itself; please report it with all that follows\n"
        f"specslint {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"arguments: {arguments!r}",
        file=sys.stderr,
    )
    traceback.print_exc()
    return 3
