"""The options of ``specslint tag``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Write the tag Previously-approved into the message of the commit that is being\n"
        "made, where it adds a copy of a spec that an earlier release approved, and the\n"
        "message has no tag. For git's prepare-commit-msg hook, whose arguments it takes."
    )
    add = parser.add_argument
    add(
        "file",
        metavar="FILE",
        nargs="?",
        help="the message, as git hands it to the hook (default: the one git last edited)",
    )
    # A hook that is a script of its own may write "$1" "$2" "$3".
    parser.may_be_empty = frozenset({"source", "commit"})
    add("source", metavar="SOURCE", nargs="?", help="where git has the message from")
    add("commit", metavar="SHA", nargs="?", help="the commit that git has the message from")
    add("--no-cache", action="store_true", help="use nothing of earlier runs, keep nothing")
    add("--config", metavar="FILE", help="read the settings from this file")
    add("--isolated", action="store_true", help="read no settings from the repository")
    parser.set_defaults(select=None, ignore=None, severity=None, fail_level=None, config_from=None)
