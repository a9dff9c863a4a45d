"""Worker processes for a run over many files that are not in the cache.

Each worker is forked with its files in memory, and writes its results to its own pipe.
Nothing else passes between the processes, so none can wait for another forever: a
worker whose reader has ended ends too. The caller, which would only wait, does the files
that a worker leaves to it, and those of a worker that was killed.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO, NamedTuple, NoReturn, TypeVar

from specslint.model.errors import UserError
from specslint.work_tree import Unreadable

T = TypeVar("T")
_Blob = tuple[str, bytes | Unreadable]
_Job = Callable[[str, bytes | Unreadable], "T | None"]


class _Worker(NamedTuple):
    process: int
    results: BinaryIO


def in_workers(job: _Job[T], blobs: Sequence[_Blob], jobs: int) -> Iterator[T | None]:
    """Apply a function to many files, in forked processes.

    :param job: called with a path and its content; must not read anything else. It
        returns None for a file that it leaves to the caller.
    :param jobs: the number of processes.
    :returns: the results, in the order of the files, as they are available; None for a
        file that was left, or whose worker has ended.
    """
    workers: list[_Worker] = []
    try:
        with suppress(OSError):  # the system allows no more processes
            while len(workers) < jobs:
                _start(job, [blobs[i::jobs] for i in range(jobs)], workers)
        gone = set(range(len(workers), jobs))
        for i, blob in enumerate(blobs):
            if i % jobs not in gone:
                try:
                    done, result = pickle.load(workers[i % jobs].results)  # noqa: S301 - our own
                except (EOFError, pickle.UnpicklingError):
                    gone.add(i % jobs)  # killed, as by the kernel if memory is short
                else:
                    if not done:
                        raise RuntimeError(f"in a worker, on {blob[0]!r}:\n{result}")
                    yield result
                    continue
            yield None
    finally:
        for worker in workers:
            worker.results.close()
            os.kill(worker.process, signal.SIGKILL)
            os.waitpid(worker.process, 0)


def _start(job: _Job[T], shares: Sequence[Sequence[_Blob]], workers: list[_Worker]) -> None:
    """Fork the next worker and append it to the list.

    :param shares: the files of each worker.
    """
    ours, its = os.pipe()
    with _uninterrupted():
        try:
            process = os.fork()
        except OSError:
            os.close(ours)
            os.close(its)
            raise
        if not process:
            # Ctrl-C ends the parent process, which ends this one.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            os.close(ours)
            for other in workers:
                other.results.close()  # otherwise the parent's end would not close the pipe
            _work(job, shares[len(workers)], its)
        os.close(its)
        workers.append(_Worker(process, os.fdopen(ours, "rb")))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Block signals until the fork is complete."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(job: _Job[T], blobs: Sequence[_Blob], pipe: int) -> NoReturn:
    """Process a share of the files, and end the process without any output."""
    try:
        for path, content in blobs:
            try:
                outcome: tuple[bool, object] = True, job(path, content)
            except (MemoryError, UserError):
                break  # the caller does the rest
            except Exception:
                import traceback

                outcome = False, traceback.format_exc()
            left = memoryview(pickle.dumps(outcome))
            while left:
                left = left[os.write(pipe, left) :]
    finally:
        os._exit(0)
