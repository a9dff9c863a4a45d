"""Completion of the command line in shells, by argcomplete (the extra ``completion``).

A shell that asks for completions sets ``_ARGCOMPLETE``; other runs do not import this
module.
"""

from __future__ import annotations

import os
from argparse import Action, ArgumentParser
from collections.abc import Callable, Iterable, Mapping

import argcomplete
from argcomplete.completers import BaseCompleter, FilesCompleter
from argcomplete.lexers import split_line

Parsers = Mapping[str, Callable[[], ArgumentParser]]

_LISTS_OF_CODES = ("select", "ignore", "severity")


def complete(parser: ArgumentParser, parsers: Parsers) -> None:
    """Print the completions for the shell, and end the process.

    :param parser: the parser of a run without a command.
    :param parsers: the parser of each command.
    """
    words = split_line(os.environ["COMP_LINE"], int(os.environ["COMP_POINT"]))[3]
    first = int(os.environ["_ARGCOMPLETE"])
    command = words[first] if len(words) > first else ""
    if command in parsers:
        # argcomplete skips the arguments before this one, as those of an interpreter.
        os.environ["_ARGCOMPLETE"] = str(first + 1)
        parser = parsers[command]()
    begins = len(words) == first
    argcomplete.autocomplete(parser, default_completer=_Suggestions(parsers if begins else {}))


class _Suggestions(BaseCompleter):
    """Completes the values of options and arguments that have no list of choices."""

    def __init__(self, parsers: Parsers) -> None:
        self._parsers = parsers
        self._files = FilesCompleter()

    def __call__(self, *, prefix: str, action: Action, **_: object) -> Iterable[str]:
        if action.dest in _LISTS_OF_CODES:
            done, comma, _last = prefix.rpartition(",")
            return [f"{done}{comma}{code}" for code in _codes()]
        if action.dest == "rules":
            return _codes(names=True)
        if action.dest == "format":
            from specslint.reporters import FORMATS

            return list(FORMATS)
        files = list(self._files(prefix))
        return [*files, *self._parsers] if action.dest == "paths" else files


def _codes(*, names: bool = False) -> list[str]:
    from specslint.rules import all_rules

    rules = all_rules().values()
    families = sorted({rule.family for rule in rules})
    return [*(rule.code for rule in rules), *families, *(rule.name for rule in rules if names)]
