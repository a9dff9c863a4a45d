"""The options of ``specslint init``."""

from __future__ import annotations

from argparse import ArgumentParser


def add_to(parser: ArgumentParser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Set up a spec repository: the hooks in .pre-commit-config.yaml, the gate's\n"
        "job in tox.ini, and the settings. Shows what it would add and asks; what is\n"
        "there stays as it is."
    )
    add = parser.add_argument
    add("--repo", metavar="URL", help="where pre-commit and tox get specslint: a URL or a path")
    add("--rev", metavar="REV", help="the tag or commit of it that they are to use")
    add("--root", metavar="DIR", help="the spec repository (default: the one around here)")
    add("--dry-run", action="store_true", help="show what would be added, write nothing")
    add("--yes", action="store_true", help="do not ask")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
