"""Entry point: prints the cached output if there is one, else runs the command line."""

from __future__ import annotations

import gc
import os
import sys

from specslint import output_cache

# Objects created at start-up stay alive, and a run over a few files leaves little
# garbage: frequent collections would take a twentieth of the run.
_COLLECT_AFTER = 100_000


def program() -> None:
    """Run the program as the console script, and end the process at once.

    Python's shutdown would take several milliseconds to free every module and object one
    by one, at each commit and in each hook. ``python -m specslint`` still shuts down, as
    profilers and debuggers need it.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError):  # closed by the parent process, or a full disk
            continue
    os._exit(code)


def main() -> int:
    """Run the program; see :func:`specslint.cli.main.main`."""
    try:
        return _main()
    except KeyboardInterrupt:  # Ctrl-C before main() can handle it
        return 130


def _main() -> int:
    gc.set_threshold(_COLLECT_AFTER)
    arguments = sys.argv[1:]
    cached = _cached_output(arguments)
    if cached is None:
        from specslint.cli.main import main as run

        return run(arguments)
    output, code = cached
    try:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        sys.stdout.write(output)
        sys.stdout.flush()
    except OSError as error:
        from specslint.cli.failures import is_of_output, unwritten

        if not is_of_output(error):
            raise
        return unwritten(error)
    return code


def _cached_output(arguments: list[str]) -> output_cache.Output | None:
    # With _ARGCOMPLETE, the command line to complete is in the environment.
    if "_ARGCOMPLETE" in os.environ or sys.stdout is None:
        return None
    try:
        return output_cache.load(arguments)
    except Exception:  # whatever is wrong with the cache, run the command
        return None
