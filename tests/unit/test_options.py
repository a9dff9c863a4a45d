"""The reading of arguments without argparse: the same values, or left to argparse."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from random import Random

import pytest

from specslint.cli.main import COMMANDS
from specslint.cli.options.declared import Declared
from specslint.model.errors import UserError

ALL = ("check", *COMMANDS)

WORDS = [
    "a", "b.rst", "-", "--", "", " ", "text", "json", "json=out", "never", "x y", "TXT", "3",
    "--format", "--format=json", "--select", "--select=TXT,TPL", "--color=never", "--color",
    "--no-cache", "--no-cach", "--commit", "--commit=HEAD", "--staged", "-q", "-j", "-j2",
    "-qj2", "-q=1", "--staged=1", "--help", "--version", "--to", "--release", "--from", "--all",
    "--script", "--dry-run", "--root", "--root=", "--time-limit", "--time-limit=1e9",
    "--time-limit=5", "-1",
    "approved", "implemented", "info", "clear", "--stdio", "--range", "--nonsense",
]  # fmt: skip


def declared(command: str) -> Declared:
    found = Declared(command)
    import_module(f"specslint.cli.options.{command.replace('-', '_')}").add_to(found)
    return found


def outcome(options: Declared, words: list[str], *, library: bool, intermixed: bool) -> object:
    try:
        if not library:
            return vars(options.read(words, intermixed=intermixed))
        parser = options.parser()
        parse = parser.parse_intermixed_args if intermixed else parser.parse_args
        found: Namespace = parse(words)
        return vars(found)
    except UserError as error:
        return str(error)
    except SystemExit as done:
        return done.code


@pytest.mark.parametrize("command", ALL)
def test_the_values_are_those_of_argparse(command: str) -> None:
    random = Random(command)
    options = declared(command)
    intermixed = command == "check"
    names = [name for names, _ in options._added for name in names if name.startswith("-")]
    for _ in range(200):
        words = random.choices([*WORDS, *names], k=random.randrange(6))
        expected = outcome(options, words, library=True, intermixed=intermixed)
        assert outcome(options, words, library=False, intermixed=intermixed) == expected, words
