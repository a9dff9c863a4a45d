"""The command line: arguments to one command and its exit code.

Exit codes: 0 nothing at or above the fail level; 1 findings; 2 usage,
configuration or repository (one line says what to do); 3 a crash of
specslint itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from specslint import __version__
from specslint.errors import UserError

_EPILOG = """\
examples:
  specslint                                   the whole repository around here
  specslint specs/kilo/approved/my-spec.rst   one spec
  specslint --staged                          what the next commit would change
  specslint --commit HEAD                     a commit and its message, as the gate does
  specslint --select TPL --format json        one family of rules, for a program
  specslint commit-msg .git/COMMIT_EDITMSG    the commit-msg hook

exit codes: 0 no findings that fail the run, 1 findings, 2 usage, configuration
or repository, 3 a fault of specslint itself
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UserError(f"{message}; {self.prog} --help shows what there is")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="specslint",
        usage="specslint [options] [PATH ...]",
        description="Check OpenStack design specs: sections against the release's template, "
        "reStructuredText, line lengths, placement.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="file or directory to check; - reads one spec")
    add("--root", metavar="DIR", help="the spec repository (default: the one around here)")
    add("--release", metavar="NAME", help="only this release's specs; its template for drafts")
    add("--staged", action="store_true", help="check what is staged (and PATHs, as staged)")
    add(
        "--commit",
        metavar="REV",
        nargs="?",
        const="HEAD",
        help="check what a commit does, with its message (default: HEAD)",
    )
    add("--range", metavar="A..B", help="check each commit of a range")
    add("--message-file", metavar="FILE", help="the message of the staged change")
    _add_settings(parser)
    add("--stdin-filename", metavar="NAME", help="where the spec read by - would stand")
    add("--show-settings", action="store_true", help="print the settings as TOML, check nothing")
    add("--version", action="version", version=f"specslint {__version__}")
    return parser


def _commit_msg_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="specslint commit-msg",
        description="Check the tag of a fast-track copy in the message of the commit that is "
        "being made. For git's commit-msg hook.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="the message, as git hands it to the hook (default: the one git last edited)",
    )
    _add_settings(parser)
    return parser


def _add_settings(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--select", metavar="CODES", action="append", help="only these rules or families")
    add("--ignore", metavar="CODES", action="append", help="not these rules or families")
    add("--severity", metavar="CODE=LEVEL", action="append", help="off, info, warning or error")
    add("--fail-level", metavar="LEVEL", help="the least severity that fails (default: error)")
    add("--config", metavar="FILE", help="read the settings from this file")
    add("--isolated", action="store_true", help="read no settings from the repository")
    add("--format", choices=("text", "json"), default="text", help="the form of the report")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
    add("-q", "--quiet", action="store_true", help="no summary line")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    :param arguments: the words after the program's name; those of the process
        without.
    :returns: the exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A message that the terminal's encoding lacks is no reason to crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(words)
        sys.stdout.flush()
    except UserError as error:
        from specslint.reporters.escape import escaped

        print(f"specslint: {escaped(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader has what it wanted (head, a pager that was left).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception:  # whatever it is, it is ours
        _report_crash(words)
        return 3
    return code


def _run(words: list[str]) -> int:
    # The verbs come first; a file of such a name is ./commit-msg.
    if words[:1] == ["commit-msg"]:
        from specslint.commands import commit_msg

        return commit_msg.run(_commit_msg_parser().parse_args(words[1:]))
    from specslint.commands import check

    return check.run(_parser().parse_intermixed_args(words))


def _report_crash(words: list[str]) -> None:
    import platform
    import traceback

    print(
        "specslint: this is a fault of specslint itself; please report it with all that follows\n"
        f"specslint {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"arguments: {words!r}",
        file=sys.stderr,
    )
    traceback.print_exc()
