"""The options of ``specslint close``."""

from __future__ import annotations

from argparse import ArgumentParser

_EPILOG = """\
Nothing is changed. --script prints commands of specslint for each spec, to look through
and run: re-propose it, or move it to implemented or to the abandoned ones.

examples:
  specslint close kilo
  specslint close kilo --format markdown --output-file left.md
  specslint close kilo --script --from-file blueprints.json > close-kilo.sh
"""


def add_to(parser: ArgumentParser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = "List what a release approved and did not implement."
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("release", metavar="RELEASE", help="the release that ends")
    add("--script", action="store_true", help="print the commands for each spec, for a shell")
    add("--to", metavar="RELEASE", help="propose specs to this one (default: the newest)")
    add(
        "--from-file",
        metavar="FILE",
        help="what is implemented: names, one on each line, or blueprints as JSON of "
        'Launchpad\'s API; "-" reads standard input',
    )
    add(
        "--format",
        choices=("text", "markdown", "rst", "json"),
        default="text",
        help="the form of the list",
    )
    add("--output-file", metavar="FILE", help="write what would be printed to FILE")
    add("--root", metavar="DIR", help="the spec repository (default: the one around here)")
