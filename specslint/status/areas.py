"""Sorts specs into areas by the words in their names and titles.

A word is literal and matched as a whole; in "large page", both stand side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Areas = Sequence[tuple[str, Sequence[str]]]
"""Areas with their words; where several match, the first counts."""

_WORD = re.compile(r"[^\W_]+")


def sorter(areas: Areas) -> Callable[[str, str], str | None]:
    """A function that tells the first area with a word of a spec's name or title, or None.

    :param areas: the areas to choose from.
    """
    table = [(area, [_words(word) for word in words]) for area, words in areas]

    def area_of(name: str, title: str) -> str | None:
        texts = (_words(name), _words(title))
        for area, words in table:
            if any(word in text for word in words for text in texts):
                return area
        return None

    return area_of


def _words(text: str) -> str:
    """The words of a text, each with a space on either side."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
