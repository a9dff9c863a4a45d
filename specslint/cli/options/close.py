"""The options of ``specslint close``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser

_EPILOG = """\
The command changes nothing. --script prints a shell script for review, with the specslint
commands that re-propose each spec or move it to implemented/.

examples:
  specslint close kilo
  specslint close kilo --format markdown --output-file left.md
  specslint close kilo --script --from-file blueprints.json > close-kilo.sh
"""


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = "List the specs that a release approved but did not implement."
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("release", metavar="RELEASE", help="the release to close")
    add("--script", action="store_true", help="print the commands for each spec as a shell script")
    add(
        "--to",
        metavar="RELEASE",
        help="with --script: propose specs for this release (default: the newest)",
    )
    add(
        "--from-file",
        metavar="FILE",
        help="read the names of implemented specs from a file, one on each line, or as JSON from "
        "Launchpad's API; - reads standard input",
    )
    add(
        "--format",
        choices=("text", "markdown", "rst", "json"),
        default="text",
        help="the output format",
    )
    add("--output-file", metavar="FILE", help="write the output to FILE instead of printing it")
    add("--root", metavar="DIR", help="the spec repository (default: the current one)")
