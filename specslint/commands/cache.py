"""``specslint cache``: show or clear the caches of earlier runs."""

from __future__ import annotations

import shutil
from argparse import Namespace
from pathlib import Path

from specslint.model.errors import UserError
from specslint.output_cache import cache_directory


def run(options: Namespace) -> int:
    """Show or clear the caches, and return the exit code.

    :raises UserError: they cannot be cleared.
    """
    directory = Path(cache_directory())
    if options.action == "clear":
        try:
            shutil.rmtree(directory)
        except FileNotFoundError:
            return 0
        except OSError as error:
            reason = error.strerror or "it is a symbolic link, which is not followed"
            raise UserError(f"{directory} cannot be cleared: {reason}") from None
        return 0
    files = [path for path in directory.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(
        f"{directory}\n{len(files)} files, {size / 2**20:.1f} MiB; at most about 64 MiB are kept"
    )
    return 0
