"""The options of ``specslint tag``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Write the tag Previously-approved into the message of the commit in progress, if\n"
        "the commit adds a copy of a spec that an earlier release approved and the message\n"
        "has no tag. Use it as git's prepare-commit-msg hook; it takes the same arguments."
    )
    add = parser.add_argument
    add(
        "file",
        metavar="FILE",
        nargs="?",
        help="the file with the message, as git passes it to the hook (default: the last one "
        "that git edited)",
    )
    # A hook that is a script of its own may write "$1" "$2" "$3".
    parser.may_be_empty = frozenset({"source", "commit"})
    add(
        "source",
        metavar="SOURCE",
        nargs="?",
        help="the source of the message, as git passes it to the hook",
    )
    add(
        "commit",
        metavar="SHA",
        nargs="?",
        help="the commit that the message comes from, as git passes it",
    )
    add("--no-cache", action="store_true", help="neither read nor write the cache")
    add("--config", metavar="FILE", help="read the settings from this file")
    add("--isolated", action="store_true", help="read no settings from the repository")
    parser.set_defaults(select=None, ignore=None, severity=None, fail_level=None, config_from=None)
