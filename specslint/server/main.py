"""Run the server on standard input and output."""

from __future__ import annotations

import gc
import logging
import os
import sys

from specslint.model.errors import UserError
from specslint.server.server import make_server, set_log_level

_COLLECT_AFTER = 10_000


def serve() -> int:
    """Serve one client until it ends, and return the exit code.

    :returns: 0 if the client sent ``shutdown`` before ``exit``, else 1.
    :raises UserError: the client announced a message that does not fit into memory.
    """
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    set_log_level(logging.WARNING)
    # Only the protocol may write to standard output; other output goes to the log.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server = make_server()
    # Imported modules are never garbage; the rest is collected, since the server runs long.
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    try:
        server.start_io(stdout=output)
    except (OverflowError, MemoryError) as error:
        raise UserError("the client announced a message that is too long to be read") from error
    return 0 if server.protocol.has_shut_down else 1
