"""The options of ``specslint rule``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Explain rules: the reason, a bad and a good example, the source of the policy, and\n"
        "how to configure and silence them. Without a CODE, list all rules."
    )
    add = parser.add_argument
    add(
        "rules",
        metavar="CODE",
        nargs="*",
        help="a code, the beginning of codes, or the name of a rule",
    )
    add("--all", action="store_true", help="explain all rules")
    add("--format", choices=("text", "json"), default="text", help="the output format")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
