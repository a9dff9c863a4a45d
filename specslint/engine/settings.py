"""How to process the files of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from specslint.model.typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from specslint.engine.cache import Cache


class Progress(Protocol):
    """Called after each file that was not in the cache, with the files done and their total."""

    def __call__(self, done: int, total: int) -> None:
        """Show the progress."""

    def close(self) -> None:
        """Remove the display."""


class Settings(NamedTuple):
    """How to process many files.

    :param cache: stores results, or None.
    :param jobs: the number of processes; 1 means only this one.
    :param progress: shows the progress, or None.
    :param normalised: returns, of texts with carriage returns by path, those that git
        would record without; None if the texts come from git.
    """

    cache: Cache | None = None
    jobs: int = 1
    progress: Progress | None = None
    normalised: Callable[[Mapping[str, str]], Mapping[str, str]] | None = None
