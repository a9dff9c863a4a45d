"""Runs git commands, and reads objects."""

from __future__ import annotations

import functools
import os
import re
import select
import signal
import time

from specslint.model.errors import UserError
from specslint.model.typing import TYPE_CHECKING, Any, NamedTuple
from specslint.vcs import processes
from specslint.vcs.queries import READ_OBJECTS
from specslint.work_tree import StrPath

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    _Function = TypeVar("_Function", bound=Callable[..., Any])

_NOISE = re.compile(r"^(fatal|error|warning|hint): ")
_PARTIAL = r"^(extensions\.partialclone|remote\..*\.promisor)$"
_LAZY = ("was not fetched", "promisor", "lazy fetch", "not allowed")
_CHUNK = 1 << 16
# Links to templates and lists of moved specs are the same before and after a change.
_SMALL = 4096
_MOST_SMALL = 4096


def decoded(path: bytes) -> str:
    """A path from git's output as a string; :func:`encoded` restores the same bytes."""
    return path.decode("utf-8", "surrogateescape")


def encoded(path: str) -> bytes:
    """The bytes of a path that :func:`decoded` made a string of."""
    return path.encode("utf-8", "surrogateescape")


def parser(function: _Function) -> _Function:
    """Decorate a function that parses the output of git, which a wrapper may have garbled.

    :raises UserError: the function raised an exception of parsing.
    """

    @functools.wraps(function)
    def parsed(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except (ValueError, LookupError, RuntimeError) as error:
            raise UserError(
                "the output of git cannot be parsed: make sure that the git on the PATH is git"
                " itself"
            ) from error

    return parsed  # type: ignore[return-value]


class Git:
    """Runs git in a directory.

    Each command has a session of its own, which is killed as a whole on a timeout and
    on an interrupt.
    """

    def __init__(self, directory: StrPath, *, library: bool = True) -> None:
        """Store the directory; nothing is run yet.

        :param library: start git through GitPython; the hooks avoid that for speed.
        """
        self.directory = os.fspath(directory)
        self._library = library
        self._objects: _Objects | None = None
        self._begun: dict[tuple[str, ...], processes.Process] = {}
        self._small: dict[str, bytes] = {}

    def begin(self, *arguments: str) -> None:
        """Start a command that will be asked for soon, so that git and this process work at once.

        :param arguments: exactly those of the later call.
        :raises UserError: git cannot be started.
        """
        self._begun[arguments] = processes.start(self.directory, arguments, library=self._library)

    def _taken(self, arguments: tuple[str, ...]) -> processes.Process:
        """A command that was begun, or is started now."""
        return self._begun.pop(arguments, None) or processes.start(
            self.directory, arguments, library=self._library
        )

    def attempt(self, *arguments: str, given: bytes = b"") -> tuple[int, bytes, str]:
        """Run git; an argument from outside must be at a place where no option can be.

        :param given: the standard input.
        :returns: the exit code, the standard output and the standard error.
        :raises UserError: git cannot be started, or exceeds its time limit.
        """
        process = self._taken(arguments)
        output, errors = processes.communicate(process, arguments, given)
        return process.returncode, output, errors.decode("utf-8", "replace")

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """Run git, which has to succeed.

        :param given: the standard input.
        :returns: the standard output.
        :raises UserError: it failed.
        """
        status, output, errors = self.attempt(*arguments, given=given)
        if status < 0:
            raise _killed(-status)
        if status:
            raise failure(errors)
        return output

    def line(self, *arguments: str, given: bytes = b"") -> str:
        """The single line that git prints; see :meth:`run`."""
        return decoded(self.run(*arguments, given=given)).removesuffix("\n")

    # --- objects -----------------------

    def named(self, revision: str) -> str | None:
        """The full hash of a revision, or None.

        :param revision: a name of specslint's own, never one from outside.
        """
        found = self._reader().read(revision, 0)
        return found and found.name

    def blob(self, name: str, limit: int | None = None) -> tuple[int, bytes]:
        """The size and the content of an object.

        :param name: the object's full hash.
        :param limit: of a larger object, only the size is returned.
        :raises UserError: the repository lacks the object.
        """
        known = self._small.get(name)
        if known is not None and (limit is None or len(known) <= limit):
            return len(known), known
        found = self._reader().read(name, limit)
        if found is None or found.content is None:
            self.close()
            how = "missing or damaged" if found is None else "damaged"
            # The object reader does not tell a missing object from one that it would
            # have to fetch.
            cause = (
                ""
                if self.attempt("config", "--get-regexp", _PARTIAL)[0]
                else ", or was not fetched"
            )
            raise failure(f"the object {name} is {how}{cause}")
        if found.size == len(found.content) <= _SMALL and len(self._small) < _MOST_SMALL:
            self._small[name] = found.content
        return found.size, found.content

    def _reader(self) -> _Objects:
        if self._objects is None:
            self._objects = _Objects(self._taken(READ_OBJECTS))
        return self._objects

    def close(self) -> None:
        """End the object reader and every command that was begun and not asked for."""
        while self._begun:
            processes.kill(self._begun.popitem()[1])
        if self._objects is not None:
            self._objects.close()
            self._objects = None


class _Found(NamedTuple):
    """An object; ``content`` is empty if it was not requested, None if it is truncated."""

    name: str
    size: int
    content: bytes | None


class _Objects:
    """A ``git cat-file --batch`` process, which replies to names with objects.

    Its standard error is read and dropped, so that a full pipe cannot block it. Source:
    git-cat-file(1).
    """

    def __init__(self, process: processes.Process) -> None:
        self._process = process
        streams: tuple[Any, ...] = (process.stdin, process.stdout, process.stderr)
        self._input, self._output, self._errors = (stream.fileno() for stream in streams)
        self._poll = select.poll()
        for stream in (self._output, self._errors):
            self._poll.register(stream, select.POLLIN)
        self._buffer = bytearray()

    @parser
    def read(self, name: str, limit: int | None) -> _Found | None:
        """Read an object, or None if there is none of that name.

        :param limit: the content of a larger object is left out.
        :raises UserError: git did not reply in time.
        """
        deadline = time.monotonic() + processes.TIME_LIMIT
        try:
            os.write(self._input, name.encode("ascii") + b"\n")
        except BrokenPipeError:
            return None  # git has ended because of an object that it cannot read
        while (end := self._buffer.find(b"\n")) < 0 and self._more(deadline):
            pass
        header = bytes(self._buffer[: end + 1]).split()
        del self._buffer[: end + 1]
        if len(header) != 3:
            return None
        size = int(header[2].decode("ascii"))
        if size < 0:
            raise ValueError(size)
        return _Found(header[0].decode("ascii"), size, self._content(size, limit, deadline))

    def _content(self, size: int, limit: int | None, deadline: float) -> bytes | None:
        wanted = limit is None or size <= limit
        left = size + 1  # including the line feed after it
        while len(self._buffer) < left and self._more(deadline):
            if not wanted:
                skipped = min(left, len(self._buffer))
                del self._buffer[:skipped]
                left -= skipped
        if len(self._buffer) < left:
            return None
        content = bytes(self._buffer[: left - 1]) if wanted else b""
        del self._buffer[:left]
        return content

    def _more(self, deadline: float) -> bool:
        """Read the next part of git's output; return whether there was one."""
        while True:
            ready = self._poll.poll(max(deadline - time.monotonic(), 0) * 1000)
            if not ready:
                raise processes.out_of_time(self._process, "cat-file")
            streams = {stream for stream, _ in ready}
            if self._errors in streams and not os.read(self._errors, _CHUNK):
                self._poll.unregister(self._errors)
            if self._output in streams:
                part = os.read(self._output, _CHUNK)
                self._buffer += part
                return bool(part)

    def close(self) -> None:
        """End the process; it has nothing left to write."""
        processes.kill(self._process)


def _killed(number: int) -> UserError:
    return UserError(
        f"git was killed by signal {number} ({signal.strsignal(number)}): see whether the machine"
        " lacks memory"
    )


def failure(errors: str) -> UserError:
    """The error output of git as an error of one line that says what to do."""
    lines = [_NOISE.sub("", line.strip()) for line in errors.splitlines() if line.strip()]
    said = next((line for line in lines if not line.startswith("Could not")), "no reason given")
    said = re.sub(r"[^\x20-\x7e\u00a0-\U0010ffff]", "?", said)
    if any(word in errors for word in _LAZY):
        return UserError(
            f"git: {said}; this clone lacks objects, and specslint fetches nothing:"
            " fetch them with git fetch --refetch --no-filter"
        )
    return UserError(f"git: {said}; see whether git status and git fsck find fault")
