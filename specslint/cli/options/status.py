"""The options of ``specslint status``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser
from specslint.cli.options.settings import add_time_limit

_EPILOG = """\
examples:
  specslint status                            the newest release, as it is now
  specslint status kilo --at 2015-01-23       as it was at the end of that day
  specslint status kilo --since 2014-12-15    and what has changed since that day
  specslint status --format html --output-file status.html
  ssh -p 29418 review.opendev.org gerrit query --format=JSON --files \\
    --current-patch-set project:openstack/nova-specs \\
    | specslint status --reviews -
"""


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "List the specs of a release by area, from git alone: which are approved, fast\n"
        "tracked, implemented, abandoned or proposed again."
    )
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("release", metavar="RELEASE", nargs="?", help="default: the newest that has a template")
    add(
        "--at",
        metavar="REV|DATE",
        help="the state at a commit or at the end of a day (default: HEAD)",
    )
    add("--since", metavar="REV|DATE", help="also list what has changed since then")
    add(
        "--reviews",
        metavar="FILE",
        help="the output of gerrit query --format=JSON --current-patch-set --files; - reads "
        "standard input",
    )
    add(
        "--format",
        choices=("text", "markdown", "rst", "json", "html"),
        default="text",
        help="the output format",
    )
    add("--output-file", metavar="FILE", help="write the output to FILE instead of printing it")
    add("--root", metavar="DIR", help="the spec repository (default: the current one)")
    add_time_limit(parser)
