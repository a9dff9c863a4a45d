"""The options of a command, as its module declares them, and the reading of plain arguments.

argparse takes a tenth of a short run: its import, the parser that it builds, and the
translations that it looks for. So the options are recorded first, and usual arguments
are read from the record. Whatever is unusual, such as a fault, is left to argparse.
"""

from __future__ import annotations

from types import SimpleNamespace

from specslint.model.typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence


_Settings = dict[str, Any]  # the keyword arguments of add_argument()


class _UnusualError(Exception):
    """The arguments have to be read by argparse."""


class Declared:
    """The options and arguments of a command.

    Its attributes and methods are those of argparse's parsers that the modules use.

    :param program: the program's name and the command.
    """

    usage: str | None = None
    description: str | None = None
    epilog: str | None = None
    may_be_empty: frozenset[str] = frozenset()
    """The names of the arguments that may be empty."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._added: list[tuple[tuple[str, ...], _Settings]] = []
        self._defaults: dict[str, object] = {}

    def add_argument(self, *names: str, **settings: Any) -> None:
        """Record an option or an argument; see argparse."""
        self._added.append((names, settings))

    def set_defaults(self, **values: object) -> None:
        """Record values that no option sets; see argparse."""
        self._defaults.update(values)

    def parser(self) -> ArgumentParser:
        """An argparse parser with these options."""
        from specslint.cli.options.parser import Parser

        parser = Parser(self._program)
        parser.usage, parser.description, parser.epilog = self.usage, self.description, self.epilog
        parser.may_be_empty = self.may_be_empty
        for names, settings in self._added:
            parser.add_argument(*names, **settings)
        parser.set_defaults(**self._defaults)
        return parser

    def read(self, arguments: Sequence[str], *, intermixed: bool = False) -> Namespace:
        """The values of the options, as argparse returns them.

        Read here are whole names of options, values that do not begin with a hyphen, and
        arguments next to each other; the rest by argparse.

        :param intermixed: options may stand between the arguments.
        :raises UserError: the arguments are invalid.
        """
        try:
            # The commands only use the attributes.
            return cast("Namespace", SimpleNamespace(**self._read(arguments, intermixed)))
        except _UnusualError:
            parser = self.parser()
        if intermixed:
            return parser.parse_intermixed_args(arguments)
        return parser.parse_args(arguments)

    def _read(self, arguments: Sequence[str], intermixed: bool) -> dict[str, Any]:
        options: dict[str, tuple[str, _Settings]] = {}
        positional: list[tuple[str, _Settings]] = []
        values: dict[str, Any] = {}
        required = set()
        for names, settings in self._added:
            name = settings.get("dest") or names[-1].lstrip("-").replace("-", "_")
            if names[0].startswith("-"):
                options.update(dict.fromkeys(names, (name, settings)))
            else:
                positional.append((name, settings))
            action = settings.get("action")
            if action != "version":
                values[name] = settings.get("default", False if action == "store_true" else None)
            if settings.get("required"):
                required.add(name)
        values.update(self._defaults)
        found: list[str] = []
        left = [*reversed(arguments)]
        was_argument = False
        while left:
            word = left.pop()
            if _is_value(word):
                if found and not was_argument and not intermixed:
                    raise _UnusualError
                found.append(word)
                was_argument = True
                continue
            was_argument = False
            option, equals, value = word.partition("=")
            if option not in options:
                raise _UnusualError
            name, settings = options[option]
            required.discard(name)
            action = settings.get("action", "store")
            if action == "store_true" and not equals:
                values[name] = True
                continue
            if action not in ("store", "append"):
                raise _UnusualError
            if not equals and left and _is_value(left[-1]):
                value = left.pop()
            elif not equals and settings.get("nargs") == "?":
                values[name] = settings["const"]
                continue
            value = self._value(name, settings, value)
            values[name] = [*(values[name] or ()), value] if action == "append" else value
        for name, settings in positional:
            count = settings.get("nargs")
            if count == "*":
                values[name] = [self._value(name, settings, word) for word in found]
                found = []
            elif found:
                values[name] = self._value(name, settings, found.pop(0))
            elif count != "?":
                raise _UnusualError
        if found or required:
            raise _UnusualError
        return values

    def _value(self, name: str, settings: _Settings, word: str) -> Any:
        """The value that a word stands for."""
        if not word.strip() and name not in self.may_be_empty:
            raise _UnusualError
        convert = settings.get("type")
        try:
            value = convert(word) if convert else word
        except Exception:  # argparse says what is wrong
            raise _UnusualError from None
        if value not in settings.get("choices", (value,)):
            raise _UnusualError
        return value


def _is_value(word: str) -> bool:
    return not word.startswith("-") or word == "-"


def unusable(reason: str) -> Exception:
    """The exception by which a type of argparse rejects a value.

    :param reason: what is wrong with the value.
    """
    from argparse import ArgumentTypeError

    return ArgumentTypeError(reason)
