"""The options of ``specslint commit-msg``."""

from __future__ import annotations

from argparse import ArgumentParser

from specslint.cli.options.settings import add_settings


def add_to(parser: ArgumentParser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Check the tag of a fast-track copy in the message of the commit that is being\n"
        "made. For git's commit-msg hook."
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="the message, as git hands it to the hook (default: the one git last edited)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="use nothing of earlier runs, keep nothing"
    )
    add_settings(parser)
