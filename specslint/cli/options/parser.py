"""The parser of command lines, which is the same for all verbs."""

from __future__ import annotations

import argparse
import os
from typing import Any, NoReturn

from specslint.model.errors import UserError


class Parser(argparse.ArgumentParser):
    """Argparse's own, whose complaints are one line of ours."""

    def __init__(self, prog: str) -> None:
        """Make one without options.

        :param prog: the program's name, and the verb.
        """
        super().__init__(prog, formatter_class=_formatter, allow_abbrev=False)

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse's own keeps silent where nothing can be written.
        print(message, end="", file=file)

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        # Most often a variable that is not set. "" would be taken for "not given".
        if not arg_string.strip():
            raise argparse.ArgumentError(action, "an empty value names nothing")
        return super()._get_value(action, arg_string)

    def error(self, message: str) -> NoReturn:
        """Refuse the command line.

        :raises UserError: always.
        """
        raise UserError(f"{message}; {self.prog} --help shows what there is")


def _formatter(prog: str) -> argparse.HelpFormatter:
    # It is made for every option, and would ask for the terminal's width each
    # time, with the help of half of shutil.
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and int(columns) else 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(width - 2, 11))
