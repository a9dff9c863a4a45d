"""Starts git with a time limit and without hooks, filters or prompts.

The only module that imports GitPython, and it uses only ``Git.execute``, which starts
the commands: GitPython's own time limit kills git and its children, but not their
children, and its object readers reject SHA-256 repositories.

The hooks and the checks of a work tree start git without GitPython. Importing it takes
65 ms of processor time, in each of two hooks of a commit: on nova-specs of 2019,
``commit-msg`` takes 0.184 s with it and 0.116 s without (gitlint 0.13 s), ``--staged
--select PLC`` 0.190 s and 0.117 s.
"""

from __future__ import annotations

import errno
import functools
import os
import signal
import subprocess

from specslint.model.errors import UserError
from specslint.model.typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Process = subprocess.Popen[bytes]

TIME_LIMIT = 20.0
"""The time limit in seconds of one command, or of one reply of the object reader."""

# The configuration of the repository under check is untrusted: no program that it names
# is run, no file that it names is read, and nothing is fetched or written.
_SETTINGS = (
    "advice.graftFileDeprecated=false",
    "core.attributesFile=/dev/null",
    "core.commitGraph=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.untrackedCache=false",
    "diff.orderFile=/dev/null",
    "log.mailmap=false",
    "log.showSignature=false",
    "mailmap.blob=",
    "mailmap.file=/dev/null",
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    **dict.fromkeys(("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"), "0"),
}
# Read by GitPython on import: it must not search for git, which would take two
# processes, nor fail if there is none.
_IMPORT = {"GIT_PYTHON_REFRESH": "quiet", "GIT_PYTHON_GIT_EXECUTABLE": ""}
_REASONS = {
    errno.ENOENT: "install it, or put it on the PATH",
    errno.EACCES: "permission denied: make sure that the git on the PATH may be executed",
    errno.ENOEXEC: "the git on the PATH is no program for this machine: install another",
    errno.ELOOP: "the git on the PATH is a link to itself: install it again",
    errno.E2BIG: "its arguments are too long, as for a path of 100,000 characters: shorten it",
    errno.EMFILE: "too many files are open: raise the limit with ulimit -n",
    errno.ENFILE: "too many files are open on this machine: close some",
    errno.ENOMEM: "there is not enough memory: free some, or raise the limit with ulimit -v",
    errno.EAGAIN: "too many processes are running: raise the limit with ulimit -u",
}


class OutOfTimeError(UserError):
    """git exceeded its time limit and was killed."""


def start(directory: str, arguments: tuple[str, ...], *, library: bool) -> Process:
    """Start git with pipes for its standard streams, in a session of its own.

    The directory is passed as git's own option: GitPython would expand variables in
    it, and would run git in the current directory if it no longer exists.

    :param directory: where git runs.
    :param arguments: the command and its options.
    :param library: start git through GitPython.
    :raises UserError: git cannot be started.
    """
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    command = ["git", "-C", directory, "--no-pager", *settings, *arguments]
    try:
        return _library()(command) if library else _start_directly(command)
    except (OSError, ImportError) as problem:
        # GitPython wraps the exceptions that are raised during its import.
        error = problem if isinstance(problem, OSError) else problem.__cause__
        if not isinstance(error, OSError):
            raise
        reason = _REASONS.get(error.errno or 0, error.strerror or "no reason given")
        raise UserError(f"git cannot be run: {reason}") from error


def communicate(process: Process, arguments: tuple[str, ...], given: bytes) -> tuple[bytes, bytes]:
    """Wait for the end of a git process, and kill it if this is interrupted.

    :param arguments: those it was started with.
    :param given: the standard input.
    :returns: the standard output and the standard error.
    :raises OutOfTimeError: it exceeded the time limit.
    """
    try:
        return process.communicate(given, TIME_LIMIT)
    except subprocess.TimeoutExpired:
        command = next(word for word in arguments if not word.startswith("-"))
        raise out_of_time(process, command) from None
    except BaseException:
        kill(process)
        raise


def _start_directly(command: list[str]) -> Process:
    """Start a command without GitPython."""
    return subprocess.Popen(
        command,
        env={**os.environ, **_ENVIRONMENT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@functools.cache
def _library() -> Callable[[list[str]], Process]:
    """A function that starts a command through GitPython, which is imported here.

    :raises OSError: a module of it cannot be read.
    """
    before = {name: os.environ.get(name) for name in _IMPORT}
    os.environ.update(_IMPORT)
    try:
        from git import Git as Library
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    from git.exc import GitCommandNotFound

    git = Library()

    def start(command: list[str]) -> Process:
        try:
            process: Any = git.execute(
                command,
                istream=subprocess.PIPE,
                as_process=True,
                env=_ENVIRONMENT,
                shell=False,
                start_new_session=True,
            )
        except GitCommandNotFound:
            raise FileNotFoundError(errno.ENOENT, "") from None
        # GitPython's wrapper would end the process when it is collected.
        started: Process = process.proc
        process.proc = None
        return started

    return start


def kill(process: Process) -> None:
    """Kill a git process and everything that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    _close(process)


def _close(process: Process) -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                continue  # the unsent rest of the input no longer matters
    process.wait()


def out_of_time(process: Process, command: str) -> OutOfTimeError:
    """Kill git and return the error to raise."""
    kill(process)
    return OutOfTimeError(
        f"git {command} did not end within {TIME_LIMIT:g} seconds and was killed: look for a "
        "FIFO, a device or a costly pattern among git's settings, .gitignore and .gitattributes"
    )
