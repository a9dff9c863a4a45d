"""Limits on the time and the memory of a whole run."""

from __future__ import annotations

import contextlib
import resource
import signal
from collections.abc import Iterator

SECONDS = 600
"""The time limit of a run in seconds, unless ``--time-limit`` is given."""

MEMORY = 4 << 30
"""The memory limit of each process in bytes. A run over 10,000 specs needs a tenth."""


class RunOutOfTimeError(BaseException):
    """The run exceeded its time limit.

    Not an Exception, so that no handler on the way catches it.
    """


def limit_memory() -> None:
    """Make Python raise MemoryError if it needs more than :data:`MEMORY`.

    Child processes inherit the limit. It applies to data and not to address space,
    since git maps larger files.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    lower = [limit for limit in (soft, hard, MEMORY) if limit != resource.RLIM_INFINITY]
    with contextlib.suppress(OSError, ValueError):  # a system without that limit
        resource.setrlimit(resource.RLIMIT_DATA, (min(lower), hard))


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Interrupt the block after a number of seconds, whatever it waits for.

    :param seconds: the limit; 0 is none.
    :raises RunOutOfTimeError: the time is over.
    """

    def stop(*_: object) -> None:
        raise RunOutOfTimeError

    try:
        previous = signal.signal(signal.SIGALRM, stop)
    except ValueError:  # not the main thread, where signals are not available
        yield
        return
    # The signal repeats every second, since an exception that is raised inside a
    # callback of the garbage collector is lost.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
