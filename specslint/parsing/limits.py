"""The bound on the time that one text may take, and what is left alone meanwhile."""

from __future__ import annotations

import contextlib
import gc
import signal
from collections.abc import Iterator


class OutOfTimeError(BaseException):
    """Not an Exception, so that no handler inside docutils takes it for its own.

    ``line`` is the one that was reached, where that is known.
    """

    line = 1


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop the block after so many seconds of processor time.

    A timer signal: it also ends a regular expression that backtracks, which
    no check between two steps could. Only the main thread can have one.
    """

    def stop(*_: object) -> None:
        raise OutOfTimeError

    try:
        previous = signal.signal(signal.SIGVTALRM, stop)
    except (AttributeError, ValueError):  # no such signal, or not the main thread
        yield
        return
    # Once more each second: where it comes upon a callback of the collector, it is lost.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be looked for: a tree in the making has none, and many objects."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
