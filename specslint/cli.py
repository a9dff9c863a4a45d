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
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from specslint import __version__
from specslint.errors import UserError

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

_EPILOG = """\
verbs, each with a --help of its own:
  specslint rule [CODE ...]    what a rule is for, and how to configure or silence it
  specslint status [RELEASE]   where a release stands: its specs by area, with their states
  specslint init               set up the hooks, the gate's job and the settings here
  specslint commit-msg FILE    the commit-msg hook
  specslint repropose NAME     copy an earlier spec to the open release, ready to send
  specslint cache info|clear   what is remembered of earlier runs

examples:
  specslint                                   the whole repository around here
  specslint specs/kilo/approved/my-spec.rst   one spec
  specslint --staged                          what the next commit would change
  specslint --commit HEAD                     a commit and its message, as the gate does
  specslint --commit HEAD --config-from HEAD^ the same, by settings that it cannot change
  specslint --fix                             mend what can be mended safely
  specslint --select TPL --format json        one family of rules, for a program

exit codes: 0 no findings that fail the run, 1 findings, 2 usage, configuration
or repository, 3 a fault of specslint itself
"""


def _formatter(prog: str) -> argparse.HelpFormatter:
    # It is made for every option, and would ask for the terminal's width each
    # time, with the help of half of shutil.
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and int(columns) else 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(width - 2, 11))


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_formatter, allow_abbrev=False, **settings)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        # argparse's own keeps silent where nothing can be written.
        print(message, end="", file=file)

    def error(self, message: str) -> NoReturn:
        raise UserError(f"{message}; {self.prog} --help shows what there is")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="specslint",
        usage="specslint [options] [PATH ...]\n       specslint VERB [options] ...",
        description="Check OpenStack design specs: sections against the release's template, "
        "reStructuredText, line lengths, placement.",
        epilog=_EPILOG,
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
    add("--fix", action="store_true", help="mend what can be mended safely; show what is left")
    add("--unsafe-fixes", action="store_true", help="with --fix or --diff: the unsafe ones, too")
    add("--diff", action="store_true", help="show what --fix would change, write nothing")
    _add_settings(parser)
    add("--write-baseline", metavar="FILE", help="write all findings to FILE, for --baseline")
    add("--no-cache", action="store_true", help="use nothing of earlier runs, keep nothing")
    add("-j", "--jobs", metavar="N", type=_jobs, help="processes for many files (default: all)")
    add("--stdin-filename", metavar="NAME", help="where the spec read by - would stand")
    add("--show-settings", action="store_true", help="print the settings as TOML, check nothing")
    add("--version", action="version", version=f"specslint {__version__}")
    return parser


def _cache_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="specslint cache",
        description="Show or clear what is remembered of earlier runs.",
    )
    parser.add_argument("action", choices=("info", "clear"), help="what to do")
    return parser


def _commit_msg_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="specslint commit-msg",
        description="Check the tag of a fast-track copy in the message of the commit that is "
        "being made. For git's commit-msg hook.",
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="the message, as git hands it to the hook (default: the one git last edited)",
    )
    _add_settings(parser)
    return parser


def _rule_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="specslint rule",
        description="Tell what rules are for: why, bad and good, whose policy, how to configure "
        "and how to silence them. Without a CODE, list them all in a line each.",
    )
    add = parser.add_argument
    add("rules", metavar="CODE", nargs="*", help="a code, the beginning of some, or a rule's name")
    add("--all", action="store_true", help="tell all of every rule")
    add("--format", choices=("text", "json"), default="text", help="the form of the output")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
    return parser


def _init_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="specslint init",
        description="Set up a spec repository: the hooks in .pre-commit-config.yaml, the gate's "
        "job in tox.ini, and the settings. Shows what it would add and asks; what is there "
        "stays as it is.",
    )
    add = parser.add_argument
    add("--repo", metavar="URL", help="where pre-commit and tox get specslint: a URL or a path")
    add("--rev", metavar="REV", help="the tag or commit of it that they are to use")
    add("--root", metavar="DIR", help="the spec repository (default: the one around here)")
    add("--dry-run", action="store_true", help="show what would be added, write nothing")
    add("--yes", action="store_true", help="do not ask")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
    return parser


def _repropose_parser() -> argparse.ArgumentParser:
    from specslint.repropose import options

    parser = _Parser(prog="specslint repropose")
    options.add_to(parser)
    return parser


