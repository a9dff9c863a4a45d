"""``specslint server``: the language server."""

from __future__ import annotations

from argparse import Namespace

from specslint.model.errors import UserError


def run(_: Namespace) -> int:
    """Serve an editor until it ends, and return the exit code.

    :raises UserError: the libraries of the extra "server" are not installed.
    """
    try:
        from specslint.server.main import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        raise UserError(
            "the language server needs pygls and lsprotocol:"
            ' install specslint with its extra "server"'
        ) from None
    return serve()
