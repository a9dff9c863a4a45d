"""A progress bar on the terminal while many files are checked."""

from __future__ import annotations

import sys

from specslint.model.typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import Namespace

_WORTH_A_BAR = 100
_PATIENCE = 1.0  # seconds before the bar appears


class Progress:
    """Shows the progress of a long run, and removes the bar at its end."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Show how many files are done."""
        if total < _WORTH_A_BAR:
            return
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                total=total, unit=" files", leave=False, delay=_PATIENCE, file=sys.stderr
            )
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def progress_for(options: Namespace) -> Progress | None:
    """A progress bar if standard error is a terminal and ``-q`` was not given, else None."""
    return Progress() if sys.stderr.isatty() and not options.quiet else None
