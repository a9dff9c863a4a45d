"""Assigns specs to areas by keywords in their names and titles.

A keyword is literal and matched as a whole word; those of "large page" must be
adjacent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Areas = Sequence[tuple[str, Sequence[str]]]
"""Areas with their keywords; of several that match, the first counts."""

_WORD = re.compile(r"[^\W_]+")


def sorter(areas: Areas) -> Callable[[str, str], str | None]:
    """A function that returns the first area with a keyword in a spec's name or title, or None.

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
