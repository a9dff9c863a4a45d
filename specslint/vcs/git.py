"""git itself: commands that run nothing else and never ask, and blobs in bulk."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from specslint.errors import UserError

if TYPE_CHECKING:
    import git

# The configuration of the repository under check may be anybody's: no program
# that it names is run, nothing is fetched, and nothing is written.
_SETTINGS = (
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
        """Nothing is run yet.

        :raises UserError: there is no git to run.
        """
        try:
            import git
        except ImportError as error:
            # GitPython looks for git when it is imported.
            raise UserError("git cannot be run: install it, or put it on the PATH") from error
        self._git = git.Git(str(directory))
        self._git.update_environment(**_ENVIRONMENT, **dict.fromkeys(_ICASE_PATHSPECS, "0"))
        self._batch: git.Git.AutoInterrupt | None = None

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        return ["git", "--no-pager", *settings, *arguments]

    def attempt(self, *arguments: str) -> tuple[int, bytes, str]:
        """Run git; an argument from outside must stand where no option can.

        :returns: the exit code, the standard output and the standard error.
        """
        status, output, errors = self._git.execute(
            self._command(arguments),
            istream=subprocess.DEVNULL,
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
        return status, output, errors

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

    def blob(self, name: str, limit: int | None = None) -> tuple[int, bytes]:
        """The size and the content of an object.

        :param name: the object's full hash.
        :param limit: of a larger one, only the size is returned.
        :raises UserError: the repository has lost it.
        """
        process = self._cat_file()
        process.stdin.write(name.encode("ascii") + b"\n")
        process.stdin.flush()
        header = process.stdout.readline().split()
        if len(header) != 3:
            self.close()
            raise failure(f"the object {name} is missing or damaged")
        size = int(header[2])
        left = size + 1  # and the line feed behind it
        if limit is None or size <= limit:
            content = process.stdout.read(left)
            if len(content) != left:
                self.close()
                raise failure(f"the object {name} is damaged")
            return size, content[:-1]
        while left > 0 and (skipped := len(process.stdout.read(min(left, 1 << 20)))):
            left -= skipped
        return size, b""

    def _cat_file(self) -> git.Git.AutoInterrupt:
        if self._batch is None:
            self._batch = self._git.execute(
                self._command(("cat-file", "--batch")),
                istream=subprocess.PIPE,
                as_process=True,
            )
        return self._batch

    def close(self) -> None:
        """End the process that reads blobs."""
        if self._batch is None:
            return
        # The wrapper ends the process when it goes out of use: keep it till then.
        batch, self._batch = self._batch, None
        if batch.proc is not None:
            batch.proc.communicate()  # closes its standard input, at which it ends


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
