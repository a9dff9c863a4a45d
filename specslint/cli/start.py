"""Entry point: prints the cached output if there is one, else runs the command line."""

from __future__ import annotations

import gc
import os
import sys

from specslint import known_answers

# Objects created at start-up stay alive, and a run over a few files leaves little
# garbage: frequent collections would take a twentieth of the run.
_COLLECT_AFTER = 100_000


def main() -> int:
    """Run the program; see :func:`specslint.cli.main.main`."""
    try:
        return _main()
    except KeyboardInterrupt:  # Ctrl-C before main() can handle it
        return 130


def _main() -> int:
    gc.set_threshold(_COLLECT_AFTER)
    words = sys.argv[1:]
    answer = _known_answer(words)
    if answer is None:
        from specslint.cli.main import main as run

        return run(words)
    output, code = answer
    try:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        sys.stdout.write(output)
        sys.stdout.flush()
    except OSError as error:
        from specslint.cli.endings import is_of_output, unwritten

        if not is_of_output(error):
            raise
        return unwritten(error)
    return code


def _known_answer(words: list[str]) -> known_answers.Answer | None:
    # With _ARGCOMPLETE, the command line to complete is in the environment.
    if "_ARGCOMPLETE" in os.environ or sys.stdout is None:
        return None
    try:
        return known_answers.recall(words)
    except Exception:  # whatever is wrong with the cache, run the command
        return None
