"""The options of ``specslint`` without a command."""

from __future__ import annotations

import argparse

from specslint import __version__
from specslint.cli.options.settings import add_settings

_EPILOG = """\
verbs, each with a --help of its own:
  specslint rule [CODE ...]    what a rule is for, how to set or silence it
  specslint repropose NAME     copy an earlier spec to the open release
  specslint status [RELEASE]   where a release stands: all specs by state
  specslint init               set up hooks, the gate's job and settings here
  specslint commit-msg FILE    the commit-msg hook
  specslint tag FILE           the prepare-commit-msg hook: write the tag of a copy
  specslint cache info|clear   what is remembered of earlier runs

examples:
  specslint                                   the whole repository around here
  specslint specs/kilo/approved/my-spec.rst   one spec
  specslint --staged                          what the next commit would change
  specslint --commit HEAD                     a commit and its message
  specslint --commit HEAD --config-from HEAD^ by settings that it cannot change
  specslint --fix                             mend what can be mended safely
  specslint --select TPL --format json        one family of rules, for a program

exit codes: 0 no findings that fail the run, 1 findings, 2 usage, configuration
or repository, 3 a fault of specslint itself
"""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the description of the program and its options.

    :param parser: a parser without any.
    """
    parser.usage = "specslint [options] [PATH ...]\n       specslint VERB [options] ..."
    parser.description = (
        "Check OpenStack design specs: sections against the release's template,\n"
        "reStructuredText, line lengths, placement."
    )
    parser.epilog = _EPILOG
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
    add_settings(parser)
    add("--closed-releases", action="store_true", help="also warnings about closed releases")
    add("--write-baseline", metavar="FILE", help="write all findings to FILE, for --baseline")
    add("--no-cache", action="store_true", help="use nothing of earlier runs, keep nothing")
    add("-j", "--jobs", metavar="N", type=_jobs, help="processes for many files (default: all)")
    add("--stdin-filename", metavar="NAME", help="where the spec read by - would stand")
    add("--show-settings", action="store_true", help="print the settings as TOML, check nothing")
    add("--version", action="version", version=f"specslint {__version__}")


def _jobs(word: str) -> int:
    if not word.isdecimal() or not 0 < int(word) <= 1024:
        raise argparse.ArgumentTypeError(f'"{word}" is no number of processes')
    return int(word)
