"""Worker processes for a cold run over many files.

Each is forked with all its files in memory, and has a pipe of its own for what
it finds. Nothing else passes between the processes, so that none of them can
be left waiting: a worker whose reader is gone ends, and what a worker that was
killed leaves undone is done here.
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
_Job = Callable[[str, bytes | Unreadable], T]


class _Worker(NamedTuple):
    process: int
    results: BinaryIO


def in_workers(job: _Job[T], blobs: Sequence[_Blob], jobs: int) -> Iterator[T]:
    """Run a function on many files, in forked processes.

    :param job: called with a path and its content; must not read anything else.
    :param jobs: how many processes.
    :returns: the results, in the order of the files, as they come.
    """
    workers: list[_Worker] = []
    try:
        with suppress(OSError):  # so many processes are not to be had
            while len(workers) < jobs:
                _start(job, [blobs[i::jobs] for i in range(jobs)], workers)
        gone = set(range(len(workers), jobs))
        for i, blob in enumerate(blobs):
            if i % jobs not in gone:
                try:
                    done, result = pickle.load(workers[i % jobs].results)  # noqa: S301 - our own
                except (EOFError, pickle.UnpicklingError):
                    gone.add(i % jobs)  # killed, by whoever needed its memory
                else:
                    if not done:
                        raise RuntimeError(f"in a worker, on {blob[0]!r}:\n{result}")
                    yield result
                    continue
            yield job(*blob)
    finally:
        for worker in workers:
            worker.results.close()
            os.kill(worker.process, signal.SIGKILL)
            os.waitpid(worker.process, 0)


def _start(job: _Job[T], shares: Sequence[Sequence[_Blob]], workers: list[_Worker]) -> None:
    """Fork the next worker, and note it.

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
            # Ctrl-C is left to the process that started this one, and ends it.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            os.close(ours)
            for other in workers:
                other.results.close()  # else it would wait for a reader that is gone
            _work(job, shares[len(workers)], its)
        os.close(its)
        workers.append(_Worker(process, os.fdopen(ours, "rb")))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let a signal wait until it is clear which process it finds."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(job: _Job[T], blobs: Sequence[_Blob], pipe: int) -> NoReturn:
    """Do a share of the files, and end the process without a word of its own."""
    try:
        for path, content in blobs:
            try:
                outcome: tuple[bool, object] = True, job(path, content)
            except (MemoryError, UserError):
                break  # what is left is done by the process that started this one
            except Exception:
                import traceback

                outcome = False, traceback.format_exc()
            left = memoryview(pickle.dumps(outcome))
            while left:
                left = left[os.write(pipe, left) :]
    finally:
        os._exit(0)
