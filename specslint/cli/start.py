"""Where the program begins: with an answer that is known, or with the command line."""

from __future__ import annotations

import gc
import os
import sys

from specslint import known_answers

# What is made at the start stays, and a run over a few files leaves little
# garbage: looking for it all the time takes a twentieth of the run.
_COLLECT_AFTER = 100_000


def main() -> int:
    """Run the program; see :func:`specslint.cli.main.main`."""
    try:
        return _main()
    except KeyboardInterrupt:  # it takes a while until there is somebody to mind it
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
    # A shell that asks what may come next has its words in the environment.
    if "_ARGCOMPLETE" in os.environ or sys.stdout is None:
        return None
    try:
        return known_answers.recall(words)
    except Exception:  # whatever is wrong with it, the answer is made anew
        return None
