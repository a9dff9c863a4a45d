"""Regular expressions that are compiled when they are first used.

Compiling takes longer than reading a spec, and few specs need all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from specslint.model.typing import Any

Match = Callable[[str], "re.Match[str] | None"]


class Pattern:
    """A regular expression; see ``re.Pattern`` for the methods."""

    match: Match
    search: Match
    findall: Callable[[str], list[str]]

    def __init__(self, text: str, flags: int = 0) -> None:
        """Compile nothing yet."""
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern; later look-ups of its methods do not get here."""
        if name not in ("match", "search", "findall"):
            raise AttributeError(name)
        compiled = re.compile(self._text, self._flags)
        self.match, self.search = compiled.match, compiled.search
        self.findall = compiled.findall
        return getattr(compiled, name)
