"""Limits on the time to parse one text, and suspension of the garbage collector meanwhile."""

from __future__ import annotations

import contextlib
import gc
import signal
from collections.abc import Iterator

_CHECKED_EVERY = 0.2  # seconds


class OutOfTimeError(BaseException):
    """The time limit was exceeded; ``line`` is the line that was reached, if known.

    Not an Exception, so that no handler inside docutils catches it.
    """

    line = 1


class TooLargeError(Exception):
    """A part of a text is, or expands to, more than is parsed; the message says what."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Interrupt the block after a number of seconds of processor time, including system time.

    By a timer signal, which also interrupts a regular expression that backtracks.
    Without one, as outside of the main thread, another thread watches the time.
    """

    def stop(*_: object) -> None:
        raise OutOfTimeError

    try:
        previous = signal.signal(signal.SIGPROF, stop)
    except (AttributeError, ValueError):  # no such signal, or not the main thread
        with _watched(seconds):
            yield
        return
    # The signal repeats every second, since an exception that is raised inside a
    # callback of the garbage collector is lost.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


@contextlib.contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """Interrupt the block by an exception that another thread raises in this one."""
    import ctypes
    import threading
    import time

    ours = ctypes.c_ulong(threading.get_ident())
    error = ctypes.py_object(OutOfTimeError)
    end = time.process_time() + seconds
    running = threading.Lock()
    running.acquire()

    def watch() -> None:
        while not running.acquire(timeout=_CHECKED_EVERY):
            if time.process_time() > end:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ours, error)
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        # An exception that was not raised yet is raised here, at the latest by the end of
        # join. To cancel it instead would leave CPython 3.11 checking for it forever.
        running.release()
        watcher.join()


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Disable the garbage collector: parsing creates many objects and no garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
