"""The options of ``specslint move``."""

from __future__ import annotations

from argparse import ArgumentParser

from specslint.cli.options.process import add_common

_EPILOG = """\
With a spec go: the line in its release's redirects, redirects that led to it, references
to it in other documents, and the links to the template that keep a directory from being
empty. Nothing is fetched: --from-file takes what you have from Launchpad.

examples:
  specslint move report-slow-disks --to implemented --dry-run
  specslint move report-slow-disks count-spare-parts --to implemented --release train
  specslint move --from-file blueprints.json --to implemented --release train
  specslint move old-idea --to abandoned --superseded-by new-idea --commit

exit codes: 0 done; 2 usage, configuration or repository, or no commit by --commit;
3 a fault of specslint itself
"""


def add_to(parser: ArgumentParser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = "Move specs to another status, with all that refers to them."
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("names", metavar="NAME", nargs="*", help="a spec: its name or its path")
    add(
        "--to",
        required=True,
        choices=("implemented", "approved", "backlog", "abandoned"),
        help="where the specs go",
    )
    add("--release", metavar="RELEASE", help="the release that they stand in (default: any)")
    add(
        "--from-file",
        metavar="FILE",
        help='names, one on each line, or blueprints as JSON of Launchpad\'s API; "-" reads '
        "standard input",
    )
    add(
        "--superseded-by",
        metavar="NAME",
        help="with --to abandoned: say below the title which spec takes its place",
    )
    add_common(parser)
