"""The options of ``specslint repropose``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser

_EPILOG = """\
NAME is the name or path of a spec, or a part of its title in upper or lower case.

The command stages the copy and prepares the message for "git commit" (in
.git/MERGE_MSG), which opens it in your editor. --commit runs git commit for you,
with your hooks; without a terminal, it uses the message unchanged.

examples:
  specslint repropose tag-instances --dry-run      show the plan, change nothing
  specslint repropose tag-instances                copy the spec, and stage the copy
  specslint repropose "string tagging" --commit    find it by its title
  specslint repropose i18n-enablement --partial    the rest of an implemented spec
  specslint repropose io-ops-weight --rename io-ops-weigher --mend-url

exit codes: 0 done, even if you still have to write sections; 2 wrong usage,
configuration or repository, or --commit made no commit; 3 an internal error of specslint
"""


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Copy a spec of an earlier release to the open one: add the sections that the new\n"
        "template requires, stage the copy, and prepare the message with the tag\n"
        "Previously-approved."
    )
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("name", metavar="NAME", help="the name or path of the spec, or a part of its title")
    add(
        "--from",
        dest="from_release",
        metavar="RELEASE",
        help="copy it from this release (default: the newest that has it)",
    )
    add(
        "--to",
        metavar="RELEASE",
        help="propose it for this release (default: the only open one, or else the newest "
        "that has a template)",
    )
    add(
        "--partial",
        action="store_true",
        help="also look for it in implemented/ (for a partial implementation)",
    )
    add("--rename", metavar="NEW", help="the name of the copy")
    add(
        "--mend-url",
        action="store_true",
        help="with --rename: also change the name in the blueprint's URL",
    )
    add(
        "--none",
        action="store_true",
        help='write "None" into new sections instead of a placeholder',
    )
    add("--commit", action="store_true", help="run git commit at the end")
    add("--dry-run", action="store_true", help="show the plan, and change nothing")
    add("--root", metavar="DIR", help="the spec repository (default: the current one)")
    add("--config", metavar="FILE", help="read the settings from this file")
    add("--isolated", action="store_true", help="read no settings from the repository")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
    parser.set_defaults(select=None, ignore=None, severity=None, fail_level=None, config_from=None)
