"""git itself: commands that run nothing else and never ask, and blobs in bulk."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from specslint.model.errors import UserError

# The configuration of the repository under check may be anybody's: no program
# that it names is run, nothing is fetched, and nothing is written.
_SETTINGS = (
    "core.attributesFile=/dev/null",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.untrackedCache=false",
    "log.showSignature=false",
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_ICASE_PATHSPECS = ("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS")
_NOISE = re.compile(r"^(fatal|error|warning|hint): ")
_LAZY = ("promisor", "lazy fetch", "not allowed")


def decoded(path: bytes) -> str:
    """A path of git's as a string; :func:`encoded` gives back the same bytes."""
    return path.decode("utf-8", "surrogateescape")


def encoded(path: str) -> bytes:
    """The bytes of a path that :func:`decoded` made a string of."""
    return path.encode("utf-8", "surrogateescape")


class Git:
    """Runs git in a directory."""

    def __init__(self, directory: Path) -> None:
        """Nothing is run yet."""
        self.directory = directory
        self._environment = {**os.environ, **_ENVIRONMENT, **dict.fromkeys(_ICASE_PATHSPECS, "0")}
        self._objects: _Objects | None = None

    def _start(self, arguments: tuple[str, ...], source: int) -> subprocess.Popen[bytes]:
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        errors = subprocess.DEVNULL if source == subprocess.PIPE else subprocess.PIPE
        try:
            return subprocess.Popen(
                ["git", "--no-pager", *settings, *arguments],
                cwd=self.directory,
                env=self._environment,
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        except OSError as error:
            if self.directory.is_dir():
                raise UserError("git cannot be run: install it, or put it on the PATH") from error
            raise UserError(f'"{self.directory}" is no directory') from error

    def attempt(self, *arguments: str) -> tuple[int, bytes, str]:
        """Run git; an argument from outside must stand where no option can.

        :returns: the exit code, the standard output and the standard error.
        :raises UserError: there is no git to run.
        """
        process = self._start(arguments, subprocess.DEVNULL)
        output, errors = process.communicate()
        return process.returncode, output, errors.decode("utf-8", "replace")

    def run(self, *arguments: str) -> bytes:
        """Run git, which has to succeed.

        :returns: the standard output.
        :raises UserError: it did not.
        """
        status, output, errors = self.attempt(*arguments)
        if status:
            raise failure(errors)
        return output

    def line(self, *arguments: str) -> str:
        """Run git, which has to succeed and print one line."""
        return decoded(self.run(*arguments)).removesuffix("\n")

    # --- objects, all by one process ---

    def named(self, revision: str) -> str | None:
        """The full hash of what a name stands for, or None.

        :param revision: a name of our own, never one from outside.
        """
        objects = self._reader()
        found = objects.look_up(revision)
        if found is None:
            return None
        objects.content(found.size, 0)
        return found.name

    def blob(self, name: str, limit: int | None = None) -> tuple[int, bytes]:
        """The size and the content of an object.

        :param name: the object's full hash.
        :param limit: of a larger one, only the size is returned.
        :raises UserError: the repository has lost it.
        """
        objects = self._reader()
        found = objects.look_up(name)
        if found is None:
            self.close()
            raise failure(f"the object {name} is missing or damaged")
        content = objects.content(found.size, limit)
        if content is None:
            self.close()
            raise failure(f"the object {name} is damaged")
        return found.size, content

    def _reader(self) -> _Objects:
        if self._objects is None:
            self._objects = _Objects(self._start(("cat-file", "--batch"), subprocess.PIPE))
        return self._objects

    def close(self) -> None:
        """End the process that reads objects."""
        if self._objects is not None:
            self._objects.close()
            self._objects = None


class _Found(NamedTuple):
    name: str
    size: int


class _Objects:
    """A process of git's that is told names and answers with objects: git-cat-file(1)."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._input: Any = process.stdin
        self._output: Any = process.stdout

    def look_up(self, name: str) -> _Found | None:
        """Ask for an object; :meth:`content` has to be read before the next."""
        try:
            self._input.write(name.encode("ascii") + b"\n")
            self._input.flush()
        except BrokenPipeError:
            return None  # git has ended, over an object that it cannot read
        header = self._output.readline().split()
        return _Found(header[0].decode("ascii"), int(header[2])) if len(header) == 3 else None

    def content(self, size: int, limit: int | None) -> bytes | None:
        """The content, empty if it is more than the limit; None where it breaks off."""
        left = size + 1  # and the line feed behind it
        if limit is None or size <= limit:
            content = self._output.read(left)
            return content[:-1] if len(content) == left else None
        while left > 0 and (skipped := len(self._output.read(min(left, 1 << 20)))):
            left -= skipped
        return b""

    def close(self) -> None:
        """End it; a write to what has ended is no matter any more."""
        self._process.communicate()  # closes its standard input, at which it ends


def failure(errors: str) -> UserError:
    """What git said, as one line that tells what to do."""
    lines = [_NOISE.sub("", line.strip()) for line in errors.splitlines() if line.strip()]
    said = next((line for line in lines if not line.startswith("Could not")), "no reason given")
    said = re.sub(r"[^\x20-\x7e\u00a0-\U0010ffff]", "?", said)
    if any(word in errors for word in _LAZY):
        return UserError(
            f"git: {said}; this clone lacks objects, and specslint fetches nothing:"
            " fetch them with git fetch --refetch --no-filter"
        )
    return UserError(f"git: {said}; see whether git status and git fsck find fault")
