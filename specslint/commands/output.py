"""How the commands print."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from specslint.engine.report import Report


def wants_colour(choice: str) -> bool:
    """Whether to colour standard output.

    :param choice: ``auto``, ``always`` or ``never``; ``auto`` means on a
        terminal, unless NO_COLOR is set (https://no-color.org/).
    """
    if choice != "auto":
        return choice == "always"
    return (
        not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()
    )


def show(report: Report, options: Namespace) -> None:
    """Print a report in the format that was asked for."""
    if options.format == "text":
        from specslint.reporters import text

        sys.stdout.write(text.render(report, colour=wants_colour(options.color)))
        if sys.stdout.isatty() and not options.quiet:
            print(text.summary(report))
        return
    from specslint.reporters import reporter

    sys.stdout.write(reporter(options.format)(report))
