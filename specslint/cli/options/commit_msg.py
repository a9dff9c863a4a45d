"""The options of ``specslint commit-msg``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser
from specslint.cli.options.settings import add_settings


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Check the message of the commit in progress, for the tag of a copy on the fast\n"
        "track. Use it as git's commit-msg hook."
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="the file with the message, as git passes it to the hook (default: the last one "
        "that git edited)",
    )
    parser.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    add_settings(parser)
