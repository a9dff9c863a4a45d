"""Bounds on the time that one text may take, and what is left alone meanwhile."""

from __future__ import annotations

import contextlib
import gc
import signal
from collections.abc import Iterator

_CHECKED_EVERY = 0.2  # seconds


class OutOfTimeError(BaseException):
    """Not an Exception, so that no handler inside docutils takes it for its own.

    ``line`` is the one that was reached, where that is known.
    """

    line = 1


class TooLargeError(Exception):
    """A part of a text is, or stands for, more than is parsed; the message says what."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop the block after so many seconds of processor time, the system's included.

    By a timer signal, which also ends a regular expression that backtracks. Where
    there is none, as outside the main thread, another thread looks at the clock.
    """

    def stop(*_: object) -> None:
        raise OutOfTimeError

    try:
        previous = signal.signal(signal.SIGPROF, stop)
    except (AttributeError, ValueError):  # no such signal, or not the main thread
        with _watched(seconds):
            yield
        return
    # Once more each second: where it comes upon a callback of the collector, it is lost.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


@contextlib.contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """Stop the block by an exception that another thread raises in this one."""
    import ctypes
    import threading
    import time

    ours = ctypes.c_ulong(threading.get_ident())
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    done = threading.Event()
    lock = threading.Lock()
    end = time.process_time() + seconds

    def watch() -> None:
        while not done.wait(_CHECKED_EVERY):
            with lock:  # else it might be raised behind the block
                if not done.is_set() and time.process_time() > end:
                    raise_in(ours, ctypes.py_object(OutOfTimeError))
                    return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with lock:
            done.set()
            raise_in(ours, None)  # what was not raised yet comes too late
        watcher.join()


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
