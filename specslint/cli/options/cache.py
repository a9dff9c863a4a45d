"""The options of ``specslint cache``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = "Show or clear the cache of results."
    parser.add_argument(
        "action", choices=("info", "clear"), help="show its size and place, or delete it"
    )
