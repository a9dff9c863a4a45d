"""The options of ``specslint open``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser
from specslint.cli.options.process import add_common

_EPILOG = """\
The new release gets what the newest release of the repository has, with its own names:
a template, redirects, links that keep the directories from being empty, and pages of the
documentation. Lists of releases get a line, and links to the newest template are changed
to the new one. The output names anything that could not be derived.

examples:
  specslint open liberty --dry-run
  specslint open 2027.2 --codename Jasmine --commit

exit codes: 0 done; 2 wrong usage, configuration or repository, or --commit made no
commit; 3 an internal error of specslint
"""


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Open a release for specs, in the same way as the newest release was opened."
    )
    parser.epilog = _EPILOG
    add = parser.add_argument
    add(
        "release",
        metavar="RELEASE",
        help="the name or number of the release, such as liberty or 2027.2",
    )
    add("--codename", metavar="NAME", help="the codename of a release with a number")
    add_common(parser)
