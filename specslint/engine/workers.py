"""Worker processes for a cold run over many files."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from specslint.disk import Unreadable

T = TypeVar("T")
_Blob = tuple[str, bytes | Unreadable]

# What a worker runs: set before the workers are forked, so that it need not
# be sent to them, and neither need what it holds on to.
_job: Callable[[str, bytes | Unreadable], object] | None = None


def in_workers(
    job: Callable[[str, bytes | Unreadable], T], blobs: list[_Blob], jobs: int
) -> Iterator[T]:
    """Run a function on many files, in forked processes.

    :param job: called with a path and its content; must not read anything else.
    :param jobs: how many processes.
    :returns: the results, in the order of the files, as they come.
    """
    global _job
    _job = job
    try:
        with multiprocessing.get_context("fork").Pool(jobs, _leave_interrupts) as pool:
            results: Any = pool.imap(_call, blobs, chunksize=4)
            yield from results
    finally:
        _job = None


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the process that started this one, which then ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _call(blob: _Blob) -> object:
    assert _job is not None  # noqa: S101 - set before the fork
    return _job(*blob)
