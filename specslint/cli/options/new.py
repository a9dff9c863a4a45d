"""The options of ``specslint new``."""

from __future__ import annotations

from argparse import ArgumentParser

from specslint.cli.options.process import add_common

_EPILOG = """\
The spec has the template's sections, each marked as still to be written, with the
template's guidance in comments. It is staged, and a message is prepared for git commit.

examples:
  specslint new report-slow-disks --title "Report slow disks" --dry-run
  specslint new report-slow-disks --title "Report slow disks"
  specslint new report-slow-disks --backlog --bare

exit codes: 0 done; 2 usage, configuration or repository, or no commit by --commit;
3 a fault of specslint itself
"""


def add_to(parser: ArgumentParser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = "Write a new spec from the template of the open release, and stage it."
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("name", metavar="NAME", help="the name of the spec and of its blueprint")
    add("--title", metavar="TITLE", help="its title (default: made from the name)")
    add(
        "--to",
        metavar="RELEASE",
        help="propose it to this release (default: the one that is open, or else the newest "
        "that has a template)",
    )
    add("--backlog", action="store_true", help="propose it to the backlog")
    add("--part", metavar="PART", help="the part of the repository, where it has such parts")
    add("--bare", action="store_true", help="leave the template's guidance out")
    add_common(parser)
