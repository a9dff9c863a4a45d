"""What ``specslint cache`` takes on the command line."""

from __future__ import annotations

from argparse import ArgumentParser


def add_to(parser: ArgumentParser) -> None:
    """Describe the verb and its options.

    :param parser: one without any.
    """
    parser.description = "Show or clear what is remembered of earlier runs."
    parser.add_argument("action", choices=("info", "clear"), help="what to do")
