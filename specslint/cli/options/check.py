"""The options of ``specslint`` without a command."""

from __future__ import annotations

from argparse import ArgumentTypeError

from specslint import __version__
from specslint.cli.options.parser import Parser
from specslint.cli.options.settings import add_settings

_EPILOG = """\
commands (COMMAND --help shows their options):
  specslint rule [CODE ...]    explain rules, and how to configure and silence them
  specslint new NAME           write a new spec from the template
  specslint repropose NAME     copy an earlier spec to the open release
  specslint move NAME --to ... move a spec to another status
  specslint open RELEASE       open a release: template, directories, pages
  specslint close RELEASE      list what a release approved but did not implement
  specslint status [RELEASE]   list the specs of a release with their state
  specslint init               set up the hooks, the gate job and the settings
  specslint commit-msg FILE    check the commit message (commit-msg hook)
  specslint tag FILE           write the tag of a copy (prepare-commit-msg hook)
  specslint server             check in an editor (Language Server Protocol)
  specslint cache info|clear   show or clear the cache

examples:
  specslint                                   check the whole repository
  specslint specs/kilo/approved/my-spec.rst   check one spec
  specslint --staged                          check what the next commit changes
  specslint --commit HEAD                     check a commit and its message
  specslint --commit HEAD --config-from HEAD^ use the settings of the parent commit
  specslint --fix                             apply the safe fixes
  specslint --select TPL --format json        one family of rules, as JSON

exit codes: 0 no findings that fail the run; 1 findings; 2 wrong usage,
configuration or repository; 3 an internal error of specslint
"""


def add_to(parser: Parser) -> None:
    """Add the description of the program and its options.

    :param parser: a parser without any.
    """
    parser.usage = "specslint [options] [PATH ...]\n       specslint COMMAND [options] ..."
    parser.description = (
        "Check OpenStack design specs: sections against the template of their release,\n"
        "reStructuredText, line lengths, placement, and commit messages."
    )
    parser.epilog = _EPILOG
    add = parser.add_argument
    add(
        "paths",
        nargs="*",
        metavar="PATH",
        help="file or directory to check; - reads one spec from standard input",
    )
    add("--root", metavar="DIR", help="the spec repository (default: the current one)")
    add(
        "--release",
        metavar="NAME",
        help="check only the specs of this release; use its template for drafts",
    )
    add(
        "--staged",
        action="store_true",
        help="check the staged change (or PATHs, as they are staged)",
    )
    add(
        "--commit",
        metavar="REV",
        nargs="?",
        const="HEAD",
        help="check a commit and its message (default: HEAD)",
    )
    add("--range", metavar="A..B", help="check each commit of a range")
    add(
        "--message-file",
        metavar="FILE",
        help="check the staged change (or --commit) with this message",
    )
    add(
        "--fix", action="store_true", help="apply the safe fixes and report the remaining findings"
    )
    add("--unsafe-fixes", action="store_true", help="with --fix or --diff: also the unsafe fixes")
    add("--diff", action="store_true", help="show what --fix would change, and write nothing")
    add_settings(parser)
    add(
        "--closed-releases",
        action="store_true",
        help="also report warnings and infos for closed releases",
    )
    add("--write-baseline", metavar="FILE", help="write all findings to FILE, for --baseline")
    add("--no-cache", action="store_true", help="neither read nor write the cache")
    add(
        "-j",
        "--jobs",
        metavar="N",
        type=_jobs,
        help="number of processes (default: one for each processor)",
    )
    add("--stdin-filename", metavar="NAME", help="the path of the spec that - reads")
    add(
        "--show-settings",
        action="store_true",
        help="print the settings as TOML, and check nothing",
    )
    add("--version", action="version", version=f"specslint {__version__}")


def _jobs(word: str) -> int:
    if not word.isdecimal() or not 0 < int(word) <= 1024:
        raise ArgumentTypeError(f'"{word}" is not a number of processes')
    return int(word)
