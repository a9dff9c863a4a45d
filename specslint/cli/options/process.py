"""The options that the commands of the process (new, move, repropose) share."""

from __future__ import annotations

from specslint.cli.options.parser import Parser


def add_common(parser: Parser) -> None:
    """Add the options of how a plan is shown and applied, and of the settings.

    :param parser: the parser of a command.
    """
    add = parser.add_argument
    add("--commit", action="store_true", help="run git commit at the end")
    add("--dry-run", action="store_true", help="show the plan, and change nothing")
    add("--format", choices=("text", "json"), default="text", help="the format of the plan")
    add("--root", metavar="DIR", help="the spec repository (default: the current one)")
    add("--config", metavar="FILE", help="read the settings from this file")
    add("--isolated", action="store_true", help="read no settings from the repository")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
    parser.set_defaults(
        select=None,
        ignore=None,
        severity=None,
        fail_level=None,
        config_from=None,
        closed_releases=False,
    )
