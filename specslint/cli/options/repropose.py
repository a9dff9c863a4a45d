"""The options of ``specslint repropose``."""

from __future__ import annotations

from argparse import ArgumentParser

_EPILOG = """\
NAME is a spec's name, its path, or a part of its title in whatever case.

The copy is staged, and its message put where a plain "git commit" takes it from
(.git/MERGE_MSG): it opens in your editor. --commit runs git commit for you,
with your hooks; without a terminal, it commits the message as it is.

examples:
  specslint repropose tag-instances --dry-run      show the plan, change nothing
  specslint repropose tag-instances                copy it, and stage the copy
  specslint repropose "string tagging" --commit    found by its title
  specslint repropose i18n-enablement --partial    what one implemented left
  specslint repropose io-ops-weight --rename io-ops-weigher --mend-url

exit codes: 0 done, whatever is left for you to write; 2 usage, configuration or
repository, or no commit by --commit; 3 a fault of specslint itself
"""


def add_to(parser: ArgumentParser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Copy a spec of an earlier release to the open one: add the sections that its\n"
        "template asks for, stage the copy, and write the message with the tag\n"
        "Previously-approved."
    )
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("name", metavar="NAME", help="the spec: its name, its path, or a part of its title")
    add(
        "--from",
        dest="from_release",
        metavar="RELEASE",
        help="take it from this release (default: the newest that has it)",
    )
    add(
        "--to",
        metavar="RELEASE",
        help="propose it to this release (default: the one that is open, or else the newest "
        "that has a template)",
    )
    add("--partial", action="store_true", help="also one that is implemented, but in part")
    add("--rename", metavar="NEW", help="the name of the copy")
    add("--mend-url", action="store_true", help="with --rename: in the blueprint's URL, too")
    add("--none", action="store_true", help='write "None" into new sections, and no mark')
    add("--commit", action="store_true", help="run git commit at the end")
    add("--dry-run", action="store_true", help="show what would be done, change nothing")
    add("--root", metavar="DIR", help="the spec repository (default: the one around here)")
    add("--config", metavar="FILE", help="read the settings from this file")
    add("--isolated", action="store_true", help="read no settings from the repository")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
    parser.set_defaults(select=None, ignore=None, severity=None, fail_level=None, config_from=None)
