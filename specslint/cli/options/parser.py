"""The argument parser that all commands use."""

from __future__ import annotations

import argparse
import os

from specslint.model.errors import UserError
from specslint.model.typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """An argparse parser that raises its errors as :class:`UserError`."""

    may_be_empty: frozenset[str] = frozenset()
    """The names of the arguments that may be empty."""

    def __init__(self, prog: str) -> None:
        """Create a parser without options.

        :param prog: the program's name and the command.
        """
        super().__init__(prog, formatter_class=_formatter, allow_abbrev=False)

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse ignores errors of writing; here they are raised.
        print(message, end="", file=file)

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        # Before Python 3.13, argparse drops "--" even if it is the value, as in --root=--.
        if action.option_strings and action.nargs is None and arg_strings == ["--"]:
            return self._get_value(action, "--")
        return super()._get_values(action, arg_strings)

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        # An empty argument is usually an unset variable, and "" would count as "not
        # given".
        if not arg_string.strip() and action.dest not in self.may_be_empty:
            raise argparse.ArgumentError(action, "the value is empty")
        return super()._get_value(action, arg_string)

    def error(self, message: str) -> NoReturn:
        """Reject the command line.

        :raises UserError: always.
        """
        raise UserError(f"{message}; {self.prog} --help shows the usage")


def _formatter(prog: str) -> argparse.HelpFormatter:
    # A formatter is created for every option. argparse would query the terminal's width
    # each time, and import shutil for it.
    columns = os.environ.get("COLUMNS", "")
    width = int(columns[:5]) if columns.isdecimal() and int(columns[:5]) else 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(width - 2, 11))
