"""The options of ``specslint new``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser
from specslint.cli.options.process import add_common

_EPILOG = """\
The spec has the sections of the template, each with a placeholder, and the template's
instructions as comments. The command stages the spec and prepares the message for
git commit.

examples:
  specslint new report-slow-disks --title "Report slow disks" --dry-run
  specslint new report-slow-disks --title "Report slow disks"
  specslint new report-slow-disks --backlog --bare

exit codes: 0 done; 2 wrong usage, configuration or repository, or --commit made no
commit; 3 an internal error of specslint
"""


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = "Write a new spec from the template of the open release, and stage it."
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("name", metavar="NAME", help="the name of the spec and of its blueprint")
    add("--title", metavar="TITLE", help="the title (default: made from the name)")
    add(
        "--to",
        metavar="RELEASE",
        help="propose it for this release (default: the only open one, or else the newest "
        "that has a template)",
    )
    add("--backlog", action="store_true", help="add it to the backlog")
    add("--part", metavar="PART", help="the part of the repository, where it has such parts")
    add("--bare", action="store_true", help="omit the instructions of the template")
    add_common(parser)
