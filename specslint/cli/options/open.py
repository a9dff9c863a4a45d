"""The options of ``specslint open``."""

from __future__ import annotations

from argparse import ArgumentParser

from specslint.cli.options.process import add_common

_EPILOG = """\
What the newest release of the tree has, the new one gets, with its own names: template,
redirects, links that keep the directories, and pages of the documentation. Lists of
releases get a line, and links to the newest template lead to the new one. What could not
be derived is noted.

examples:
  specslint open liberty --dry-run
  specslint open 2027.2 --codename Jasmine --commit

exit codes: 0 done; 2 usage, configuration or repository, or no commit by --commit;
3 a fault of specslint itself
"""


def add_to(parser: ArgumentParser) -> None:
    """Describe the verb and its options.

    :param parser: one without any.
    """
    parser.description = "Open a release for specs as the tree did it for its newest release."
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("release", metavar="RELEASE", help="a name or a number: liberty, 2027.2")
    add("--codename", metavar="NAME", help="the codename of a release with a number")
    add_common(parser)
