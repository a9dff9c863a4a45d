"""The options of ``specslint init``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Set up a spec repository: add the hooks to .pre-commit-config.yaml, the gate job\n"
        "to tox.ini, and settings. Shows the lines to add and asks first; it never changes\n"
        "existing lines."
    )
    add = parser.add_argument
    add(
        "--repo",
        metavar="URL",
        help="the URL or path from which pre-commit and tox install specslint",
    )
    add("--rev", metavar="REV", help="the tag or commit of specslint to use")
    add("--root", metavar="DIR", help="the spec repository (default: the current one)")
    add("--dry-run", action="store_true", help="show what would be added, and write nothing")
    add("--yes", action="store_true", help="do not ask")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
