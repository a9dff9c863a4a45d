"""The options of ``specslint server``."""

from __future__ import annotations

from specslint.cli.options.parser import Parser


def add_to(parser: Parser) -> None:
    """Add the description of the command and its options.

    :param parser: a parser without any.
    """
    parser.description = (
        "Run a language server (LSP) for editors, on standard input and output.\n"
        'It needs pygls and lsprotocol, which are in the extra "server".'
    )
    parser.add_argument(
        "--stdio", action="store_true", help="accepted because many editors pass it; has no effect"
    )
