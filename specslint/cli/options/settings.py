"""The options that all checks share: rules, settings and output formats."""

from __future__ import annotations

from argparse import ArgumentTypeError

from specslint.cli.limits import SECONDS
from specslint.cli.options.parser import Parser
from specslint.model.typing import TYPE_CHECKING
from specslint.reporters import FORMATS

if TYPE_CHECKING:
    from pathlib import Path


def add_settings(parser: Parser) -> None:
    """Add the options.

    :param parser: may already have others.
    """
    add = parser.add_argument
    add("--select", metavar="CODES", action="append", help="run only these rules or families")
    add("--ignore", metavar="CODES", action="append", help="do not run these rules or families")
    add(
        "--severity",
        metavar="CODE=LEVEL",
        action="append",
        help="set the severity of a rule: off, info, warning or error",
    )
    add(
        "--fail-level",
        metavar="LEVEL",
        help="the lowest severity that fails the run (default: error)",
    )
    add("--config", metavar="FILE", help="read the settings from this file")
    add("--config-from", metavar="REV", help="read the settings from this revision")
    add("--isolated", action="store_true", help="read no settings from the repository")
    add(
        "--format",
        metavar="NAME[=FILE]",
        action="append",
        type=_format,
        help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]} (default: text); with =FILE, write it "
        "to FILE; may be repeated",
    )
    add("--output-file", metavar="FILE", help="write the output to FILE instead of printing it")
    add("--show-source", action="store_true", help="text: also show the line, and mark the place")
    add("--statistics", action="store_true", help="text, json: also count by rule and by release")
    add("--baseline", metavar="FILE", help="do not report the findings in FILE")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour the text")
    add("-q", "--quiet", action="store_true", help="no summary line")
    add_time_limit(parser)


def add_time_limit(parser: Parser) -> None:
    """Add the option of the time limit of the whole run.

    :param parser: may already have others.
    """
    parser.add_argument(
        "--time-limit",
        metavar="SECONDS",
        type=_seconds,
        default=SECONDS,
        help=f"end the run after this time with exit code 2; 0 for no limit (default: {SECONDS})",
    )


def _seconds(word: str) -> float:
    """A number of seconds that is neither negative nor too large for a timer."""
    try:
        seconds = float(word)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 1e6:
        raise ArgumentTypeError(f'"{word}" is not a number of seconds')
    return seconds


def _format(word: str) -> tuple[str, Path | None]:
    """A format and the file to write it to, or None for standard output."""
    name, equals, file = word.partition("=")
    if name not in FORMATS:
        raise ArgumentTypeError(f'"{name}" is not one of {", ".join(FORMATS)}')
    if equals and not file:
        raise ArgumentTypeError(f'"{word}" names no file')
    if not file:
        return name, None
    from pathlib import Path

    return name, Path(file)
