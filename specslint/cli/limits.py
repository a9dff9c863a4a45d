"""Bounds on the time and the memory of a whole run."""

from __future__ import annotations

import contextlib
import resource
import signal
from collections.abc import Iterator

SECONDS = 600
"""The time that a run may take, unless ``--time-limit`` says otherwise."""

MEMORY = 4 << 30
"""The bytes of memory that each process may have. A run over 10,000 specs needs a tenth."""


class RunOutOfTimeError(BaseException):
    """Not an Exception, so that no handler on the way takes it for its own."""


def limit_memory() -> None:
    """Let Python raise MemoryError where it would need more than :data:`MEMORY`.

    Programs that are started have the same bound. It is one on data, not on addresses:
    git maps files that are larger.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    lower = [limit for limit in (soft, hard, MEMORY) if limit != resource.RLIM_INFINITY]
    with contextlib.suppress(OSError, ValueError):  # a system that knows no such limit
        resource.setrlimit(resource.RLIMIT_DATA, (min(lower), hard))


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop the block after so many seconds, whatever it waits for.

    :param seconds: 0 is no limit.
    :raises RunOutOfTimeError: the time is over.
    """

    def stop(*_: object) -> None:
        raise RunOutOfTimeError

    try:
        previous = signal.signal(signal.SIGALRM, stop)
    except ValueError:  # not the main thread: whoever called has an eye on it
        yield
        return
    # Once more each second: where it comes upon a callback of the collector, it is lost.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
