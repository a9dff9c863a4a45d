"""The options of ``specslint move``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser
from specslint.cli.options.process import add_common

STATUSES = ("implemented", "approved", "backlog", "abandoned")
_EPILOG = """\
The command also adds the line to the release's redirects, and updates redirects that
lead to the spec, references in other documents, and the links to the template that keep
a directory from being empty. It never uses the network: --from-file reads data that you
downloaded from Launchpad.

examples:
  specslint move report-slow-disks --to implemented --dry-run
  specslint move report-slow-disks count-spare-parts --to implemented --release train
  specslint move --from-file blueprints.json --to implemented --release train
  specslint move old-idea --to abandoned --superseded-by new-idea --commit

exit codes: 0 done; 2 wrong usage, configuration or repository, or --commit made no
commit; 3 an internal error of specslint
"""


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = "Move specs to another status, and update everything that refers to them."
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("names", metavar="NAME", nargs="*", help="the name or path of a spec")
    add(
        "--to",
        required=True,
        choices=STATUSES,
        help="the new status",
    )
    add("--release", metavar="RELEASE", help="the release of the specs (default: any)")
    add(
        "--from-file",
        metavar="FILE",
        help="read the names from a file, one on each line, or as JSON from Launchpad's API; - "
        "reads standard input",
    )
    add(
        "--superseded-by",
        metavar="NAME",
        help="with --to abandoned: write below the title which spec replaces this one",
    )
    add("--reason", metavar="TEXT", help="with --to abandoned: write below the title why")
    add_common(parser)
