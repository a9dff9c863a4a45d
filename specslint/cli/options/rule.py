"""The options of ``specslint rule``."""

from __future__ import annotations

from argparse import ArgumentParser


def add_to(parser: ArgumentParser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Tell what rules are for: why, bad and good, whose policy, how to configure\n"
        "and how to silence them. Without a CODE, list them all in a line each."
    )
    add = parser.add_argument
    add("rules", metavar="CODE", nargs="*", help="a code, the beginning of some, or a rule's name")
    add("--all", action="store_true", help="tell all of every rule")
    add("--format", choices=("text", "json"), default="text", help="the form of the output")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
