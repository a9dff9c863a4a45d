"""The command line: parses the arguments, runs one command and returns its exit code.

Exit codes: 0 nothing at or above the fail level; 1 findings; 2 usage, configuration or
repository (one line says what to do); 3 a crash of specslint itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module

from specslint.cli.limits import MEMORY, RunOutOfTimeError, limit_memory, limited
from specslint.cli.options.parser import Parser
from specslint.model.errors import UserError
from specslint.model.typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

COMMANDS = (
    "commit-msg",
    "tag",
    "new",
    "move",
    "open",
    "close",
    "repropose",
    "rule",
    "status",
    "init",
    "cache",
    "server",
)
"""The commands; each has its options in ``cli/options/`` and its code in ``commands/``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    :param arguments: the arguments after the program's name; those of the process if
        None.
    :returns: the exit code.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if {
        "_ARGCOMPLETE",
        "COMP_LINE",
        "COMP_POINT",
    } <= os.environ.keys():  # a shell asks for completions
        try:
            from specslint.cli.completion import complete
        except ImportError:  # without the extra "completion" there are none
            return 0
        complete(_parser(), {command: partial(_parser, command) for command in COMMANDS})
    if sys.stdout is None or sys.stderr is None:  # closed by the parent process
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal's encoding lacks must not crash the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            code = _run(arguments)
        except SystemExit as done:  # --help and --version
            code = int(done.code or 0)
        sys.stdout.flush()
    except UserError as error:
        from specslint.cli.failures import refused

        return refused(str(error))
    except RunOutOfTimeError:
        from specslint.cli.failures import refused

        return refused("the run took too long: check fewer files at once, or raise --time-limit")
    except MemoryError as error:
        error.__traceback__ = None  # its frames hold what takes the memory
        from specslint.cli.failures import refused

        return refused(
            "the run needs more memory than it may use"
            f" ({MEMORY >> 30} GiB, or less by ulimit -v): check fewer files at once"
        )
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from specslint.cli.failures import crashed, is_of_output, unwritten

        if isinstance(error, OSError) and is_of_output(error):
            return unwritten(error)
        return crashed(arguments)  # any other exception is a defect of specslint
    return code


def _run(arguments: list[str]) -> int:
    limit_memory()
    # A command comes first; a file of that name is written as ./commit-msg.
    command = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    if command:
        options = _parser(command).parse_args(arguments[1:])
    else:
        # After "--" there are only files; argparse ignores that if options and files are
        # mixed.
        end = arguments.index("--") if "--" in arguments else len(arguments)
        options = _parser().parse_intermixed_args(arguments[:end])
        options.paths += arguments[end + 1 :]
        options.arguments = arguments
    name = command.replace("-", "_") or _kind(options)
    # The commands without that option may wait for the user.
    with limited(getattr(options, "time_limit", 0)):
        if command in ("commit-msg", "tag") or (name == "change" and options.staged):
            from specslint.commands.hooks import git_begun

            with git_begun(command, options):
                return int(import_module(f"specslint.commands.{name}").run(options))
        return int(import_module(f"specslint.commands.{name}").run(options))


def _kind(options: Namespace) -> str:
    """The module of a run without a command."""
    if options.fix or options.diff or options.unsafe_fixes:
        return "fix"
    if options.staged or options.commit or options.range or options.message_file:
        return "change"
    return "check"


def _parser(command: str = "") -> ArgumentParser:
    """The parser of a command, or that of a run without one."""
    parser = Parser(f"specslint {command}".rstrip())
    import_module(f"specslint.cli.options.{command.replace('-', '_') or 'check'}").add_to(parser)
    return parser
