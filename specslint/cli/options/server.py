"""What ``specslint server`` takes on the command line."""

from __future__ import annotations

from argparse import ArgumentParser


def add_to(parser: ArgumentParser) -> None:
    """Describe the verb and its options.

    :param parser: one without any.
    """
    parser.description = (
        "Serve an editor over standard input and output, by the Language Server Protocol.\n"
        'It needs the extra "server": pip install specslint[server].'
    )
    parser.add_argument(
        "--stdio", action="store_true", help="accepted, as many editors pass it: there is no other"
    )
