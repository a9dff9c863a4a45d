"""Prints the findings of a run and determines its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from specslint.engine.result import Checked, Result
from specslint.model.errors import UserError
from specslint.model.findings import Diagnostic, Location
from specslint.model.typing import TYPE_CHECKING
from specslint.reporters.escape import escaped
from specslint.work_tree import StrPath

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path


def tell(text: str) -> None:
    """Print a line for the user to standard error.

    :param text: may contain untrusted text, which is escaped.
    """
    print(f"specslint: {escaped(text)}", file=sys.stderr)


def wants_colour(choice: str) -> bool:
    """Whether to colour standard output.

    The environment counts only for ``auto``. Sources: https://no-color.org/,
    https://force-color.org/, https://bixense.com/clicolors/.

    :param choice: ``auto``, ``always`` or ``never``; ``auto`` means on a terminal,
        unless NO_COLOR, FORCE_COLOR or CLICOLOR_FORCE are set.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def finish(
    runs: Sequence[Checked],
    options: Namespace,
    root: StrPath,
    remember: Callable[[str, int], None] | None = None,
) -> int:
    """Print the findings as the options ask for, and return the exit code.

    :param runs: what was checked: the tree, or each commit of a range.
    :param root: the repository.
    :param remember: called with the output and the exit code if the run had no other
        effect.
    :raises UserError: the options are invalid or a file cannot be written.
    """
    formats = formats_of(options)
    result = Result(runs)
    known = 0
    if options.baseline:
        from specslint.commands.baseline import without_baseline

        everything = len(result.report.diagnostics)
        result = without_baseline(result, runs[-1].config, options, root)
        known = everything - len(result.report.diagnostics)
    for file, name in formats.items():
        if file is not None:
            from specslint.commands.files import write_file

            write_file(file, _rendered(name, result, options, file), root)
    if None in formats:
        shown = _rendered(formats[None], result, options, None)
        sys.stdout.write(shown)
        if remember and len(formats) == 1 and not options.baseline:
            remember(shown, result.exit_code)
    if formats.get(None, "text") == "text" and sys.stdout.isatty() and not options.quiet:
        from specslint.reporters import text

        more = f"; {known} more in the baseline" if known else ""
        print(text.summary(result.report) + more)
    return result.exit_code


def formats_of(options: Namespace) -> dict[Path | None, str]:
    """The format of each output file; None is standard output.

    Text goes to standard output unless another format does, and ``--output-file``
    replaces it.

    :raises UserError: the options exclude each other.
    """
    formats: dict[Path | None, str] = {}
    for name, file in options.format or ():
        if file in formats:
            place = f"for {file}" if file else "for standard output: give a file, as in sarif=FILE"
            raise UserError(f"--format: two formats {place}")
        formats[file] = name
    formats.setdefault(None, "text")
    if options.output_file:
        from pathlib import Path

        file = Path(options.output_file)
        if file in formats:
            raise UserError(f"--output-file: --format names {file} too")
        formats[file] = formats.pop(None)
    if options.show_source and "text" not in formats.values():
        raise UserError("--show-source is for the format text")
    if options.statistics and not {"text", "json"} & set(formats.values()):
        raise UserError("--statistics is for the formats text and json")
    return formats


def _rendered(name: str, result: Result, options: Namespace, file: Path | None) -> str:
    if name == "text":
        from specslint.reporters import text

        colour = wants_colour(options.color) if file is None else options.color == "always"
        excerpts = {"excerpt": _excerpts(result, file)} if options.show_source else {}
        shown = text.render(result.report, colour=colour, **excerpts)
        if options.statistics:
            from specslint.reporters.statistics import table

            shown += table(result)
        return shown
    if name == "json":
        from specslint.reporters import json

        if not options.statistics:
            return json.render(result.report)
        from specslint.reporters.statistics import statistics

        return json.render(result.report, statistics(result))
    from specslint.reporters import reporter

    return reporter(name)(result)


def _excerpts(result: Result, file: Path | None) -> Callable[[Diagnostic], str]:
    import shutil

    from specslint.reporters.excerpt import excerpt

    on_terminal = file is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else 80
    encoding = sys.stdout.encoding if file is None else "utf-8"

    def shown(diagnostic: Diagnostic) -> str:
        location = diagnostic.location
        if location == Location(location.path):
            return ""  # the finding is about the file, or its place
        line = result.line_of(diagnostic)
        return "" if line is None else excerpt(line, location, width, encoding)

    return shown
