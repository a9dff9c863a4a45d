"""The command line: arguments to one command and its exit code.

Exit codes: 0 nothing at or above the fail level; 1 findings; 2 usage,
configuration or repository (one line says what to do); 3 a crash of
specslint itself.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from functools import partial
from importlib import import_module

from specslint.cli.limits import MEMORY, RunOutOfTimeError, limit_memory, limited
from specslint.cli.options.parser import Parser
from specslint.model.errors import UserError

VERBS = (
    "commit-msg",
    "tag",
    "new",
    "move",
    "repropose",
    "rule",
    "status",
    "init",
    "cache",
    "server",
)
"""Of each, ``options/`` has what it takes, and ``commands/`` what it does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    :param arguments: the words after the program's name; those of the process
        without.
    :returns: the exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if "_ARGCOMPLETE" in os.environ:  # a shell asks what may come next
        try:
            from specslint.cli.completion import complete
        except ImportError:  # without the extra, there is nothing to suggest
            return 0
        complete(_parser(), {verb: partial(_parser, verb) for verb in VERBS})
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        # A message that the terminal's encoding lacks is no reason to crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            code = _run(words)
        except SystemExit as done:  # --help and --version
            code = int(done.code or 0)
        sys.stdout.flush()
    except UserError as error:
        from specslint.cli.endings import refused

        return refused(str(error))
    except RunOutOfTimeError:
        from specslint.cli.endings import refused

        return refused("the run took too long: check fewer files at once, or raise --time-limit")
    except MemoryError:
        from specslint.cli.endings import refused

        return refused(
            f"the run needs more than {MEMORY >> 30} GiB of memory: check fewer files at once"
        )
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from specslint.cli.endings import crashed, is_of_output, unwritten

        if isinstance(error, OSError) and is_of_output(error):
            return unwritten(error)
        return crashed(words)  # whatever it is, it is ours
    return code


def _run(words: list[str]) -> int:
    limit_memory()
    # The verbs come first; a file of such a name is ./commit-msg.
    if words and words[0] in VERBS:
        options = _parser(words[0]).parse_args(words[1:])
        command = import_module(f"specslint.commands.{words[0].replace('-', '_')}")
        # The others wait for people.
        with limited(getattr(options, "time_limit", 0)):
            return int(command.run(options))
    from specslint.commands import check

    # Behind "--" there are files only; argparse forgets that where options and
    # files are mixed.
    end = words.index("--") if "--" in words else len(words)
    options = _parser().parse_intermixed_args(words[:end])
    options.paths += words[end + 1 :]
    options.words = words
    with limited(options.time_limit):
        return check.run(options)


def _parser(verb: str = "") -> ArgumentParser:
    """The parser of a verb's command line, or of one without."""
    parser = Parser(f"specslint {verb}".rstrip())
    import_module(f"specslint.cli.options.{verb.replace('-', '_') or 'check'}").add_to(parser)
    return parser
