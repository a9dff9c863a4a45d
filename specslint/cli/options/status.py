"""The options of ``specslint status``."""

from __future__ import annotations

from argparse import ArgumentParser

from specslint.cli.options.settings import add_time_limit

_EPILOG = """\
examples:
  specslint status                            the open release, as it is now
  specslint status kilo --at 2015-01-23       as it was at the end of that day
  specslint status kilo --since 2014-12-15    and what has changed since then
  specslint status --format html --output-file status.html
  ssh -p 29418 review.opendev.org gerrit query --format=JSON --files \\
    --current-patch-set project:openstack/nova-specs \\
    | specslint status --reviews -
"""


def add_to(parser: ArgumentParser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Tell where a release stands, from git alone: its specs by area, which are\n"
        "approved, fast tracked, implemented, abandoned or proposed again later."
    )
    parser.epilog = _EPILOG
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
    add_time_limit(parser)