_STATUS_EPILOG = """\
examples:
  specslint status                            the open release, as it is now
  specslint status kilo --at 2015-01-23       as it was at the end of that day
  specslint status kilo --since 2014-12-15    and what has changed since then
  specslint status --format html --output-file status.html
  ssh -p 29418 review.opendev.org gerrit query --format=JSON --current-patch-set \\
    --files project:openstack/nova-specs | specslint status --reviews -
"""


def _status_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="specslint status",
        description="Tell where a release stands, from git alone: its specs by area, which are "
        "approved, fast tracked, implemented, abandoned or proposed again later.",
        epilog=_STATUS_EPILOG,
    )
    add = parser.add_argument
    add("release", metavar="RELEASE", nargs="?", help="default: the newest that has a template")
    add("--at", metavar="REV|DATE", help="as of a commit or the end of a day (default: HEAD)")
    add("--since", metavar="REV|DATE", help="tell what changed since then, too")
    add(
        "--reviews",
        metavar="FILE",
        help="what gerrit query --format=JSON --current-patch-set --files printed; - is "
        "standard input",
    )
    add(
        "--format",
        choices=("text", "markdown", "rst", "json", "html"),
        default="text",
        help="the form of the output",
    )
    add("--output-file", metavar="FILE", help="write what would be printed to FILE")
    add("--root", metavar="DIR", help="the spec repository (default: the one around here)")
    return parser


_VERBS = {
    "commit-msg": _commit_msg_parser,
    "repropose": _repropose_parser,
    "rule": _rule_parser,
    "status": _status_parser,
    "init": _init_parser,
    "cache": _cache_parser,
}
"""The parser of each verb; the module of its name in ``commands/`` carries it out."""


def _add_settings(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--select", metavar="CODES", action="append", help="only these rules or families")
    add("--ignore", metavar="CODES", action="append", help="not these rules or families")
    add("--severity", metavar="CODE=LEVEL", action="append", help="off, info, warning or error")
    add("--fail-level", metavar="LEVEL", help="the least severity that fails (default: error)")
    add("--config", metavar="FILE", help="read the settings from this file")
    add(
        "--config-from", metavar="REV", help="take the settings from this revision, not the change"
    )
    add("--isolated", action="store_true", help="read no settings from the repository")
    add(
        "--format",
        metavar="NAME[=FILE]",
        action="append",
        type=_format,
        help="text, json, sarif, github, gitlab, junit or zuul, written to FILE; several times "
        "for several of them (default: text)",
    )
    add("--output-file", metavar="FILE", help="write what would be printed to FILE")
    add("--show-source", action="store_true", help="text: show the line, the offence marked")
    add("--statistics", action="store_true", help="text, json: count by rule and by release")
    add("--baseline", metavar="FILE", help="do not report the findings that FILE knows")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
    add("-q", "--quiet", action="store_true", help="no summary line")


def _jobs(word: str) -> int:
    if not word.isdecimal() or not 0 < int(word) <= 1024:
        raise argparse.ArgumentTypeError(f'"{word}" is no number of processes')
    return int(word)


def _format(word: str) -> tuple[str, Path | None]:
    """A format and the file that it is written to, or None for standard output."""
    from specslint.reporters import FORMATS

    name, equals, file = word.partition("=")
    if name not in FORMATS:
        raise argparse.ArgumentTypeError(f'"{name}" is none of {", ".join(FORMATS)}')
    if equals and not file:
        raise argparse.ArgumentTypeError(f'"{word}" names no file')
    return name, Path(file) if file else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    :param arguments: the words after the program's name; those of the process
        without.
    :returns: the exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if "_ARGCOMPLETE" in os.environ:  # a shell asks what may come next
        try:
            from specslint.completion import complete
        except ImportError:  # without the extra, there is nothing to suggest
            return 0
        complete(_parser(), _VERBS)
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
        from specslint.ending import refused

        return refused(str(error))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from specslint.ending import crashed, is_of_output, unwritten

        if isinstance(error, OSError) and is_of_output(error):
            return unwritten(error)
        return crashed(words)  # whatever it is, it is ours
    return code


def _run(words: list[str]) -> int:
    # The verbs come first; a file of such a name is ./commit-msg.
    if words and words[0] in _VERBS:
        options = _VERBS[words[0]]().parse_args(words[1:])
        command = import_module(f"specslint.commands.{words[0].replace('-', '_')}")
        return int(command.run(options))
    from specslint.commands import check

    # Behind "--" there are files only; argparse forgets that where options and
    # files are mixed.
    end = words.index("--") if "--" in words else len(words)
    options = _parser().parse_intermixed_args(words[:end])
    options.paths += words[end + 1 :]
    options.words = words
    return check.run(options)
